import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readServeOptions } from '../../server/config/read-serve-options.ts'

interface Service {
  image: string
  command?: string[]
  environment?: Record<string, string | null>
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
}

// The schema of the Compose specification, in a linter that is kept up to date.
// Its `$schema` is written as ajv does not know it.
const { $schema: _, ...schema } = JSON.parse(
  readFileSync('node_modules/dclint/schemas/compose.schema.json', 'utf8'),
)
const ajv = new Ajv({ strict: false })
formats.default(ajv)
const isCompose = ajv.compile(schema)
const files = globSync('.deploy/compose*.yaml')
const read = (file: string) =>
  parse(readFileSync(file, 'utf8'), { merge: true }) as { services: Record<string, Service> }

test.each(files)('%s is valid by the Compose specification', (file) => {
  isCompose(read(file))
  expect(isCompose.errors).toBeNull()
})

// Most machines with Docker have it; ours has not.
if (spawnSync('docker', ['compose', 'version']).status === 0) {
  test.each(files)('Docker Compose understands %s', (file) => {
    const variables = { POSTGRES_PASSWORD: 'secret', TVILLING_CONTROL_TOKEN: 'a-token-of-twenty' }
    const { stderr, status } = spawnSync('docker', ['compose', '--file', file, 'config', '--quiet'], {
      env: { ...process.env, ...variables },
      encoding: 'utf8',
    })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  })
}

test.each(files)('the servers of %s write to /data and /tmp alone, without capabilities', (file) => {
  for (const service of servers(file)) {
    expect(service).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] })
  }
})

test.each(files)('serve takes the options and variables of %s, set or not', async (file) => {
  for (const { command = [], environment = {} } of servers(file)) {
    for (const set of [true, false]) {
      const variables = Object.entries(environment).flatMap(([name, value]) => {
        const text = value === null ? (set ? 'a-token-of-twenty' : undefined) : interpolated(value, set)
        return text === undefined ? [] : [[name, text]]
      })
      const flags = Object.fromEntries(command.slice(1).map((flag) => readFlag(interpolated(flag, true))))
      const places = { flags, environment: Object.fromEntries(variables), folder: '.deploy' }
      const { options } = await readServeOptions(places)
      expect(options.store).toMatch(/^(sqlite:\/data\/|postgres:\/\/tvilling:a-value@postgres)/)
      expect(options.webhookHosts).toEqual(set ? ['a-value'] : undefined)
    }
  }
})

const servers = (file: string) =>
  Object.values(read(file).services).filter(({ image }) => image.includes('TVILLING_IMAGE'))

/** What Compose makes of `${NAME:-default}` and of `${NAME:?sentence}`, which must be set. */
function interpolated(text: string, set: boolean): string {
  return text.replaceAll(/\$\{\w+:([-?])([^}]*)\}/g, (_, kind: string, fallback: string) => {
    if (kind === '?') return 'a-value-of-twenty-letters'.slice(0, text.includes('://') ? 7 : undefined)
    return set ? 'a-value' : fallback
  })
}

/** `--trust-proxy` as commander gives it. */
function readFlag(flag: string): [string, string | boolean] {
  const [name = '', value = true] = flag.replace('--', '').split(/=(.*)/s)
  return [name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()), value]
}
