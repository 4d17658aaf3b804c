import { describe, expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'
import { STORES } from './stores.ts'

describe.each(STORES)('over %s', (_, openStore) => {
  test('control moves a document along its graph, and its time in the old state is over', async () => {
    await using harness = await openLibrary({ store: openStore() })
    const { call } = await logIn(harness)
    await call('PUT', '/books/b1/loans/l1')
    expect(await harness.state.transition('library', 'loans', 'l1', 'LOST')).toMatchObject({ state: 'LOST' })
    expect((await harness.clock.advance('P30D')).transitions).toEqual([])
  })

  test('a move that the graph does not have is refused, and those that it has are named', async () => {
    await using harness = await openLibrary({ store: openStore() })
    const { call } = await logIn(harness)
    await call('PUT', '/books/b1/loans/l1')
    const move = (key: string, to: string) => harness.state.transition('library', 'loans', key, to)
    await expect(move('l1', 'RETURNED')).rejects.toMatchObject({
      status: 409,
      message: 'loans "l1" cannot go from ORDERED to RETURNED. From ORDERED it goes to READY or LOST.',
    })
    await move('l1', 'LOST')
    await expect(move('l1', 'READY')).rejects.toThrow('LOST is final.')
    await expect(move('l2', 'READY')).rejects.toMatchObject({ status: 404 })
  })

  test('a document that begins again starts its time again', async () => {
    await using harness = await openLibrary({ store: openStore() })
    const { call } = await logIn(harness)
    await call('PUT', '/books/b1/loans/l1')
    await harness.clock.advance('PT9M')
    await call('PUT', '/books/b1/loans/l1')
    const { transitions } = await harness.clock.advance('PT10M')
    expect(transitions.map(({ at }) => at)).toEqual(['2026-01-01T00:19:00.000Z'])
  })
})
