import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { connect, createHarness, type Snapshot } from 'tvilling'
import { startServer } from 'tvilling/server'
import { describe, expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { type LibraryServer, startLibrary } from './library-server.ts'
import { openConnection } from './socket.ts'

/** A snapshot of the library with so many books, whose titles have this text in them. */
async function withBooks(count: number, text = ''): Promise<Snapshot> {
  await using harness = await createHarness({ simulators: [library()], now: START })
  const empty = await harness.snapshot()
  const rows = Array.from({ length: count }, (_, at) => {
    const position = at + 1
    return { position, doc: { id: `b${position}`, title: `"${position}"\n${text}é`, pages: 1, state: 'IN' } }
  })
  const collections = { ...empty.store.collections, 'library/books': { last: count, rows } }
  return { ...empty, store: { ...empty.store, collections } }
}

function put(
  server: LibraryServer,
  tenant: string,
  body: ReadableStream | string | null,
  headers = {},
): Promise<Response> {
  const path = `${server.url}/t/${tenant}/_tvilling/snapshot`
  return fetch(path, { method: 'PUT', body, headers, duplex: 'half' } as RequestInit)
}

const get = (server: LibraryServer, tenant: string) => fetch(`${server.url}/t/${tenant}/_tvilling/snapshot`)

/** Bytes at the end of a snapshot that differ each time: its clock tells when the wall clock was read. */
const CHANGING = 1_000

async function digestOf(response: Response): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  let end = new Uint8Array()
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    const all = Buffer.concat([end, chunk])
    hash.update(all.subarray(0, -CHANGING))
    end = all.subarray(-CHANGING)
  }
  return { bytes, digest: hash.digest('hex') }
}

async function rowsOf(server: LibraryServer, tenant: string) {
  return ((await (await get(server, tenant)).json()) as Snapshot).store.collections
}

const text = (snapshot: Snapshot) => JSON.stringify(snapshot)

/** The JSON in pieces, as a client sends it that leaves others their turn, and has no text of the whole. */
async function* pieces(snapshot: Snapshot, size: number): AsyncGenerator<string> {
  const rows = snapshot.store.collections['library/books']?.rows ?? []
  const collections = { 'library/books': { last: rows.length, rows: [] } }
  const [head, tail] = text({ ...snapshot, store: { ...snapshot.store, collections } }).split('[]}}', 2)
  yield `${head}[`
  for (let at = 0; at < rows.length; at += size) {
    const piece = JSON.stringify(rows.slice(at, at + size)).slice(1, -1)
    yield at > 0 ? `,${piece}` : piece
    await setImmediate()
  }
  yield `]}}${tail}`
}

const streamed = (snapshot: Snapshot, size: number) =>
  Readable.toWeb(Readable.from(pieces(snapshot, size))) as ReadableStream

test('a snapshot of more than 100 MiB goes from one tenant to another, and stays the same', async () => {
  const server = await startLibrary()
  const long = randomBytes(2.7 * 1024 * 1024).toString('base64')
  const big = await withBooks(30, long)
  expect((await put(server, 'a', streamed(big, 1))).status).toBe(204)
  const { body } = await get(server, 'a')
  expect((await put(server, 'b', body)).status).toBe(204)
  const [first, second] = [await digestOf(await get(server, 'a')), await digestOf(await get(server, 'b'))]
  expect(first.bytes).toBeGreaterThan(100 * 1024 * 1024)
  expect(second).toEqual(first)
  expect(server.defects).toEqual([])
}, 60_000)

test('a compressed one is restored as well', async () => {
  const server = await startLibrary()
  const books = await withBooks(2_000)
  const zipped = Readable.toWeb(Readable.from([text(books)]).pipe(createGzip()))
  expect(await (await put(server, 'a', zipped, { 'content-encoding': 'gzip' })).text()).toBe('')
  expect(await rowsOf(server, 'a')).toEqual(books.store.collections)
})

test('the longest turn of a server that restores and reads 100,000 rows is short', async () => {
  const server = await startLibrary()
  const books = await withBooks(100_000)
  await (await get(server, 'a')).text()
  const turns = longestTurn()
  expect((await put(server, 'a', streamed(books, 200))).status).toBe(204)
  expect((await digestOf(await get(server, 'a'))).bytes).toBeGreaterThan(10_000_000)
  // In one go, each of parsing, checking, loading, dumping and writing takes longer.
  expect(turns.end()).toBeLessThan(200)
}, 60_000)

/** Measures the time of the processor between two turns of the event loop, in milliseconds. */
function longestTurn() {
  let longest = 0
  let over = false
  let before = process.threadCpuUsage()
  const turn = () => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, (now.user + now.system - before.user - before.system) / 1_000)
    before = now
    if (!over) void setImmediate().then(turn)
  }
  turn()
  return {
    end() {
      over = true
      return longest
    },
  }
}

