import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

const OWN = ['x-tvilling-exchange', 'content-length']

/** The headers that a HEAD and a GET have in common. */
const commonOf = ({ headers }: Response) => [...headers].filter(([name]) => !OWN.includes(name))

test('HEAD is answered as GET is, with the length of the body in its place', async () => {
  await using harness = await openLibrary()
  await harness.scenarios.load('shelf', { count: 2, shelf: 'å' })
  const { call } = await logIn(harness)
  for (const path of ['/books', '/books/b1', '/books/none', '/books?limit=0']) {
    const got = await call('GET', path)
    const body = await got.arrayBuffer()
    const head = await call('HEAD', path)
    expect(head.status, path).toBe(got.status)
    expect(commonOf(head), path).toEqual(commonOf(got))
    expect(head.headers.get('content-length'), path).toBe(String(body.byteLength))
    expect(await head.text(), path).toBe('')
  }
})

test('HEAD without a token is refused without a body', async () => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/books`, { method: 'HEAD' })
  expect(response.status).toBe(401)
  expect(await response.text()).toBe('')
})

test('HEAD where there is no GET is a wrong method', async () => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/token`, { method: 'HEAD' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('POST')
})

test('HEAD is one use of the operation: its faults apply, and the journal has it', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'truncated-body',
    times: 1,
  })
  expect((await call('HEAD', '/books')).status).toBe(200)
  expect(await (await call('GET', '/books')).json()).toEqual([])
  const [, first] = await harness.journal.find({ operation: 'listBooks' })
  expect(first?.request.method).toBe('GET')
})
