import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { serveOptions } from '../../server/cli/serve-options.ts'
import { configText } from '../../server/config/init.ts'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
const schema = read('server/config/config.schema.gen.json')
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(read('mocks/settings.schema.gen.json'), 'file:/mocks/settings.schema.gen.json')
const isValid = ajv.compile({ $id: 'file:/server/config/config.schema.json', ...schema })

describe('the schema of a configuration file', () => {
  test('has every option of serve with its default', () => {
    for (const [name, option] of Object.entries(serveOptions)) {
      const fallback = 'default' in option ? option.default : undefined
      expect(schema.properties[name]?.default, name).toEqual(fallback)
    }
  })

  test.each([
    'port: 4020\nlog: json\nscenario: [a]\nopenTenants: false\nrequestTimeout: PT10S',
    'settings: other.yaml',
    'settings: { birth-report: { nulls: refused } }',
    'clock: x0.5',
  ])('takes %s', (text) => {
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true)
  })

  test.each([
    'prot: 4020',
    'port: 70000',
    'log: loud',
    'clock: x0',
    'requestTimeout: 30',
    'settings: { birth-raport: {} }',
    'scenario: { name: a }',
  ])('does not take %s', (text) => {
    expect(isValid(parse(text))).toBe(false)
  })

  test('takes what tvilling init writes', () => {
    expect(isValid(JSON.parse(configText('json', './schema.json'))), JSON.stringify(isValid.errors)).toBe(
      true,
    )
    const whole = configText('yaml', undefined)
      .split('\n')
      .filter((line) => /^# \w+: /.test(line))
      .map((line) => line.slice(2))
    expect(whole).toHaveLength(Object.keys(serveOptions).length)
    expect(isValid(parse(whole.join('\n'))), JSON.stringify(isValid.errors)).toBe(true)
  })
})
