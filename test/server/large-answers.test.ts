import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLarge, slicedJson } from '../../server/http/sliced-json.ts'

const text = (value: object) => [...slicedJson(value)].join('')

test('a large answer of control is the same text as if it were written in one go', () => {
  const row = (at: number) => ({ at, key: `k\n${at}`, list: [], nested: { a: [1, { b: null }], c: {} } })
  for (const length of [1, 250, 251, 500, 501, 1_000]) {
    const body = {
      now: 'x',
      transitions: Array.from({ length }, (_, at) => row(at)),
      deliveries: [],
      none: undefined,
    }
    expect(text(body)).toBe(JSON.stringify(body, null, 2))
    expect(isLarge(body)).toBe(length > 250)
  }
})

test('so is any other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (item) => {
      const body = { first: item, many: Array.from({ length: 251 }, () => item) }
      expect(text(body)).toBe(JSON.stringify(body, null, 2))
    }),
    { numRuns: 30 },
  )
})

test('no slice of it is long', () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => ({ at }))
  const lengths = [...slicedJson({ rows })].map(({ length }) => length)
  expect(Math.max(...lengths)).toBeLessThan(10_000)
})

test('large items are divided as well, also those of a HAR', () => {
  const entries = Array.from({ length: 20 }, (_, at) => ({ at, text: 'x'.repeat(100_000) }))
  const body = { log: { version: '1.2', entries, _tvilling: { events: [] } } }
  const slices = [...slicedJson(body)]
  expect(slices.join('')).toBe(JSON.stringify(body, null, 2))
  expect(Math.max(...slices.map(({ length }) => length))).toBeLessThan(450_000)
})
