/**
 * What every store driver must do: the same suite runs against each.
 *
 * Longer than 300 lines because it is one list of rules for a driver, and who writes a driver reads all of them.
 */
import type { Collection, Store } from 'tvilling'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

interface Entry {
  id: string
  name?: string | undefined
  rank?: number | string | undefined
  group?: string
  inner?: unknown
}

/** Opens a store; a driver with files opens the same one again. */
export interface Driver {
  open(): Store | Promise<Store>
  /** Whether data is still there after a close. */
  lasting: boolean
  clean(): void | Promise<void>
}

export function storeConformance(name: string, makeDriver: () => Driver): void {
  describe(`the store in ${name}`, () => {
    let driver: Driver
    let store: Store
    let entries: Collection<Entry>

    const openEntries = () =>
      store.collection<Entry>('entries', {
        key: ({ id }) => id,
        unique: { name: ({ name }) => name },
        indexes: { rank: ({ rank }) => rank, group: ({ group }) => group },
      })
    const keys = async (query: Partial<Parameters<typeof entries.page>[0]> = {}) =>
      (await entries.page({ limit: 100, ...query })).rows.map(({ doc }) => doc.id)
    const put = async (...ids: string[]) => {
      for (const id of ids) await entries.put({ id })
    }

    beforeEach(async () => {
      driver = makeDriver()
      store = await driver.open()
      entries = openEntries()
    })

    afterEach(async () => {
      await store.close()
      await driver.clean()
    })

    async function reopen(): Promise<void> {
      await store.close()
      store = await driver.open()
      entries = openEntries()
    }

    test('gives back what was put, as JSON', async () => {
      const doc = { id: 'a/ü\u0000"\'%_', name: '__proto__', rank: -1.5, group: '' }
      await entries.put(doc)
      expect(await entries.get(doc.id)).toEqual(doc)
      expect(await entries.get('A/ü')).toBeUndefined()
      expect(await entries.delete(doc.id)).toBe(true)
      expect(await entries.delete(doc.id)).toBe(false)
      expect(await entries.get(doc.id)).toBeUndefined()
    })

    test('keeps what JSON would write of a document, and nothing that the caller still holds', async () => {
      const inner = {
        when: new Date(0),
        none: undefined,
        list: [undefined, Number.NaN, -0],
        bytes: new Uint8Array(1),
      }
      await entries.put({ id: 'a', name: undefined, inner })
      const { id } = await entries.get('a').then((doc) => doc ?? { id: '' })
      inner.list.push(1)
      expect(id).toBe('a')
      const stored = {
        id: 'a',
        inner: { when: '1970-01-01T00:00:00.000Z', list: [null, null, 0], bytes: { 0: 0 } },
      }
      expect(JSON.stringify(await entries.get('a'))).toBe(JSON.stringify(stored))
      const circle: { self?: unknown } = {}
      circle.self = circle
      await expect(entries.put({ id: 'b', inner: circle })).rejects.toThrow('circular')
      await expect(entries.put({ id: 'b', inner: 1n })).rejects.toThrow('BigInt')
      expect(await keys()).toEqual(['a'])
    })

    test('a change of what was handed out does not change what is stored', async () => {
      await entries.put({ id: 'a', inner: { list: [1] } })
      const job = await store.jobs.add({
        due: 1,
        simulator: 'm',
        kind: 'k',
        subject: 's',
        payload: { list: [1] },
      })
      const [row] = (await entries.page({ limit: 1 })).rows
      const handedOut = [await entries.get('a'), row?.doc.inner, (await store.jobs.get(job))?.payload]
      for (const given of handedOut) {
        const mutate = () => Object.assign(given as object, { list: [2] })
        expect(mutate).toThrow(TypeError)
      }
      expect(await entries.get('a')).toEqual({ id: 'a', inner: { list: [1] } })
      expect((await store.jobs.get(job))?.payload).toEqual({ list: [1] })
      const before = await entries.get('a')
      await entries.put({ ...(before ?? { id: 'a' }), rank: 1 })
      expect(await entries.get('a')).toEqual({ ...before, rank: 1 })
    })

    test('inserts unless the key or a unique value is taken', async () => {
      expect(await entries.insert({ id: '1', name: 'n' })).toBe(true)
      expect(await entries.insert({ id: '1', name: 'm' })).toBe(false)
      expect(await entries.insert({ id: '2', name: 'n' })).toBe(false)
      expect(await entries.insert({ id: '2' })).toBe(true)
      expect(await entries.insert({ id: '3' })).toBe(true)
      expect(await entries.get('1')).toEqual({ id: '1', name: 'n' })
      await entries.delete('1')
      expect(await entries.insert({ id: '4', name: 'n' })).toBe(true)
    })

    test('lets exactly one of many insertions at once win', async () => {
      const won = await Promise.all(
        Array.from({ length: 200 }, (_, rank) => store.transaction(() => entries.insert({ id: 'x', rank }))),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      expect(await entries.count()).toBe(1)
    })

    test('refuses to put a unique value that another row has, and keeps what was there', async () => {
      await entries.put({ id: '1', name: 'n' })
      await entries.put({ id: '2', name: 'm' })
      await expect(
        store.transaction(() => entries.put({ id: '2', name: 'n' }, { touch: true })),
      ).rejects.toThrow()
      expect(await entries.get('2')).toEqual({ id: '2', name: 'm' })
    })

    test('a replaced row keeps its position, a touched one moves to the end', async () => {
      await put('a', 'b', 'c')
      await entries.put({ id: 'a', rank: 1 })
      expect(await keys()).toEqual(['a', 'b', 'c'])
      await entries.put({ id: 'a', rank: 2 }, { touch: true })
      expect(await keys()).toEqual(['b', 'c', 'a'])
      expect(await entries.get('a')).toEqual({ id: 'a', rank: 2 })
    })

    test('never gives a position out twice', async () => {
      await put('a', 'b')
      const before = (await entries.page({ limit: 9 })).rows.map(({ position }) => position)
      await entries.delete('b')
      await put('c')
      const [, after] = (await entries.page({ limit: 9 })).rows
      expect(after?.position).toBeGreaterThan(Math.max(...before))
    })

    test('pages neither skip nor repeat a row that stays, whatever comes and goes between them', async () => {
      await put(...Array.from({ length: 10 }, (_, index) => `r${index}`))
      const seen: string[] = []
      let position = 0
      for (let turn = 0; ; turn += 1) {
        const { rows, more } = await entries.page({ limit: 3, after: { position } })
        seen.push(...rows.map(({ doc }) => doc.id))
        position = rows.at(-1)?.position ?? position
        if (turn === 0) {
          for (const gone of ['r0', 'r2', 'r5']) await entries.delete(gone)
          await put('late')
        }
        if (!more) break
      }
      expect(seen).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r6', 'r7', 'r8', 'r9', 'late'])
    })

    test('tells on the last full page that nothing follows', async () => {
      await put('a', 'b')
      expect((await entries.page({ limit: 2 })).more).toBe(false)
      expect((await entries.page({ limit: 1 })).more).toBe(true)
      expect(await entries.page({ limit: 2, after: { position: 1_000 } })).toEqual({ rows: [], more: false })
    })

    test('pages in the order of an index, within bounds, over equal values', async () => {
      const ranks = [5, 1, 3, 3, undefined, 3, -2]
      for (const [index, rank] of ranks.entries()) await entries.put({ id: `r${index}`, rank })
      expect(await keys({ index: 'rank' })).toEqual(['r6', 'r1', 'r2', 'r3', 'r5', 'r0'])
      expect(await keys({ index: 'rank', from: 3 })).toEqual(['r2', 'r3', 'r5', 'r0'])
      expect(await keys({ index: 'rank', from: 1, below: 5 })).toEqual(['r1', 'r2', 'r3', 'r5'])
      expect(await keys({ index: 'rank', below: 1 })).toEqual(['r6'])

      const first = await entries.page({ index: 'rank', limit: 3 })
      const last = first.rows.at(-1)
      const after = { position: last?.position ?? 0, value: last?.doc.rank ?? 0 }
      expect(await keys({ index: 'rank', after })).toEqual(['r3', 'r5', 'r0'])
    })

    test('pages the rows with one value of an index in the order of insertion', async () => {
      for (const id of ['a', 'b', 'c', 'd']) await entries.put({ id, group: id === 'b' ? 'even' : 'odd' })
      await entries.put({ id: 'a', group: 'odd' }, { touch: true })
      expect(await keys({ index: 'group', equals: 'odd' })).toEqual(['c', 'd', 'a'])
      const { rows } = await entries.page({ index: 'group', equals: 'odd', limit: 1 })
      const after = { position: rows[0]?.position ?? 0 }
      expect(await keys({ index: 'group', equals: 'odd', after })).toEqual(['d', 'a'])
      expect(await entries.count({ index: 'group', equals: 'odd' })).toBe(3)
      expect(await entries.count()).toBe(4)
      await entries.put({ id: 'c', group: 'even' })
      expect(await keys({ index: 'group', equals: 'odd' })).toEqual(['d', 'a'])
    })

    test('orders texts by code point and bounds them', async () => {
      for (const group of ['b', 'Z', 'å', '', 'a']) await entries.put({ id: `g${group}`, group })
      expect(await keys({ index: 'group' })).toEqual(['g', 'gZ', 'ga', 'gb', 'gå'])
      expect(await keys({ index: 'group', below: 'b' })).toEqual(['g', 'gZ', 'ga'])
      expect(await keys({ index: 'group', from: 'b' })).toEqual(['gb', 'gå'])
    })

    test('orders numbers before texts, and what UTF-16 has in another order by code point', async () => {
      const ordered = [
        -1.5,
        0,
        1,
        1e300,
        '',
        '1',
        'Z',
        'z',
        'å',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '\u{10000}',
        '\u{1f600}',
      ]
      for (const [index, rank] of [...ordered.entries()].reverse())
        await entries.put({ id: String(index), rank })
      expect(await keys({ index: 'rank' })).toEqual(ordered.map((_, index) => String(index)))
      expect(await keys({ index: 'rank', from: '\ue000', below: '\u{10000}' })).toEqual(['10', '11'])
      const after = { position: Number.MAX_SAFE_INTEGER, value: '\uffff' }
      expect(await keys({ index: 'rank', after })).toEqual(['12', '13'])
    })

    test('deletes what lies below a bound, and nothing that is in no index', async () => {
      for (const [index, rank] of [1, 2, undefined, 3].entries()) await entries.put({ id: `r${index}`, rank })
      expect(await entries.deleteBelow('rank', 3)).toBe(2)
      expect(await keys()).toEqual(['r2', 'r3'])
    })

    test('keeps collections apart, whatever they are called', async () => {
      const odd = store.collection<{ id: string }>('odd "name"; --', { key: ({ id }) => id })
      await odd.put({ id: 'x' })
      expect(await odd.count()).toBe(1)
      expect(await entries.count()).toBe(0)
    })

    const job = (due: number, subject = 's', kind = 'k') => ({
      due,
      simulator: 'm',
      kind,
      subject,
      payload: { due },
    })

    test('hands out the jobs of the earliest time, in order of creation', async () => {
      for (const due of [20, 10, 30, 10]) await store.jobs.add(job(due, `of ${due}`))
      expect(await store.jobs.nextDue()).toBe(10)
      expect([await store.jobs.nextDue(9), await store.jobs.nextDue(10)]).toEqual([10, 20])
      expect(await store.jobs.nextDue(30)).toBeUndefined()
      expect(await store.jobs.earliest(9, 10)).toEqual([])
      const jobs = await store.jobs.earliest(25, 10)
      expect(jobs.map(({ due, id }) => [due, id])).toEqual([
        [10, 2],
        [10, 4],
      ])
      expect(jobs[0]).toEqual({ ...job(10, 'of 10'), id: 2 })
      expect(await store.jobs.earliest(25, 1)).toHaveLength(1)
      expect(await store.jobs.count()).toBe(4)
    })

    test('a claimed job is not handed out again, unless it is postponed', async () => {
      const first = await store.jobs.add(job(10))
      const second = await store.jobs.add(job(10))
      expect(await store.jobs.claim(first)).toBe(true)
      expect(await store.jobs.claim(first)).toBe(false)
      expect(await store.jobs.claim(second)).toBe(true)
      expect(await store.jobs.nextDue()).toBeUndefined()

      expect(await store.jobs.postpone(second, 50)).toBe(true)
      expect(await store.jobs.postpone(first, 50)).toBe(true)
      expect((await store.jobs.earliest(50, 10)).map(({ id }) => id)).toEqual([first, second])
      expect(await store.jobs.remove(first)).toBe(true)
      expect(await store.jobs.remove(first)).toBe(false)
      expect(await store.jobs.claim(first)).toBe(false)
      expect(await store.jobs.postpone(first, 60)).toBe(false)
    })

    test('cancels the jobs about a subject, those of one simulator only, claimed or not', async () => {
      const claimed = await store.jobs.add(job(10, 'a'))
      await store.jobs.claim(claimed)
      await store.jobs.add(job(20, 'a'))
      await store.jobs.add(job(20, 'b'))
      await store.jobs.add({ ...job(20, 'a'), simulator: 'other' })
      expect(await store.jobs.cancel('m', 'a')).toBe(2)
      expect(await store.jobs.cancel('m', 'a')).toBe(0)
      expect(await store.jobs.count()).toBe(2)
    })

    test('a transaction that throws leaves nothing behind, not even what it made first', async () => {
      await put('before')
      const failing = store.transaction(async () => {
        await put('inside')
        await entries.delete('before')
        await store.jobs.add(job(10))
        await store.setMeta('m', '1')
        await store.collection<{ id: string }>('fresh', { key: ({ id }) => id }).put({ id: 'f' })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await keys()).toEqual(['before'])
      expect(await store.jobs.count()).toBe(0)
      expect(await store.getMeta('m')).toBeUndefined()
      expect(
        await store.collection<{ id: string }>('fresh', { key: ({ id }) => id }).get('f'),
      ).toBeUndefined()
      await put('after')
      await store.jobs.add(job(10))
      expect(await keys()).toEqual(['before', 'after'])
      expect(await store.jobs.nextDue()).toBe(10)
    })

    test('a transaction that throws undoes every kind of write, and the numbers that it gave out', async () => {
      await put('a', 'b')
      await entries.put({ id: 'c', name: 'n', rank: 1 })
      const claimed = await store.jobs.add(job(10, 'claimed'))
      const other = await store.jobs.add(job(20, 'other'))
      await store.jobs.claim(claimed)
      await store.setMeta('m', '1')
      const before = JSON.stringify(await store.dump())
      const failing = store.transaction(async () => {
        await entries.put({ id: 'a', rank: 9, name: 'm' })
        await entries.put({ id: 'b' }, { touch: true })
        await entries.deleteBelow('rank', 5)
        await entries.insert({ id: 'd' })
        await entries.delete('a')
        await store.jobs.postpone(claimed, 5)
        await store.jobs.claim(other)
        await store.jobs.cancel('m', 'other')
        await store.jobs.add(job(1))
        await store.setMeta('m', '2')
        await store.load({ collections: {}, jobs: { last: 0, rows: [] }, meta: {} })
        await put('z')
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(JSON.stringify(await store.dump())).toBe(before)
      expect(await store.jobs.nextDue()).toBe(20)
      expect(await entries.insert({ id: 'e', name: 'm' })).toBe(true)
      expect(await keys({ index: 'rank' })).toEqual(['c'])
      expect((await entries.page({ limit: 9 })).rows.at(-1)?.position).toBe(4)
      expect(await store.jobs.add(job(10))).toBe(3)
    })

    test('transactions run one at a time, in the order in which they were asked for', async () => {
      await entries.put({ id: 'counter', rank: 0 })
      const order: number[] = []
      await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          store.transaction(async () => {
            const rank = Number((await entries.get('counter'))?.rank)
            await new Promise<void>((done) => setImmediate(done))
            await entries.put({ id: 'counter', rank: rank + 1 })
            order.push(turn)
          }),
        ),
      )
      expect((await entries.get('counter'))?.rank).toBe(20)
      expect(order).toEqual(Array.from({ length: 20 }, (_, turn) => turn))
    })

    test('loads what another one dumped: rows, positions, jobs and values', async () => {
      await put('a', 'b', 'c')
      await entries.put({ id: 'a', name: 'n', rank: 3, group: 'g' })
      await entries.delete('c')
      const claimed = await store.jobs.add(job(10))
      await store.jobs.claim(claimed)
      await store.jobs.remove(await store.jobs.add(job(20)))
      await store.setMeta('m', '1')
      const dump = await store.transaction(() => store.dump())
      expect(JSON.parse(JSON.stringify(dump))).toEqual(dump)
      const { rows: before } = await entries.page({ limit: 9 })

      await entries.delete('a')
      await put('d', 'e', 'f')
      await store.jobs.add(job(5))
      await store.setMeta('other', '2')
      await store.collection<{ id: string }>('later', { key: ({ id }) => id }).put({ id: 'x' })
      await store.transaction(() => store.load(dump))

      expect((await entries.page({ limit: 9 })).rows).toEqual(before)
      expect(await entries.get('a')).toEqual({ id: 'a', name: 'n', rank: 3, group: 'g' })
      expect(await keys({ index: 'group', equals: 'g' })).toEqual(['a'])
      expect(await entries.insert({ id: 'z', name: 'n' })).toBe(false)
      expect(await store.collection<{ id: string }>('later', { key: ({ id }) => id }).count()).toBe(0)
      expect(await store.getMeta('m')).toBe('1')
      expect(await store.getMeta('other')).toBeUndefined()
      expect(await store.jobs.earliest(10, 9)).toEqual([{ ...job(10), id: claimed }])
      expect(await store.jobs.get(claimed)).toEqual({ ...job(10), id: claimed })
      expect(await store.jobs.get(99)).toBeUndefined()

      await put('g')
      const { last } = dump.collections['entries'] ?? { last: 0 }
      expect(last).toBeGreaterThanOrEqual(3)
      expect((await entries.page({ limit: 9 })).rows.at(-1)?.position).toBeGreaterThan(last)
      expect(await store.jobs.add(job(10))).toBe(3)
      expect(await store.transaction(() => store.dump())).not.toEqual(dump)
    })

    test('loads all of a dump or nothing of it', async () => {
      await put('a')
      const dump = await store.dump()
      const foreign = { ...dump, collections: { ...dump.collections, zoo: { last: 0, rows: [] } } }
      await put('b')
      await expect(store.transaction(() => store.load(foreign))).rejects.toThrow('zoo')
      expect(await keys()).toEqual(['a', 'b'])
    })

    test('is like new after it was cleared', async () => {
      await entries.put({ id: 'a', name: 'n' })
      await store.jobs.add(job(10))
      await store.setMeta('m', '1')
      await store.clear()
      expect(await entries.count()).toBe(0)
      expect(await store.jobs.nextDue()).toBeUndefined()
      expect(await store.getMeta('m')).toBeUndefined()
      expect(await entries.insert({ id: 'a', name: 'n' })).toBe(true)
      expect((await entries.page({ limit: 1 })).rows[0]?.position).toBe(1)
      expect(await store.jobs.add(job(10))).toBe(1)
      await store.clear()
      await store.clear()
    })

    test('can be closed twice', async () => {
      await store.close()
      await store.close()
    })

    test('has everything again after it was closed, and claims nothing', async () => {
      if (!driver.lasting) return
      await entries.put({ id: 'a', name: 'n', rank: 1 })
      await put('b')
      await entries.delete('b')
      await store.setMeta('m', '1')
      const id = await store.jobs.add(job(10))
      await store.jobs.claim(id)
      await reopen()
      expect(await entries.get('a')).toEqual({ id: 'a', name: 'n', rank: 1 })
      expect(await entries.insert({ id: 'z', name: 'n' })).toBe(false)
      expect(await store.getMeta('m')).toBe('1')
      expect(await store.jobs.earliest(10, 1)).toMatchObject([{ id }])
      await put('c')
      expect((await entries.page({ limit: 9 })).rows.at(-1)?.position).toBeGreaterThan(2)
    })
  })
}
