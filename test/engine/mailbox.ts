/** Receivers of webhooks without sockets: a replacement for `fetch`. */
export interface Letter {
  url: string
  headers: Record<string, string>
  body: string
}

export interface Mailbox {
  send: typeof fetch
  letters: Letter[]
}

type Reply = number | 'hang' | (() => Promise<number>)

/** What a receiver replies, by the number of the letters that its URL has had: from 1. */
export function mailbox(reply: (letter: Letter, count: number) => Reply = () => 200): Mailbox {
  const letters: Letter[] = []

  async function send(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const letter: Letter = {
      url: String(input),
      headers: init.headers as Record<string, string>,
      body: String(init.body),
    }
    letters.push(letter)
    const count = letters.filter(({ url }) => url === letter.url).length
    const answer = reply(letter, count)
    if (answer === 'hang') return hang(init.signal)
    return new Response(null, { status: typeof answer === 'number' ? answer : await answer() })
  }

  return { send, letters }
}

function hang(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
}
