/**
 * JSON of large answers. Everything that an advance did can be a hundred thousand objects: to write them in one go holds
 * up all other tenants for a quarter of a second.
 */

/** Items of a list that are written before others have their turn. */
const SLICE = 500

/** The same text as `JSON.stringify(value, null, 2)`. Long lists that are members of an object are written in slices. */
export async function slicedJson(value: unknown): Promise<string> {
  if (!hasLongList(value)) return JSON.stringify(value, null, 2)
  const members: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    const text = isLong(member) ? await listText(member) : indent(JSON.stringify(member, null, 2), 2)
    members.push(`  ${JSON.stringify(name)}: ${text}`)
  }
  return `{\n${members.join(',\n')}\n}`
}

const isLong = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > SLICE

function hasLongList(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some(isLong)
  )
}

async function listText(items: readonly unknown[]): Promise<string> {
  const slices: string[] = []
  for (let at = 0; at < items.length; at += SLICE) {
    // Without its brackets, the text of a part of a list is that part of the text of the whole.
    const text = JSON.stringify(items.slice(at, at + SLICE), null, 2)
    slices.push(indent(text.slice(1, -2), 2))
    await new Promise<void>((done) => setImmediate(done))
  }
  return `[${slices.join(',')}\n  ]`
}

/** Line breaks inside texts are escaped in JSON: those that are left are its layout. */
const indent = (json: string, by: number) => json.replaceAll('\n', `\n${' '.repeat(by)}`)
