/** What Consumer Intelligence promises about its webhooks (CI-*). */
import { createHmac } from 'node:crypto'
import { type Check, check, must, type ReceivedMessage, type Receiver, type VerifySession } from 'tvilling'
import { consumer, deleteWebhook, find, type Row, remove, settled, upload } from './calls.ts'

const WEBHOOKS = ['createWebhook', 'uploadConsumers', 'deleteConsumers', 'listConsumers', 'deleteWebhook']

/** A webhook with a receiver of its own, which has got its PING. */
async function listen(session: VerifySession, events: readonly string[]) {
  const receiver = await session.receiver()
  const body = { url: receiver.url, events, description: 'verify' }
  const { id, secret } = (await session.expect(201, { operation: 'createWebhook', body })).response
    .body as Row
  session.afterwards(() => session.call(deleteWebhook(id)))
  await arrived(session, receiver, 'a PING', ({ type }) => type === 'PING')
  return { receiver, id, secret: String(secret) }
}

/** Waits for so many messages of a kind. */
const arrived = (
  session: VerifySession,
  receiver: Receiver,
  what: string,
  wanted: (body: Row) => boolean,
  { count = 1, within = 'PT5M', step = 'PT5S' } = {},
) =>
  session.until(what, within, step, async () => {
    const found = receiver.messages().filter(({ body }) => body && wanted(body))
    return found.length >= count ? found : undefined
  })

const isAbout =
  (id: string) =>
  ({ consumerId, consumerIds }: Row): boolean =>
    consumerId === id || String(consumerIds) === id

const typesOf = (messages: readonly ReceivedMessage[]) => messages.map(({ body }) => String(body?.['type']))

