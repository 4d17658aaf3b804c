/** What is wrong with a session request besides what its schema says. */
import { type Violation, webhookUrlProblem } from 'tvilling'

/** Webhooks that nobody can send to (OS-15). What is no HTTP URL at all the schema refuses. */
export function inspect(body: unknown): Violation[] {
  const { webhooks } = (body ?? {}) as { webhooks?: unknown }
  if (!Array.isArray(webhooks)) return []
  return webhooks.flatMap((webhook: { url?: unknown } | null, index): Violation[] => {
    const url = webhook?.url
    if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return []
    const problem = webhookUrlProblem(url)
    const field = `webhooks.${index}.url`
    return problem ? [{ in: 'body', field, message: problem, value: url, evidence: 'assumed OS-15' }] : []
  })
}
