import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slicedJson } from '../../server/http/sliced-json.ts'

test('a large answer of control is the same text as if it were written in one go', async () => {
  const row = (at: number) => ({ at, key: `k\n${at}`, list: [], nested: { a: [1, { b: null }], c: {} } })
  for (const length of [0, 1, 500, 501, 1_000, 1_250]) {
    const body = {
      now: 'x',
      transitions: Array.from({ length }, (_, at) => row(at)),
      deliveries: [],
      none: undefined,
    }
    expect(await slicedJson(body)).toBe(JSON.stringify(body, null, 2))
  }
})

test('so is any other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (item) => {
      const body = { first: item, many: Array.from({ length: 501 }, () => item) }
      expect(await slicedJson(body)).toBe(JSON.stringify(body, null, 2))
      expect(await slicedJson(item)).toBe(JSON.stringify(item, null, 2))
    }),
    { numRuns: 30 },
  )
})
