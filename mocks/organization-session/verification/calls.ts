/** The calls that the checks of organization sessions use. */
import { type Call, Mismatch, type VerifySession } from 'tvilling'

export type Country = 'no' | 'se' | 'fi'
export type View = Record<'sessionId' | 'status' | 'jsonData' | 'aml-report' | 'certificate-report', string>

export const create = (session: VerifySession, more: object = {}, country: Country = 'no'): Call => ({
  operation: 'createSession',
  path: { country },
  body: { identifier: session.subject(country), ...more },
})

export async function start(
  session: VerifySession,
  more: object = {},
  country: Country = 'no',
): Promise<string> {
  const { response } = await session.expect(201, create(session, more, country))
  return (response.body as { sessionId: string }).sessionId
}

export const path = (sessionId: string, country: string = 'no') => ({ country, sessionId })

export const status = (sessionId: string, country?: string): Call => ({
  operation: 'getSession',
  path: path(sessionId, country),
})
export const result = (sessionId: string, country?: string): Call => ({
  operation: 'getSessionResult',
  path: path(sessionId, country),
})
export const report = (sessionId: string, name = 'aml'): Call => ({
  operation: 'getSessionReport',
  path: { ...path(sessionId), report: name },
})

export async function view(session: VerifySession, sessionId: string, country?: string): Promise<View> {
  return (await session.expect(200, status(sessionId, country))).response.body as View
}

export const done = (session: VerifySession, sessionId: string, country?: string) =>
  session.until('the session to be done', 'PT30M', 'PT5S', async () => {
    const seen = await view(session, sessionId, country)
    return seen.status === 'IN_PROGRESS' ? undefined : seen
  })

export const REPORTS = { reports: ['aml', 'certificate'] }

/** A session that is done. It is reused as long as its results are available. */
export const doneSession = (session: VerifySession) =>
  session.keep('done session', async () => {
    const sessionId = await start(session, REPORTS)
    await done(session, sessionId)
    return sessionId
  })

/** That a result expires is documented (OS-08), that it is 410 then is assumed (OS-19). */
export async function expired(session: VerifySession, call: Call): Promise<void> {
  const exchange = await session.call(call)
  const { status: given } = exchange.response
  const facts = [given < 400 ? 'OS-08' : 'OS-19']
  if (given !== 410) throw new Mismatch(`410, not ${given}`, exchange, { facts, wanted: 410 })
}
