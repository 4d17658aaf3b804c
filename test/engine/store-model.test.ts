/** The drivers, step by step, through the same random operations: same answers, same dump, down to the byte. */
import fc from 'fast-check'
import { connectPostgres, openMemoryStore, openSqliteStore, type Store } from 'tvilling'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../postgres/database.ts'

interface Entry {
  id: string
  name?: string | undefined
  rank?: number | string | undefined
  group?: string
  inner?: unknown
}

const open = (store: Store) => ({
  store,
  entries: store.collection<Entry>('entries', {
    key: ({ id }) => id,
    unique: { name: ({ name }) => name },
    indexes: { rank: ({ rank }) => rank, group: ({ group }) => group },
  }),
})
type Opened = ReturnType<typeof open>
type Step = (opened: Opened) => Promise<unknown>

// Few values, so that they meet; with those that order differently by UTF-16 code unit and by code point.
const id = fc.constantFrom('a', 'b', 'c', 'd', 'é', '\u{10000}', '\uffff')
const group = fc.constantFrom('', 'g', 'G', 'gg', 'å', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}')
const rank = fc.oneof(fc.constantFrom(-1.5, -0, 0, 1, 2, 1e300, Number.NaN), group)
const inner = fc.constantFrom<unknown>(
  undefined,
  null,
  { when: new Date(0), none: undefined, deep: [undefined, Number.NaN, -0, { a: undefined }] },
  new Uint8Array([1, 2]),
  JSON.parse('{"__proto__":1,"2":true,"1":false}'),
)
const entry: fc.Arbitrary<Entry> = fc.record(
  { id, name: fc.constantFrom('n', 'm', undefined), rank, group, inner },
  { requiredKeys: ['id'] },
) as fc.Arbitrary<Entry>
const position = fc.nat({ max: 12 })
const limit = fc.integer({ min: 0, max: 4 })
const job = fc.record({
  due: fc.constantFrom(1, 1.5, 2, 3),
  simulator: fc.constantFrom('m', 'o'),
  kind: fc.constant('k'),
  subject: fc.constantFrom('s', 't'),
  payload: inner,
})
const number = fc.integer({ min: 1, max: 8 })

const step: fc.Arbitrary<Step> = fc.oneof(
  entry.map(
    (doc): Step =>
      ({ entries }) =>
        entries.insert(doc),
  ),
  fc.tuple(entry, fc.boolean()).map(
    ([doc, touch]): Step =>
      ({ entries }) =>
        entries.put(doc, { touch }),
  ),
  id.map(
    (key): Step =>
      ({ entries }) =>
        entries.delete(key),
  ),
  id.map(
    (key): Step =>
      ({ entries }) =>
        entries.get(key),
  ),
  fc.tuple(fc.constantFrom('rank', 'group', 'name'), fc.oneof(rank, fc.constant(2))).map(
    ([index, bound]): Step =>
      ({ entries }) =>
        entries.deleteBelow(index, bound),
  ),
  fc.tuple(position, limit).map(
    ([after, limit]): Step =>
      ({ entries }) =>
        entries.page({ after: { position: after }, limit }),
  ),
  fc
    .tuple(fc.constantFrom('rank', 'group', 'name'), rank, fc.option(position, { nil: undefined }), limit)
    .map(([index, equals, after, limit]): Step => {
      const query = { index, equals, limit, ...(after !== undefined && { after: { position: after } }) }
      return async ({ entries }) => [await entries.page(query), await entries.count({ index, equals })]
    }),
  fc
    .record({ from: rank, below: rank, after: fc.record({ position, value: group }) }, { requiredKeys: [] })
    .chain((bounds) =>
      fc.tuple(fc.constantFrom('rank', 'group', 'name'), limit).map(
        ([index, limit]): Step =>
          ({ entries }) =>
            entries.page({ index, limit, ...bounds }),
      ),
    ),
  job.map(
    (work): Step =>
      ({ store }) =>
        store.jobs.add(work),
  ),
  number.map(
    (of): Step =>
      ({ store }) =>
        store.jobs.claim(of),
  ),
  number.map(
    (of): Step =>
      ({ store }) =>
        store.jobs.get(of),
  ),
  number.map(
    (of): Step =>
      ({ store }) =>
        store.jobs.remove(of),
  ),
  fc.tuple(number, fc.constantFrom(1, 2, 4)).map(
    ([of, due]): Step =>
      ({ store }) =>
        store.jobs.postpone(of, due),
  ),
  fc.constantFrom('s', 't').map(
    (subject): Step =>
      ({ store }) =>
        store.jobs.cancel('m', subject),
  ),
  fc.tuple(fc.constantFrom(0, 1, 2, 9), limit).map(
    ([until, limit]): Step =>
      ({ store }) =>
        store.jobs.earliest(until, limit),
  ),
  fc.constant<Step>(async ({ store }) => [await store.jobs.nextDue(), await store.jobs.count()]),
  fc.constantFrom(0, 1, 2, 9).map(
    (after): Step =>
      ({ store }) =>
        store.jobs.nextDue(after),
  ),
  fc.tuple(id, group).map(
    ([name, value]): Step =>
      ({ store }) =>
        store.setMeta(name, value),
  ),
  id.map(
    (name): Step =>
      ({ store }) =>
        store.getMeta(name),
  ),
  fc.constant<Step>(async ({ store }) => store.load(JSON.parse(JSON.stringify(await store.dump())))),
)

