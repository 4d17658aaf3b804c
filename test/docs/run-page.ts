/** Runs the blocks of a page in an empty project, as a reader who pastes them. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { builtPackage } from '../built-package.ts'
import { type Block, type Page, root } from './page.ts'
import { scriptOf } from './script.ts'

const modules = realpathSync(join(root, 'node_modules'))

/** The oldest Node that Tvilling takes, and a page by itself; for one that names a newer one, the Node of the tests. */
const OLDEST = '22.13'

function nodeOf({ node = OLDEST }: Page): string {
  return node === OLDEST ? join(modules, 'node-22/bin/node') : process.execPath
}

/** What a page needs on the machine, by the language of its blocks. */
const RUNTIMES: Record<string, readonly string[]> = {
  java: ['java', '--version'],
  csharp: ['dotnet', '--version'],
  go: ['go', 'version'],
}

/** Why this machine cannot run a page; undefined if it can. */
export function missingRuntime({ blocks }: Page): string | undefined {
  for (const [language, [program = '', ...args]] of Object.entries(RUNTIMES)) {
    if (blocks.some((block) => block.language === language) && spawnSync(program, args).status !== 0) {
      return `${program} is not installed here`
    }
  }
  const packages = blocks.flatMap(({ text }) =>
    [...text.matchAll(/^pip install (.*)$/gm)].flatMap(([, names = '']) => names.split(' ')),
  )
  const absent = packages.filter(
    (name) => spawnSync('python3', ['-c', `import ${name.replaceAll('-', '_')}`]).status !== 0,
  )
  return absent.length > 0 ? `python3 has no ${absent.join(', ')} here` : undefined
}

/** @throws an error with the output if a command fails or prints something else than the page says. */
export async function runPage(page: Page): Promise<void> {
  const { blocks, port } = await withFreePorts(page.blocks)
  const script = scriptOf(blocks, `http://127.0.0.1:${port}`)
  const project = mkdtempSync(join(tmpdir(), 'tvilling-page-'))
  try {
    const { code, output } = await runBash(script.text, project, port, nodeOf(page))
    if (code !== 0) throw new Error(`${page.path} ended with ${code}:\n${output}`)
    const printed = output.split(/\n\[\[mark \d+\]\]\n/)
    for (const { mark, text } of script.expected) {
      if (!matches(printed[mark] ?? '', text)) {
        throw new Error(`${page.path} does not print "${text}":\n${printed[mark]}`)
      }
    }
  } finally {
    rmSync(project, { recursive: true, force: true, maxRetries: 3 })
  }
}

function matches(output: string, wanted: string): boolean {
  const parts = wanted.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('[^]*?')).test(output)
}

async function runBash(
  script: string,
  project: string,
  port: number,
  node: string,
): Promise<{ code: number | null; output: string }> {
  const path = [join(import.meta.dirname, 'programs'), dirname(node), process.env['PATH']].join(':')
  // A group of its own: whatever the page has started ends with it.
  const child = spawn('bash', ['-c', script], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: path,
      NODE_OPTIONS: '',
      CI: '1',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      VITEST: undefined,
      TVILLING_PORT: String(port),
      PAGE_MODULES: modules,
      PAGE_TVILLING: await builtPackage(),
    },
  })
  let output = ''
  child.stdout.on('data', (bytes) => {
    output += bytes
  })
  child.stderr.on('data', (bytes) => {
    output += bytes
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const code = await ended
  try {
    process.kill(-Number(child.pid), 'SIGKILL')
  } catch {
    // Nothing was left.
  }
  return { code, output }
}

const PORTS = /(?:127\.0\.0\.1:|localhost:|port[ =]|PORT=|listen\()(\d{4,5})\b/g

/** Ports of a page are those of its reader. Here pages run side by side. */
async function withFreePorts(blocks: readonly Block[]): Promise<{ blocks: Block[]; port: number }> {
  const named = new Set([
    '4010',
    ...blocks.flatMap(({ text }) => [...text.matchAll(PORTS)].map(([, port = '']) => port)),
  ])
  const free = await freePorts(named.size)
  const ports = new Map([...named].map((port, index) => [port, free[index] as number]))
  const replaced = blocks.map((block) => {
    let { text } = block
    for (const [port, other] of ports) text = text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(other))
    return { ...block, text }
  })
  return { blocks: replaced, port: ports.get('4010') as number }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