describe('a snapshot that cannot be restored changes nothing, and one sentence tells the place', async () => {
  const whole = await withBooks(2_000)
  const kept = await withBooks(3)
  const json = text(whole)
  const spoiled = (spoil: (rows: unknown[]) => void) => {
    const copy = JSON.parse(json)
    spoil(copy.store.collections['library/books'].rows)
    return JSON.stringify(copy)
  }
  const mistakes: [string, string | Buffer, Record<string, string>, RegExp][] = [
    [
      'it ends in the middle',
      json.slice(0, 60_000),
      {},
      /^The snapshot ends in the middle, after byte 6\d{4}\.$/,
    ],
    [
      'it ends before its last brace',
      json.slice(0, -1),
      {},
      /^The snapshot ends in the middle, after byte \d{6}\.$/,
    ],
    ['it is no JSON', '<snapshot/>', {}, /^The snapshot is not JSON after byte 0\.$/],
    [
      'it stops being JSON',
      `${json.slice(0, 60_000)}\u0001`,
      {},
      /^The snapshot is not JSON after byte 6\d{4}\.$/,
    ],
    ['more follows', `${json} {}`, {}, /^The snapshot is not JSON after byte \d{6}\.$/],
    [
      'it is nested without end',
      '['.repeat(100_000),
      {},
      /^The snapshot nests deeper than 1000 levels at byte 1000\.$/,
    ],
    [
      'its last row is broken',
      spoiled((rows) => rows.push({ position: 'last', doc: {} })),
      {},
      /: the collection "library\/books" is broken in row 2001 of 2001\.$/,
    ],
    [
      'its last row has the key of another',
      spoiled((rows) => rows.push({ position: 9_999, doc: { id: 'b1', title: 'another', pages: 1 } })),
      {},
      /^The snapshot is broken: "library\/books" has two rows with the key "b1"\.$/,
    ],
    [
      'its compressed bytes end in the middle',
      gzipSync(json).subarray(0, -20),
      { 'content-encoding': 'gzip' },
      /^The body cannot be decoded after byte \d+: unexpected end of file\.$/,
    ],
    ['it is encoded in an unknown way', json, { 'content-encoding': 'zip' }, /"zip" is not supported\.$/],
  ]

  test.each(mistakes)('%s', async (_, body, headers, expected) => {
    const server = await startLibrary()
    expect((await put(server, 'a', text(kept))).status).toBe(204)
    const refused = await put(server, 'a', body as string, headers)
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { error: string }).error).toMatch(expected)
    expect(await rowsOf(server, 'a')).toEqual(kept.store.collections)
    expect(server.defects).toEqual([])
  })

  test('its client hangs up in the middle', async () => {
    const server = await startLibrary()
    const control = connect(server.url)
    await control.restore(kept)
    const connection = await server.open()
    const head = ['PUT /_tvilling/snapshot HTTP/1.1', `Host: ${new URL(server.url).host}`]
    await connection.send([...head, `Content-Length: ${2 * json.length}`, '', json].join('\r\n'))
    connection.leave()
    // The snapshot would be restored with this one if it waited for anything.
    await control.restore(await control.snapshot())
    expect((await control.snapshot()).store.collections).toEqual(kept.store.collections)
    await server.close()
    expect(server.defects).toEqual([])
  })
})

test('a snapshot may take longer than other requests, as long as something comes in', async () => {
  const harness = { simulators: [library()], now: START }
  await using server = await startServer({ port: 0, harness, requestTimeout: 300 })
  const json = text(await withBooks(20))
  const head = `PUT /_tvilling/snapshot HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nTransfer-Encoding: chunked\r\n\r\n`
  const chunk = (piece: string) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`
  const slow = await openConnection(server.url)
  await slow.send(head)
  let waited = false
  const others = timedOut(server.url)
    .then(() => timedOut(server.url))
    .then(() => {
      waited = true
    })
  while (!waited) {
    await slow.send(chunk(' '))
    await connect(server.url).clock.read()
  }
  await others
  await slow.send(chunk(json), '0\r\n\r\n')
  expect((await slow.answers(1)).map(({ status }) => status)).toEqual([204])
  slow.leave()

  const silent = await openConnection(server.url)
  await silent.send(head, chunk(json.slice(0, 1_000)))
  const [answer] = await silent.answers(1)
  expect(answer?.status).toBe(408)
  expect(answer?.body).toMatch(/Nothing came in for 0\.3 seconds after byte \d+/)
  expect(await silent.ended()).toBeUndefined()
})

async function timedOut(url: string): Promise<void> {
  const other = await openConnection(url)
  await other.send('GET /')
  await other.ended()
}
