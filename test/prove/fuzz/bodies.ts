/** Spoilt bodies: JSON, forms and multipart that keep no rule. */
import { deflateSync, gzipSync } from 'node:zlib'
import type { Random } from 'tvilling'
import { breakagesOf } from '../../../server/verify/cases.ts'
import { type Draft, setHeader } from './draft.ts'
import { oddText, oddValue } from './odd.ts'
import { BOUNDARY, type Target } from './targets.ts'

type Spoil = (draft: Draft, random: Random, target: Target) => void

/** Ways that fit any body. */
export const ANY_BODY: Readonly<Record<string, Spoil>> = {
  'no body': (draft) => {
    draft.body = undefined
  },
  'an empty body': (draft) => {
    draft.body = new Uint8Array()
  },
  'random bytes': (draft, random) => {
    draft.body = Buffer.from(random.hex(2 * random.integer(1, 400)), 'hex')
  },
  'a body that ends too early': (draft, random) => {
    draft.body = draft.body?.subarray(0, random.integer(0, Math.max(0, draft.body.length - 1)))
  },
  'a flipped byte': (draft, random) => {
    if (!draft.body || draft.body.length === 0) return
    draft.body = Buffer.from(draft.body)
    draft.body[random.integer(0, draft.body.length - 1)] = random.integer(0, 255)
  },
  'an unknown encoding': (draft, random) => {
    const names = [
      'zstd',
      'compress',
      'gzip, gzip',
      'x-gzip',
      'identity',
      ' ',
      '__proto__',
      'GZIP, br',
      'utf-8',
    ]
    setHeader(draft, 'Content-Encoding', random.pick(names as [string, ...string[]]))
  },
  'a broken compression': (draft, random) => {
    const packed = random.integer(0, 1) === 0 ? gzipSync(draft.body ?? '') : deflateSync(draft.body ?? '')
    const encoding = random.pick(['gzip', 'deflate', 'br'])
    setHeader(draft, 'Content-Encoding', encoding)
    draft.body =
      random.integer(0, 2) === 0 ? packed : packed.subarray(0, random.integer(1, packed.length - 1))
  },
  'a media type of another kind': (draft, random) => {
    const types = [
      'text/plain',
      'application/xml',
      'application/json; charset=utf-16',
      'application/json; charset=nonsense',
      'application/json;;;',
      'application/jsonp',
      'application/JSON',
      'application/problem+json',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary="',
      `multipart/form-data; boundary=${'b'.repeat(300)}`,
      'multipart/mixed; boundary=x',
      'application/x-www-form-urlencoded; charset=latin1',
      '*/*',
      '/',
      ';',
      ' ',
    ]
    setHeader(draft, 'Content-Type', random.pick(types as [string, ...string[]]))
  },
  'no media type': (draft) => {
    draft.headers = draft.headers.filter(([name]) => name !== 'Content-Type')
  },
  'a body in chunks': (draft) => {
    draft.framing = 'chunked'
  },
}

const deep = (random: Random, open: string, close: string, inside = '1') => {
  const depth = random.pick([10, 100, 1_000, 20_000])
  return `${open.repeat(depth)}${inside}${random.integer(0, 1) === 0 ? close.repeat(depth) : ''}`
}

