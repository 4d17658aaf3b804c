/** What Consumer Intelligence promises about persons and their events (CI-*). */
import { type Check, check, must } from 'tvilling'
import { consumer, createWebhook, deleteWebhook, find, type Row, remove, settled, upload } from './calls.ts'
import { eachOnce, walk } from './pages.ts'

export const personChecks: readonly Check[] = [
  check(
    'refuses a market without permission with 403',
    ['findPerson', 'uploadConsumers'],
    ['CI-32'],
    async (session) => {
      await session.expect(403, { ...find(session, 'known', 'DK'), as: 'no-denmark' })
      const body = [{ ...consumer(session, session.id()), market: 'DK' }]
      await session.expect(403, { operation: 'uploadConsumers', as: 'no-denmark', body })
    },
  ),

  check(
    'finds who is known, the same as by GEDI, and answers 404 for nobody',
    ['findPerson', 'getPerson'],
    ['CI-12', 'CI-15', 'CI-32'],
    async (session) => {
      const found = (await session.expect(200, find(session, 'known'))).response.body as Row
      const { gedi } = found['metadata'] as Row
      const got = await session.expect(200, { operation: 'getPerson', path: { gedi: String(gedi) } })
      const { legalId } = got.response.body as Row
      must(JSON.stringify(legalId) === JSON.stringify(found['legalId']), 'the same person by either way', got)
      await session.expect(404, find(session, 'nobody'))
    },
  ),

  check('answers 404 for a GEDI that nobody has', ['getPerson'], ['CI-32'], async (session) => {
    await session.expect(404, { operation: 'getPerson', path: { gedi: session.id() } })
  }),

  check(
    'lists the person behind two consumers once, and tells a later reader who is new',
    ['listSubscribedPersons', 'uploadConsumers', 'deleteConsumers', 'listConsumers'],
    ['CI-09', 'CI-11', 'CI-19'],
    async (session) => {
      const call = { operation: 'listSubscribedPersons', query: { pageSize: '100' } }
      const before = await walk(session, call, { endless: true })
      const ids = [session.id(), session.id()]
      await upload(session, ...ids.map((id) => consumer(session, id, 'another')))
      const [one, other] = await settled(session, ids)
      must(one?.['gedi'] === other?.['gedi'] && one?.['gedi'] !== null, 'one GEDI for both consumers')
      const after = await walk(session, call, { endless: true, from: before.token ?? undefined })
      const gedis = after.rows.map((row) => (row['metadata'] as Row)['gedi'])
      must(gedis.filter((gedi) => gedi === one?.['gedi']).length === 1, 'the person once, from the token on')
      eachOnce((await walk(session, call, { endless: true })).rows, (row) => (row['metadata'] as Row)['gedi'])
      await remove(session, ...ids)
      const rest = await walk(session, call, { endless: true })
      const left = rest.rows.some((row) => (row['metadata'] as Row)['gedi'] === one?.['gedi'])
      must(!left, 'nobody listed whose last consumer was deleted')
    },
  ),

  check(
    'tells what has happened in order, and goes on from its token',
    ['listAuditEvents', 'uploadConsumers', 'deleteConsumers', 'listConsumers'],
    ['CI-09', 'CI-22', 'CI-28'],
    async (session) => {
      const call = { operation: 'listAuditEvents', query: { pageSize: '100' } }
      const { token } = await walk(session, call, { endless: true })
      const id = session.id()
      await upload(session, consumer(session, id, 'another'))
      await settled(session, [id])
      await remove(session, id)
      const { rows } = await walk(session, call, { endless: true, from: token ?? undefined })
      eachOnce(rows, (row) => row['id'])
      const ours = rows.filter(
        ({ consumerId, consumerIds }) => consumerId === id || String(consumerIds) === id,
      )
      const types = ours.map(({ type }) => type).join(', ')
      const wanted = [
        'CONSUMER_UPLOADED',
        'CONSUMER_IDENTIFIED',
        'PERSON_SUBSCRIBED',
        'CONSUMER_DELETED',
        'PERSON_UNSUBSCRIBED',
      ].join(', ')
      must(types.startsWith(wanted), `${wanted}; not ${types}`)
    },
  ),

  check(
    'shows the secret of a webhook once, and forgets the webhook when it is deleted',
    ['createWebhook', 'listWebhooks', 'deleteWebhook'],
    ['CI-23'],
    async (session) => {
      const { id, secret } = await createWebhook(session)
      must(typeof secret === 'string' && secret !== '', 'a secret with the new webhook')
      const list = async () => {
        const exchange = await session.expect(200, { operation: 'listWebhooks' })
        must(!exchange.response.text.includes(String(secret)), 'the secret never again', exchange)
        const { webhooks } = exchange.response.body as { webhooks: Row[] }
        return webhooks.find((webhook) => webhook['id'] === id)
      }
      must(await list(), 'the new webhook in the list')
      const deleted = await session.expect(200, deleteWebhook(id))
      must(!deleted.response.text.includes(String(secret)), 'the secret never again', deleted)
      must(!(await list()), 'no deleted webhook in the list')
      await session.expect(404, deleteWebhook(id))
    },
  ),

  check(
    'refuses a token of production with 401',
    ['putSandboxPerson'],
    ['CI-03', 'CI-33'],
    async (session) => {
      const call = { operation: 'putSandboxPerson', body: { id: session.id(), country: 'SE' } }
      await session.expect(401, { ...call, as: 'production' })
    },
  ),

  check(
    'gives the same GEDI for the same sandbox person',
    ['putSandboxPerson'],
    ['CI-33'],
    async (session) => {
      const id = session.id()
      const put = async (firstName: string, of = id) => {
        const body = { id: of, country: 'SE', firstName }
        const call = { operation: 'putSandboxPerson', as: 'sandbox', body }
        return ((await session.expect(200, call)).response.body as Row)['gedi']
      }
      const [first, second, other] = [
        await put('Signe'),
        await put('Sigrid'),
        await put('Signe', session.id()),
      ]
      must(first === second, 'the same GEDI for the same id')
      must(first !== other, 'another GEDI for another id')
    },
  ),
]
