import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { startCountingReceiver } from './kills/receiver.ts'
import { keptBy, soakServer } from './soak/soak-server.ts'

test('3,000 requests over two tenants are answered as they should be, and no more is kept than the journal’s bound', async () => {
  const receiver = await startCountingReceiver({ delay: 0 })
  const server = await startProcess('--clock', 'manual', '--log', 'silent', '--now', '2026-01-01T00:00:00Z')
  try {
    const samples: number[] = []
    const { sent, wrong } = await soakServer({
      url: server.url,
      requests: 3_000,
      tenants: 2,
      receiver: receiver.url,
      onSample: (done) => void samples.push(done),
    })
    expect(wrong).toEqual([])
    expect(sent).toBe(3_000)
    expect(samples.length).toBeGreaterThan(50)
    expect(receiver.times.size).toBeGreaterThan(300)
    expect((await keptBy(`${server.url}/t/soak-0`)).journal).toBe(1_000)
  } finally {
    await server.end('SIGKILL')
    await receiver.close()
  }
}, 60_000)
