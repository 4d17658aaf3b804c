/** Bytes that are no HTTP, or HTTP that contradicts itself. */
import type { Random } from 'tvilling'
import { bytesOf, type Draft } from './draft.ts'

type Way = (draft: Draft, random: Random) => string | Uint8Array

const head = (draft: Draft, ...more: string[]) =>
  [
    `${draft.method} ${draft.path} HTTP/1.1`,
    ...draft.headers.map(([name, value]) => `${name}: ${value}`),
    ...more,
    '',
    '',
  ].join('\r\n')

const WAYS: Readonly<Record<string, Way>> = {
  'an empty line alone': () => '\r\n',
  'a request line without version': ({ method, path }) => `${method} ${path}\r\n\r\n`,
  'another version': (draft, random) =>
    head(draft).replace(
      'HTTP/1.1',
      random.pick(['HTTP/0.9', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'HTTP', 'http/1.1']),
    ),
  'a method that is none': (draft, random) =>
    head({ ...draft, method: random.pick(['', 'G T', 'get', 'GÉT', '{', 'PRI', 'X'.repeat(500)]) }),
  'a path with a blank': (draft) => head({ ...draft, path: `${draft.path} x` }),
  'a path with control characters': (draft) => head({ ...draft, path: `${draft.path}\u0001\u007f` }),
  'a path with bytes above ASCII': (draft) => Buffer.from(head({ ...draft, path: `${draft.path}/å漢` })),
  'lines that end in LF alone': (draft) => head(draft).replaceAll('\r\n', '\n'),
  'lines that end in CR alone': (draft) => head(draft).replaceAll('\r\n', '\r'),
  'no Host': (draft) => head({ ...draft, headers: draft.headers.filter(([name]) => name !== 'Host') }),
  'a header without colon': (draft) => head(draft, 'nonsense'),
  'a header name with a blank': (draft) => head(draft, 'a b: c', 'x : y'),
  'a folded header': (draft) => head(draft, 'x-folded: a', ' b'),
  'a NUL in a header': (draft) => head(draft, 'x-nul: a\u0000b'),
  'two lengths': (draft) => `${head(draft, 'Content-Length: 2', 'Content-Length: 3')}{}`,
  'a length and chunks': (draft) =>
    `${head(draft, 'Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  'a length that is none': (draft, random) =>
    `${head(draft, `Content-Length: ${random.pick(['-1', 'x', '1e3', '0x2', '99999999999999999999', ' '])}`)}{}`,
  'a length that is too long': (draft) => `${head(draft, 'Content-Length: 100')}{}`,
  'a chunk size that is none': (draft, random) =>
    `${head(draft, 'Transfer-Encoding: chunked')}${random.pick(['x', '-1', 'ffffffffffffffffff', '2;a=b\r\n{}', ''])}\r\n`,
  'chunks that end too early': (draft) => `${head(draft, 'Transfer-Encoding: chunked')}2\r\n{}\r\n`,
  'an unknown transfer encoding': (draft) => `${head(draft, 'Transfer-Encoding: gzip, nonsense')}{}`,
  'more than one request': (draft) =>
    Buffer.concat([
      bytesOf({ ...draft, headers: draft.headers.filter(([name]) => name !== 'Connection') }),
      bytesOf(draft),
    ]),
  'a request with something after it': (draft) => Buffer.concat([bytesOf(draft), Buffer.from('nonsense')]),
  'half a head': (draft, random) => head(draft).slice(0, random.integer(1, 60)),
  'a greeting of TLS': () => Buffer.from('16030100c8010000c40303', 'hex'),
  'the preface of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'an upgrade': (draft) =>
    head(draft, 'Upgrade: websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13'),
  'a CONNECT': (draft) => head({ ...draft, method: 'CONNECT', path: 'example.test:443' }),
  'random bytes': (_, random) => Buffer.from(random.hex(2 * random.integer(1, 300)), 'hex'),
}

export function malformedHttp(draft: Draft, random: Random): { name: string; bytes: Buffer } {
  const name = random.pick(Object.keys(WAYS) as [string, ...string[]])
  const written = WAYS[name]?.(draft, random) ?? ''
  return { name, bytes: typeof written === 'string' ? Buffer.from(written, 'latin1') : Buffer.from(written) }
}
