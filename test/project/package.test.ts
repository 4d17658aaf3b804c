import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { BUILD_LIMIT, builtPackage } from '../built-package.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, Record<string, unknown>>
  bin: { tvilling: string }
}
/** Every file that the package promises under a door. */
const promised = Object.values(exports).flatMap((door) => filesOf(door))
/**
 * Vitest's own can be imported by a test of Vitest alone, which test/vitest is, and that of Testcontainers where Testcontainers
 * is, by `npm run peers`.
 */
const doors = Object.keys(exports)
  .filter((path) => path !== './vitest' && path !== './testcontainers' && !path.endsWith('.json'))
  .map((path) => path.replace(/^\./, 'tvilling'))

function filesOf(door: Record<string, unknown>): string[] {
  return Object.entries(door).flatMap(([condition, value]) => {
    if (condition === 'tvilling-source') return []
    return typeof value === 'string' ? [value] : filesOf(value as Record<string, unknown>)
  })
}

test('each door has its source', () => {
  for (const { 'tvilling-source': source } of Object.values(exports)) {
    expect(existsSync(join(root, String(source)))).toBe(true)
  }
})

describe('the package as it is built', () => {
  let folder: string
  beforeAll(async () => {
    folder = await builtPackage()
  }, BUILD_LIMIT)

  test('each of its doors can be imported by its name', async () => {
    const script = `const all = await Promise.all(${JSON.stringify(doors)}.map((door) => import(door)))
      console.log(JSON.stringify(all.map((door) => Object.keys(door).length > 0)))`
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
    const { stdout } = await run(process.execPath, flags, { cwd: folder })
    expect(JSON.parse(stdout)).toEqual(doors.map(() => true))
  })

  test('each of its doors has what it promises', () => {
    expect(promised.length).toBeGreaterThan(25)
    expect(promised.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  })

  test('it has the JSON Schema of a settings file', () => {
    const text = readFileSync(join(folder, 'dist/mocks/settings.schema.gen.json'), 'utf8')
    expect(Object.keys(JSON.parse(text).properties)).toContain('birth-report')
  })

  test('its command serves', async () => {
    const child = spawn(process.execPath, [
      join(folder, bin.tvilling),
      'serve',
      '--port',
      '0',
      '--log',
      'silent',
    ])
    let output = ''
    for await (const chunk of child.stdout) {
      output += String(chunk)
      if (output.includes('listening')) break
    }
    const url = /tvilling listening on (\S+)/.exec(output)?.[1]
    expect((await fetch(`${url}/_tvilling/health`)).status).toBe(200)
    child.kill('SIGTERM')
  })
})
