/** Reads the file that a client uploads: its format, and the numbers in it (PM-03, PM-19, PM-20). */
import { decodeUtf8 } from 'tvilling'
import { isSwedishPersonalNumber } from '../../fixtures/index.ts'

/** The content of an uploaded list. */
export interface BundleFile {
  /** Twelve digits each, without duplicates, in the order of the file. */
  numbers: string[]
  rows: number
  /** How many of the numbers are invalid: the check digit or the date is wrong. */
  faulty: number
}

/** Why a file is refused; `values` are the wrong values as they were sent. */
export interface Unreadable {
  problem: string
  values: string[]
}

type Format = 'csv' | 'json'

const FORMATS: Readonly<Record<string, Format>> = { 'text/csv': 'csv', 'application/json': 'json' }
/** Media types that browsers and curl send for a file of unknown type; Windows with Excel sends Excel's for .csv. */
const VAGUE = ['application/octet-stream', 'application/vnd.ms-excel']
/** With or without a separator before the last four digits (PM-19). */
const NUMBER = /^(\d{8})[-+]?(\d{4})$/
const HEADER = 'personalNumber'
const SHOWN = 10

/**
 * Reads the parts named `file` of an upload. Exactly one is allowed (PM-02). The format of a file with a vague media type
 * follows from its name, that of a plain field from its content (PM-03; both assumed).
 */
export async function readBundleFile(parts: readonly (File | string)[]): Promise<BundleFile | Unreadable> {
  const [part, ...more] = parts
  if (part === undefined) return unreadable('The part file is missing.', '')
  if (more.length > 0) return unreadable('The part file is given more than once.', '')
  const known = typeof part === 'string' ? undefined : formatOf(part)
  if (typeof part !== 'string' && !known) {
    const { type, name } = part
    return unreadable('The file must be text/csv or application/json.', VAGUE.includes(type) ? name : type)
  }
  const text = await textOf(part)
  if (text === undefined) return unreadable('The file is not UTF-8.', '')
  const format = known ?? looksLike(text)
  if (text.trim() === '') return unreadable('The file is empty.', '')
  const rows = format === 'csv' ? await readCsv(text) : readJson(text)
  return rows ? readNumbers(rows) : unreadable(`The file is not ${format.toUpperCase()}.`, '')
}

function unreadable(problem: string, ...values: string[]): Unreadable {
  return { problem, values }
}

/** The text without its byte order mark; undefined if it is not UTF-8. */
async function textOf(part: File | string): Promise<string | undefined> {
  if (typeof part === 'string') return part.replace(/^\uFEFF/, '')
  return decodeUtf8(new Uint8Array(await part.arrayBuffer()))
}

function formatOf({ type, name }: File): Format | undefined {
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!VAGUE.includes(essence)) return FORMATS[essence]
  return /\.(csv|json)$/i.exec(name)?.[1]?.toLowerCase() as Format | undefined
}

function looksLike(text: string): Format {
  return /^\s*[[{]/.test(text) ? 'json' : 'csv'
}

/** The first column without the header; undefined if the quotes are broken. */
async function readCsv(text: string): Promise<unknown[] | undefined> {
  // Loaded here, so that a process that reads no file does not pay for it.
  const { parse } = await import('csv-parse/sync')
  try {
    const records = parse(text, {
      delimiter: [',', ';'],
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    })
    const column = records.map(([first]) => first)
    return column[0] === HEADER ? column.slice(1) : column
  } catch {
    return undefined
  }
}

/** The items of a JSON array, which should be numbers; undefined if it is not a JSON array. */
function readJson(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.map(numberIn) : undefined
  } catch {
    return undefined
  }
}

function numberIn(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && HEADER in entry ? entry[HEADER] : entry
}

function readNumbers(rows: readonly unknown[]): BundleFile | Unreadable {
  const numbers = new Set<string>()
  const strays: unknown[] = []
  for (const row of rows) {
    const number = twelveDigits(row)
    if (number) numbers.add(number)
    else strays.push(row)
  }
  if (strays.length > 0) {
    const values = strays.slice(0, SHOWN).map((stray) => (typeof stray === 'string' ? stray : asJson(stray)))
    return { problem: `Rows that are no personal number of twelve digits: ${strays.length}.`, values }
  }
  const distinct = [...numbers]
  const faulty = distinct.filter((number) => !isSwedishPersonalNumber(number)).length
  return { numbers: distinct, rows: rows.length, faulty }
}

/** A number as the list stores it; undefined if the row does not have the form of a number (PM-19). */
export function twelveDigits(row: unknown): string | undefined {
  const match = typeof row === 'string' ? NUMBER.exec(row.trim()) : null
  return match ? `${match[1]}${match[2]}` : undefined
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? ''
}
