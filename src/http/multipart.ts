/**
 * Multipart bodies as real clients send them. Node parses them, but only in the form in which browsers write them.
 * Bodies of other clients, which are legal too, are brought into that form first.
 */

/** Media type of a part with a file name and without a type (RFC 2046); Node would take text/plain. */
const UNKNOWN_TYPE = 'application/octet-stream'

/** Far more than any form of these APIs has, and few enough to be read in no time. */
const MOST_PARTS = 200
const MOST_HEADERS = 100
const LONGEST_HEAD = 16 * 1024

/**
 * Parses `multipart/form-data`. The result is a sentence if the body is no such form, or has too many parts or headers. A part with a media type or a file name is a
 * `File`, any other part a string. Node alone refuses or misreads the following, which real clients send:
 * - lines that end with LF alone: PowerShell here-strings, scripts that build bodies by hand
 * - blanks after a boundary, text before the first and after the last one, folded header lines (RFC 2046): JavaMail,
 *   Apache James
 * - blanks before a semicolon, `\"` in a file name: older curl, hand-written Java and .NET
 * - a boundary that is shorter than a browser's, which Node 22 refuses: hand-written Java (`java.net.http`)
 * - a media type without a file name, which Node drops: Retrofit's `@Part`, Spring's `HttpEntity`
 * - no media type, which Node reads as text/plain: Python's requests, .NET's `ByteArrayContent`
 */
export async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData | string> {
  const boundary = boundaryOf(contentType)
  // Latin-1 has one character for each byte, so contents stay unchanged.
  const parts = boundary ? splitParts(Buffer.from(bytes).toString('latin1'), boundary, MOST_PARTS) : undefined
  if (!parts) return BROKEN
  if (parts.length > MOST_PARTS) return `The body has more than ${MOST_PARTS} parts.`
  const read: Part[] = []
  for (const text of parts) {
    const part = readPart(text)
    if (typeof part === 'string') return part
    read.push(part)
  }
  const canonical = join(read)
  try {
    return await new Response(Buffer.from(canonical.text, 'latin1'), {
      headers: { 'content-type': `multipart/form-data; boundary=${canonical.boundary}` },
    }).formData()
  } catch {
    return BROKEN
  }
}

const BROKEN = 'The body is not multipart/form-data as its Content-Type says.'

export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;]+))/i.exec(contentType)
  return match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2]
}

/**
 * The texts between the boundary lines; undefined if the last boundary is missing.
 * @param most no more than one part beyond this many are looked for.
 */
export function splitParts(text: string, boundary: string, most = Infinity): string[] | undefined {
  const escaped = boundary.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const line = new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g')
  const parts: string[] = []
  let start: number | undefined
  for (const match of text.matchAll(line)) {
    if (start !== undefined) parts.push(text.slice(start, match.index))
    if (match[1] || parts.length > most) return parts
    start = match.index + match[0].length
  }
  return undefined
}

interface Part {
  headers: string[]
  content: string
}

/** A sentence if it is no part. */
function readPart(text: string): Part | string {
  const end = /\r?\n\r?\n/.exec(text)
  if (!end) return BROKEN
  if (end.index > LONGEST_HEAD) return `The headers of a part are longer than ${LONGEST_HEAD} bytes.`
  const head = text.slice(0, end.index).replaceAll(/\r?\n[ \t]+/g, ' ')
  const headers = head.split(/\r?\n/).filter(Boolean)
  if (headers.length > MOST_HEADERS) return `A part has more than ${MOST_HEADERS} headers.`
  const type = headers.find((header) => /^content-type\s*:/i.test(header))
  const others = headers.filter((header) => header !== type)
  const named = others.map((header) =>
    /^content-disposition\s*:/i.test(header) ? tidyDisposition(header, type !== undefined) : header,
  )
  const isFile = named.some((header) => /^content-disposition:.*; filename\*?=/i.test(header))
  const typed = isFile ? [type ?? `Content-Type: ${UNKNOWN_TYPE}`] : []
  return { headers: [...named, ...typed], content: text.slice(end.index + end[0].length) }
}

/** The header in the form that Node reads: its blanks and quotes, and a file name if the part has a type. */
function tidyDisposition(header: string, typed: boolean): string {
  const name = /^content-disposition\s*:\s*/i.exec(header)?.[0] ?? ''
  const tidy = `Content-Disposition: ${tidyParameters(header.slice(name.length))}`
  return typed && !/; filename\*?=/i.test(tidy) ? `${tidy.replace(/;\s*$/, '')}; filename=""` : tidy
}

/** What comes next in a header: a sign with the blanks around it, or a text without any of them. */
const PIECE = /\s*([;=])\s*|\s+|[^"\s;=]+/y

/** Without blanks around signs and without `\"`. It reads each character once, however the header is written. */
function tidyParameters(text: string): string {
  let tidy = ''
  let at = 0
  while (at < text.length) {
    if (text[at] === '"') {
      const end = closingQuote(text, at)
      if (end === undefined) return tidy + text.slice(at)
      tidy += text.slice(at, end).replaceAll('\\"', '%22')
      tidy += '"'
      at = end + 1
      continue
    }
    PIECE.lastIndex = at
    const [piece = '', sign] = PIECE.exec(text) ?? []
    tidy += sign === ';' ? '; ' : (sign ?? piece)
    at += piece.length
  }
  return tidy
}

/** Where a quoted text ends: at a quote without a backslash before it or, if there is none, at the last one. */
function closingQuote(text: string, start: number): number | undefined {
  let last: number | undefined
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    last = at
    if (text[at - 1] !== '\\') return at
  }
  return last
}

const BOUNDARY = '----tvilling-form-data-boundary-'
const NUMBER = /----tvilling-form-data-boundary-(\d{7})/g

/** Joins the parts with a boundary that is long enough for every Node and that no part contains. */
function join(parts: readonly Part[]): { text: string; boundary: string } {
  const whole = parts.map(({ headers, content }) => `${headers.join('\r\n')}\r\n\r\n${content}\r\n`)
  const taken = new Set(
    whole.flatMap((part) => [...part.matchAll(NUMBER)].map(([, number]) => Number(number))),
  )
  let free = 0
  while (taken.has(free)) free += 1
  const boundary = BOUNDARY + String(free).padStart(7, '0')
  return { text: `${whole.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`, boundary }
}
