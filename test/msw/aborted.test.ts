import { expect, vi } from 'vitest'
import { turnedWall } from '../engine/wall.ts'
import { eachMsw } from './versions.ts'

const listBundles = { simulator: 'person-monitoring', operation: 'listBundles' } as const
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

const wall = turnedWall()

eachMsw(
  'a request that is aborted while a fault delays its answer keeps nothing waiting',
  async ({ harness }) => {
    using printed = vi.spyOn(console, 'error')
    const rejected: unknown[] = []
    const note = (error: unknown) => void rejected.push(error)
    process.on('unhandledRejection', note)
    await harness.faults.add({ ...listBundles, fault: 'delay', delay: 'PT1H' })
    const controller = new AbortController()
    const pending = fetch(BUNDLES, { signal: controller.signal })
    void pending.catch(() => {})
    await vi.waitFor(() => expect(wall.isAwaited()).toBe(true), { interval: 1 })
    controller.abort()
    await expect(pending).rejects.toThrow(/abort/i)
    await vi.waitFor(() => expect(wall.isAwaited()).toBe(false), { interval: 1 })
    process.off('unhandledRejection', note)
    expect(rejected).toEqual([])
    expect(printed).not.toHaveBeenCalled()
  },
  { harness: { clock: { mode: 'real' }, wall } },
)

eachMsw('a slow body that is aborted ends', async ({ harness }) => {
  await harness.faults.add({ ...listBundles, fault: 'slow-body', during: 'PT1H' })
  const controller = new AbortController()
  const response = await fetch(BUNDLES, { signal: controller.signal })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  await reader.read()
  const next = reader.read()
  controller.abort()
  await expect(next).rejects.toThrow(/abort/i)
})
