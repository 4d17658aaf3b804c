/**
 * JSON of large answers. Everything that an advance did can be a hundred thousand objects: to write them in one go holds
 * up all other tenants for half a second.
 */

/** Items of a list in one slice of the text, if they are small; fewer if they are large. */
const SLICE = 250
/** Characters that a slice shall not have many more of. */
const LONG = 64 * 1024

/** The text of `JSON.stringify(value, null, 2)` in slices: lists in it are divided. */
export function* slicedJson(value: object, by = 0): Generator<string> {
  let separator = '{'
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    const head = `${separator}\n${' '.repeat(by + 2)}${JSON.stringify(name)}: `
    separator = ','
    if (Array.isArray(member) && member.length > 1) yield* listSlices(head, member, by + 2)
    else if (isHeavy(member)) {
      yield head
      yield* slicedJson(member, by + 2)
    } else yield head + indent(JSON.stringify(member, null, 2), by + 2)
  }
  yield `\n${' '.repeat(by)}}`
}

/** Whether some member of the object is a long list. */
export function isLarge(value: unknown): value is object {
  return (
    isObject(value) && Object.values(value).some((member) => Array.isArray(member) && member.length > SLICE)
  )
}

/** Whether the object is a page of exchanges, or a HAR, whose entries may be long. */
export function isHeavy(value: unknown): value is object {
  return isObject(value) && ('exchanges' in value || 'log' in value || 'entries' in value)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* listSlices(head: string, items: readonly unknown[], by: number): Generator<string> {
  let separator = `${head}[`
  let count = 1
  for (let at = 0; at < items.length; ) {
    // Without its brackets, the text of a part of a list is that part of the text of the whole.
    const text = JSON.stringify(items.slice(at, at + count), null, 2)
    yield separator + indent(text.slice(1, -2), by)
    separator = ','
    at += count
    count = text.length > LONG ? Math.ceil(count / 4) : Math.min(SLICE, count * 4)
  }
  yield `\n${' '.repeat(by)}]`
}

/** Line breaks inside texts are escaped in JSON: those that are left are its layout. */
const indent = (json: string, by: number) => json.replaceAll('\n', `\n${' '.repeat(by)}`)