/** What is done in one transaction, and whether it fails in the end; or everything is deleted. */
const turn = fc.oneof(
  { weight: 9, arbitrary: fc.record({ steps: fc.array(step, { maxLength: 6 }), fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
)

/** Does a turn and says what happened; an operation that throws ends the transaction. */
async function take(opened: Opened, wanted: typeof turn extends fc.Arbitrary<infer T> ? T : never) {
  const seen: unknown[] = []
  if (wanted === 'clear') await opened.store.clear()
  else {
    const work = async () => {
      for (const one of wanted.steps) {
        const answer = await one(opened).catch(() => {
          seen.push('refused')
          throw new Error('ended')
        })
        seen.push(answer)
      }
      if (wanted.fails) throw new Error('ended')
    }
    await opened.store.transaction(work).catch((error: Error) => expect(error.message).toBe('ended'))
  }
  return JSON.stringify([seen, await opened.store.dump()])
}

test('memory and SQLite give the same answers and hold the same bytes, whatever is done and undone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) =>
      compare(turns, () => openSqliteStore(':memory:')),
    ),
    { numRuns: 300 },
  )
}, 60_000)

test('memory and PostgreSQL give the same answers and hold the same bytes, whatever is done and undone', async () => {
  await using database = await createTestDatabase()
  const postgres = await connectPostgres(database.url)
  let opened = 0
  const openNext = () => {
    opened += 1
    return postgres.store(`harness ${opened}`)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => compare(turns, openNext)),
    { numRuns: 40, endOnFailure: true },
  )
  await postgres.close()
}, 120_000)

/** Takes the turns in memory and in another store, and loads what comes of it into new ones. */
async function compare(
  turns: (typeof turn extends fc.Arbitrary<infer T> ? T : never)[],
  openOther: () => Store,
) {
  const [memory, other] = [open(openMemoryStore()), open(openOther())]
  for (const wanted of turns) expect(await take(other, wanted)).toBe(await take(memory, wanted))
  const dump = await memory.store.dump()
  for (const fresh of [open(openMemoryStore()), open(openOther())]) {
    await fresh.store.transaction(() => fresh.store.load(dump))
    expect((await fresh.entries.page({ index: 'group', limit: 9 })).rows).toEqual(
      (await memory.entries.page({ index: 'group', limit: 9 })).rows,
    )
    expect(JSON.stringify(await fresh.store.dump())).toBe(JSON.stringify(dump))
    await fresh.store.close()
  }
  await memory.store.close()
  await other.store.close()
}
