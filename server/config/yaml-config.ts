/** A configuration file in YAML or JSON, with the line and column of each value. */
import { isMap, isPair, LineCounter, type Node, parseDocument } from 'yaml'
import { UsageError } from '../../src/control/usage-error.ts'
import { readInput } from '../cli/read-input.ts'
import type { ConfigFile, KeyPath } from './config-file.ts'

export async function readYaml(
  path: string,
  file: string,
): Promise<{ values: unknown; at: ConfigFile['at'] }> {
  const lineCounter = new LineCounter()
  // JSON is YAML as well.
  const document = parseDocument(await readInput(path, file), { lineCounter })
  const [wrong] = document.errors
  if (wrong) {
    const [first = ''] = wrong.message.split('\n')
    const said = first.replace(/ at line \d+, column \d+:?$/, '')
    throw new UsageError(`${placeOf(wrong.pos[0])}: ${said}.`)
  }
  // An empty file, or one whose lines are all comments.
  const values: unknown = document.toJS() ?? {}
  return { values, at: (keys, part = 'value') => placeOf(offsetOf(document.contents, keys, part)) }

  function placeOf(offset: number): string {
    const { line, col } = lineCounter.linePos(offset)
    return `${file}:${line}:${col}`
  }
}

/** The offset of a value, of its key, or of the last that is there on the way to it. */
function offsetOf(root: unknown, keys: KeyPath, part: 'key' | 'value'): number {
  let offset = 0
  let node: unknown = root
  for (const [depth, key] of keys.entries()) {
    const found: unknown = isMap(node)
      ? node.items.find((pair) => String((pair.key as { value?: unknown }).value) === String(key))
      : (node as { items?: unknown[] } | null)?.items?.[Number(key)]
    if (found === undefined) return offset
    const isLast = depth === keys.length - 1
    const shown = isPair(found) && (part === 'key' || !isLast || !found.value) ? found.key : found
    node = isPair(found) ? found.value : found
    offset = startOf(isPair(shown) ? shown.value : shown) ?? offset
  }
  return offset
}

const startOf = (node: unknown) => (node as Partial<Node> | null)?.range?.[0]
