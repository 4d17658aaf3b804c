import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-new-'))
afterAll(() => rmSync(folder, { recursive: true }))
const into = join(folder, 'project')

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const info = 'info: { title: T, version: "1" }\n'
const good = `openapi: 3.1.0\n${info}paths: { /a: { get: { responses: { "200": { description: A } } } } }\n`

describe('a document that cannot be used gets one sentence, and nothing is written', () => {
  const mistakes: [string, string, RegExp][] = [
    ['broken.yaml', 'openapi: [3.1', /^\S+broken\.yaml is neither YAML nor JSON: .+\.\n$/],
    ['broken.json', '{"openapi":', /^\S+broken\.json is neither YAML nor JSON: .+\.\n$/],
    [
      'swagger.yaml',
      'swagger: "2.0"\n',
      /^\S+ is Swagger 2\.0\. Tvilling takes OpenAPI 3\.0 and 3\.1: .+\n$/,
    ],
    ['later.yaml', `openapi: 4.0.0\n${info}`, /^\S+ is OpenAPI 4\.0\.0\. Tvilling takes 3\.0 and 3\.1\.\n$/],
    ['letter.txt', 'Dear team,', /^\S+letter\.txt is no OpenAPI document: .+\n$/],
    ['other.yaml', 'a: 1', /^\S+other\.yaml is no OpenAPI document: it has no "openapi"\.\n$/],
    [
      'empty.yaml',
      `openapi: 3.1.0\n${info}paths: {}`,
      /^\S+ has no "paths": there is nothing to simulate\.\n$/,
    ],
    [
      'dangling.yaml',
      good.replace('description: A', '$ref: "#/components/responses/No"'),
      /^\S+dangling\.yaml cannot be used: The document has nothing at \/components\/responses\/No\.\n$/,
    ],
  ]
  test.each(mistakes)('%s', async (name, text, sentence) => {
    const { code, out, error } = await run('new', 'parcel', '--from', written(name, text), '--into', into)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(error).toMatch(sentence)
    expect(() => readdirSync(into)).toThrow('ENOENT')
  })
})

test('a file that is not there', async () => {
  const { code, error } = await run('new', 'parcel', '--from', join(folder, 'nowhere.yaml'), '--into', into)
  expect(code).toBe(3)
  expect(error).toMatch(/^\S+nowhere\.yaml cannot be read: ENOENT.+\n$/)
})

test('a name with capitals', async () => {
  const from = written('good.yaml', good)
  expect(await run('new', 'MyParcel', '--from', from, '--into', into)).toEqual({
    code: 2,
    out: '',
    error:
      '"MyParcel" is no name for a simulator: use lower-case letters, digits and hyphens, as in parcel-tracking.\n',
  })
})

test('a folder that is there is not written into', async () => {
  const from = written('good.yaml', good)
  const taken = join(folder, 'taken')
  mkdirSync(join(taken, 'mocks/parcel'), { recursive: true })
  const { code, error } = await run('new', 'parcel', '--from', from, '--into', taken)
  expect(code).toBe(3)
  expect(error).toBe(
    `${join(taken, 'mocks/parcel')} is there already, and nothing is written over it. Choose another name, or remove it.\n`,
  )
  expect(readdirSync(taken)).toEqual(['mocks'])
})

describe('serve --simulator', () => {
  const serve = (place: string) => run('serve', '--port', '0', '--log', 'silent', '--simulator', place)
  const petstore = 'test/own-simulators/petstore/mocks/petstore'

  test('nothing is there', async () => {
    expect((await serve('./nowhere')).error).toBe('There is no file, folder or package "./nowhere".\n')
  })
  test('a folder without a simulator', async () => {
    expect((await serve('test/new')).error).toBe(
      'test/new has no simulator.ts. Name the file that exports the simulator.\n',
    )
  })
  test('a module that exports no simulator', async () => {
    expect((await serve('test/new/command.ts')).error).toBe(
      'test/new/command.ts exports no simulator: export what defineSimulator returns.\n',
    )
  })
  test('a name that is taken', async () => {
    const twice = ['--simulator', petstore, '--simulator', petstore]
    const { error } = await run('serve', '--port', '0', '--log', 'silent', ...twice)
    expect(error).toBe(`${petstore}: the name "petstore" is taken by another simulator.\n`)
  })
  test('a path that two claim', async () => {
    const other = 'test/new/claims-a-path.ts'
    const { error } = await run('serve', '--port', '0', '--log', 'silent', '--simulator', other)
    expect(error).toBe('consumer-intelligence and rival both claim /as/token.oauth2.\n')
  })
  test('scenarios lists those of a simulator that is named', async () => {
    const { code, out } = await run('scenarios', '--simulator', petstore)
    expect(code).toBe(0)
    expect(out).toContain('petstore-pets  (petstore)')
  })
})
