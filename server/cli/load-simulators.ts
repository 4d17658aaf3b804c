/** `--simulator`: simulators of a user's own, beside those of the package. */
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { simulators } from '../../mocks/simulators.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'

/** Files of a folder that are looked for, in this order. */
const ENTRIES = ['simulator.ts', 'simulator.js', 'simulator.mjs', 'index.ts', 'index.js', 'index.mjs']

/**
 * The simulators of the package with those that modules export.
 * @param places files, folders with a `simulator.ts`, or names of packages, as somebody in this folder means them.
 * @throws UsageError when there is no such module, it exports no simulator, or a name is taken.
 */
export async function withOwnSimulators(places: readonly string[]): Promise<Simulator[]> {
  const all: Simulator[] = [...simulators]
  for (const place of places) {
    for (const simulator of await simulatorsAt(place)) {
      if (all.some(({ name }) => name === simulator.name)) {
        throw new UsageError(`${place}: the name "${simulator.name}" is taken by another simulator.`)
      }
      all.push(simulator)
    }
  }
  return all
}

async function simulatorsAt(place: string): Promise<Simulator[]> {
  const file = fileOf(place)
  if (file.endsWith('.ts') && !process.features.typescript) {
    throw new UsageError(
      `${place} is TypeScript, which Node ${process.version} reads with --experimental-strip-types only: use Node 22.18 or later, or name the JavaScript that it is built to.`,
    )
  }
  const found = Object.values(await load(place, file)).filter(isSimulator)
  if (found.length === 0) {
    throw new UsageError(`${place} exports no simulator: export what defineSimulator returns.`)
  }
  for (const simulator of found) checkContract(place, simulator)
  return [...new Set(found)]
}

function fileOf(place: string): string {
  const path = resolve(place)
  if (!existsSync(path)) return packageOf(place)
  if (!statSync(path).isDirectory()) return path
  const entry = ENTRIES.map((name) => join(path, name)).find(existsSync)
  if (entry) return entry
  throw new UsageError(`${place} has no simulator.ts. Name the file that exports the simulator.`)
}

function packageOf(name: string): string {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(name)
  } catch {
    throw new UsageError(`There is no file, folder or package "${name}".`)
  }
}

async function load(place: string, file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    throw new UsageError(`${place} cannot be loaded: ${(error as Error).message.split('\n')[0]}`)
  }
}

function isSimulator(value: unknown): value is Simulator {
  if (typeof value !== 'object' || value === null) return false
  const { name, definition } = value as Partial<Simulator>
  return typeof name === 'string' && typeof definition === 'object' && 'operations' in definition
}

/** A contract that cannot be read is said before the server starts. */
function checkContract(place: string, simulator: Simulator): void {
  try {
    simulator.contract
  } catch (error) {
    throw new UsageError(`${place}: ${(error as Error).message}`)
  }
}
