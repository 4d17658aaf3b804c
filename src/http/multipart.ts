/**
 * Multipart bodies as real clients send them. Node parses them, but only in the form in which browsers write them.
 * Bodies of other clients, which are legal too, are brought into that form first.
 */

/** Media type of a part with a file name and without a type (RFC 2046); Node would take text/plain. */
const UNKNOWN_TYPE = 'application/octet-stream'

/**
 * Parses `multipart/form-data`; undefined if the body is no such form. A part with a media type or a file name is a
 * `File`, any other part a string. Node alone refuses or misreads the following, which real clients send:
 * - lines that end with LF alone: PowerShell here-strings, scripts that build bodies by hand
 * - blanks after a boundary, text before the first and after the last one, folded header lines (RFC 2046): JavaMail,
 *   Apache James
 * - blanks before a semicolon, `\"` in a file name: older curl, hand-written Java and .NET
 * - a boundary that is shorter than a browser's, which Node 22 refuses: hand-written Java (`java.net.http`)
 * - a media type without a file name, which Node drops: Retrofit's `@Part`, Spring's `HttpEntity`
 * - no media type, which Node reads as text/plain: Python's requests, .NET's `ByteArrayContent`
 */
export async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData | undefined> {
  const boundary = boundaryOf(contentType)
  // Latin-1 has one character for each byte, so contents stay unchanged.
  const parts = boundary ? splitParts(Buffer.from(bytes).toString('latin1'), boundary) : undefined
  const read = parts?.map(readPart)
  if (!read?.every((part) => part !== undefined)) return undefined
  const canonical = join(read)
  try {
    return await new Response(Buffer.from(canonical.text, 'latin1'), {
      headers: { 'content-type': `multipart/form-data; boundary=${canonical.boundary}` },
    }).formData()
  } catch {
    return undefined
  }
}

export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;]+))/i.exec(contentType)
  return match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2]
}

/** The texts between the boundary lines; undefined if the last boundary is missing. */
export function splitParts(text: string, boundary: string): string[] | undefined {
  const escaped = boundary.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const line = new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g')
  const parts: string[] = []
  let start: number | undefined
  for (const match of text.matchAll(line)) {
    if (start !== undefined) parts.push(text.slice(start, match.index))
    if (match[1]) return parts
    start = match.index + match[0].length
  }
  return undefined
}

interface Part {
  headers: string[]
  content: string
}

function readPart(text: string): Part | undefined {
  const end = /\r?\n\r?\n/.exec(text)
  if (!end) return undefined
  const head = text.slice(0, end.index).replaceAll(/\r?\n[ \t]+/g, ' ')
  const headers = head.split(/\r?\n/).filter(Boolean)
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
  const tidy = header
    .replace(/^content-disposition\s*:\s*/i, 'Content-Disposition: ')
    .replaceAll(
      /("(?:\\"|[^"])*")|\s*(;|=)\s*/g,
      (_match, quoted: string | undefined, sign: string) =>
        quoted?.replaceAll('\\"', '%22') ?? (sign === ';' ? '; ' : '='),
    )
  return typed && !/; filename\*?=/i.test(tidy) ? `${tidy.replace(/;\s*$/, '')}; filename=""` : tidy
}

/** Joins the parts with a boundary that is long enough for every Node and that no part contains. */
function join(parts: readonly Part[]): { text: string; boundary: string } {
  const whole = parts.map(({ headers, content }) => `${headers.join('\r\n')}\r\n\r\n${content}\r\n`)
  let boundary = '----tvilling-form-data-boundary'
  while (whole.some((part) => part.includes(boundary))) boundary += '-'
  return { text: `${whole.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`, boundary }
}
