/** Reads the file that a client uploads: its format, and its rows (PM-02, PM-03, PM-19, PM-20, PM-24). */
import { decodeUtf8 } from 'tvilling'
import type { Types } from './states.ts'

type Settings = Types['settings']

/** A file whose format is right. */
export interface Upload {
  format: Format
  /** The first column of CSV without its header, the rows of JSON, or any other JSON. */
  content: unknown
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

/**
 * Reads the parts named `file` of an upload. Exactly one is allowed (PM-02). The format of a file with a vague media type
 * follows from its name, that of a plain field from its content (PM-03, PM-24).
 */
export async function readUpload(
  parts: readonly (File | string)[],
  settings: Settings,
): Promise<Upload | Unreadable> {
  const [part, ...more] = parts
  if (part === undefined) return unreadable('The part file is missing.', '')
  if (more.length > 0) return unreadable('The part file is given more than once.', '')
  if (typeof part === 'string' && settings.textParts === 'refused') {
    return unreadable('The part file must be a file with its media type.', '')
  }
  const known = typeof part === 'string' ? undefined : formatOf(part)
  if (typeof part !== 'string' && !known) {
    const { type, name } = part
    return unreadable('The file must be text/csv or application/json.', VAGUE.includes(type) ? name : type)
  }
  const text = await textOf(part)
  if (text === undefined) return unreadable('The file is not UTF-8.', '')
  const format = known ?? looksLike(text)
  if (text.trim() === '') return unreadable('The file is empty.', '')
  const content = format === 'csv' ? await readCsv(text, settings) : readJson(text)
  if (content === undefined) return unreadable(`The file is not ${format.toUpperCase()}.`, '')
  return { format, content }
}

export function unreadable(problem: string, ...values: string[]): Unreadable {
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

/** The column of the numbers without the header; undefined if the quotes are broken. */
async function readCsv(text: string, settings: Settings): Promise<unknown[] | undefined> {
  // Loaded here, so that a process that reads no file does not pay for it.
  const { parse } = await import('csv-parse/sync')
  try {
    const records = parse(text, {
      delimiter: settings.csvSeparators,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    })
    const column = records.map((record) => record[settings.csvColumn - 1])
    return isHeader(column[0], settings) ? column.slice(1) : column
  } catch {
    return undefined
  }
}

/** In any case of letters (PM-24). */
function isHeader(text: string | undefined, { csvHeaders }: Settings): boolean {
  return csvHeaders.some((name) => name.toLowerCase() === text?.toLowerCase())
}

/** Whatever JSON the file holds; undefined if it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The rows of an upload, which should be personal numbers; undefined if its JSON has no rows. */
export function rowsOf({ format, content }: Upload, settings: Settings): readonly unknown[] | undefined {
  if (format === 'csv') return content as unknown[]
  const rows = settings.jsonList === '' ? content : memberOf(content, [settings.jsonList])
  return Array.isArray(rows) ? rows.map((row) => memberOf(row, settings.jsonMembers) ?? row) : undefined
}

function memberOf(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const name = names.find((candidate) => Object.hasOwn(value, candidate))
  return name === undefined ? undefined : (value as Record<string, unknown>)[name]
}
