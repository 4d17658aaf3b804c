import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../new/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const changed = fileOf(
  'changed.yaml',
  `$schema: ./node_modules/tvilling/settings.schema.json
birth-report:
  nulls: refused
  words: { Child.gender: { MALE: M } }
indkaldelse:
  required: { CreateIndkaldelseRequestDto.moedeStarttidspunkt: false }
organization-session:
  jsonTime: PT1S
  paths: { getSession: "/status/{country}/{sessionId}" }
`,
)

describe('tvilling settings', () => {
  test('lists own, common and contract settings with evidence, default, value and effect', async () => {
    const { code, out } = await run('settings', '--settings', changed, '--json')
    expect(code).toBe(0)
    const listed = JSON.parse(out)
    expect(Object.keys(listed)).toHaveLength(5)
    const of = (simulator: string, setting: string) =>
      listed[simulator].find(({ name }: { name: string }) => name === setting)
    expect(of('organization-session', 'jsonTime')).toMatchObject({
      kind: 'own',
      evidence: 'assumed OS-17',
      default: 'PT10S',
      value: 'PT1S',
      effect: expect.stringMatching(/JSON/),
    })
    expect(of('birth-report', 'nulls')).toMatchObject({
      kind: 'common',
      value: 'refused',
      values: ['absent', 'refused'],
    })
    expect(of('birth-report', 'Child.gender')).toMatchObject({
      kind: 'words',
      evidence: 'assumed BR-15',
      default: ['MALE', 'FEMALE'],
      value: ['M', 'FEMALE'],
    })
    expect(of('indkaldelse', 'CreateIndkaldelseRequestDto.moedeStarttidspunkt')).toMatchObject({
      kind: 'required',
      evidence: 'assumed IN-19',
      default: true,
      value: false,
    })
    expect(of('organization-session', 'getSession')).toMatchObject({
      kind: 'paths',
      value: '/status/{country}/{sessionId}',
    })
  })

  test('as text, a value that is not the default is told with it', async () => {
    const { out } = await run('settings', '--api', 'birth-report', '--settings', changed)
    expect(out).toContain('  nulls: "refused"')
    expect(out).toContain('instead of "absent"')
    expect(out).toContain('    Child.gender: ["M","FEMALE"]  (assumed BR-15) instead of ["MALE","FEMALE"]\n')
    expect(out).not.toContain('organization-session')
  })

  test('has those of a simulator of your own', async () => {
    const { code, out } = await run(
      'settings',
      '--simulator',
      'test/own-simulators/petstore/mocks/petstore',
      '--api',
      'petstore',
    )
    expect(code, out).toBe(0)
    expect(out).toMatch(/^petstore\n/)
  })

  test('its schema takes the file, and finds what is misspelt in it', async () => {
    const { out } = await run('settings', '--schema')
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    const isValid = ajv.compile(JSON.parse(out))
    const settings = parse((await import('node:fs')).readFileSync(changed, 'utf8'))
    expect(isValid(settings), JSON.stringify(isValid.errors)).toBe(true)
    expect(isValid({ 'birth-report': { words: { 'Child.gender': { MAL: 'M' } } } })).toBe(false)
    expect(isValid({ 'organization-session': { jsonTime: 'soon' } })).toBe(false)
    expect(isValid({ 'birth-raport': {} })).toBe(false)
  })
})

describe('a mistake in a settings file names file, simulator and what is near', () => {
  const mistakes: [string, string][] = [
    ['birth-report: { nuls: absent }', 'birth-report has no setting "nuls". It has nulls'],
    ['birth-report: { word: {} }', 'birth-report has no setting "word". It has words'],
    [
      'birth-report: { words: { Child.gendr: { MALE: M } } }',
      'Settings of birth-report: The contract has no list of words "Child.gendr". Did you mean Child.gender',
    ],
    [
      'indkaldelse: { words: { Fejl.fejlkode: { 401: "9001" } } }',
      'Settings of indkaldelse: The word for "401" of "Fejl.fejlkode" must be a number',
    ],
    [
      'organization-session: { paths: { getSesion: /x } }',
      'Settings of organization-session: The contract has no operation "getSesion". Did you mean getSession',
    ],
    [
      'birth-report: { names: { ReportedBy.reporter: x } }',
      'Settings of birth-report: The member "ReportedBy.reporter" is as the provider documents it',
    ],
    ['birth-raport: {}', 'Settings name the simulator "birth-raport"; there are birth-report, '],
    ['birth-report: 5', 'The settings of birth-report must be a map'],
    ['birth-report: { paths: [] }', 'The setting "paths" of birth-report must be a map'],
  ]
  const commands = [
    ['settings'],
    ['serve', '--port', '0', '--log', 'silent'],
    ['proxy', '--target', 'http://127.0.0.1:1'],
    ['drift', 'recording.har'],
    ['verify', '--api', 'birth-report', '--url', 'http://127.0.0.1:1'],
  ]
  test.each(mistakes)('%s', async (text, message) => {
    const file = fileOf('wrong.yaml', text)
    const { code, error } = await run('settings', '--settings', file)
    expect(code).toBe(2)
    expect(error).toContain(`${file}: ${message}`)
  })

  test.each(commands)('%s says so before it does anything', async (...command) => {
    const file = fileOf('wrong.yaml', 'birth-report: { nulls: never }')
    const { code, error } = await run(...command, '--settings', file)
    expect(code).toBe(2)
    expect(error).toBe(`${file}: The setting "nulls" of birth-report must be absent or refused.\n`)
  })
})
