import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createHarness, type Harness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { START } from '../msw/versions.ts'

interface Call {
  method: string
  path: string
  status: number
  headers?: Record<string, string>
  client?: string
  given?: [scenario: string, parameters: Record<string, unknown>]
  /** Sent as the file of a form. */
  file?: true
}

const CITIZEN = '1702900991'
const CALLED = '3f0d6c0e-52a6-4c6f-9d8e-0b7a0f1c2d3e'
const PARTICIPANT = '8a1f6a52-7a0d-4f0e-8d6c-6f1b2c3d4e5f'
const star = { 'x-civilregistrationIdentifier': CITIZEN, 'x-requestId': 'request-1' }

/** How each operation with a JSON body is called. */
const CALLS: Record<string, Call> = {
  'birth-report.createBirthReport': { method: 'POST', path: '/v1/birthreport', status: 201 },
  'consumer-intelligence.findPerson': {
    method: 'POST',
    path: '/consumer-intelligence/v3/markets/SE/persons/_find',
    status: 200,
  },
  'consumer-intelligence.uploadConsumers': {
    method: 'POST',
    path: '/consumer-intelligence/v3/consumers',
    status: 202,
  },
  'consumer-intelligence.deleteConsumers': {
    method: 'DELETE',
    path: '/consumer-intelligence/v3/consumers',
    status: 202,
  },
  'consumer-intelligence.createWebhook': {
    method: 'POST',
    path: '/consumer-intelligence/v3/webhooks',
    status: 201,
  },
  'consumer-intelligence.putSandboxPerson': {
    method: 'PUT',
    path: '/consumer-intelligence/sandbox/v1/persons',
    status: 200,
    client: 'tvilling-sandbox',
  },
  'indkaldelse.createIndkaldelse': { method: 'POST', path: '/v2/Indkaldelse', status: 200, headers: star },
  'indkaldelse.createMyndighedsdeltager': {
    method: 'POST',
    path: `/v2/Indkaldelse/myndighedsdeltager/${PARTICIPANT}`,
    status: 200,
    headers: star,
    given: ['indkaldelse-created', { cpr: CITIZEN, id: CALLED }],
  },
  'indkaldelse.updateMyndighedsdeltager': {
    method: 'PUT',
    path: `/v2/Indkaldelse/myndighedsdeltager/${PARTICIPANT}`,
    status: 204,
    headers: star,
    given: ['myndighedsdeltager-created', { cpr: CITIZEN, id: PARTICIPANT, indkaldelse: CALLED }],
  },
  'organization-session.createSession': { method: 'POST', path: '/organization/session/no', status: 201 },
  'person-monitoring.updateBundle': {
    method: 'PUT',
    path: '/se/person/monitoring/1.0/bundle/b1',
    status: 200,
    given: ['bundle-created', { id: 'b1' }],
    file: true,
  },
}

/** What the second part of a file's name says, if there is one. */
const VARIANTS: Readonly<Record<'taken' | 'numbers' | 'unspecified', readonly (string | undefined)[]>> = {
  /** Sent as JSON as it is, whatever the writer's settings are. */
  taken: [undefined, 'indented', 'utc'],
  /** Numbers where the contract has digits in a string. */
  numbers: ['numbers'],
  /** Date-times without offset. */
  unspecified: ['unspecified'],
}
const SERIALIZERS = ['jackson', 'system-text-json']
const operationOf = (file: string) => basename(file).split('.').slice(0, 2).join('.')
const variantOf = (file: string) => basename(file, '.json').split('.')[2]

function files(serializer: string, variant: keyof typeof VARIANTS): string[] {
  const all = globSync(`${import.meta.dirname}/${serializer}/*.json`).toSorted()
  return all.filter((file) => VARIANTS[variant].includes(variantOf(file)))
}

/** The name of each file, and its path. */
function bodies(variant: keyof typeof VARIANTS): [name: string, file: string][] {
  return SERIALIZERS.flatMap((serializer) =>
    files(serializer, variant).map((file): [string, string] => [`${serializer}/${basename(file)}`, file]),
  )
}

async function open(settings: object): Promise<Harness> {
  const ofAll = Object.fromEntries(simulators.map(({ name }) => [name, settings]))
  return createHarness({ simulators, now: START, webhooks: { allow: () => false }, settings: ofAll })
}

async function send(harness: Harness, file: string): Promise<Response> {
  const { method, path, headers, client, given, file: asFile } = CALLS[operationOf(file)] as Call
  const { token } = await harness.tokens.accept({ token: 'tvilling', ...(client && { client }) })
  if (given) await harness.scenarios.load(given[0] as never, given[1] as never)
  const bytes = readFileSync(file)
  const form = new FormData()
  form.set('file', new Blob([bytes], { type: 'application/json' }), 'numbers.json')
  return harness.fetch(`https://twin.test${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(!asFile && { 'content-type': 'application/json; charset=utf-8' }),
      ...headers,
    },
    body: asFile ? form : bytes,
  })
}

async function expectTaken(harness: Harness, file: string): Promise<void> {
  const response = await send(harness, file)
  const { status } = CALLS[operationOf(file)] as Call
  expect(response.status, `${basename(file)}: ${await response.text()}`).toBe(status)
}

test('every operation with a JSON body has a body by each serializer, also with numbers', () => {
  const json = simulators.flatMap(({ name, contract }) =>
    contract.operations
      .filter(({ body }) => body?.content.some(({ mediaType }) => /json|multipart/.test(mediaType)))
      .map(({ id }) => `${name}.${id}`),
  )
  for (const serializer of SERIALIZERS) {
    for (const variant of ['taken', 'numbers'] as const) {
      expect([...new Set(files(serializer, variant).map(operationOf))]).toEqual(json.toSorted())
    }
  }
})

test.each(bodies('taken'))(
  '[BR-23] [CI-36] [IN-26] [OS-22] %s is taken with its nulls, by default',
  async (_name, file) => {
    await using harness = await open({})
    await expectTaken(harness, file)
  },
)

test.each(bodies('numbers'))(
  '[CI-39] %s is taken with its numbers for strings by scalars: coerce, and refused without',
  async (_name, file) => {
    await using lenient = await open({ scalars: 'coerce' })
    await expectTaken(lenient, file)
    await using strict = await open({})
    expect((await send(strict, file)).status).toBe(400)
  },
)

test.each(bodies('unspecified'))(
  '[IN-28] %s is taken as Danish time by the setting, and refused without',
  async (_name, file) => {
    const settings = { indkaldelse: { dateTimesWithoutOffset: 'Europe/Copenhagen' } } as const
    await using danish = await createHarness({ simulators, now: START, settings })
    await expectTaken(danish, file)
    await using strict = await open({})
    expect((await send(strict, file)).status).toBe(400)
  },
)

test('escaped text is read as what it says', async () => {
  await using harness = await open({})
  const file = files('system-text-json', 'taken').find((each) => each.includes('createWebhook')) as string
  expect(await (await send(harness, file)).json()).toMatchObject({
    url: 'https://receiver.example/consumers?team=a&copy=1',
    description: 'Ændringer + flytninger',
  })
})