export const JSON_BODY: Readonly<Record<string, Spoil>> = {
  'a body that its schema forbids': (draft, random, { contract, operation }) => {
    const schema = operation.body?.content[0]?.schema
    const good = readJson(draft.body)
    if (!schema || good === undefined) return
    const broken = breakagesOf(contract.document, schema.value, good)
    const chosen = broken[random.integer(0, Math.max(0, broken.length - 1))]
    if (chosen) draft.body = written(chosen.value)
  },
  'an odd value somewhere': (draft, random) => {
    const good = readJson(draft.body)
    if (good === undefined) return
    draft.body = written(replaceSomewhere(good, oddValue(random), random))
  },
  'an odd value as the whole body': (draft, random) => {
    draft.body = Buffer.from(JSON.stringify(oddValue(random)))
  },
  'a member of an odd name': (draft, random) => {
    const name = JSON.stringify(oddText(random))
    draft.body = Buffer.from(`{${name}:${JSON.stringify(oddValue(random))},${text(draft.body).slice(1)}`)
  },
  'a member twice': (draft) => {
    const before = text(draft.body)
    if (before.startsWith('{') && before.length > 2) {
      draft.body = Buffer.from(`${before.slice(0, -1)},${before.slice(1)}`)
    }
  },
  'a deep body': (draft, random) => {
    const shapes = [deep(random, '[', ']'), deep(random, '{"a":', '}'), deep(random, '[{"data":', '}]')]
    draft.body = Buffer.from(random.pick(shapes as [string, ...string[]]))
  },
  'a deep value in a member': (draft, random) => {
    const good = readJson(draft.body)
    if (typeof good !== 'object' || good === null) return
    const marked = written(replaceSomewhere(good, '\u0001', random)).toString()
    draft.body = Buffer.from(marked.replace('"\\u0001"', deep(random, '[', ']', '')))
  },
  'no JSON at all': (draft, random) => {
    const before = text(draft.body)
    const wrong = [
      `${before},`,
      `${before}${before}`,
      `// comment\n${before}`,
      before.replaceAll('"', "'"),
      before.replace(/}$/, ',}'),
      `\ufeff${before}`,
      'NaN',
      '-',
      '"\\ud800"',
      '"\\x"',
      '{"a":01}',
      '1e999',
      '[1e999]',
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"x":1}}}',
      '\u0000',
      '<xml/>',
    ]
    draft.body = Buffer.from(random.pick(wrong as [string, ...string[]]))
  },
  'another character encoding': (draft, random) => {
    const encoding = random.pick(['utf16le', 'latin1'] as const)
    draft.body = Buffer.from(text(draft.body).replace('"', '"å'), encoding)
  },
  'invalid UTF-8': (draft, random) => {
    const wrong = random.pick(['ff', 'c0af', 'eda080', 'f4908080', 'e282', '80'] as const)
    const body = Buffer.from(draft.body ?? '')
    const at = Math.max(0, body.indexOf('"') + 1)
    draft.body = Buffer.concat([body.subarray(0, at), Buffer.from(wrong, 'hex'), body.subarray(at)])
  },
  'a long list': (draft, random) => {
    const good = readJson(draft.body)
    const item = Array.isArray(good) ? good[0] : (good ?? {})
    draft.body = written(Array(random.pick([0, 1, 101, 251, 3_000])).fill(item))
  },
}

export const FORM_BODY: Readonly<Record<string, Spoil>> = {
  'an odd field': (draft, random) => {
    const fields = ['grant_type', 'scope', 'client_id', 'client_secret', '__proto__', '']
    const name = random.pick(fields as [string, ...string[]])
    const form = new URLSearchParams(text(draft.body))
    form.append(name, oddText(random).toWellFormed())
    if (random.integer(0, 1) === 0) form.delete(name)
    draft.body = Buffer.from(form.toString())
  },
  'a form with broken escapes': (draft, random) => {
    const wrong = [
      '%',
      '&&&&',
      '=',
      '=&=',
      'grant_type',
      '%00=%ff',
      'a=%zz',
      'grant_type=client_credentials%',
      ';',
    ]
    draft.body = Buffer.from(`${random.pick(wrong as [string, ...string[]])}&${text(draft.body)}`)
  },
  'a field twice': (draft) => {
    draft.body = Buffer.from(`${text(draft.body)}&${text(draft.body)}`)
  },
  'many fields': (draft, random) => {
    const count = random.pick([50, 2_000])
    draft.body = Buffer.from(Array.from({ length: count }, (_, index) => `f${index}=x`).join('&'))
  },
  'a long field': (draft, random) => {
    draft.body = Buffer.from(`${text(draft.body)}&scope=${'bci+'.repeat(random.pick([100, 10_000]))}`)
  },
}

