import { expect, test } from 'vitest'
import { parseMultipart } from '../../src/http/multipart.ts'

const SIZE = 900_000
const fill = (text: string, size = SIZE) => text.repeat(Math.floor(size / text.length))
const DISPOSITION = 'Content-Disposition: form-data; name="a"'
/** All numbers of boundaries that we would take, so many as fit. */
const many = Array.from(
  { length: 23_000 },
  (_, at) => `----tvilling-form-data-boundary-${String(at).padStart(7, '0')}`,
).join('')
const part = (headers: string, content = '') => `--b\r\n${headers}\r\n\r\n${content}\r\n`

/** The form, or why it is none, with the milliseconds of this thread that it took. */
async function parse(body: string) {
  const before = process.threadCpuUsage()
  const form = await parseMultipart(Buffer.from(`${body}--b--\r\n`), 'multipart/form-data; boundary=b')
  const { user, system } = process.threadCpuUsage(before)
  return { form, cost: (user + system) / 1_000 }
}

test.each([
  ['more than two hundred parts', part(DISPOSITION).repeat(201), 'more than 200 parts'],
  ['parts without number', fill('--b\r\n\r\n\r\n'), 'more than 200 parts'],
  ['more than a hundred headers', part(fill('a: b\r\n', 606) + DISPOSITION), 'more than 100 headers'],
  ['a long head', part(`Content-Disposition: form-data; ${fill(' ')}name="a"`), 'longer than 16384 bytes'],
])('a form with %s is refused with its limit', async (_, body, sentence) => {
  const { form, cost } = await parse(body)
  expect(form).toContain(sentence)
  expect(cost).toBeLessThan(200)
})

test.each([
  ['blanks in heads', part(`Content-Disposition: form-data;${fill(' ', 16_000)}name="a"`).repeat(50)],
  ['quotes in heads', part(`Content-Disposition: form-data; name="${fill('\\"', 16_000)}`).repeat(50)],
  ['lines that are nearly the boundary', part(DISPOSITION, fill('\r\n--bX'))],
  ['what we use as boundary', part(DISPOSITION, many)],
])('%s cost no more than other bytes', async (_, body) => {
  const { cost } = await parse(body)
  expect(cost).toBeLessThan(300)
})

test('a form as large as the limits allow is read', async () => {
  const { form } = await parse(part(DISPOSITION, 'x').repeat(200))
  expect((form as FormData).getAll('a')).toHaveLength(200)
})
