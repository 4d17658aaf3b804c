/** One server and two servers over one PostgreSQL database: requests and deliveries a second, for one tenant and for many. */
import autocannon from 'autocannon'
import pg from 'pg'
import { connect } from 'tvilling'
import { startPostgresServer } from '../postgres/server.ts'
import { startCounter } from './deliveries.ts'
import { CONNECTIONS } from './load.ts'
import { serveCommand } from './package.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import type { Series } from './statistics.ts'
import { HEALTH, PAGE, storeConsumers, tokenOf } from './twin.ts'

const TENANTS = 50
/** Consumers of each tenant that is asked for a page. */
const CONSUMERS = 11

interface Setup {
  name: string
  servers: ServerProcess[]
  /** For each tenant that is asked, the request for a page of its consumers. */
  requests: autocannon.Request[]
}

export async function measureReplicas(scale: Scale): Promise<PartResult> {
  const postgres = await startPostgresServer({ durable: true })
  try {
    const setups = [
      await setUp('one server, in memory', 1, async () => []),
      await setUp('one server', 1, async () => storeOf(await newDatabase(postgres.url))),
      await setUp('two servers', 2, async () => storeOf(await newDatabase(postgres.url))),
    ]
    const pages = await measurePages(setups, scale)
    const deliveries = await measureDeliveries(setups, scale)
    for (const { servers } of setups) for (const server of servers) await server.stop()
    return {
      targets: [],
      tables: [
        { title: 'Requests a second', rows: pages, note: 'A page of 10 consumers, with token and journal.' },
        {
          title: 'Deliveries a second',
          rows: deliveries,
          note: 'From the uploads that cause them to the last one received; one webhook for each tenant.',
        },
      ],
      notes: [
        'PostgreSQL with its own defaults, so that each commit waits for the disk, on the core of the load; all servers on the other core. So two servers show here what sharing costs, not what a second machine brings.',
        `${CONNECTIONS} connections, spread over the servers; each of them asks all tenants in turn, beginning with another one.`,
      ],
    }
  } finally {
    await postgres.remove()
  }
}

async function newDatabase(admin: string): Promise<string> {
  const name = `bench_${process.hrtime.bigint()}`
  const client = new pg.Client(admin)
  await client.connect()
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  await client.end()
  const url = new URL(admin)
  url.pathname = `/${name}`
  return url.href
}

const storeOf = (url: string) => ['--store', url]

async function setUp(name: string, count: number, store: () => Promise<string[]>): Promise<Setup> {
  const options = await store()
  const servers: ServerProcess[] = []
  for (let index = 0; index < count; index += 1)
    servers.push(await startServerProcess(name, (port) => serveCommand(port, options), HEALTH))
  const [first] = servers as [ServerProcess]
  const requests: autocannon.Request[] = []
  for (let tenant = 0; tenant < TENANTS; tenant += 1) {
    const url = `${first.url}/t/tenant-${tenant}`
    await storeConsumers(url, CONSUMERS)
    const authorization = `Bearer ${await tokenOf(url)}`
    requests.push({ method: 'GET', path: `/t/tenant-${tenant}${PAGE}`, headers: { authorization } })
  }
  progress(`${name}: ready`)
  return { name, servers, requests }
}

async function measurePages(setups: readonly Setup[], scale: Scale): Promise<Series[]> {
  const rows = new Map<string, Series>()
  for (let round = -1; round < scale.rounds; round += 1) {
    for (const { name, servers, requests } of setups) {
      for (const tenants of [1, TENANTS]) {
        const seconds = round < 0 ? scale.warmUp : scale.seconds
        const asked = requests.slice(0, tenants)
        const each = await Promise.all(
          servers.map((server) => load(server, asked, CONNECTIONS / servers.length, seconds)),
        )
        const rate = each.reduce((sum, one) => sum + one, 0)
        const title = `${name}, ${tenants === 1 ? 'one tenant' : `${tenants} tenants`}`
        const row = rows.get(title) ?? { name: title, unit: 'requests/s', values: [] }
        rows.set(title, row)
        if (round >= 0) row.values.push(rate)
      }
    }
  }
  return [...rows.values()]
}

/**
 * Requests a second.
 * @throws Error if an answer is no success.
 */
async function load(
  server: ServerProcess,
  requests: readonly autocannon.Request[],
  connections: number,
  seconds: number,
): Promise<number> {
  let client = 0
  const result = await autocannon({
    url: server.url,
    connections,
    duration: seconds,
    requests: [...requests],
    // Otherwise all connections would ask the same tenant at once.
    setupClient(connection) {
      const first = Math.floor((client * requests.length) / connections)
      client += 1
      connection.setRequests([...requests.slice(first), ...requests.slice(0, first)])
    },
  })
  const failures = result.non2xx + result.errors + result.timeouts
  if (failures > 0 || result.requests.total === 0)
    throw new Error(
      `${failures} of ${result.requests.total} requests failed: ${server.output().slice(-1_000)}`,
    )
  return result.requests.total / result.duration
}

async function measureDeliveries(setups: readonly Setup[], scale: Scale): Promise<Series[]> {
  const messages = scale.count(1_000)
  const rows: Series[] = []
  const receiver = await startCounter()
  for (const { name, servers } of setups) {
    for (const tenants of [1, TENANTS]) {
      const row: Series = {
        name: `${name}, ${tenants === 1 ? 'one tenant' : `${tenants} tenants`}`,
        unit: 'deliveries/s',
        values: [],
      }
      rows.push(row)
      for (let round = 0; round < Math.min(3, scale.rounds); round += 1) {
        const names = Array.from({ length: tenants }, (_, index) => `sends-${round}-${tenants}-${index}`)
        const urlOf = (index: number) => (servers[index % servers.length] as ServerProcess).url
        for (const [index, tenant] of names.entries()) {
          await connect(urlOf(index), { tenant }).scenarios.load('webhook-registered', {
            url: receiver.url,
            events: ['CONSUMER_UPLOADED'],
          })
        }
        await receiver.counted(tenants)
        const each = Math.ceil(messages / tenants)
        const begun = performance.now()
        await Promise.all(
          names.map((tenant, index) => storeConsumers(`${urlOf(index)}/t/${tenant}`, each, each)),
        )
        await receiver.counted(each * tenants)
        row.values.push((each * tenants) / ((performance.now() - begun) / 1_000))
        for (const [index, tenant] of names.entries()) await connect(urlOf(index)).tenants.drop(tenant)
      }
      progress(`${row.name}: ${Math.round(row.values.at(-1) ?? 0)} deliveries/s`)
    }
  }
  receiver.close()
  return rows
}
