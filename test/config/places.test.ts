import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readServeOptions } from '../../server/config/read-serve-options.ts'
import { filesOf } from './folder.ts'

const { folder, write } = filesOf('places')
const config = write(
  'some.yaml',
  `port: 4020
clock: manual
scenario: [from-file]
store: sqlite:twins.db
simulator: [./parcel, a-package]
settings: settings.yaml
openTenants: true
`,
)

const read = async (flags = {}, environment = {}) =>
  (await readServeOptions({ flags: { config, ...flags }, environment, folder })).options

describe('an option counts more than a variable, and a variable more than the file', () => {
  test('the file before the default', async () => {
    expect(await read()).toMatchObject({ port: 4020, clock: 'manual', scenario: ['from-file'], seed: 1 })
  })

  test('the variable before the file', async () => {
    const environment = {
      TVILLING_PORT: '4030',
      TVILLING_SCENARIO: 'a, b?id=1',
      TVILLING_OPEN_TENANTS: 'false',
    }
    expect(await read({}, environment)).toMatchObject({
      port: 4030,
      scenario: ['a', 'b?id=1'],
      openTenants: false,
      clock: 'manual',
    })
  })

  test('the option before both', async () => {
    const environment = { TVILLING_PORT: '4030', TVILLING_SCENARIO: 'a' }
    const flags = { port: '4040', scenario: ['b'], openTenants: false }
    expect(await read(flags, environment)).toMatchObject({ port: 4040, scenario: ['b'], openTenants: false })
  })
})

test('paths in a file are relative to its folder, names of packages are not', async () => {
  expect(await read()).toMatchObject({
    store: `sqlite:${join(folder, 'twins.db')}`,
    simulator: [join(folder, 'parcel'), 'a-package'],
    settings: join(folder, 'settings.yaml'),
  })
})

describe('variables', () => {
  test('texts with commas are written as JSON', async () => {
    const environment = { TVILLING_SCENARIO: '["a?ids=1,2","b"]' }
    expect((await read({}, environment)).scenario).toEqual(['a?ids=1,2', 'b'])
  })

  test('an empty one counts as left out, and so does what Kubernetes sets for a service', async () => {
    const environment = { TVILLING_SEED: '', TVILLING_PORT: 'tcp://10.0.0.1:4010' }
    expect(await read({}, environment)).toMatchObject({ seed: 1, port: 4020 })
  })

  test('a wrong one is named', async () => {
    await expect(read({}, { TVILLING_LOG: 'loud' })).rejects.toThrow(
      'TVILLING_LOG takes pretty, json or silent, not "loud".',
    )
    await expect(read({}, { TVILLING_TRUST_PROXY: 'yes' })).rejects.toThrow(
      'TVILLING_TRUST_PROXY takes true or false, not "yes".',
    )
    await expect(read({}, { TVILLING_STORE: 'redis:' })).rejects.toThrow(
      'TVILLING_STORE: "redis:" is no store.',
    )
  })

  test('TVILLING_CONFIG names the file', async () => {
    const places = { flags: {}, environment: { TVILLING_CONFIG: config }, folder: '/nowhere' }
    expect((await readServeOptions(places)).options.port).toBe(4020)
  })
})
