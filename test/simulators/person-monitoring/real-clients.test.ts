import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, JSON_FILE, logIn } from './client.ts'

/** A body as it goes over the wire; lines are joined by CRLF. */
interface Wire {
  contentType: string
  lines: readonly string[]
}

const uuid = '6f1b2c3d-4e5f-4a1f-9e7d-7a2c3d4e5f60'
const webkit = '----WebKitFormBoundary7MA4YWxkTrZu0gW'
const gecko = '---------------------------9051914041544843365972754266'
const curl = '------------------------d74496d66958873e'

function wire(contentType: string, boundary: string, ...parts: (readonly string[])[]): Wire {
  const lines = [...parts.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`, '']
  return { contentType, lines }
}

const form = (boundary: string) => `multipart/form-data; boundary=${boundary}`
const named = 'Content-Disposition: form-data; name="file"; filename="persons.csv"'
const file = [named, 'Content-Type: text/csv', '', CSV]

const clients: Record<string, Wire> = {
  'curl -F file=@persons.csv': wire(form(curl), curl, [
    named,
    'Content-Type: application/octet-stream',
    '',
    CSV,
  ]),
  'curl -F file=@persons.csv;type=text/csv': wire(form(curl), curl, file),
  'curl -F file=<persons.csv, a field': wire(form(curl), curl, [
    'Content-Disposition: form-data; name="file"',
    '',
    CSV,
  ]),
  'a field with JSON': wire(form(curl), curl, ['Content-Disposition: form-data; name="file"', '', JSON_FILE]),
  Chrome: wire(form(webkit), webkit, file),
  'Firefox on Windows with Excel': wire(form(gecko), gecko, [
    named,
    'Content-Type: application/vnd.ms-excel',
    '',
    CSV,
  ]),
  '.NET MultipartFormDataContent: quoted boundary, type first, bare names, filename*': wire(
    `multipart/form-data; boundary="${uuid}"`,
    uuid,
    [
      'Content-Type: text/csv',
      "Content-Disposition: form-data; name=file; filename=persons.csv; filename*=utf-8''persons.csv",
      '',
      CSV,
    ],
  ),
  '.NET ByteArrayContent, without a type': wire(`multipart/form-data; boundary="${uuid}"`, uuid, [
    "Content-Disposition: form-data; name=file; filename=persons.csv; filename*=utf-8''persons.csv",
    '',
    CSV,
  ]),
  'RestSharp, a file name of letters beyond ASCII': wire(
    `multipart/form-data; boundary="-----${uuid}"`,
    `-----${uuid}`,
    [
      'Content-Type: text/csv',
      'Content-Disposition: form-data; name="file"; filename="personer å.csv"; filename*=UTF-8\'\'personer%20%C3%A5.csv',
      '',
      CSV,
    ],
  ),
  'only filename*': wire(form(uuid), uuid, [
    'Content-Disposition: form-data; name="file"; filename*=UTF-8\'\'personer%20%C3%A5.CSV',
    'Content-Type: application/octet-stream',
    '',
    CSV,
  ]),
  'Apache HttpClient: charset of the form, transfer encoding': wire(
    'multipart/form-data; charset=UTF-8; boundary=Xk3_9aBcD-eFgHiJkLmNoPqRsT',
    'Xk3_9aBcD-eFgHiJkLmNoPqRsT',
    [named, 'Content-Type: text/csv; charset=UTF-8', 'Content-Transfer-Encoding: binary', '', CSV],
  ),
  'Jersey: other parameters, name last': wire(
    'multipart/form-data;boundary=Boundary_1_17_1767225600',
    'Boundary_1_17_1767225600',
    [
      'Content-Type: text/csv',
      'Content-Disposition: form-data; filename="persons.csv"; modification-date="Thu, 01 Jan 2026 00:00:00 GMT"; size=41; name="file"',
      '',
      CSV,
    ],
  ),
  'OkHttp and Retrofit: length of the part, no file name': wire(form(uuid), uuid, [
    'Content-Disposition: form-data; name="file"',
    'Content-Transfer-Encoding: binary',
    'Content-Type: text/csv; charset=utf-8',
    `Content-Length: ${CSV.length}`,
    '',
    CSV,
  ]),
  'Spring RestTemplate, JSON without a file name': wire(
    `multipart/form-data;charset=UTF-8;boundary=${uuid}`,
    uuid,
    ['Content-Disposition: form-data; name="file"', 'Content-Type: application/json', '', JSON_FILE],
  ),
  'java.net.http by hand, a short boundary': wire(form('b1'), 'b1', file),
  'Python requests, without a type': wire(
    form('0f4c5d6e7f8091a2b3c4d5e6f7081920'),
    '0f4c5d6e7f8091a2b3c4d5e6f7081920',
    [named, '', CSV],
  ),
  'Python email: equals signs in a quoted boundary': wire(
    'multipart/form-data; boundary="===============7330845974216740156=="',
    '===============7330845974216740156==',
    file,
  ),
  'names of headers and values in upper case': wire(`Multipart/Form-Data; BOUNDARY=${uuid}`, uuid, [
    'CONTENT-DISPOSITION: FORM-DATA; NAME="file"; FILENAME="PERSONS.CSV"',
    'CONTENT-TYPE: TEXT/CSV; CHARSET=UTF-8',
    '',
    CSV,
  ]),
  'names of headers in lower case, without blanks': wire(form(uuid), uuid, [
    'content-disposition:form-data;name="file";filename="persons.csv"',
    'content-type:text/csv',
    '',
    CSV,
  ]),
  'blanks before semicolons and around equals signs': wire(form(uuid), uuid, [
    'Content-Disposition: form-data ; name = "file" ; filename = "persons.csv" ;',
    'Content-Type: text/csv',
    '',
    CSV,
  ]),
  'a folded header': wire(form(uuid), uuid, [
    'Content-Disposition: form-data; name="file";',
    '\tfilename="persons.csv"',
    'Content-Type: text/csv',
    '',
    CSV,
  ]),
  'a quote in the file name': wire(form(uuid), uuid, [
    'Content-Disposition: form-data; name="file"; filename="my \\"best\\" persons.csv"',
    'Content-Type: application/octet-stream',
    '',
    CSV,
  ]),
  'a path of Windows as file name': wire(form(uuid), uuid, [
    'Content-Disposition: form-data; name="file"; filename="C:\\new\\persons.csv"',
    'Content-Type: application/octet-stream',
    '',
    CSV,
  ]),
  'other parts before and after': wire(
    form(uuid),
    uuid,
    ['Content-Disposition: form-data; name="comment"', '', 'file'],
    file,
    [
      'Content-Disposition: form-data; name="other"; filename="x.pdf"',
      'Content-Type: application/pdf',
      '',
      '%PDF',
    ],
  ),
}

const bytesOf = ({ lines }: Wire, lineEnd = '\r\n') => new Uint8Array(Buffer.from(lines.join(lineEnd)))

eachDoor('[PM-02] [PM-03] an upload is taken as real clients send it', async (door) => {
  const client = await logIn(door)
  for (const [name, sent] of Object.entries(clients)) {
    const answer = await client.send(sent.contentType, bytesOf(sent))
    expect({ name, ...answer }).toMatchObject({ name, status: 200, body: { entityCount: 2 } })
  }
})

eachDoor('[PM-02] line ends, and what stands around the parts, may be as RFC 2046 has them', async (door) => {
  const client = await logIn(door)
  const sent = wire(form(uuid), uuid, file)
  const whole = sent.lines.join('\r\n')
  for (const [name, body] of Object.entries({
    'LF alone': sent.lines.join('\n'),
    'no line end after the last boundary': whole.trimEnd(),
    'a preamble': `This is a multipart message.\r\n${whole}`,
    'an empty line first': `\r\n${whole}`,
    'an epilogue': `${whole}That is all.\r\n--${uuid}\r\n`,
    'blanks behind boundaries': whole.replaceAll(/(--6f1b.*?60(?:--)?)\r\n/g, '$1 \t\r\n'),
  })) {
    const answer = await client.send(sent.contentType, body)
    expect({ name, ...answer }).toMatchObject({ name, status: 200, body: { entityCount: 2 } })
  }
})