export const webhookChecks: readonly Check[] = [
  check('sends a PING to a new webhook', ['createWebhook'], ['CI-24'], async (session) => {
    await listen(session, ['CONSUMER_DELETED'])
  }),

  check(
    'sends the second and a signature with each message',
    ['createWebhook'],
    ['CI-25'],
    async (session) => {
      const { receiver } = await listen(session, ['PING'])
      for (const { headers } of receiver.messages()) {
        const said = headers['ci-signature-timestamp'] ?? 'nothing'
        must(/^\d+$/.test(said), `seconds in CI-SIGNATURE-TIMESTAMP, not ${said}`)
        must(headers['ci-signature-sha256'], 'a signature in CI-SIGNATURE-SHA256')
      }
    },
  ),

  check(
    'signs the second and the body with the secret of the webhook',
    ['createWebhook'],
    ['CI-26'],
    async (session) => {
      const { receiver, secret } = await listen(session, ['PING'])
      for (const { headers, text } of receiver.messages()) {
        const second = headers['ci-signature-timestamp'] ?? ''
        const wanted = createHmac('sha256', secret).update(`${second}.${text}`).digest('hex')
        must(headers['ci-signature-sha256'] === wanted, 'the lower-case hex HMAC-SHA256 of <second>.<body>')
      }
    },
  ),

  check('sends what a webhook asked for, and nothing else', WEBHOOKS, ['CI-23'], async (session) => {
    const { receiver } = await listen(session, ['CONSUMER_DELETED'])
    const id = session.id()
    await upload(session, consumer(session, id, 'nobody'))
    await settled(session, [id])
    await remove(session, id)
    await arrived(session, receiver, 'CONSUMER_DELETED', isAbout(id))
    const types = typesOf(receiver.messages()).join(', ')
    must(types === 'PING, CONSUMER_DELETED', `PING and CONSUMER_DELETED alone, not ${types}`)
  }),

  check(
    'sends all events of a consumer to a webhook for all, in order',
    WEBHOOKS,
    ['CI-28'],
    async (session) => {
      const { receiver } = await listen(session, ['*'])
      const id = session.id()
      await upload(session, consumer(session, id, 'another'))
      await settled(session, [id])
      await remove(session, id)
      const isLast = ({ type }: Row) => type === 'PERSON_UNSUBSCRIBED'
      await arrived(session, receiver, 'PERSON_UNSUBSCRIBED', isLast)
      const ours = typesOf(receiver.messages().filter(({ body }) => body && isAbout(id)(body))).join(', ')
      const wanted =
        'CONSUMER_UPLOADED, CONSUMER_IDENTIFIED, PERSON_SUBSCRIBED, CONSUMER_DELETED, PERSON_UNSUBSCRIBED'
      must(ours === wanted, `${wanted}; not ${ours}`)
    },
  ),

  check(
    'says of a consumer whom nobody is that it was not identified',
    WEBHOOKS,
    ['CI-27'],
    async (session) => {
      const { receiver } = await listen(session, ['CONSUMER_NOT_IDENTIFIED'])
      const id = session.id()
      await upload(session, consumer(session, id, 'nobody'))
      await settled(session, [id])
      await arrived(session, receiver, 'CONSUMER_NOT_IDENTIFIED', isAbout(id))
    },
  ),

  check('tells what happens to a subscribed person', WEBHOOKS, ['CI-27'], async (session) => {
    const { receiver } = await listen(session, ['*'])
    const id = session.id()
    await upload(session, consumer(session, id, 'another'))
    const [row] = await settled(session, [id])
    const other = (await session.expect(200, find(session, 'known'))).response.body as Row
    const person = { client: session.credentials('main').id, gedi: String(row?.['gedi']) }
    await session.changePerson(session.subject('another'), { familyName: `Provsson-${familyName(id)}` })
    await session.fire('ENRICHMENT_CHANGED', person)
    await session.fire('LIFE_EVENT', person)
    const replacedBy = String((other['metadata'] as Row)['gedi'])
    await session.fire('PERSON_REIDENTIFIED', { ...person, replacedBy })
    for (const type of ['PERSON_CHANGED', 'ENRICHMENT_CHANGED', 'LIFE_EVENT', 'PERSON_REIDENTIFIED']) {
      await arrived(session, receiver, type, (body) => body['type'] === type && isAbout(id)(body))
    }
  }),

  check('sends again what was not answered with 200', WEBHOOKS, ['CI-24'], async (session) => {
    const { receiver } = await listen(session, ['CONSUMER_UPLOADED'])
    receiver.answer(500)
    const id = session.id()
    await upload(session, consumer(session, id, 'nobody'))
    await arrived(session, receiver, 'the message again', isAbout(id), LATER)
  }),

  check(
    'sends it again with the same id and body, signed anew',
    WEBHOOKS,
    ['CI-26', 'CI-35'],
    async (session) => {
      const { receiver, secret } = await listen(session, ['CONSUMER_UPLOADED'])
      receiver.answer(503)
      const id = session.id()
      await upload(session, consumer(session, id, 'nobody'))
      const attempts = await arrived(session, receiver, 'the message again', isAbout(id), LATER)
      const [first, second] = attempts
      must(first?.body?.['id'] === second?.body?.['id'], 'the same id again')
      must(first?.text === second?.text, 'the same body again')
      const time = second?.headers['ci-signature-timestamp']
      must(time !== first?.headers['ci-signature-timestamp'], 'the second of the new attempt')
      const wanted = createHmac('sha256', secret).update(`${time}.${second?.text}`).digest('hex')
      must(second?.headers['ci-signature-sha256'] === wanted, 'a signature over the new second')
    },
  ),

  check('waits one minute before it sends again, and then five', WEBHOOKS, ['CI-35'], async (session) => {
    const { receiver } = await listen(session, ['CONSUMER_UPLOADED'])
    receiver.answer(500, 500)
    const id = session.id()
    await upload(session, consumer(session, id, 'nobody'))
    await arrived(session, receiver, 'the message', isAbout(id), { step: 'PT1S' })
    const sent = () => receiver.messages().filter(({ body }) => body && isAbout(id)(body)).length
    for (const [pause, wanted] of [
      ['PT50S', 1],
      ['PT15S', 2],
      ['PT4M40S', 2],
      ['PT30S', 3],
      ['PT1H', 3],
    ] as const) {
      await session.pass(pause)
      must(sent() === wanted, `${wanted} attempts after another ${pause}, not ${sent()}`)
    }
  }),

  check('sends nothing to a webhook that was deleted', WEBHOOKS, ['CI-23'], async (session) => {
    const { receiver, id: webhook } = await listen(session, ['*'])
    await session.expect(200, deleteWebhook(webhook))
    const before = receiver.messages().length
    const id = session.id()
    await upload(session, consumer(session, id, 'nobody'))
    await settled(session, [id])
    must(receiver.messages().length === before, 'no message after the deletion')
  }),
]

const LATER = { count: 2, within: 'P1D', step: 'PT5M' }

/** Letters alone, different for each id. */
const familyName = (id: string) =>
  id.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '').replace(/[^a-z]/g, '')
