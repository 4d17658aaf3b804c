import { expect } from 'vitest'
import { eachMsw } from './versions.ts'

const BUNDLES = 'https://api.roaring.io/se/person/monitoring/1.0/bundles'

eachMsw('a request that is aborted rejects, and the twin goes on', async ({ harness }) => {
  const before = AbortSignal.abort()
  await expect(fetch(BUNDLES, { signal: before })).rejects.toThrow(/abort/i)
  expect(await harness.journal.find()).toEqual([])

  const controller = new AbortController()
  const pending = fetch(BUNDLES, { signal: controller.signal })
  controller.abort()
  await expect(pending).rejects.toThrow(/abort/i)

  expect((await fetch(BUNDLES)).status).toBe(401)
})

eachMsw('an upload that breaks off changes nothing', async ({ harness }) => {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('the disk was pulled out'))
    },
  })
  const init = { method: 'PUT', body, duplex: 'half' } as RequestInit
  await fetch('https://api.roaring.io/se/person/monitoring/1.0/bundle/b1', init).catch(() => {})
  expect(await harness.journal.find({ operation: 'updateBundle' })).toEqual([])
})
