import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import document from '../../contracts/control/openapi.gen.json' with { type: 'json' }
import { VALID } from './control-requests.ts'
import { type Schema, withValue, wrongBodies } from './wrong-types.ts'

interface Parameter {
  name: string
  in: string
  $ref?: string
}

interface Operation {
  method: string
  path: string
  id: string
  parameters: Parameter[]
  schema: Schema | undefined
}

let server: Server
const defects: unknown[] = []
beforeAll(async () => {
  server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z' },
    log: { exchange() {}, defect: (error) => defects.push(error) },
  })
})
afterAll(() => server.close())

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, never>).map(([method, operation]) =>
    readOperation(method, path, operation),
  ),
)

function readOperation(
  method: string,
  path: string,
  {
    operationId: id,
    parameters = [],
    requestBody,
  }: {
    operationId: string
    parameters?: Parameter[]
    requestBody?: { content: Record<string, { schema: Schema }> }
  },
): Operation {
  const schema = requestBody?.content['application/json']?.schema
  return { method: method.toUpperCase(), path, id, parameters: parameters.map(resolve), schema }
}

function resolve<T extends { $ref?: string }>(given: T): T {
  if (given.$ref === undefined) return given
  const names = given.$ref.split('/').slice(1)
  return names.reduce((at, name) => (at as Record<string, unknown>)[name], document as unknown) as T
}

/** The path with its parameters; all that is sent leads back to the same server. */
function pathOf({ path, id }: Operation, changed: Record<string, string> = {}): string {
  const values = { ...VALID[id]?.params, ...changed }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

async function uploadedKey(): Promise<string> {
  const { scenarios, state } = connect(server.url)
  await scenarios.load('consumers-uploaded', { count: 1 })
  const { items } = await state.page('consumer-intelligence', 'consumers')
  return String(items[0]?.key)
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  return fetch(`${server.url}${path}`, init)
}

/** What is wrong with an answer; undefined if nothing is. */
async function flawOf(response: Response, isWrong: boolean): Promise<string | undefined> {
  const text = await response.text()
  if (response.status >= 500) return `${response.status}`
  if (!isWrong) return undefined
  if (![400, 404, 409].includes(response.status)) return `${response.status} ${text}`
  const { error } = JSON.parse(text) as { error: string }
  const isSentence = /^\S.*\S.*[.!?]$/s.test(error) && !/undefined|\[object|Cannot read|is not a/.test(error)
  return isSentence ? undefined : error
}

interface Case {
  title: string
  send(): Promise<Response>
  isWrong: boolean
}

async function expectAll(cases: Iterable<Case>): Promise<void> {
  const flaws: string[] = []
  for (const { title, send, isWrong } of cases) {
    const flaw = await flawOf(await send(), isWrong)
    if (flaw !== undefined) flaws.push(`${title}: ${flaw}`)
  }
  expect(flaws).toEqual([])
  expect(defects.splice(0)).toEqual([])
  await connect(server.url).reset()
}

describe('a value of the wrong type gets a sentence, wherever it stands', () => {
  // The members of a snapshot have a test of their own below.
  const withBody = operations.filter(({ schema, id }) => schema && id !== 'restoreSnapshot')

  test.each(withBody)('in the body of $id', async (operation) => {
    const { method, id, schema = {} } = operation
    const changed = id === 'transition' ? { key: await uploadedKey() } : {}
    const valid = VALID[id]?.body
    expect(valid, `${id} is not in control-requests.ts`).toBeDefined()
    const wrong = [...wrongBodies(schema, valid ?? {}, resolve)]
    expect(wrong.length).toBeGreaterThan(5)
    await expectAll(
      wrong.map(({ title, body, isWrong }) => ({
        title: `${id}: ${title}`,
        send: () => send(method, pathOf(operation, changed), body),
        isWrong,
      })),
    )
  })

  const inAddress = operations.filter(({ parameters }) => parameters.length > 0)
  const TEXTS = ['', ' ', '-1', '1e9', '0', 'null', 'constructor', '__proto__', 'ø\u0000', 'x'.repeat(5_000)]

  test.each(inAddress)('in the path and query of $id', async (operation) => {
    const { method, id, parameters } = operation
    const sent = parameters.flatMap(({ name, in: place }) =>
      TEXTS.map((text) => {
        const query = new URLSearchParams({ [name]: text })
        const address =
          place === 'path' ? pathOf(operation, { [name]: text }) : `${pathOf(operation)}?${query}`
        const title = `${id}: ${name} = ${JSON.stringify(text).slice(0, 30)}`
        return { title, send: () => send(method, address, VALID[id]?.body), isWrong: false }
      }),
    )
    await expectAll(sent)
  })

  test('in the parameters of each scenario and event', async () => {
    const control = connect(server.url)
    const listed = (await control.scenarios.list()).map(({ name, parameters }) => ({
      ...{ path: `/_tvilling/scenarios/${name}`, parameters, given: {} },
    }))
    const events = (await control.simulators.list()).flatMap(({ name: simulator, events }) =>
      events.map(({ event, parameters }) => ({
        ...{ path: '/_tvilling/events', parameters, given: { simulator, event } },
      })),
    )
    const cases = [...listed, ...events].flatMap(({ path, parameters, given }) =>
      [...wrongBodies({ properties: parameters as Record<string, Schema> }, given, (schema) => schema)]
        .filter(({ isWrong }) => isWrong)
        .map(({ title, body }) => ({
          title: `${path}: ${title}`,
          send: () => send('POST', path, body),
          isWrong: true,
        })),
    )
    expect(cases.length).toBeGreaterThan(100)
    await expectAll(cases)
  })

  test('in the members of a snapshot', async () => {
    const control = connect(server.url)
    await control.scenarios.load('consumers-uploaded', { count: 1 })
    const snapshot = await control.snapshot()
    const places = [...placesIn(snapshot, [])]
    expect(places.length).toBeGreaterThan(20)
    for (const path of places) {
      for (const value of [null, -5, 'x', [null], { a: 5 }]) {
        const title = `${path.join('.')} = ${JSON.stringify(value)}`
        const response = await send('PUT', '/_tvilling/snapshot', withValue(snapshot, path, value))
        expect([204, 400], title).toContain(response.status)
      }
    }
    await control.restore(snapshot)
    expect(defects).toEqual([])
  })
})

/** Members to a depth of four; of a list, the first. */
function* placesIn(value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
  if (path.length > 0) yield path
  if (path.length === 4 || typeof value !== 'object' || value === null) return
  const entries = Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value)
  for (const [name, inner] of entries) yield* placesIn(inner, [...path, name])
}
