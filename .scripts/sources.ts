/**
 * `node .scripts/sources.ts <folder>` writes `contracts/<api>/source.gen.json` from the provider's document as text,
 * `<folder>/<api>.txt`: for each line short hashes of its words. The documents are the providers' and not ours to publish;
 * their index is enough to check the places that `facts.yaml` names.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonFile } from '../server/new/contract-files.ts'

/** For each line, the hashes of its words, sorted, each once. */
export type SourceIndex = readonly string[]

/** The words of a text in small letters. Names such as `jsonData` and `SENT_IN` are several words. */
export function wordsOf(text: string): string[] {
  // A diagram in one of the documents has line breaks written as \n.
  const plain = text.normalize('NFC').replaceAll('\\n', ' ')
  const words = plain.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu) ?? []
  return words.map((word) => word.toLowerCase())
}

/** Short, so that many words have the same one: a word can be looked for, and a line cannot be read. */
export const hashOf = (word: string): string => createHash('sha256').update(word).digest('hex').slice(0, 4)

export function indexOf(text: string): SourceIndex {
  return text.split(/\r?\n/).map((line) => [...new Set(wordsOf(line).map(hashOf))].sort().join(' '))
}

/** The lines of `12-14, 20`, counted from 1. */
export function linesIn(place: string): number[] {
  return place.split(',').flatMap((range) => {
    const [first, last = first] = range.trim().split('-').map(Number)
    if (!first || !last || last < first) throw new Error(`"${place}" does not read like "12-14, 20".`)
    return Array.from({ length: last - first + 1 }, (_, step) => first + step)
  })
}

/** Those of the texts whose words do not stand together in one of the lines. */
export function missingFrom(index: SourceIndex, place: string, texts: readonly string[]): string[] {
  const lines = linesIn(place).map((line) => new Set(index[line - 1]?.split(' ')))
  return texts.filter((text) => {
    const hashes = wordsOf(text).map(hashOf)
    return hashes.length === 0 || !lines.some((line) => hashes.every((hash) => line.has(hash)))
  })
}

async function main(folder: string | undefined): Promise<void> {
  if (!folder) throw new Error('Name the folder with the documents of the providers, <api>.txt.')
  const contracts = join(dirname(import.meta.dirname), 'contracts')
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.txt')) continue
    const index = indexOf(await readFile(join(folder, file), 'utf8'))
    await writeFile(join(contracts, basename(file, '.txt'), 'source.gen.json'), jsonFile(index))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2])
