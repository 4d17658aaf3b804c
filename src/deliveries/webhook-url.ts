/** Which URLs a webhook message can be sent to. */

/** Why nobody can send to a URL; undefined if one can. Whether it may be sent to is another question. */
export function webhookUrlProblem(text: string): string | undefined {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(text)?.[1]
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return 'must begin with http:// or https://'
  // `URL` reads `http:host`, `http:\\host` and blanks as well; other clients do not.
  if (!/^https?:\/\/[^/?#\\\s]+[^\\\s]*$/i.test(text)) return 'is not a URL'
  const port = /^[^/]+\/\/[^/?#]*:(\d+)(?:[/?#]|$)/.exec(text)?.[1]
  if (port !== undefined && (Number(port) > LAST_PORT || Number(port) === 0)) {
    return `must have a port from 1 to ${LAST_PORT}`
  }
  const url = URL.parse(text)
  if (!url) return 'is not a URL'
  if (url.username !== '' || url.password !== '' || /^[^/]+\/\/[^/?#]*@/.test(text)) {
    return 'must not have user information'
  }
  return undefined
}

const LAST_PORT = 65_535
