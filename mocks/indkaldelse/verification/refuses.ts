/** Refusals of IndkaldelseService, and on what they rest. */
import { type Call, Mismatch, type TargetExchange, type VerifySession } from 'tvilling'

/**
 * Expects the status, and the code (`fejlkode`) that says why. The provider documents the codes and 412; the status of
 * each other code, and where in the answer the code is, are assumed (IN-20).
 */
export async function refuses(
  session: VerifySession,
  status: number,
  code: number,
  call: Call,
): Promise<TargetExchange> {
  const exchange = await session.call(call)
  const { status: given, body } = exchange.response
  const { errors } = (body ?? {}) as { errors?: { fejlkode: number }[] }
  const hasCode = errors?.some(({ fejlkode }) => fejlkode === code) ?? false
  const ours = { facts: ['IN-20'] }
  if (given !== status) {
    const assumed = hasCode || (given >= 400 && !errors && status !== 412)
    throw new Mismatch(`${status}, not ${given}`, exchange, { ...(assumed && ours), wanted: status })
  }
  if (!hasCode) {
    const assumed = !errors || status === 412
    throw new Mismatch(`the fejlkode ${code}`, exchange, assumed ? ours : {})
  }
  return exchange
}
