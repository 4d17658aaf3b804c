/** Webhook messages per second to a receiver on loopback, for growing numbers of messages. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'tvilling'
import { serveCommand } from './package.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { startServerProcess } from './server-process.ts'
import type { Series } from './statistics.ts'
import { HEALTH, storeConsumers } from './twin.ts'

/** Seconds that the messages of one round may take; slower rounds are left out. */
const PATIENCE = 60

export async function measureDeliveries(scale: Scale): Promise<PartResult> {
  const sizes = [1_000, 5_000, 20_000].map(scale.count)
  const all = sizes.map(
    (size): Series => ({
      name: `${size.toLocaleString('en-US')} messages`,
      unit: 'deliveries/s',
      values: [],
    }),
  )
  const receiver = await startCounter()
  const server = await startServerProcess('Tvilling', (port) => serveCommand(port), HEALTH)
  for (let round = 0; round < Math.min(3, scale.rounds); round += 1) {
    for (const [index, size] of sizes.entries()) {
      const rate = all[index - 1]?.values.at(-1)
      if (rate !== undefined && size / rate > PATIENCE) {
        progress(`${size} messages would take longer than ${PATIENCE} s, and are left out`)
        break
      }
      // Each in a tenant of its own, whose delivery store is empty.
      const tenant = `round-${round}-${index}`
      await connect(server.url, { tenant }).scenarios.load('webhook-registered', {
        url: receiver.url,
        events: ['CONSUMER_UPLOADED'],
      })
      await receiver.counted(1)
      const begun = performance.now()
      await storeConsumers(`${server.url}/t/${tenant}`, size, size)
      await receiver.counted(size)
      all[index]?.values.push(size / ((performance.now() - begun) / 1_000))
      progress(
        `${size} messages, round ${round + 1}: ${Math.round(all[index]?.values.at(-1) ?? 0)} deliveries/s`,
      )
      await connect(server.url).tenants.drop(tenant)
    }
  }
  await server.stop()
  receiver.close()
  const [first] = all
  return {
    targets: [],
    tables: [
      {
        title: 'Deliveries a second, from the upload that causes them to the last one received',
        rows: all.filter(({ values }) => values.length > 0),
        ...(first && { comparedTo: first.name }),
      },
    ],
    notes: ['One webhook, signed messages, each answered with 200 at once by a receiver on the other core.'],
  }
}

export interface Counter {
  url: string
  /** Resolves when so many messages have come since the last time. */
  counted(messages: number): Promise<void>
  close(): void
}

/** A receiver that counts messages. */
export async function startCounter(): Promise<Counter> {
  let received = 0
  let wanted = Number.POSITIVE_INFINITY
  let enough = () => {}
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      response.end()
      received += 1
      if (received >= wanted) enough()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    async counted(messages) {
      await new Promise<void>((resolve) => {
        wanted = messages
        enough = resolve
        if (received >= wanted) resolve()
      })
      received -= messages
      wanted = Number.POSITIVE_INFINITY
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
