/** Checks a generator of clients: its client compiles, and one call per operation is answered as its pair says. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ExamplePair } from '../../contract/pairs/read-pairs.ts'
import type { Peer, PeerResult, PeerSetup } from '../peer.ts'

const run = promisify(execFile)

export interface Generator {
  name: string
  packages: readonly string[]
  /** Runs the generator in the folder, which has its `node_modules`. */
  generate(setup: PeerSetup): Promise<void>
  /** The beginning of the file with the calls: imports, and where the client calls. */
  prelude(base: string): string
  /** An expression that calls an operation with the request of its pair, and resolves with the status. */
  call(pair: ExamplePair, generated: string): string
  /** The generated file, which `call` may look into. */
  generated?: string
}

export const command = (setup: PeerSetup, name: string, words: readonly string[]) =>
  run(join(setup.folder, 'node_modules/.bin', name), [...words], { cwd: setup.folder, maxBuffer: 1 << 26 })

export function clientPeer(generator: Generator): Peer {
  const { name, packages } = generator
  return {
    name: `client of ${name}`,
    packages: [...packages, 'typescript@5.9.3', '@types/node@24.19.2'],
    about: 'the generated client compiles, and one call per operation is answered as its pair says',
    async check(setup): Promise<PeerResult | undefined> {
      const { simulated } = setup.contract
      if (!simulated) return undefined
      symlinkSync(join(setup.installed, 'node_modules'), join(setup.folder, 'node_modules'))
      const pairs = successes(simulated.pairs)
      const checks = 1 + pairs.length
      try {
        await generator.generate(setup)
        writeFileSync(join(setup.folder, 'calls.ts'), callsFile(generator, setup, pairs, simulated.stage.url))
        writeFileSync(join(setup.folder, 'package.json'), '{ "type": "module", "private": true }')
        writeFileSync(join(setup.folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
        writeFileSync(join(setup.folder, 'resolve.mjs'), RESOLVE)
        await command(setup, 'tsc', ['-p', '.'])
      } catch (error) {
        const { stdout = '', message } = error as Error & { stdout?: string }
        return { checks, findings: [`it does not compile: ${stdout || message}`.slice(0, 3_000)] }
      }
      const words = ['--import', './resolve.mjs', 'out/calls.js']
      const { stdout } = await run(process.execPath, words, { cwd: setup.folder, maxBuffer: 1 << 26 })
      const answers = JSON.parse(stdout) as Record<string, unknown>
      return {
        checks,
        findings: pairs.flatMap(({ operation: { id }, status }) =>
          answers[id] === status ? [] : [`${id}: ${JSON.stringify(answers[id])} instead of ${status}`],
        ),
      }
    },
  }
}

/** The first pair of a success of each operation. */
function successes(pairs: readonly ExamplePair[]): ExamplePair[] {
  const first = new Map<string, ExamplePair>()
  for (const pair of pairs) {
    if (pair.status < 400 && !first.has(pair.operation.id)) first.set(pair.operation.id, pair)
  }
  return [...first.values()]
}

/** Generated clients are for bundlers: their imports have no file names. */
const RESOLVE = `import { registerHooks } from 'node:module'
registerHooks({
  resolve(name, context, next) {
    if (!name.startsWith('.') || name.endsWith('.js')) return next(name, context)
    try {
      return next(name + '.js', context)
    } catch {
      return next(name + '/index.js', context)
    }
  },
})
`

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    outDir: 'out',
    rootDir: '.',
  },
  include: ['**/*.ts'],
  exclude: ['node_modules', 'out'],
}

function callsFile(
  generator: Generator,
  { folder }: PeerSetup,
  pairs: readonly ExamplePair[],
  base: string,
): string {
  const file = generator.generated && join(folder, generator.generated)
  const generated = file && existsSync(file) ? readFileSync(file, 'utf8') : ''
  return [
    generator.prelude(base),
    'const statuses: Record<string, unknown> = {}',
    ...pairs.map(
      (pair) =>
        `statuses['${pair.operation.id}'] = await ${generator.call(pair, generated)}.catch((error: unknown) => String(error))`,
    ),
    'process.stdout.write(JSON.stringify(statuses))',
    '',
  ].join('\n')
}

/** The values of the parameters in one place, by name; undefined if the pair has none there. */
export function valuesIn(
  { parameters }: ExamplePair,
  place: 'path' | 'query' | 'header',
): Record<string, unknown> | undefined {
  const there = parameters.filter(({ parameter }) => parameter.in === place)
  return there.length === 0
    ? undefined
    : Object.fromEntries(there.map(({ parameter, value }) => [parameter.name, value]))
}

/** The body as the text of an expression; the parts of a form are files. */
export function bodyText({ body }: ExamplePair): string | undefined {
  if (!body) return undefined
  if (body.mediaType !== 'multipart/form-data') return JSON.stringify(body.value)
  const parts = Object.entries(body.value as Record<string, string>).map(([name, text]) => {
    const type = /^\s*[[{]/.test(text) ? 'application/json' : 'text/csv'
    return `${name}: new File([${JSON.stringify(text)}], 'numbers', { type: '${type}' })`
  })
  return `{ ${parts.join(', ')} }`
}
