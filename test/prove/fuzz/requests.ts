/** Malformed requests: the same seed and number give the same bytes. */
import { createRandom, type Random } from 'tvilling'
import { ANY_BODY, FORM_BODY, JSON_BODY, MULTIPART_BODY } from './bodies.ts'
import { bytesOf, type Draft, removeHeader, setHeader } from './draft.ts'
import { malformedHttp } from './malformed-http.ts'
import { oddText, oddUrlPart } from './odd.ts'
import { type Target, wellFormed } from './targets.ts'

export interface FuzzRequest {
  number: number
  api: string
  operation: string
  method: string
  /** As it was sent, without the query. */
  path: string
  spoilt: readonly string[]
  bytes: Buffer
  /** Whether it is HTTP that must be answered; if not, the server may also hang up. */
  isHttp: boolean
}

type Spoil = (draft: Draft, random: Random, target: Target) => void

const PATH: Readonly<Record<string, Spoil>> = {
  'an odd path parameter': (draft, random, { operation }) => {
    const written = operation.path.split('/')
    const own = draft.path.split('/')
    const start = own.length - written.length
    const places = written.flatMap((piece, at) => (piece.includes('{') ? [at] : []))
    if (places.length === 0) return
    own[start + random.pick(places as [number, ...number[]])] = oddUrlPart(random)
    draft.path = own.join('/')
  },
  'another path': (draft, random) => {
    const ways: ((path: string) => string)[] = [
      (path) => `${path}/`,
      (path) => `/${path}`,
      (path) => path.replaceAll('/', '//'),
      (path) => path.toUpperCase(),
      (path) => `${path}/${oddUrlPart(random)}`,
      (path) => path.slice(0, path.lastIndexOf('/')) || '/',
      (path) => `${path}%00`,
      (path) => `${path};x=1`,
      (path) => `${path}#fragment`,
      (path) => `http://127.0.0.1${path}`,
      (path) => `http://api.roaring.io${path}`,
      (path) => path.replace('/t/fuzz', `/t/${oddUrlPart(random)}`),
      (path) => path.replace('/t/fuzz', '/e/sandbox/t/fuzz'),
      (path) => path.replace('/t/fuzz', `/e/${oddUrlPart(random)}`),
      (path) => path.replace('/t/fuzz', '/t/fuzz/t/fuzz'),
      () => '*',
      () => '/',
      () => `/${oddUrlPart(random)}`,
      (path) => `${path}/${'a'.repeat(random.pick([300, 6_000]))}`,
    ]
    draft.path = random.pick(ways as [(typeof ways)[0], ...typeof ways])(draft.path)
  },
  'another method': (draft, random) => {
    const methods = [
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'QUERY',
      'LINK',
    ]
    draft.method = random.pick(methods as [string, ...string[]])
  },
}

const QUERY: Readonly<Record<string, Spoil>> = {
  'an odd query parameter': (draft, random, { operation }) => {
    const names = [
      ...operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      '__proto__',
      '',
    ]
    const name = encodeURIComponent(random.pick(names as [string, ...string[]]))
    const own = `${name}=${oddUrlPart(random)}`
    draft.query = random.integer(0, 1) === 0 ? own : `${draft.query}&${own}`
  },
  'a query parameter twice': (draft) => {
    draft.query = `${draft.query}&${draft.query}`
  },
  'an odd query': (draft, random) => {
    const wrong = [
      '?',
      '&',
      '=',
      '%',
      'a',
      'a[]=1&a[b]=2',
      'pageSize',
      '%00',
      '?'.repeat(50),
      'a=1&'.repeat(1_500),
    ]
    draft.query = random.pick(wrong as [string, ...string[]])
  },
}

/** Any byte that Node's parser lets through in a value. */
const headerValue = (random: Random) =>
  Buffer.from(
    oddText(random)
      .replaceAll('\0', '')
      .replace(/[\r\n]/g, ''),
    'utf8',
  ).toString('latin1')

/** Not `Connection`: without it the server would keep the connection open, and each request would take seconds. */
function ownHeader({ headers }: Draft, random: Random): [string, string] | undefined {
  const own = headers.filter(([name]) => name !== 'Connection' && name !== 'Host')
  return own.length > 0 ? random.pick(own as [[string, string], ...[string, string][]]) : undefined
}

