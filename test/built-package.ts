/** The package as `npm run build` makes it, for all tests that need it: built once for each state of the sources. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withAddresses } from '../.scripts/package-pages.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
/** Inside node_modules, so that Git does not see it and the packages that it imports are found. */
const cache = join(root, 'node_modules/.cache/tvilling-build')
/** All that goes into a build. */
const INPUTS = [
  '{contracts,fixtures,mocks,server,src}/**/*.{ts,json,md}',
  '{README.md,LICENSE,package.json,package-lock.json}',
  'tsconfig*.json',
  '.scripts/{build,package-*,vendored}.ts',
]

/** Time limit of a hook that asks for it, in milliseconds: a build takes 15 s of one core, more on a busy machine. */
export const BUILD_LIMIT = 180_000

/** A folder with the files of the package. It is shared: whoever changes it copies it first. */
export async function builtPackage(): Promise<string> {
  const folder = join(cache, contentHash())
  const lock = `${folder}.lock`
  mkdirSync(cache, { recursive: true })
  while (!exists(folder)) {
    // Test files run side by side: the first one builds, the others wait for it.
    if (!taken(lock)) await wait(200)
    else {
      try {
        if (!exists(folder)) await build(folder)
      } finally {
        rmSync(lock, { force: true })
      }
    }
  }
  return folder
}

function contentHash(): string {
  const hash = createHash('sha256')
  for (const file of globSync(INPUTS, { cwd: root }).sort()) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function build(folder: string): Promise<void> {
  const begun = `${folder}.${process.pid}`
  rmSync(begun, { recursive: true, force: true })
  try {
    const command = [join(root, '.scripts/build.ts'), join(begun, 'dist'), '--no-check']
    await promisify(execFile)(process.execPath, command, { cwd: root })
    for (const file of ['package.json', 'LICENSE']) cpSync(join(root, file), join(begun, file))
    writeFileSync(join(begun, 'README.md'), withAddresses(readFileSync(join(root, 'README.md'), 'utf8'), '.'))
    // A folder with its final name is complete.
    renameSync(begun, folder)
  } finally {
    rmSync(begun, { recursive: true, force: true })
  }
  for (const other of globSync('*', { cwd: cache })) {
    const path = join(cache, other)
    if (other !== basename(folder) && isOld(path)) rmSync(path, { recursive: true, force: true })
  }
}

/** Takes the lock, also from a process that has died. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!holderLives(lock)) rmSync(lock, { force: true })
    return false
  }
}

function holderLives(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    // Between its creation and its writing the lock is empty.
    if (holder > 0) process.kill(holder, 0)
    return true
  } catch {
    return false
  }
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined
const HOUR = 3_600_000
const isOld = (path: string) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - HOUR
