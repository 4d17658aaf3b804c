/** What Person Register Monitoring promises about its webhooks (PM-12 to PM-16, PM-22). */
import { createHmac } from 'node:crypto'
import {
  type Check,
  check,
  must,
  type ReceivedMessage,
  type Receiver,
  Unreached,
  UsageError,
  type VerifySession,
} from 'tvilling'

const OPERATIONS = ['updateBundle', 'listBundles']
const SECRET = 'verify-signing-secret'

type Row = Record<string, unknown>

/** A webhook of the caller, with an approved bundle that has one person. */
async function monitor(session: VerifySession): Promise<Receiver> {
  const receiver = await session.receiver()
  const client = session.credentials('main').id
  try {
    await session.loadScenario('monitoring-webhook-registered', { url: receiver.url, client, secret: SECRET })
  } catch (error) {
    if (error instanceof UsageError) throw new Unreached(error.message)
    throw error
  }
  const file = new File([session.subject('known')], 'list.csv', { type: 'text/csv' })
  const id = session.subject('bundle')
  await session.expect(200, { operation: 'updateBundle', path: { id }, body: { file } })
  await session.until('the bundle to be APPROVED', 'PT1H', 'PT2M', async () => {
    const { response } = await session.expect(200, { operation: 'listBundles' })
    const { bundles } = response.body as { bundles: Row[] }
    return bundles.find((bundle) => bundle['id'] === id && bundle['status'] === 'APPROVED')
  })
  return receiver
}

/** Changes the name of the monitored person, each time into another one. */
async function change(session: VerifySession): Promise<void> {
  const letters = session.id().replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
  await session.changePerson(session.subject('known'), {
    familyName: `Provsson-${letters.replace(/[^a-z]/g, '')}`,
  })
}

const arrived = (session: VerifySession, receiver: Receiver, count: number, step = 'PT5S', within = 'PT5M') =>
  session.until(`${count} requests`, within, step, async () => {
    const messages = receiver.messages()
    return messages.length >= count ? messages : undefined
  })

const kindsOf = (messages: readonly ReceivedMessage[]) =>
  messages.map(({ body }) => String(body?.['requestType'])).join(', ')

const idsOf = (messages: readonly ReceivedMessage[]) =>
  new Set(messages.map(({ body }) => body?.['messageId']))

export const webhookChecks: readonly Check[] = [
  check(
    'asks whether a change is wanted, and sends it after a 200 alone',
    OPERATIONS,
    ['PM-13'],
    async (session) => {
      const receiver = await monitor(session)
      await change(session)
      const messages = await arrived(session, receiver, 2)
      must(kindsOf(messages) === 'continue, payload', `continue, payload; not ${kindsOf(messages)}`)
      const [question, content] = messages
      for (const name of ['newAttributes', 'previousAttributes', 'object']) {
        must(question?.body?.[name] === undefined, `no ${name} in the question`)
        must(content?.body?.[name] !== undefined, `${name} in the content`)
      }
      must(idsOf(messages).size === 1, 'the same messageId in both')
    },
  ),

  check('sends no content to who declines with 417', OPERATIONS, ['PM-13'], async (session) => {
    const receiver = await monitor(session)
    receiver.answer(417)
    await change(session)
    await arrived(session, receiver, 1)
    await session.pass('P1D')
    const kinds = kindsOf(receiver.messages())
    must(kinds === 'continue', `the question alone, not ${kinds}`)
  }),

  check('signs each request with the second of sending', OPERATIONS, ['PM-14'], async (session) => {
    const receiver = await monitor(session)
    await change(session)
    for (const { headers, text } of await arrived(session, receiver, 2)) {
      const said = headers['roaring-signature'] ?? 'nothing'
      const [second = '', signature] = said.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1))
      must(/^\d{10}$/.test(second), `seconds as the first value of Roaring-Signature, not ${said}`)
      const wanted = createHmac('sha256', SECRET).update(`${second}.${text}`).digest('hex')
      must(signature === wanted, 'the lower-case hex HMAC-SHA256 of <second>.<body>')
    }
  }),

  check('sends JSON on one line', OPERATIONS, ['PM-16'], async (session) => {
    const receiver = await monitor(session)
    await change(session)
    for (const { text } of await arrived(session, receiver, 2)) {
      must(!/[\r\n]/.test(text), 'a body on one line')
    }
  }),

  check('sends again with the same messageId what was not taken', OPERATIONS, ['PM-15'], async (session) => {
    const receiver = await monitor(session)
    receiver.answer(200, 500)
    await change(session)
    const messages = await arrived(session, receiver, 4, 'PT1M', 'P1D')
    must(idsOf(messages).size === 1, 'the same messageId again')
    must(kindsOf(messages.slice(-1)) === 'payload', `the content in the end, not ${kindsOf(messages)}`)
  }),

  check('waits one minute before it sends again, and then five', OPERATIONS, ['PM-22'], async (session) => {
    const receiver = await monitor(session)
    receiver.answer(500, 500)
    await change(session)
    await arrived(session, receiver, 1, 'PT1S')
    for (const [pause, wanted] of [
      ['PT50S', 1],
      ['PT15S', 2],
      ['PT4M40S', 2],
      ['PT30S', 4],
      ['P1D', 4],
    ] as const) {
      await session.pass(pause)
      const { length } = receiver.messages()
      must(length === wanted, `${wanted} requests after another ${pause}, not ${length}`)
    }
  }),
]
