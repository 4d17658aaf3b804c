import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, JSON_FILE, logIn, PERSON } from './client.ts'

const JSON_TYPE = { type: 'application/json', name: 'persons.json' }

const refused: [
  why: string,
  content: string | Uint8Array<ArrayBuffer>,
  file: { type?: string; name?: string },
][] = [
  ['an empty CSV file', '', {}],
  ['an empty JSON file', '', JSON_TYPE],
  ['nothing but a byte order mark', '\uFEFF', {}],
  ['text that is no CSV of numbers', 'hello', {}],
  ['numbers of eleven digits', '9800102-2386\n', {}],
  ['a number with letters', '19800102238A\n', {}],
  ['rows whose first column is another', `name,${PERSON}\nÅsa,${PERSON}\n`, {}],
  ['broken quotes', `"${PERSON}\n`, {}],
  ['JSON that says it is CSV', JSON_FILE, {}],
  ['CSV that says it is JSON', CSV, JSON_TYPE],
  ['JSON that is no array', '{"personalNumber":"198001022386"}', JSON_TYPE],
  ['JSON numbers', '[198001022386]', JSON_TYPE],
  ['objects without a number', '[{"number":"198001022386"}]', JSON_TYPE],
  ['null', '[null]', JSON_TYPE],
  ['broken JSON', '["198001022386"', JSON_TYPE],
  ['bytes that are no UTF-8', Uint8Array.from([0xff, 0xfe, 0x31, 0x00]), {}],
  ['Latin 1 beside the number', Buffer.from(`${PERSON};\xc5sa\n`, 'latin1'), {}],
  ['a PDF', '%PDF-1.7', { type: 'application/pdf', name: 'persons.pdf' }],
  ['plain text', CSV, { type: 'text/plain', name: 'persons.csv' }],
  ['XML', CSV, { type: 'text/xml', name: 'persons.csv' }],
  ['a vague type without an ending', CSV, { type: 'application/octet-stream', name: 'persons' }],
  ['a vague type with another ending', CSV, { type: 'application/vnd.ms-excel', name: 'persons.xls' }],
]

eachDoor(
  '[PM-03] [PM-11] [PM-20] what is no such file is 400 and leaves the bundle as it was',
  async (door) => {
    await door.control.scenarios.load('bundle-approved', { id: 'b1' })
    const client = await logIn(door)
    const before = await client.bundle()
    await door.control.clock.advance('PT1M')
    for (const [why, content, file] of refused) {
      const answer = await client.update(content, file)
      expect(answer.status, why).toBe(400)
      expect(answer.body, why).toEqual({
        error: 'BadRequest',
        message: expect.any(String),
        attributes: expect.arrayContaining([{ attribute: 'file', value: expect.any(String) }]),
      })
      expect(answer.reason, why).toContain('PM-20')
    }
    expect(await client.bundle()).toEqual(before)
    expect(before).toMatchObject({ status: 'APPROVED', entityCount: 2 })
  },
)

eachDoor('[PM-11] the attributes of a 400 say what was sent', async (door) => {
  const client = await logIn(door)
  const attributes = async (content: string, file = {}) =>
    (await client.update(content, file)).body.attributes
  expect(await attributes(`${PERSON}\n9800102-2386\nx`)).toEqual([
    { attribute: 'file', value: '9800102-2386' },
    { attribute: 'file', value: 'x' },
  ])
  expect(await attributes('[17]', JSON_TYPE)).toEqual([{ attribute: 'file', value: '17' }])
  expect(await attributes(CSV, { type: 'application/pdf' })).toEqual([
    { attribute: 'file', value: 'application/pdf' },
  ])
  expect(await attributes('x\n'.repeat(5_000))).toHaveLength(10)
})

eachDoor('[PM-20] a body without a file, or with two, is 400', async (door) => {
  const client = await logIn(door)
  const part = (name: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${CSV}\r\n`
  const form = 'multipart/form-data; boundary=b'
  for (const [contentType, body] of [
    [form, '--b--\r\n'],
    [form, `${part('files')}--b--\r\n`],
    [form, `${part('file')}${part('file')}--b--\r\n`],
    [form, part('file')],
    [form, ''],
    [form, CSV],
    ['multipart/form-data', `${part('file')}--b--\r\n`],
    ['multipart/mixed; boundary=b', `${part('file')}--b--\r\n`],
    ['text/csv', CSV],
    ['application/json', JSON_FILE],
  ] as const) {
    const answer = await client.send(contentType, body)
    expect(answer, `${contentType} ${body}`).toMatchObject({ status: 400, body: { error: 'BadRequest' } })
  }
  expect(await client.bundle()).toMatchObject({ status: 'APPROVED', entityCount: 0 })
})

eachDoor(
  '[PM-20] a body that is too large is 400',
  async (door) => {
    const client = await logIn(door)
    const answer = await client.send('multipart/form-data; boundary=b', `${PERSON}\n`.repeat(100))
    expect(answer).toMatchObject({ status: 400, body: { error: 'BadRequest', attributes: [] } })
  },
  { bodyLimit: 1_000 },
)
