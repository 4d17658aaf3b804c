/** What organization sessions promise about their webhooks (OS-05, OS-06, OS-18). */
import { type Check, check, must, type Receiver, type VerifySession } from 'tvilling'
import { done, REPORTS, start } from './calls.ts'

const OPERATIONS = ['createSession', 'getSession']
const ALL = ['JsonDataReady', 'ReportReady', 'AllDone', 'Failed']

/** A session that sends to a receiver. */
async function listen(session: VerifySession, events: readonly string[], more: object = {}) {
  const receiver = await session.receiver()
  const id = await start(session, { webhooks: [{ url: receiver.url, events }], ...more })
  return { receiver, id }
}

const statusesOf = (receiver: Receiver) => receiver.messages().map(({ body }) => String(body?.['status']))

const arrived = (session: VerifySession, receiver: Receiver, status: string, count = 1, step = 'PT5S') =>
  session.until(status, 'PT30M', step, async () => {
    const found = receiver.messages().filter(({ body }) => body?.['status'] === status)
    return found.length >= count ? found : undefined
  })

export const webhookChecks: readonly Check[] = [
  check(
    'sends JsonDataReady, then ReportReady for each report, then AllDone',
    OPERATIONS,
    ['OS-06'],
    async (session) => {
      const { receiver } = await listen(session, ALL, REPORTS)
      await arrived(session, receiver, 'AllDone')
      const wanted = 'JsonDataReady, ReportReady, ReportReady, AllDone'
      const said = statusesOf(receiver).join(', ')
      must(said === wanted, `${wanted}; not ${said}`)
    },
  ),

  check('says in each message which session and report it means', OPERATIONS, ['OS-18'], async (session) => {
    const { receiver, id } = await listen(session, ALL, REPORTS)
    await arrived(session, receiver, 'AllDone')
    for (const { body, headers } of receiver.messages()) {
      must(body?.['sessionId'] === id, `the sessionId ${id}, not ${String(body?.['sessionId'])}`)
      must(/^application\/json\b/.test(headers['content-type'] ?? ''), 'JSON as content type')
    }
    const reports = receiver.messages().flatMap(({ body }) => body?.['report'] ?? [])
    must(reports.join() === 'aml,certificate', `one message for each report, not ${reports.join()}`)
  }),

  check('sends what was asked for, and nothing else', OPERATIONS, ['OS-05'], async (session) => {
    const { receiver } = await listen(session, ['AllDone'], REPORTS)
    await arrived(session, receiver, 'AllDone')
    must(statusesOf(receiver).join() === 'AllDone', `AllDone alone, not ${statusesOf(receiver).join(', ')}`)
  }),

  check(
    'sends Failed for a session that fails, and no other status',
    OPERATIONS,
    ['OS-06', 'OS-19'],
    async (session) => {
      const { receiver, id } = await listen(session, ALL, { identifier: session.subject('unregistered') })
      await done(session, id)
      await arrived(session, receiver, 'Failed')
      must(statusesOf(receiver).join() === 'Failed', `Failed alone, not ${statusesOf(receiver).join(', ')}`)
    },
  ),

  check(
    'sends again what was not answered with 200, one minute later',
    OPERATIONS,
    ['OS-18'],
    async (session) => {
      const { receiver } = await listen(session, ['JsonDataReady'])
      receiver.answer(500)
      await arrived(session, receiver, 'JsonDataReady', 1, 'PT1S')
      await session.pass('PT50S')
      must(receiver.messages().length === 1, 'no further attempt within a minute')
      await session.pass('PT15S')
      const [first, second] = receiver.messages()
      must(second, 'the message again after a minute')
      must(first?.text === second.text, 'the same body again')
      await session.pass('PT1H')
      must(receiver.messages().length === 2, 'no further attempt after a 200')
    },
  ),
]
