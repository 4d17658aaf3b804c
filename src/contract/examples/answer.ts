/** Answers, requests and events made of a contract's examples, or of its schemas where it has none. */
import { UsageError } from '../../control/usage-error.ts'
import type { Random } from '../../harness/random.ts'
import { type Answer, type Content, type Contract, resolve, type Schema } from '../contract.ts'
import type { Validator } from '../validator.ts'
import type { Words } from './text.ts'
import { drawValue, membersOf } from './value.ts'
import { toXml } from './xml.ts'

export interface Source {
  contract: Contract
  validator: Validator
  words: Words | undefined
}

export interface MadeAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** How often a value is drawn until it is valid; the first two take examples and are the same each time. */
const TRIES = 25

/**
 * Values for a place that has a schema: the example that is written beside it, then the schema's own examples, then
 * values drawn from the schema.
 */
export function* valuesAt(
  { contract, words }: Source,
  schema: { pointer: string; value: Schema } | undefined,
  random: Random,
  name = '',
): Generator<unknown> {
  if (!schema) return
  const { document } = contract
  const written = writtenExample(contract, schema.pointer.replace(/\/schema$/, ''))
  if (written !== undefined) yield written
  const whole: Schema = { $ref: `#${encodeURI(schema.pointer)}` }
  yield drawValue({ document, random, words, examples: true }, whole, name)
  for (let count = 2; count < TRIES; count += 1) {
    yield drawValue({ document, random, words, examples: false }, whole, name)
  }
}

/** `example`, or the first of `examples`, beside the schema of a parameter, header or body. */
function writtenExample({ document }: Contract, pointer: string): unknown {
  const { pointer: at, value } = resolve(document, pointer)
  if (value['example'] !== undefined) return value['example']
  const [first] = Object.keys((value['examples'] as object | undefined) ?? {})
  if (first === undefined) return undefined
  return resolve(document, `${at}/examples/${first.replaceAll('~', '~0').replaceAll('/', '~1')}`).value[
    'value'
  ]
}

/** The content in which an answer is made: JSON if it can be had. */
export function preferred(contents: readonly Content[]): Content | undefined {
  return contents.find(({ mediaType }) => isJson(mediaType)) ?? contents[0]
}

export const isJson = (mediaType: string) => /^application\/(.+\+)?json$/i.test(mediaType)

/**
 * An answer that is as its contract has it.
 * @param known members of the body that are known; those that the answer's schema does not take are left out. A list
 * is the body.
 * @throws UsageError when none could be made.
 */
export function makeAnswer(
  source: Source,
  operation: string,
  status: number,
  answer: Answer,
  random: Random,
  known?: object,
): MadeAnswer {
  const content = preferred(answer.content)
  const headers = { ...headersOf(source, answer, random), ...typeHeader(answer, content) }
  const shown = Object.keys(headers).length > 0 ? { headers } : {}
  if (!content) return { status, ...shown }
  const faultsOf = (body: unknown) =>
    source.validator.answer(
      answer,
      { status, headers: { 'content-type': content.mediaType, ...headers } },
      body,
    )
  if (Array.isArray(known)) return { status, ...shown, body: known }
  if (!content.schema && known) return { status, ...shown, body: known }
  if (!isJson(content.mediaType)) {
    return { status, ...shown, body: bytesOf(source, content, random) }
  }
  if (!content.schema) return { status, ...shown, body: {} }
  const members = known && membersOf(source.contract.document, content.schema.value)
  const taken = members ? only(known, members) : known
  let faults: string[] = []
  for (const value of valuesAt(source, content.schema, random)) {
    faults = faultsOf(value)
    if (faults.length > 0) continue
    return { status, ...shown, body: taken ? withKnown(value, taken, faultsOf) : value }
  }
  throw new UsageError(
    `${operation} ${status}: no example could be made of its schema (${faults.slice(0, 3).join('; ')}). Write an "example" in the contract.`,
  )
}

const only = (known: object, members: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(known).filter(([name]) => members.has(name)))

/** Everything that is known if that is valid, or else each member that leaves the value valid. */
function withKnown(value: unknown, known: object, faultsOf: (body: unknown) => string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const whole = { ...value, ...known }
  if (faultsOf(whole).length === 0) return whole
  let made: object = value
  for (const [name, member] of Object.entries(known)) {
    const next = { ...made, [name]: member }
    if (faultsOf(next).length === 0) made = next
  }
  return made
}

/** What is no JSON: bytes or text of the media type, which no schema checks. */
function bytesOf(source: Source, content: Content, random: Random): Uint8Array {
  const [value] = valuesAt(source, content.schema, random)
  if (typeof value === 'string') return Buffer.from(value)
  if (/\bxml$/i.test(content.mediaType) && content.schema) {
    return Buffer.from(toXml(source.contract.document, content.schema.value, value))
  }
  return Buffer.from(value === undefined ? random.hex(32) : JSON.stringify(value))
}

/** Needed unless the content is the first one, which an answer has by itself. */
function typeHeader(answer: Answer, content: Content | undefined): Record<string, string> {
  if (!content || content === answer.content[0]) return {}
  return { 'content-type': content.mediaType }
}

function headersOf(source: Source, answer: Answer, random: Random): Record<string, string> {
  const named = answer.requiredHeaders.map((name) => {
    const at = answer.headers.get(name)
    const schema = at === undefined ? undefined : { pointer: `${at}/schema`, value: true }
    const [value] = valuesAt(source, schema, random, name)
    return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]
  })
  return Object.fromEntries(named)
}
