/** The cost of a request for 1,000 to 1,000,000 rows. */
import { join } from 'node:path'
import { type HarnessOptions, openSqliteStore } from 'tvilling'
import { addConsumers, authorized, newHarness, ORIGIN, textOf } from './embedded.ts'
import { temporaryFolder } from './folders.ts'
import type { PartResult, Table } from './report.ts'
import { memoryAfterCollection, timeInTurns } from './rounds.ts'
import { progress, type Scale } from './scale.ts'
import { ratioTarget, type Series } from './statistics.ts'
import { PATH } from './twin.ts'

const URL = `${ORIGIN}${PATH}`
const RUNS = 200
/** Many short turns, since a collection of a heap of two gigabytes falls into some of them. */
const TURNS = 25
/** Seconds that filling a store other than memory may take. The memory store has no limit, since it has the targets. */
const PATIENCE = 240

export async function measureGrowth(scale: Scale): Promise<PartResult> {
  const sizes = [1_000, 10_000, 100_000, 1_000_000].map((size) => (scale.quick ? size / 100 : size))
  const memory = await measureStore('memory', {}, sizes, scale)
  const file = join(temporaryFolder('growth'), 'bench.sqlite')
  const sqlite = await measureStore('SQLite file', { store: openSqliteStore(file) }, sizes, scale, PATIENCE)
  const row = sizes.at(-1)?.toLocaleString('en-US')
  return {
    targets: [
      ratioTarget(`the page at row ${row}, of the first page`, { atMost: 1.1 }, memory.last, memory.first),
    ],
    tables: [...memory.tables, ...sqlite.tables],
    notes: [
      'In process, by harness.fetch: no socket evens the differences out.',
      'The last page is asked for with the page token that a client has who has read all pages before it.',
    ],
  }
}

interface Measured {
  /** The two pages at the greatest size. */
  first: Series
  last: Series
  tables: Table[]
}

async function measureStore(
  store: string,
  options: Partial<HarnessOptions>,
  sizes: readonly number[],
  { rounds, quick }: Scale,
  patience = Number.POSITIVE_INFINITY,
): Promise<Measured> {
  const harness = await newHarness(options)
  const init = { headers: await authorized(harness) }
  const curves = new Map<string, Series[]>()
  const note = (curve: string, series: Series) => curves.set(curve, [...(curves.get(curve) ?? []), series])
  const ends: Record<'first' | 'last', Series[]> = { first: [], last: [] }
  let rows = 0
  let sent = 0
  let microseconds = 0
  for (const size of sizes) {
    const name = `${size.toLocaleString('en-US')} rows`
    if ((microseconds * (size - rows)) / 1_000_000 > patience) {
      progress(`${store}: ${name} would take longer than ${patience} s to store, and are left out`)
      break
    }
    const begun = performance.now()
    await addConsumers(harness, size - rows, rows)
    const took = performance.now() - begun
    microseconds = (took * 1_000) / (size - rows)
    note('Storing a row', { name, unit: 'µs', values: [microseconds] })
    rows = size
    progress(`${store}: ${name} after ${Math.round(took)} ms`)
    const get = (query: string) => textOf(harness.fetch(`${URL}${query}`, init))
    const last = await lastPage(get, size)
    const upload = () => {
      sent += 1
      const consumer = { market: 'SE', consumerId: `sent-${sent}`, data: { legalId: '198001022386' } }
      const headers = { ...init.headers, 'content-type': 'application/json' }
      return textOf(harness.fetch(URL, { method: 'POST', headers, body: JSON.stringify([consumer]) }))
    }
    const [first, end, filtered, uploads] = (await timeInTurns(
      {
        'first page of 100': () => get('?pageSize=100'),
        'last page of 100': () => get(`?pageSize=100${last}`),
        'page of 100 filtered by state': () => get('?pageSize=100&state=UPLOADED'),
        'an upload': upload,
      },
      quick ? rounds : TURNS,
      quick ? 10 : RUNS,
    )) as [Series, Series, Series, Series]
    for (const series of [first, end, filtered, uploads]) note(capitalized(series.name), { ...series, name })
    note('Resident memory', { name, unit: 'MiB', values: [memoryAfterCollection()] })
    ends.first.push({ ...first, name: `first page of ${name}` })
    ends.last.push({ ...end, name: `last page of ${name}` })
  }
  await harness.close()
  const tables = [...curves].map(([curve, rows]) => ({
    title: `${curve}, ${store}`,
    rows,
    ...(rows[0] && { comparedTo: rows[0].name }),
  }))
  const [first, last] = [ends.first.at(-1), ends.last.at(-1)]
  if (!first || !last) throw new Error(`${store} was not measured at any size.`)
  const title = `The last page beside the first, ${store}`
  return { first, last, tables: [{ title, rows: [first, last], comparedTo: first.name }, ...tables] }
}

/** The page token of the last 100 rows, as a client gets it: by reading all pages before. */
async function lastPage(get: (query: string) => Promise<string>, rows: number): Promise<string> {
  let token = ''
  for (let left = rows - 100; left > 0; ) {
    const step = Math.min(1_000, left)
    const { nextPageToken } = JSON.parse(await get(`?pageSize=${step}${token}`))
    if (!nextPageToken) throw new Error(`There is no page after ${rows - left + step} of ${rows} rows.`)
    token = `&pageToken=${encodeURIComponent(nextPageToken)}`
    left -= step
  }
  return token
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
