import type { CollectionModel } from '../collections.ts'
import type { Model } from '../model.ts'
import { member, quote, text, withArticle } from './code.ts'

/** `<name>.test.ts`: every operation answers as its contract says. */
export function testFile(model: Model): string {
  const { name, identifier, collections, events, operations } = model
  const plain = operations.filter(({ role }) => role.kind === 'plain')
  const token = operations.find(({ role }) => role.kind === 'token')
  const receives = events.length > 0
  return text(
    `/** The twin keeps its contract: an answer that breaks it rejects the request, so that no test passes by mistake. */
import { createHarness, createRandom, type Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { contract } from './contract.ts'
import { ${identifier} } from './simulator.ts'`,
    `const random = createRandom(1)
const simulators = [${identifier}]`,
    receives
      ? `const received: unknown[] = []
/** Stands for the network: webhooks end here. */
const send: typeof fetch = async (_url, init) => {
  received.push(JSON.parse(String(init?.body)))
  return new Response()
}
const open = () => createHarness({ simulators, now: '2026-01-01T00:00:00Z', webhooks: { send } })`
      : `const open = () => createHarness({ simulators, now: '2026-01-01T00:00:00Z' })`,
    token
      ? signIn(token.id)
      : `const headersOf = async (_harness: Harness): Promise<Record<string, string>> => ({})`,
    `/** Sends an operation a request that its contract takes. */
async function call(
  harness: Harness,
  operation: Parameters<typeof contract.request>[0],
  known: Parameters<typeof contract.request>[2] = {},
) {
  const headers = await headersOf(harness)
  return harness.fetch(await contract.request(operation, { random }, { headers, ...known }))
}`,
    plain.length > 0 &&
      `test.each([
${plain.map(({ id, status }) => `  [${quote(id)}, ${status}],\n`).join('')}] as const)('%s answers %i', async (operation, status) => {
  await using harness = await open()
  const response = await call(harness, operation)
  expect(response.status, await response.text()).toBe(status)
})`,
    ...collections.map((collection) => collectionTest(collection, model)),
    receives &&
      `test.each([${events.map(({ name }) => quote(name)).join(', ')}] as const)('%s is sent to who listens', async (event) => {
  await using harness = await open()
  await harness.scenarios.load(${quote(`${name}-receiver`)}, { url: 'https://receiver.example/' })
  received.length = 0
  await harness.events.fire({ simulator: ${quote(name)}, event })
  await harness.deliveries.settled()
  expect(received).toHaveLength(1)
})`,
    `test('what nobody has is refused', async () => {
  await using harness = await open()
  const [host] = contract.contract.hosts.keys()
  expect((await harness.fetch(\`https://\${host}/nowhere/at/all\`)).status).toBe(404)
})`,
  )
}

function signIn(token: string): string {
  return `async function headersOf(harness: Harness): Promise<Record<string, string>> {
  const asked = await contract.request(${quote(token)}, { random })
  const response = await harness.fetch(asked.url, {
    method: 'POST',
    headers: { authorization: \`Basic \${btoa('tvilling:tvilling')}\` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { authorization: \`Bearer \${access_token}\` }
}`
}

function collectionTest(collection: CollectionModel, model: Model): string {
  const { name, single, parameter, key, read, create, list, changes, remove } = collection
  const params = `{ ${member(parameter)}: key }`
  const status = (id: string) => model.operations.find((operation) => operation.id === id)?.status ?? 200
  const pathOf = (id: string) =>
    model.contract.operations.find((operation) => operation.id === id)?.path ?? ''
  const scenario = `${model.name}-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const steps = [
    `  expect((await call(harness, ${quote(read)}, { params })).status).toBe(${status(read)})`,
    list && `  expect((await call(harness, ${quote(list.id)})).status).toBe(${status(list.id)})`,
    create && `  expect((await call(harness, ${quote(create)})).status).toBe(${status(create)})`,
    ...changes.map((id) =>
      pathOf(id).endsWith('}')
        ? `  expect((await call(harness, ${quote(id)}, { params })).status).toBe(${status(id)})`
        : `  const ${single} = (await (await call(harness, ${quote(read)}, { params })).json()) as object
  expect((await call(harness, ${quote(id)}, { body: ${single} })).status).toBe(${status(id)})`,
    ),
    remove && `  expect((await call(harness, ${quote(remove)}, { params })).status).toBe(${status(remove)})`,
    remove && `  expect((await call(harness, ${quote(read)}, { params })).status).toBe(404)`,
  ]
  return `test(${quote(`${withArticle(single)} is kept, by its ${key}`)}, async () => {
  await using harness = await open()
  const { keys } = (await harness.scenarios.load(${quote(scenario)}, { count: 2 })) as { keys: string[] }
  const [key = ''] = keys
  const params = ${params}
${steps.filter(Boolean).join('\n')}
})`
}
