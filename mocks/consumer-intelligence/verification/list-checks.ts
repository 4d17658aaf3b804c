/** What Consumer Intelligence promises about the pages of its lists (CI-*). */
import { type Check, check, must } from 'tvilling'
import { consumer, remove, upload } from './calls.ts'
import { eachOnce, fetchPage, walk } from './pages.ts'

const PAGED_EVENTS = ['listConsumers', 'uploadConsumers', 'deleteConsumers', 'listAuditEvents']
const PAGED = ['listConsumers', 'uploadConsumers', 'deleteConsumers']

export const listChecks: readonly Check[] = [
  check(
    'lists every row once, oldest first, and ends with a null token',
    PAGED,
    ['CI-07', 'CI-08'],
    async (session) => {
      const ids = Array.from({ length: 7 }, () => session.id())
      await upload(session, ...ids.map((id) => consumer(session, id, 'nobody')))
      const { rows } = await walk(session, { operation: 'listConsumers', query: { pageSize: '3' } })
      eachOnce(rows, ({ consumerId }) => consumerId)
      const found = rows.map(({ consumerId }) => String(consumerId)).filter((id) => ids.includes(id))
      must(
        found.join() === ids.join(),
        `the consumers in order of creation: ${ids.join()}, not ${found.join()}`,
      )
      const created = rows.map((row) => String(row['created']))
      must(created.join() === [...created].sort().join(), 'rows in order of creation')
      await remove(session, ...ids)
    },
  ),

  check('keeps a walk whole while rows come and go', PAGED, ['CI-31'], async (session) => {
    const ids = Array.from({ length: 6 }, () => session.id())
    await upload(session, ...ids.map((id) => consumer(session, id, 'nobody')))
    const call = { operation: 'listConsumers', query: { pageSize: '2' } }
    const first = await fetchPage(session, call)
    const token = first.nextPageToken ?? undefined
    must(token !== undefined, 'a token after two of six rows')
    const once = await fetchPage(session, call, token)
    const again = await fetchPage(session, call, token)
    must(JSON.stringify(once) === JSON.stringify(again), 'the same page for the same token')
    const [gone = '', late] = [ids[0], session.id()]
    await remove(session, gone)
    await upload(session, consumer(session, late, 'nobody'))
    const { rows } = await walk(session, call, { from: token })
    eachOnce([...first.data, ...rows], ({ consumerId }) => consumerId)
    const found = new Set([...first.data, ...rows].map(({ consumerId }) => consumerId))
    must(
      [...ids.slice(1), late].every((id) => found.has(id)),
      'no row skipped that stayed',
    )
    await remove(session, ...ids, late)
  }),

  check('limits a page to its size', ['listConsumers', 'uploadConsumers'], ['CI-07'], async (session) => {
    const ids = Array.from({ length: 3 }, () => session.id())
    await upload(session, ...ids.map((id) => consumer(session, id, 'nobody')))
    const { data } = await fetchPage(session, { operation: 'listConsumers', query: { pageSize: '2' } })
    must(data.length === 2, `two rows, not ${data.length}`)
    await remove(session, ...ids)
  }),

  check('has a hundred rows on a page without a size', PAGED_EVENTS, ['CI-07'], async (session) => {
    const ids = Array.from({ length: 101 }, () => session.id())
    const batch = ids.map((id) => consumer(session, id, 'nobody'))
    await upload(session, ...batch.slice(0, 100))
    await upload(session, ...batch.slice(100))
    for (const operation of ['listConsumers', 'listAuditEvents']) {
      const { data, nextPageToken } = await fetchPage(session, { operation })
      must(data.length === 100, `100 rows of ${operation}, not ${data.length}`)
      must(nextPageToken !== null, `a nextPageToken of ${operation}, since there are more`)
    }
  }),

  ...['listConsumers', 'listSubscribedPersons', 'listAuditEvents'].map((operation) =>
    check('refuses a page token that it did not give', [operation], ['CI-31'], async (session) => {
      await session.expect(400, { operation, query: { pageToken: session.id() } })
    }),
  ),

  check(
    'refuses fromDate together with pageToken',
    ['listSubscribedPersons'],
    ['CI-10', 'CI-31'],
    async (session) => {
      const { nextPageToken } = await fetchPage(session, { operation: 'listSubscribedPersons' })
      const query = { pageToken: String(nextPageToken), fromDate: session.today() }
      await session.expect(400, { operation: 'listSubscribedPersons', query })
    },
  ),
]
