/** Replaces what is personal in bodies: JSON, forms, multipart, CSV and text. Other bodies are left out. */
import { createHash } from 'node:crypto'
import { boundaryOf, splitParts } from '../../../src/http/multipart.ts'
import { decodeUtf8 } from '../../../src/http/utf8.ts'
import { type Kind, kindByName, type Schemas, type Site } from './kinds.ts'
import { type Body, type Headers, headerOf, mediaTypeOf } from './message.ts'

/** Gives the stand-in of a value, or the original of a stand-in. */
export type Replace = (kind: Kind, text: string, pattern?: RegExp) => string
export interface Treatment {
  replace: Replace
  /** For text of unknown kind. */
  sweep(text: string): string
}

/** A cleaned body: its text, or size and hash of a body that was left out. */
export type Cleaned = { text: string } | { leftOut: { size: number; sha256: string } }

export function cleanBody(
  body: Body,
  headers: Headers,
  site: Site | undefined,
  schemas: Schemas,
  treatment: Treatment,
): Cleaned | undefined {
  if ('sha256' in body) return { leftOut: body }
  if (body.bytes.byteLength === 0) return undefined
  const text = decodeUtf8(body.bytes)
  const type = mediaTypeOf(headers)
  const cleaned =
    type === 'multipart/form-data'
      ? cleanMultipart(body.bytes, headerOf(headers, 'content-type') ?? '', schemas, treatment)
      : text === undefined
        ? undefined
        : cleanText(text, type, site, schemas, treatment)
  return cleaned === undefined ? leaveOut(body.bytes) : { text: cleaned }
}

function leaveOut(bytes: Uint8Array): Cleaned {
  return { leftOut: { size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') } }
}

/** Undefined if the text has no known structure; without a schema only forms have one. */
function cleanText(
  text: string,
  type: string,
  site: Site | undefined,
  schemas: Schemas,
  treatment: Treatment,
): string | undefined {
  if (type === 'application/json' || type.endsWith('+json')) {
    try {
      return site && JSON.stringify(cleanJson(JSON.parse(text), site, schemas, treatment))
    } catch {
      return undefined
    }
  }
  if (type === 'application/x-www-form-urlencoded') return cleanForm(text, site, schemas, treatment)
  return undefined
}

/** The value with stand-ins. If a name or mark makes a member personal, everything inside it is replaced. */
export function cleanJson(value: unknown, site: Site, schemas: Schemas, treatment: Treatment): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => cleanJson(item, schemas.inside(site, index), schemas, treatment))
  }
  if (typeof value === 'object' && value !== null) {
    const kind = schemas.kind(site)
    const date = kind === 'date' ? dateInParts(value as Record<string, unknown>, treatment) : undefined
    if (date) return date
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        schemas.declares(site, name) ? name : treatment.sweep(name),
        cleanJson(member, schemas.inside(site, name), schemas, treatment),
      ]),
    )
  }
  if (typeof value === 'number') return cleanNumber(value, site, schemas, treatment)
  if (typeof value !== 'string' || value === '') return value
  if (schemas.isFixed(site, value)) return value
  const kind = schemas.kind(site)
  return kind ? treatment.replace(kind, value, schemas.patternOf(site)) : treatment.sweep(value)
}

/** Identity numbers, ids and phone numbers may be JSON numbers. */
function cleanNumber(value: number, site: Site, schemas: Schemas, { replace }: Treatment): number {
  const kind = schemas.kind(site)
  if (kind !== 'number' && kind !== 'id' && kind !== 'phone') return value
  return Number(replace(kind, String(value))) || value
}

/** A date with separate members for year, month and day. */
function dateInParts(
  value: Record<string, unknown>,
  { replace }: Treatment,
): Record<string, unknown> | undefined {
  const { year, month, day } = value
  if (year === undefined || month === undefined || day === undefined) return undefined
  const two = (part: unknown) => String(part).padStart(2, '0')
  const [newYear, newMonth, newDay] = replace('date', `${year}-${two(month)}-${two(day)}`).split('-')
  const like = (part: unknown, text: string | undefined) => (typeof part === 'number' ? Number(text) : text)
  return { ...value, year: like(year, newYear), month: like(month, newMonth), day: like(day, newDay) }
}

