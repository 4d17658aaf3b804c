/** What Consumer Intelligence promises about consumers, from upload to deletion (CI-*). */
import { type Check, check, must } from 'tvilling'
import { consumer, listed, remove, settled, upload } from './calls.ts'
import { walk } from './pages.ts'

export const consumerChecks: readonly Check[] = [
  check(
    'goes from UPLOADED by IDENTIFYING to IDENTIFIED, or to NOT_IDENTIFIED for nobody',
    ['uploadConsumers', 'listConsumers', 'deleteConsumers'],
    ['CI-16', 'CI-29'],
    async (session) => {
      const [known, nobody] = [session.id(), session.id()]
      await upload(session, consumer(session, known), consumer(session, nobody, 'nobody'))
      const seen = new Map<string, string[]>([
        [known, []],
        [nobody, []],
      ])
      await session.until('both to be looked up', 'PT30M', 'PT10S', async () => {
        const rows = await listed(session, [known, nobody])
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
    ['CI-30'],
    async (session) => {
      const [busy, innocent] = [session.id(), session.id()]
      await upload(session, consumer(session, busy))
      await session.until('the consumer to be IDENTIFYING', 'PT30M', 'PT10S', async () => {
        const [row] = await listed(session, [busy], 'IDENTIFYING')
        return row
      })
      const body = [consumer(session, innocent), consumer(session, busy)]
      await session.expect(409, { operation: 'uploadConsumers', body })
      must((await listed(session, [innocent])).length === 0, 'nothing of the refused batch in the list')
    },
  ),

  check(
    'starts a consumer again that is uploaded again, in its place',
    ['uploadConsumers', 'listConsumers'],
    ['CI-30'],
    async (session) => {
      const id = session.id()
      await upload(session, consumer(session, id, 'nobody'))
      const [before] = await settled(session, [id])
      await upload(session, consumer(session, id))
      const [after] = await listed(session, [id])
      must(after?.['state'] === 'UPLOADED', `UPLOADED after the upload, not ${after?.['state']}`)
      must(after?.['created'] === before?.['created'], 'the same created as before')
    },
  ),

  check('limits the list to a state', ['listConsumers', 'uploadConsumers'], ['CI-16'], async (session) => {
    const id = session.id()
    await upload(session, consumer(session, id))
    const { rows } = await walk(session, {
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
    await remove(session, id)
  }),

  check(
    'lists no consumer that was deleted, and ignores unknown ids',
    ['deleteConsumers', 'listConsumers', 'uploadConsumers'],
    ['CI-20', 'CI-30'],
    async (session) => {
      const [gone, stays] = [session.id(), session.id()]
      await upload(session, consumer(session, gone, 'nobody'), consumer(session, stays, 'nobody'))
      await remove(session, gone, session.id())
      const rows = await listed(session, [gone, stays])
      must(rows.map(({ consumerId }) => consumerId).join() === stays, 'the one that was not deleted')
    },
  ),

  check('refuses a batch that names a consumer twice', ['uploadConsumers'], ['CI-30'], async (session) => {
    const id = session.id()
    await session.expect(400, {
      operation: 'uploadConsumers',
      body: [consumer(session, id), consumer(session, id)],
    })
  }),
]
