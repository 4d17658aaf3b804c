/** Reads seed files: YAML or JSON, with the place of every value, so that a mistake can be shown where it is. */
import { readFile, stat } from 'node:fs/promises'
import type { Document, LineCounter, Node, Pair } from 'yaml'
import { UsageError } from '../../src/control/usage-error.ts'
import { type SeedMistake, SeedRefused, SHOWN, wordMistakes } from '../../src/seed/mistakes.ts'
import type { SeedData } from '../../src/seed/seed-data.ts'

export interface SeedFile {
  name: string
  data: SeedData
  /** Made when a place in it is asked for, unless it was needed to read it. */
  parsed: () => Promise<Parsed>
}

interface Parsed {
  document: Document
  lines: LineCounter
}

/** In bytes. YAML takes some seconds for that, during which nothing else is done; JSON takes none. */
const LARGEST = 8 * 1024 * 1024

/** @throws UsageError with the file, line and column of what is wrong. */
export async function readSeedFiles(names: readonly string[]): Promise<SeedFile[]> {
  const files: SeedFile[] = []
  for (const name of names) files.push(await readSeedFile(name))
  return files
}

async function readSeedFile(name: string): Promise<SeedFile> {
  const text = await textOf(name)
  const json = readJson(text)
  if (json) return { name, data: json, parsed: () => parseFile(name, text) }
  const { document, lines } = await parseFile(name, text)
  const data: unknown = guarded(name, () => document.toJS())
  if (data !== null && (typeof data !== 'object' || Array.isArray(data))) {
    throw new UsageError(`${name}:1:1: A seed file is a map of sections.`)
  }
  return { name, data: (data ?? {}) as SeedData, parsed: async () => ({ document, lines }) }
}

/** The map that a text is as JSON; undefined if it is none. */
function readJson(text: string): SeedData | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    return JSON.parse(text) as SeedData
  } catch {
    // It may be YAML in braces.
    return undefined
  }
}

async function parseFile(name: string, text: string): Promise<Parsed> {
  const { LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  const document = guarded(name, () => parseDocument(text, { lineCounter: lines, prettyErrors: false }))
  const [error] = document.errors
  if (error) throw new UsageError(`${place(name, lines, error.pos[0])}: ${sentence(error.message)}`)
  visit(document, {
    Scalar(_, scalar) {
      const { source, value } = scalar
      // Identity numbers may begin with 0.
      if (typeof value === 'number' && source && /^\d+$/.test(source) && String(value) !== source) {
        scalar.value = source
      }
    },
  })
  return { document, lines }
}

async function textOf(name: string): Promise<string> {
  try {
    const { size } = await stat(name)
    if (size > LARGEST) {
      throw new UsageError(
        `${name} is too large for a seed file: it has ${size} bytes, of at most ${LARGEST}.`,
      )
    }
    return await readFile(name, 'utf8')
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`The seed file ${name} cannot be read: ${(error as Error).message}.`, 409)
  }
}

/** YAML that nests too deeply, or whose aliases become too much, ends with an error of its own. */
function guarded<R>(name: string, work: () => R): R {
  try {
    return work()
  } catch (error) {
    throw new UsageError(`The seed file ${name} cannot be read: ${sentence((error as Error).message)}`)
  }
}

const sentence = (message: string) => `${(message.split('\n')[0] ?? '').replace(/[.:]$/, '')}.`

const place = (name: string, lines: LineCounter, offset: number) => {
  const { line, col } = lines.linePos(offset)
  return `${name}:${line}:${col}`
}

/** An error about seed data, in terms of the files that it comes from; any other error as it is. */
export async function inFiles(error: unknown, files: readonly SeedFile[]): Promise<unknown> {
  if (!(error instanceof SeedRefused)) return error
  const places = new Map<SeedMistake, string>()
  for (const mistake of error.mistakes.slice(0, SHOWN)) places.set(mistake, await placeOf(mistake, files))
  return new UsageError(wordMistakes(error.mistakes, (mistake) => places.get(mistake) ?? ''))
}

async function placeOf({ path, atName }: SeedMistake, files: readonly SeedFile[]): Promise<string> {
  const [part, ...steps] = path
  const file = files[Number(part)]
  if (!file) return 'seed data'
  const { isAlias, isMap, isSeq, isScalar } = await import('yaml')
  const { document, lines } = await file.parsed()
  let node: Node | null = document.contents
  for (const [index, step] of steps.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
      : undefined
    const inside = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : (pair?.value as Node | null)
    const named = atName && index === steps.length - 1 ? (pair?.key as Node) : inside
    // What is missing or empty has no place of its own.
    if (!named?.range) break
    node = named
  }
  return place(file.name, lines, node?.range?.[0] ?? 0)
}