function cleanForm(text: string, site: Site | undefined, schemas: Schemas, treatment: Treatment): string {
  const { replace, sweep } = treatment
  const form = [...new URLSearchParams(text)].map(([name, value]): [string, string] => {
    const at = site && schemas.inside(site, name)
    const kind = at ? schemas.kind(at) : (kindByName(name) ?? 'secret')
    return [name, kind && value !== '' ? replace(kind, value) : sweep(value)]
  })
  return new URLSearchParams(form).toString()
}

/** Cleans each part by its media type; a file that is no text leaves its size. */
function cleanMultipart(
  bytes: Buffer,
  contentType: string,
  schemas: Schemas,
  treatment: Treatment,
): string | undefined {
  const boundary = boundaryOf(contentType)
  const parts = boundary === undefined ? undefined : splitParts(bytes.toString('latin1'), boundary)
  if (!parts) return undefined
  const cleaned = parts.map((part) => {
    const end = /\r?\n\r?\n/.exec(part)
    const head = Buffer.from(part.slice(0, end?.index), 'latin1').toString('utf8')
    const content = Buffer.from(part.slice((end?.index ?? 0) + (end?.[0].length ?? 0)), 'latin1')
    return `--${boundary}${cleanHead(head, treatment)}\r\n\r\n${cleanPart(head, content, schemas, treatment)}\r\n`
  })
  return `${cleaned.join('')}--${boundary}--\r\n`
}

/** Replaces file names, which may name a person, and keeps their extensions. */
function cleanHead(head: string, { replace }: Treatment): string {
  return head.replaceAll(
    /(filename\*?=(?:UTF-8'')?"?)([^";\r\n.]*)/gi,
    (_all, before: string, name: string) => (name === '' ? before : `${before}${replace('id', name)}`),
  )
}

function cleanPart(head: string, content: Buffer, schemas: Schemas, treatment: Treatment): string {
  const text = decodeUtf8(content)
  if (text === undefined) return `(${content.byteLength} bytes left out)`
  const type = /^content-type\s*:\s*([^\s;]+)/im.exec(head)?.[1]?.toLowerCase() ?? ''
  const name = /\bname="?([^";\r\n]*)/i.exec(head)?.[1] ?? ''
  if (type.endsWith('json') || /^\s*[[{]/.test(text)) {
    try {
      return JSON.stringify(cleanAnything(JSON.parse(text), name, schemas, treatment))
    } catch {
      // Then it is treated as lines of cells.
    }
  }
  return cleanCells(text, treatment)
}

/** JSON without a schema: a value of unknown kind is treated as a name. */
function cleanAnything(value: unknown, name: string, schemas: Schemas, treatment: Treatment): unknown {
  if (Array.isArray(value)) return value.map((item) => cleanAnything(item, name, schemas, treatment))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, cleanAnything(member, key, schemas, treatment)]),
    )
  }
  if (typeof value === 'number') return Number(cleanCell(String(value), kindByName(name), treatment)) || value
  return typeof value === 'string' ? cleanCell(value, kindByName(name), treatment) : value
}

/** Lines of cells. A first line without digits is the heading and gives the kinds of the columns. */
function cleanCells(text: string, treatment: Treatment): string {
  const separator = [';', '\t', ','].find((sign) => text.split(/\r?\n/, 1)[0]?.includes(sign)) ?? ','
  let headings: string[] | undefined
  return text
    .split(/(\r?\n)/)
    .map((line, index) => {
      if (line === '' || /^\r?\n$/.test(line)) return line
      const cells = line.split(separator)
      if (index === 0 && !/\d/.test(line)) {
        headings = cells
        return line
      }
      const kinds = cells.map((_cell, column) => kindByName(headings?.[column] ?? ''))
      return cells.map((cell, column) => cleanCell(cell, kinds[column], treatment)).join(separator)
    })
    .join('')
}

function cleanCell(cell: string, known: Kind | undefined, { replace, sweep }: Treatment): string {
  const [, before = '', bare = '', after = ''] = /^(\s*["']?)(.*?)(["']?\s*)$/s.exec(cell) ?? []
  if (bare === '') return cell
  const swept = sweep(bare)
  if (known) return `${before}${replace(known, bare)}${after}`
  if (swept !== bare) return `${before}${swept}${after}`
  const kind = /\p{L}/u.test(bare) ? 'name' : /\d{5}/.test(bare) ? 'number' : undefined
  return `${before}${kind ? replace(kind, bare) : bare}${after}`
}
