import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { blockOf } from './page.ts'
import { example, get, seeded } from './seeded.ts'

const BUNDLES = 'https://api.roaring.io/se/person/monitoring/1.0/bundles'

test('the example of the page is planted, in every API', async () => {
  const harness = await seeded(example, { now: undefined as never })
  expect(await harness.clock.read()).toMatchObject({ now: '2026-01-01T08:00:00.000Z', mode: 'manual' })
  const { bundles } = await get(harness, BUNDLES, 'our-app', 'our-secret')
  expect(bundles).toMatchObject([
    { id: 'customers', status: 'APPROVED', entityCount: 3 },
    { id: 'waiting', status: 'PENDING', entityCount: 1, lastModified: '2026-01-01T07:58:00.000Z' },
    { id: 'b1' },
    { id: 'b2' },
  ])
  const { data } = await get(harness, 'https://api.bisnode.com/consumer-intelligence/v3/consumers')
  expect(data).toMatchObject([
    { consumerId: 'customer-1', state: 'IDENTIFIED' },
    { consumerId: 'customer-2', state: 'NOT_IDENTIFIED' },
  ])
  const result = await get(harness, 'https://aml.bankidapis.no/organization/session/se/done/result')
  expect(result).toMatchObject({ keyInformation: { companyName: 'Låtsas Bageri AB' } })
  expect(await harness.faults.list()).toMatchObject([{ fault: 'response-lost', left: 1 }])
})

test('the example of the page fits the published schema', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync('mocks/seed.schema.gen.json', 'utf8')))
  expect(validate(example) || validate.errors).toBe(true)
  expect(validate({ 'person-monitoring': { bundles: [{ name: 'without id' }] } })).toBe(false)
  expect(validate({ poeple: [] })).toBe(false)
})

test('the sample in TypeScript runs as it stands', async () => {
  const lines = blockOf('ts').split('\n')
  const code = lines.filter((line) => !line.startsWith('import ')).join('\n')
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...given: unknown[]) => Promise<void>
  await new AsyncFunction('createHarness', 'simulators', code)(createHarness, simulators)
})
