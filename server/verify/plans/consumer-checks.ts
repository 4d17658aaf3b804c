/** What Consumer Intelligence promises (facts CI-*). */
import { must } from '../outcome.ts'
import { type Check, check } from '../plan.ts'
import {
  consumer,
  createWebhook,
  deleteWebhook,
  find,
  listed,
  type Row,
  remove,
  settled,
  upload,
} from './consumer-calls.ts'
import { eachOnce, fetchPage, walk } from './pages.ts'

const PAGED = ['listConsumers', 'uploadConsumers', 'deleteConsumers']

export const consumerChecks: readonly Check[] = [
  check('keeps the environments apart', ['requestToken', 'requestSandboxToken'], async (visit) => {
    const { authorization = '' } = visit.tokenCall('sandbox')
    await visit.expect(401, { ...visit.tokenCall('production'), authorization })
  }),

  check('lists every row once, oldest first, and ends with a null token', PAGED, async (visit) => {
    const ids = Array.from({ length: 7 }, () => visit.id())
    await upload(visit, ...ids.map((id) => consumer(visit, id, 'nobody')))
    const { rows } = await walk(visit, { operation: 'listConsumers', query: { pageSize: '3' } })
    eachOnce(rows, ({ consumerId }) => consumerId)
    const found = rows.map(({ consumerId }) => String(consumerId)).filter((id) => ids.includes(id))
    must(
      found.join() === ids.join(),
      `the consumers in order of creation: ${ids.join()}, not ${found.join()}`,
    )
    const created = rows.map((row) => String(row['created']))
    must(created.join() === [...created].sort().join(), 'rows in order of creation')
    await remove(visit, ...ids)
  }),

  check('keeps a walk whole while rows come and go', PAGED, async (visit) => {
    const ids = Array.from({ length: 6 }, () => visit.id())
    await upload(visit, ...ids.map((id) => consumer(visit, id, 'nobody')))
    const call = { operation: 'listConsumers', query: { pageSize: '2' } }
    const first = await fetchPage(visit, call)
    const token = first.nextPageToken ?? undefined
    must(token !== undefined, 'a token after two of six rows')
    const once = await fetchPage(visit, call, token)
    const again = await fetchPage(visit, call, token)
    must(JSON.stringify(once) === JSON.stringify(again), 'the same page for the same token')
    const [gone = '', late] = [ids[0], visit.id()]
    await remove(visit, gone)
    await upload(visit, consumer(visit, late, 'nobody'))
    const { rows } = await walk(visit, call, { from: token })
    eachOnce([...first.data, ...rows], ({ consumerId }) => consumerId)
    const found = new Set([...first.data, ...rows].map(({ consumerId }) => consumerId))
    must(
      [...ids.slice(1), late].every((id) => found.has(id)),
      'no row skipped that stayed',
    )
    await remove(visit, ...ids, late)
  }),

  check('limits a page to its size', ['listConsumers', 'uploadConsumers'], async (visit) => {
    const ids = Array.from({ length: 3 }, () => visit.id())
    await upload(visit, ...ids.map((id) => consumer(visit, id, 'nobody')))
    const { data } = await fetchPage(visit, { operation: 'listConsumers', query: { pageSize: '2' } })
    must(data.length === 2, `two rows, not ${data.length}`)
    await remove(visit, ...ids)
  }),

  ...['listConsumers', 'listSubscribedPersons', 'listAuditEvents'].map((operation) =>
    check('refuses a page token that it did not give', [operation], async (visit) => {
      await visit.expect(400, { operation, query: { pageToken: visit.id() } })
    }),
  ),

  check('refuses fromDate together with pageToken', ['listSubscribedPersons'], async (visit) => {
    const { nextPageToken } = await fetchPage(visit, { operation: 'listSubscribedPersons' })
    const query = { pageToken: String(nextPageToken), fromDate: visit.today() }
    await visit.expect(400, { operation: 'listSubscribedPersons', query })
  }),

  check(
    'goes from UPLOADED by IDENTIFYING to IDENTIFIED, or to NOT_IDENTIFIED for nobody',
    ['uploadConsumers', 'listConsumers', 'deleteConsumers'],
    async (visit) => {
      const [known, nobody] = [visit.id(), visit.id()]
      await upload(visit, consumer(visit, known), consumer(visit, nobody, 'nobody'))
      const seen = new Map<string, string[]>([
        [known, []],
        [nobody, []],
      ])
      await visit.until('both to be looked up', 'PT30M', 'PT10S', async () => {
        const rows = await listed(visit, [known, nobody])
        must(rows.length === 2, 'both consumers in the list')
        for (const { consumerId, state, gedi } of rows) {
          const states = seen.get(String(consumerId)) ?? []
          if (states.at(-1) !== state) states.push(String(state))
          must((gedi !== null) === (state === 'IDENTIFIED'), 'a gedi exactly while identified')
        }
        const last = [...seen.values()].map((states) => states.at(-1))
        return last.every((state) => state?.endsWith('IDENTIFIED')) || undefined
      })
      for (const [id, end] of [
        [known, 'IDENTIFIED'],
        [nobody, 'NOT_IDENTIFIED'],
      ] as const) {
        const way = seen.get(id)?.join(' → ')
        must(way === `UPLOADED → IDENTIFYING → ${end}`, `UPLOADED → IDENTIFYING → ${end}, not ${way}`)
      }
    },
  ),

  check(
    'refuses to upload again what is IDENTIFYING, with all of its batch',
    ['uploadConsumers', 'listConsumers'],
    async (visit) => {
      const [busy, innocent] = [visit.id(), visit.id()]
      await upload(visit, consumer(visit, busy))
      await visit.until('the consumer to be IDENTIFYING', 'PT30M', 'PT10S', async () => {
        const [row] = await listed(visit, [busy], 'IDENTIFYING')
        return row
      })
      const body = [consumer(visit, innocent), consumer(visit, busy)]
      await visit.expect(409, { operation: 'uploadConsumers', body })
      must((await listed(visit, [innocent])).length === 0, 'nothing of the refused batch in the list')
    },
  ),

  check(
    'starts a consumer again that is uploaded again, in its place',
    ['uploadConsumers', 'listConsumers'],
    async (visit) => {
      const id = visit.id()
      await upload(visit, consumer(visit, id, 'nobody'))
      const [before] = await settled(visit, [id])
      await upload(visit, consumer(visit, id))
      const [after] = await listed(visit, [id])
      must(after?.['state'] === 'UPLOADED', `UPLOADED after the upload, not ${after?.['state']}`)
      must(after?.['created'] === before?.['created'], 'the same created as before')
    },
  ),

  check('limits the list to a state', ['listConsumers', 'uploadConsumers'], async (visit) => {
    const id = visit.id()
    await upload(visit, consumer(visit, id))
    const { rows } = await walk(visit, {
      operation: 'listConsumers',
      query: { state: 'UPLOADED', pageSize: '1000' },
    })
    must(
      rows.every(({ state }) => state === 'UPLOADED'),
      'only consumers in the state that was asked for',
    )
    must(
      rows.some(({ consumerId }) => consumerId === id),
      'the new consumer among them',
    )
    await remove(visit, id)
  }),

  check(
    'lists no consumer that was deleted, and ignores unknown ids',
    ['deleteConsumers', 'listConsumers', 'uploadConsumers'],
    async (visit) => {
      const [gone, stays] = [visit.id(), visit.id()]
      await upload(visit, consumer(visit, gone, 'nobody'), consumer(visit, stays, 'nobody'))
      await remove(visit, gone, visit.id())
      const rows = await listed(visit, [gone, stays])
      must(rows.map(({ consumerId }) => consumerId).join() === stays, 'the one that was not deleted')
    },
  ),

  check('refuses a batch that names a consumer twice', ['uploadConsumers'], async (visit) => {
    const id = visit.id()
    await visit.expect(400, {
      operation: 'uploadConsumers',
      body: [consumer(visit, id), consumer(visit, id)],
    })
  }),

  check('refuses a market without permission with 403', ['findPerson', 'uploadConsumers'], async (visit) => {
    await visit.expect(403, { ...find(visit, 'known', 'DK'), as: 'no-denmark' })
    const body = [{ ...consumer(visit, visit.id()), market: 'DK' }]
    await visit.expect(403, { operation: 'uploadConsumers', as: 'no-denmark', body })
  }),

  check(
    'finds who is known, the same as by GEDI, and answers 404 for nobody',
    ['findPerson', 'getPerson'],
    async (visit) => {
      const found = (await visit.expect(200, find(visit, 'known'))).response.body as Row
      const { gedi } = found['metadata'] as Row
      const got = await visit.expect(200, { operation: 'getPerson', path: { gedi: String(gedi) } })
      const { legalId } = got.response.body as Row
      must(JSON.stringify(legalId) === JSON.stringify(found['legalId']), 'the same person by either way', got)
      await visit.expect(404, find(visit, 'nobody'))
    },
  ),

  check('answers 404 for a GEDI that nobody has', ['getPerson'], async (visit) => {
    await visit.expect(404, { operation: 'getPerson', path: { gedi: visit.id() } })
  }),

  check(
    'lists the person behind two consumers once, and tells a later reader who is new',
    ['listSubscribedPersons', 'uploadConsumers', 'deleteConsumers', 'listConsumers'],
    async (visit) => {
      const call = { operation: 'listSubscribedPersons', query: { pageSize: '100' } }
      const before = await walk(visit, call, { endless: true })
      const ids = [visit.id(), visit.id()]
      await upload(visit, ...ids.map((id) => consumer(visit, id, 'another')))
      const [one, other] = await settled(visit, ids)
      must(one?.['gedi'] === other?.['gedi'] && one?.['gedi'] !== null, 'one GEDI for both consumers')
      const after = await walk(visit, call, { endless: true, from: before.token ?? undefined })
      const gedis = after.rows.map((row) => (row['metadata'] as Row)['gedi'])
      must(gedis.filter((gedi) => gedi === one?.['gedi']).length === 1, 'the person once, from the token on')
      eachOnce((await walk(visit, call, { endless: true })).rows, (row) => (row['metadata'] as Row)['gedi'])
      await remove(visit, ...ids)
      const rest = await walk(visit, call, { endless: true })
      const left = rest.rows.some((row) => (row['metadata'] as Row)['gedi'] === one?.['gedi'])
      must(!left, 'nobody listed whose last consumer was deleted')
    },
  ),

  check(
    'tells what has happened in order, and goes on from its token',
    ['listAuditEvents', 'uploadConsumers', 'deleteConsumers', 'listConsumers'],
    async (visit) => {
      const call = { operation: 'listAuditEvents', query: { pageSize: '100' } }
      const { token } = await walk(visit, call, { endless: true })
      const id = visit.id()
      await upload(visit, consumer(visit, id, 'another'))
      await settled(visit, [id])
      await remove(visit, id)
      const { rows } = await walk(visit, call, { endless: true, from: token ?? undefined })
      eachOnce(rows, (row) => row['id'])
      const ours = rows.filter(
        ({ consumerId, consumerIds }) => consumerId === id || String(consumerIds) === id,
      )
      const told = ours.map(({ type }) => type).join(', ')
      const wanted = [
        'CONSUMER_UPLOADED',
        'CONSUMER_IDENTIFIED',
        'PERSON_SUBSCRIBED',
        'CONSUMER_DELETED',
        'PERSON_UNSUBSCRIBED',
      ].join(', ')
      must(told.startsWith(wanted), `${wanted}; not ${told}`)
    },
  ),

  check(
    'shows the secret of a webhook once, and forgets the webhook when it is deleted',
    ['createWebhook', 'listWebhooks', 'deleteWebhook'],
    async (visit) => {
      const { id, secret } = await createWebhook(visit)
      must(typeof secret === 'string' && secret !== '', 'a secret with the new webhook')
      const list = async () => {
        const exchange = await visit.expect(200, { operation: 'listWebhooks' })
        must(!exchange.response.text.includes(String(secret)), 'the secret never again', exchange)
        const { webhooks } = exchange.response.body as { webhooks: Row[] }
        return webhooks.find((webhook) => webhook['id'] === id)
      }
      must(await list(), 'the new webhook in the list')
      const deleted = await visit.expect(200, deleteWebhook(id))
      must(!deleted.response.text.includes(String(secret)), 'the secret never again', deleted)
      must(!(await list()), 'no deleted webhook in the list')
      await visit.expect(404, deleteWebhook(id))
    },
  ),

  check('refuses a token of production with 401', ['putSandboxPerson'], async (visit) => {
    const call = { operation: 'putSandboxPerson', body: { id: visit.id(), country: 'SE' } }
    await visit.expect(401, { ...call, as: 'production' })
  }),

  check('gives the same GEDI for the same sandbox person', ['putSandboxPerson'], async (visit) => {
    const id = visit.id()
    const put = async (firstName: string, of = id) => {
      const body = { id: of, country: 'SE', firstName }
      const call = { operation: 'putSandboxPerson', as: 'sandbox', body }
      return ((await visit.expect(200, call)).response.body as Row)['gedi']
    }
    const [first, second, other] = [await put('Signe'), await put('Sigrid'), await put('Signe', visit.id())]
    must(first === second, 'the same GEDI for the same id')
    must(first !== other, 'another GEDI for another id')
  }),
]
