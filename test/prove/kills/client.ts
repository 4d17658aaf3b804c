/** Calls a server that may be killed at any moment: an answer that did not come whole is none. */
export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: the load looks into whatever was answered
  body: any
}

/** Undefined if there was no whole answer. */
export async function ask(url: string, init: RequestInit = {}): Promise<Reply | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) })
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson && text ? JSON.parse(text) : text }
  } catch {
    return undefined
  }
}

export const json = (body: unknown, token?: string, more: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...more,
  },
  body: JSON.stringify(body),
})

export const reading = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

/** Accepted as the token of the client `tvilling` in every simulator. */
export const TOKEN = 'token-of-the-proof'

/** @throws Error if the server does not take it. */
export async function acceptToken(base: string): Promise<void> {
  const reply = await ask(`${base}/_tvilling/tokens`, json({ token: TOKEN, client: 'tvilling' }))
  if (reply?.status !== 200) throw new Error(`The token was not accepted: ${JSON.stringify(reply)}`)
}
