import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readServeOptions } from '../../server/config/read-serve-options.ts'
import { run } from '../new/command.ts'
import { filesOf } from './folder.ts'

const { folder } = filesOf('init')
const into = (name: string) => {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}

test.each(['yaml', 'json'])('init writes %s that changes nothing', async (format) => {
  const path = into(format)
  expect((await run('init', '--format', format, '--into', path)).code).toBe(0)
  const written = await readServeOptions({ flags: {}, environment: {}, folder: path })
  expect(written.config?.file).toBe(`tvilling.config.${format}`)
  expect(written.options).toEqual(
    (await readServeOptions({ flags: {}, environment: {}, folder: '/nowhere' })).options,
  )
})

test('init writes TypeScript with each option as a comment', async () => {
  const path = into('ts')
  await run('init', '--format', 'ts', '--into', path)
  const text = readFileSync(join(path, 'tvilling.config.ts'), 'utf8')
  expect(text).toMatch(/^import \{ defineConfig \} from 'tvilling\/server'\n/)
  expect(text).toContain("  // clock: 'real',\n")
  expect(text).toContain("  // settings: 'settings.yaml',\n")
})

test('init writes over nothing, whatever the format of the file that is there', async () => {
  const path = into('taken')
  writeFileSync(join(path, 'tvilling.config.js'), 'export default {}')
  const { code, error } = await run('init', '--into', path)
  expect([code, error]).toEqual([
    3,
    `${join(path, 'tvilling.config.js')} is there already, and nothing is written over it.\n`,
  ])
})

test('a format that init does not know is wrong use', async () => {
  const { code, error } = await run('init', '--format', 'toml', '--into', folder)
  expect([code, error]).toEqual([
    2,
    expect.stringContaining("'toml' is invalid. Allowed choices are yaml, json, ts."),
  ])
})

test('two files in one folder are a mistake', async () => {
  const path = into('two')
  for (const name of ['tvilling.config.js', 'tvilling.config.yaml']) writeFileSync(join(path, name), '')
  await expect(readServeOptions({ flags: {}, environment: {}, folder: path })).rejects.toThrow(
    'There are tvilling.config.js and tvilling.config.yaml: remove one, or name one with --config.',
  )
})