const HEADERS: Readonly<Record<string, Spoil>> = {
  'an odd header': (draft, random, { operation }) => {
    const own = operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name)
    const names = [
      ...own,
      ...own,
      'Accept',
      'Accept-Charset',
      'Accept-Encoding',
      'Cookie',
      'Expect',
      'Forwarded',
      'If-None-Match',
      'Origin',
      'Range',
      'Referer',
      'TE',
      'Trailer',
      'Upgrade',
      'X-Forwarded-Host',
      'X-Forwarded-Proto',
      'X-Http-Method-Override',
      'X-Tvilling-Tenant',
      'traceparent',
      'x-trace-id',
      '__proto__',
    ]
    setHeader(draft, random.pick(names as [string, ...string[]]), headerValue(random))
  },
  'a header missing': (draft, random) => {
    const chosen = ownHeader(draft, random)
    if (chosen) removeHeader(draft, chosen[0])
  },
  'a header twice': (draft, random) => {
    const [name, value] = ownHeader(draft, random) ?? ['Host', '127.0.0.1']
    draft.headers.push([name, random.integer(0, 1) === 0 ? value : headerValue(random)])
  },
  'many headers': (draft, random) => {
    const count = random.pick([50, 300])
    for (let index = 0; index < count; index += 1) draft.headers.push([`x-${index}`, 'y'])
  },
  'a large header': (draft, random) => {
    draft.headers.push(['X-Large', 'y'.repeat(random.pick([4_000, 15_000, 40_000]))])
  },
}

const TOKENS: Readonly<Record<string, Spoil>> = {
  'an odd token': (draft, random) => {
    const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`
    const ways = [
      'Bearer',
      'Bearer ',
      'bearer fuzz-token',
      'Bearer fuzz-token fuzz-token',
      'Bearer "fuzz-token"',
      `Bearer ${'t'.repeat(8_000)}`,
      'Bearer ~',
      'Bearer a~fuzz',
      'Bearer a~__proto__',
      'Digest username="a"',
      'Basic',
      'Basic !!!!',
      basic(''),
      basic(':'),
      basic('tvilling'),
      basic('tvilling:'),
      basic('tvilling:tvilling:tvilling'),
      basic(`${oddText(random)}:${oddText(random)}`),
      basic('tvilling@fuzz:tvilling'),
      basic('tvilling@__proto__:x'),
      basic('%:%'),
      Buffer.from('Basic \u00ff\u00fe', 'latin1').toString('latin1'),
      headerValue(random),
    ]
    setHeader(draft, 'Authorization', random.pick(ways as [string, ...string[]]))
  },
  'no token': (draft) => removeHeader(draft, 'Authorization'),
}

function bodiesFor(mediaType: string | undefined): Readonly<Record<string, Spoil>>[] {
  if (mediaType === undefined) return [{}]
  if (mediaType === 'multipart/form-data') return [MULTIPART_BODY, MULTIPART_BODY, ANY_BODY]
  if (mediaType === 'application/x-www-form-urlencoded') return [FORM_BODY, FORM_BODY, ANY_BODY]
  return [JSON_BODY, JSON_BODY, JSON_BODY, ANY_BODY]
}

/** Request so and so of a seed. Every operation has its turn. */
export function fuzzRequest(targets: readonly Target[], seed: number, number: number): FuzzRequest {
  const random = createRandom(`${seed}/${number}`)
  const target = targets[number % targets.length] as Target
  const draft = wellFormed(target, random)
  const groups = [
    PATH,
    QUERY,
    HEADERS,
    TOKENS,
    ...bodiesFor(target.operation.body?.content[0]?.mediaType),
  ].filter((group) => Object.keys(group).length > 0)
  // Mostly one fault, since the first one is often answered alone.
  const faults = random.pick([1, 1, 1, 2, 3])
  for (let index = 0; index < faults; index += 1) {
    const group = random.pick(groups as [(typeof groups)[0], ...typeof groups])
    const name = random.pick(Object.keys(group) as [string, ...string[]])
    group[name]?.(draft, random, target)
    draft.spoilt.push(name)
  }
  const about = {
    number,
    api: target.api,
    operation: target.operation.id,
    method: draft.method,
    path: draft.path,
  }
  if (random.integer(0, 9) > 0) return { ...about, spoilt: draft.spoilt, bytes: bytesOf(draft), isHttp: true }
  const { name, bytes } = malformedHttp(draft, random)
  return { ...about, spoilt: [...draft.spoilt, name], bytes, isHttp: false }
}