const part = (head: string, content: string) => `--${BOUNDARY}\r\n${head}\r\n\r\n${content}\r\n`
const FILE = 'Content-Disposition: form-data; name="file"; filename="persons.csv"\r\nContent-Type: text/csv'
const END = `--${BOUNDARY}--\r\n`

export const MULTIPART_BODY: Readonly<Record<string, Spoil>> = {
  'a spoilt multipart body': (draft, random) => {
    const number = '198001022386\n'
    const wrong = [
      '',
      END,
      `--${BOUNDARY}`,
      part(FILE, number),
      `${part(FILE, number)}${part(FILE, number)}${END}`,
      `${part('', number)}${END}`,
      `${part('Content-Disposition: form-data', number)}${END}`,
      `${part('Content-Disposition: form-data; name="file', number)}${END}`,
      `${part('Content-Disposition: attachment; name="file"', number)}${END}`,
      `${part('Content-Disposition: form-data; name="file"; filename*=UTF-8\'\'%zz', number)}${END}`,
      `${part('Content-Disposition: form-data; name="file"; filename="../../x.csv"\r\nContent-Type: text/csv', number)}${END}`,
      `${part('Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=x', '--x--')}${END}`,
      `${part(`${FILE}\r\nContent-Transfer-Encoding: base64`, 'MTk4')}${END}`,
      `${part(`X: ${'y'.repeat(random.pick([10, 20_000]))}\r\n${FILE}`, number)}${END}`,
      `${part(FILE, number).repeat(random.pick([20, 500]))}${END}`,
      `${part(FILE, number)}${END}${part(FILE, number)}`,
      part(FILE, number).replaceAll('\r\n', '\n') + END,
      `preamble\r\n${part(FILE, number)}${END}epilogue`,
      `${part(FILE, '-'.repeat(random.pick([10, 30_000])))}${END}`,
      `${part(FILE, `--${BOUNDARY}`.repeat(random.pick([3, 500])))}${END}`,
    ]
    draft.body = Buffer.from(random.pick(wrong as [string, ...string[]]))
  },
  'an odd file': (draft, random) => {
    const contents = [
      ...[
        '',
        '\n',
        ',',
        ';;;\n',
        '"',
        '"198001022386',
        '""""',
        '\ufeff',
        '[',
        '[]',
        '{}',
        '[[]]',
        '[{}]',
        '[null]',
      ],
      'personalNumber\n',
      '198001022386;\n198001022387,\n',
      '1980-01-02-2386\n',
      '19800102+2386\n',
      '999999999999\n'.repeat(3),
      `${'9'.repeat(10_000)}\n`,
      ','.repeat(5_000),
      '"a\n'.repeat(1_000),
      '198001022386\n'.repeat(2_000),
      oddText(random),
    ]
    const type = random.pick(['text/csv', 'application/json', 'text/plain', 'application/octet-stream', ''])
    const head = `Content-Disposition: form-data; name="file"; filename="f.${random.pick(['csv', 'json', 'x', ''])}"${type && `\r\nContent-Type: ${type}`}`
    draft.body = Buffer.from(part(head, random.pick(contents as [string, ...string[]])) + END)
  },
}

const text = (body: Uint8Array | undefined) => Buffer.from(body ?? '').toString('utf8')

/** Empty for what is too deep to be written, after an earlier fault of the same request. */
function written(value: unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(value) ?? '')
  } catch {
    return Buffer.alloc(0)
  }
}

function readJson(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(text(body))
  } catch {
    return undefined
  }
}

/** The value with another one in a place of it: the same draw gives the same place. */
function replaceSomewhere(value: unknown, other: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.integer(0, 5) === 0) return other
  const names = Object.keys(value)
  if (names.length === 0) return other
  const name = random.pick(names as [string, ...string[]])
  const inside = replaceSomewhere((value as Record<string, unknown>)[name], other, random)
  return Array.isArray(value) ? value.with(Number(name), inside) : { ...value, [name]: inside }
}
