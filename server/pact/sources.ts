/** Finds pacts: files, folders, URLs of pacts, a broker. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'

export type PactSource = { kind: 'pacts'; urls: string[] } | { kind: 'broker'; url: string }

/**
 * Finds the pacts that a user named.
 * @param provider limits them to this provider.
 * @throws UsageError if there is no pact, or none with this provider.
 */
export function findPacts(named: readonly string[], provider: string | undefined): PactSource {
  const remote = named.filter(isRemote)
  const [broker] = remote.filter((url) => !isPact(url))
  if (broker !== undefined) {
    if (named.length > 1) throw new UsageError('A broker is named alone: it knows which pacts there are.')
    if (provider === undefined) {
      throw new UsageError('A broker needs --provider <name>: which provider of its pacts the twin is.')
    }
    return { kind: 'broker', url: broker }
  }
  const files = named.filter((source) => !remote.includes(source)).flatMap(filesOf)
  const pacts = files.map((file) => ({ file, provider: providerOf(file) }))
  const chosen = pacts.filter((pact) => provider === undefined || pact.provider === provider)
  if (chosen.length + remote.length === 0) {
    if (provider === undefined) throw new UsageError(`There is no pact in ${named.join(', ')}.`)
    throw unknownName('pact with the provider', provider, [...new Set(pacts.map((pact) => pact.provider))])
  }
  return { kind: 'pacts', urls: [...chosen.map(({ file }) => file), ...remote] }
}

export function isRemote(source: string): boolean {
  return /^https?:/.test(source)
}

/** The URL of a pact ends in `.json`, or has `/pacts/` in its path on a broker. */
function isPact(url: string): boolean {
  const { pathname } = new URL(url)
  return pathname.endsWith('.json') || pathname.includes('/pacts/')
}

function filesOf(source: string): string[] {
  try {
    if (!statSync(source).isDirectory()) return [source]
    const inside = readdirSync(source, { recursive: true, encoding: 'utf8' })
    return inside
      .filter((file) => file.endsWith('.json') && !file.includes('node_modules'))
      .map((file) => join(source, file))
      .sort()
      .filter(isPactFile)
  } catch (error) {
    throw new UsageError(`The pacts in ${source} cannot be read: ${(error as Error).message}`, 409)
  }
}

/** False for other JSON in the same folder. */
function isPactFile(file: string): boolean {
  try {
    return typeof providerOf(file) === 'string'
  } catch {
    return false
  }
}

function providerOf(file: string): string {
  let name: unknown
  try {
    name = JSON.parse(readFileSync(file, 'utf8'))?.provider?.name
  } catch (error) {
    const status = error instanceof SyntaxError ? 400 : 409
    throw new UsageError(`The pact ${file} cannot be read: ${(error as Error).message}`, status)
  }
  if (typeof name !== 'string') throw new UsageError(`${file} is no pact: it names no provider.`)
  return name
}
