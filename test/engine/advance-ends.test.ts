import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'

const BASE = 'https://api.bisnode.com/consumer-intelligence/v3'

/** A receiver that uploads a consumer for each message, which causes the next message at the same instant. */
async function endlessUploads() {
  let uploads = 0
  let stopped = false
  const post = mailbox(() => async () => {
    if (!stopped) await upload()
    return 200
  })
  const harness = await createHarness({
    simulators,
    now: '2026-01-01T00:00:00Z',
    webhooks: { send: post.send },
  })
  await harness.tokens.accept({ token: 't', client: 'tvilling' })
  const call = (path: string, body: unknown) =>
    harness.fetch(`${BASE}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  async function upload() {
    uploads += 1
    const { status } = await call('/consumers', [
      { market: 'SE', consumerId: `c${uploads}`, data: { legalId: '198001022386' } },
    ])
    expect(status).toBe(202)
  }
  await call('/webhooks', { url: 'http://receiver.example/', events: ['CONSUMER_UPLOADED'] })
  return {
    harness,
    upload,
    uploads: () => uploads,
    async [Symbol.asyncDispose]() {
      stopped = true
      await harness.close()
    },
  }
}

test('an advance ends although requests go on causing work at every instant, and does what was due before', async () => {
  await using endless = await endlessUploads()
  const { harness, upload } = endless
  await upload()
  const { transitions, now } = await harness.clock.advance('PT2M')
  expect(now).toBe('2026-01-01T00:02:00.000Z')
  const moves = transitions.filter(({ key }) => key.endsWith(':c1')).map(({ to }) => to)
  expect(moves).toEqual(['IDENTIFYING', 'IDENTIFIED'])
})

test('an advance gets its turn although requests go on causing work in the background', async () => {
  await using endless = await endlessUploads()
  const { harness, upload, uploads } = endless
  await upload()
  while (uploads() < 5) await new Promise((done) => setImmediate(done))
  expect(await harness.clock.advance('PT1S')).toMatchObject({ now: '2026-01-01T00:00:01.000Z' })
})
