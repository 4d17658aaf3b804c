/**
 * JSON of large answers. Everything that an advance did can be a hundred thousand objects: to write them in one go holds
 * up all other tenants for half a second.
 */

/** Items of a list in one slice of the text. */
const SLICE = 250

/** The text of `JSON.stringify(value, null, 2)` in slices: long lists that are members of an object are divided. */
export function* slicedJson(value: object): Generator<string> {
  let separator = '{'
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    const head = `${separator}\n  ${JSON.stringify(name)}: `
    separator = ','
    if (isLong(member)) yield* listSlices(head, member)
    else yield head + indent(JSON.stringify(member, null, 2), 2)
  }
  yield '\n}'
}

/** Whether some member of the object is a long list. */
export function isLarge(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some(isLong)
  )
}

const isLong = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > SLICE

function* listSlices(head: string, items: readonly unknown[]): Generator<string> {
  let separator = `${head}[`
  for (let at = 0; at < items.length; at += SLICE) {
    // Without its brackets, the text of a part of a list is that part of the text of the whole.
    const text = JSON.stringify(items.slice(at, at + SLICE), null, 2)
    yield separator + indent(text.slice(1, -2), 2)
    separator = ','
  }
  yield '\n  ]'
}

/** Line breaks inside texts are escaped in JSON: those that are left are its layout. */
const indent = (json: string, by: number) => json.replaceAll('\n', `\n${' '.repeat(by)}`)
