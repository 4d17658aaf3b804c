/** Which URLs a webhook message can be sent to. */

/** Why nobody can send to a URL; undefined if one can. Whether it may be sent to is another question. */
export function webhookUrlProblem(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url) return 'is not a URL'
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://'
  if (url.username !== '' || url.password !== '') return 'must not have user information'
  return undefined
}
