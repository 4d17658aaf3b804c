/** Credentials of HTTP Basic (RFC 7617), with id and secret form-encoded as OAuth demands (RFC 6749 section 2.3.1). */

export interface BasicCredentials {
  id: string
  secret: string
}

/** What follows "Basic" in an Authorization header, possibly empty; undefined for another scheme or no header. */
export function basicTokenOf(authorization: string | undefined): string | undefined {
  return /^basic +(\S*)$/i.exec(authorization ?? '')?.[1]
}

/** Id and secret as they are written in the token, still encoded; without a colon there is no secret. */
export function splitBasicToken(token: string): { id: string; secret: string | undefined } {
  const text = Buffer.from(token, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1) return { id: text, secret: undefined }
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/** The token of an id and a secret that are already encoded. */
export function joinBasicToken({ id, secret }: BasicCredentials): string {
  return Buffer.from(`${id}:${secret}`).toString('base64')
}

/** Id and secret of a token; undefined if it has no colon. Clients that do not form-encode are understood as well. */
export function readBasicToken(token: string): BasicCredentials | undefined {
  const { id, secret } = splitBasicToken(token)
  return secret === undefined ? undefined : { id: formDecode(id), secret: formDecode(secret) }
}

/** The value of an Authorization header with these credentials. */
export function basicAuthorization({ id, secret }: BasicCredentials): string {
  return `Basic ${joinBasicToken({ id: encodeURIComponent(id), secret: encodeURIComponent(secret) })}`
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
