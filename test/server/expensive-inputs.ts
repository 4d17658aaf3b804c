/** Requests without a token, each smaller than a megabyte, that are made to cost a server more than their size. */
import { gzipSync } from 'node:zlib'

export interface ExpensiveInput {
  name: string
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array
}

const SIZE = 900_000
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }

/** Birth reports are sent without token: their body is always read. */
const REPORT = '/v1/birthreport'
const TOKEN = '/as/token.oauth2'
const BUNDLE = '/se/person/monitoring/1.0/bundle/1'
const CONSUMERS = '/consumer-intelligence/v3/consumers'

const fill = (text: string, size = SIZE) => text.repeat(Math.floor(size / text.length))
const numbered = (count: number, text: (at: number) => string, between: string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(between)

const form = (name: string, body: string, headers: Record<string, string> = {}): ExpensiveInput => ({
  name: `a form of ${name}`,
  method: 'POST',
  path: TOKEN,
  headers: { ...FORM, ...headers },
  body,
})
const report = (name: string, body: string): ExpensiveInput => ({
  name: `JSON of ${name}`,
  method: 'POST',
  path: REPORT,
  headers: JSON_TYPE,
  body,
})
const multipart = (name: string, body: string, boundary = 'b'): ExpensiveInput => ({
  name: `a multipart body of ${name}`,
  method: 'PUT',
  path: BUNDLE,
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body,
})
const zipped = (of: ExpensiveInput): ExpensiveInput => ({
  ...of,
  name: `${of.name}, zipped`,
  headers: { ...of.headers, 'content-encoding': 'gzip' },
  body: gzipSync(of.body ?? ''),
})

export const expensiveInputs: readonly ExpensiveInput[] = [
  form('one name again and again', fill('a&')),
  form('one name of a parameter again and again', fill('scope=a&')),
  form(
    'different names',
    numbered(80_000, (at) => `a${at}=`, '&'),
  ),
  form(
    'names that JavaScript orders as numbers',
    numbered(80_000, (at) => `${999_999 - at}=`, '&'),
  ),
  form('one long value', `grant_type=client_credentials&scope=${fill('a')}`),
  form(
    'many scopes',
    `grant_type=client_credentials&client_id=tvilling&client_secret=tvilling&scope=${numbered(120_000, (at) => `${at}`, '+')}`,
  ),
  form('escapes', fill('%61')),
  form('broken escapes', fill('%')),
  form('a client with many @', `client_id=${fill('@a')}`),
  form('a client that is long', `client_id=@${fill('a')}_`),
  report('open brackets', fill('[')),
  report('open braces', fill('{"a":')),
  report('different keys', `{${numbered(80_000, (at) => `"k${at}":1`, ',')}}`),
  report('as many different keys as are read', `{${numbered(19_999, (at) => `"k${at}":1`, ',')}}`),
  report(
    'keys that JavaScript orders as numbers',
    `{${numbered(80_000, (at) => `"${999_999 - at}":1`, ',')}}`,
  ),
  report('one key again and again', `{${fill('"a":1,')}"a":1}`),
  report('one number of many digits', fill('9')),
  report('one number with a large exponent', `{"order":1e${fill('9')}}`),
  report('numbers', `[${fill('1,')}1]`),
  report('empty objects', `[${fill('{},')}{}]`),
  report('empty objects in objects', `{"child":[${fill('{},')}{}],"mother":[${fill('{},', 1_000)}{}]}`),
  report('one long text', `{"reportId":"${fill('a')}"}`),
  report(
    'texts of digits where a pattern is',
    `{"reportId":"${fill('1')}","careUnit":{"hsaId":"${fill('1', 1000)}"}}`,
  ),
  report('a root of digits and dots', `{"reportId":{"root":"1${fill('.1')}","extension":"1"}}`),
  report('escaped characters', `{"reportId":"${fill('\\u0061')}"}`),
  report('null', `{${numbered(60_000, (at) => `"k${at}":null`, ',')}}`),
  {
    name: 'a body of bytes that are no text',
    method: 'POST',
    path: REPORT,
    headers: JSON_TYPE,
    body: Buffer.alloc(SIZE, 0x80),
  },
  multipart('parts', `${fill('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n')}--b--\r\n`),
  multipart('the smallest parts', `${fill('--b\r\n\r\n\r\n')}--b--\r\n`),
  multipart('headers of a part', `--b\r\n${fill('a: b\r\n')}\r\n\r\n--b--\r\n`),
  multipart(
    'folded header lines',
    `--b\r\nContent-Disposition: form-data;${fill('\r\n ')}name="a"\r\n\r\n\r\n--b--\r\n`,
  ),
  multipart(
    'blanks in a header',
    `--b\r\nContent-Disposition: form-data; ${fill(' ')}name="a"\r\n\r\n\r\n--b--\r\n`,
  ),
  multipart(
    'quotes in a header',
    `--b\r\nContent-Disposition: form-data; name="${fill('\\"')}\r\n\r\n\r\n--b--\r\n`,
  ),
  multipart('boundaries that nearly match', `--b\r\n\r\n${fill('\r\n--bX')}\r\n--b--\r\n`),
  multipart('boundaries with blanks', `--b\r\n\r\n${fill('\r\n--b ')}X\r\n--b--\r\n`),
  multipart('one boundary with blanks', `--b\r\n\r\n\r\n--b${fill(' ')}X\r\n--b--\r\n`),
  multipart('carriage returns', `--b\r\n\r\n${fill('\r')}\r\n--b--\r\n`),
  multipart('dashes', `--b\r\n\r\n${fill('-')}\r\n--b--\r\n`, '-'.repeat(60)),
  { name: 'query parameters', path: `${CONSUMERS}?${fill('a&', 14_000)}` },
  { name: 'query parameters of an operation', path: `${CONSUMERS}?${fill('state=A&', 14_000)}` },
  { name: 'a path of slashes', path: fill('/', 14_000) },
  { name: 'a path of many parts', path: fill('/a', 14_000) },
  { name: 'a path of escapes', path: `/consumer-intelligence/v3/persons/${fill('%41', 14_000)}` },
  { name: 'a path of broken escapes', path: `/consumer-intelligence/v3/persons/${fill('%', 14_000)}` },
  { name: 'a path of prefixes', path: `/t/a${fill('/e/a', 14_000)}` },
  {
    name: 'many headers',
    path: CONSUMERS,
    headers: Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`x${at}`, 'a'])),
  },
  {
    name: 'a bearer token of blanks',
    path: CONSUMERS,
    headers: { authorization: `Bearer ${fill(' ', 14_000)}x` },
  },
  {
    name: 'a bearer token with many ~',
    path: CONSUMERS,
    headers: { authorization: `Bearer ${fill('a~', 14_000)}!` },
  },
  {
    name: 'a bearer token of =',
    path: CONSUMERS,
    headers: { authorization: `Bearer a${fill('=', 14_000)}!` },
  },
  {
    name: 'Basic credentials that are long',
    method: 'POST',
    path: TOKEN,
    headers: { ...FORM, authorization: `Basic ${fill('QDpA', 14_000)}` },
    body: 'grant_type=client_credentials',
  },
  {
    name: 'a boundary of backslashes',
    method: 'PUT',
    path: BUNDLE,
    headers: { 'content-type': `multipart/form-data; boundary="${fill('\\', 14_001)}` },
    body: 'x',
  },
  {
    name: 'a media type of blanks',
    method: 'PUT',
    path: BUNDLE,
    headers: { 'content-type': `multipart/form-data;${fill(' ;', 14_000)}` },
    body: 'x',
  },
  {
    name: 'an upload of consumers',
    method: 'POST',
    path: CONSUMERS,
    headers: JSON_TYPE,
    body: `[${fill('{},')}{}]`,
  },
  {
    name: 'a message of control',
    method: 'POST',
    path: '/_tvilling/clock/advance',
    headers: JSON_TYPE,
    body: `{${numbered(80_000, (at) => `"k${at}":1`, ',')}}`,
  },
  {
    name: 'a pact message',
    method: 'POST',
    path: '/',
    headers: JSON_TYPE,
    body: `{${numbered(80_000, (at) => `"k${at}":1`, ',')}}`,
  },
  zipped(form('zeros', '0'.repeat(100_000_000))),
  zipped(report('zeros', `"${'0'.repeat(9_000_000)}"`)),
  zipped(report('blanks', ' '.repeat(9_000_000))),
  zipped(report('open brackets', '['.repeat(9_000_000))),
  zipped(report('empty objects', `[${'{},'.repeat(3_000_000)}{}]`)),
  zipped(form('one name', 'a&'.repeat(4_500_000))),
  zipped(
    form(
      'different names',
      numbered(300_000, (at) => `a${at}`, '&'),
    ),
  ),
  zipped(report('different keys', `{${numbered(200_000, (at) => `"k${at}":1`, ',')}}`)),
  zipped({ ...multipart('parts', `${'--b\r\n\r\n\r\n'.repeat(900_000)}--b--\r\n`) }),
  zipped({
    name: 'a body of nothing but zeros for an operation that needs a token',
    method: 'POST',
    path: CONSUMERS,
    headers: JSON_TYPE,
    body: '0'.repeat(100_000_000),
  }),
]
