/** Kills servers while they work, starts them again, and checks what was acknowledged, done and delivered. */
import { createRandom } from 'tvilling'
import { type ServerProcess, startProcess } from '../../server/process.ts'
import { acceptToken, ask, json, reading, TOKEN } from './client.ts'
import { type Acknowledged, meeting, nothingYet, startLoad } from './load.ts'
import { startCountingReceiver } from './receiver.ts'

export interface KillOptions {
  /** Such as `sqlite:/tmp/x.db` or `postgres://…`. */
  store: string
  /** How many servers share the store; one of them is killed each time. */
  replicas: number
  kills: number
  seed: number
  onProgress?(killed: number): void
}

export interface KillResult {
  kills: number
  acknowledged: { consumers: number; requestIds: number; reports: number; advances: number }
  events: number
  messages: number
  /** Messages that came more than once. */
  repeated: number
  /** Those of them that the ledger does not mark. */
  unmarked: string[]
  lost: string[]
  twice: string[]
  undelivered: string[]
}

const CONSUMERS = '/consumer-intelligence/v3'

export async function killServers(options: KillOptions): Promise<KillResult> {
  const { store, replicas, kills, seed, onProgress } = options
  const random = createRandom(seed)
  const receiver = await startCountingReceiver()
  const acknowledged = nothingYet()
  const flags = ['--store', store, '--clock', 'manual', '--log', 'silent']
  const servers: ServerProcess[] = []
  const start = async () =>
    startProcess(...flags, ...(servers.length === 0 ? ['--now', '2026-01-01T00:00:00Z'] : []))
  try {
    for (let index = 0; index < replicas; index += 1) servers.push(await start())
    const [first] = servers as [ServerProcess]
    await acceptToken(first.url)
    const hook = json({ url: receiver.url, events: ['*'] }, TOKEN)
    const created = await ask(`${first.url}${CONSUMERS}/webhooks`, hook)
    if (created?.status !== 201) throw new Error(`No webhook was created: ${JSON.stringify(created)}`)
    for (let killed = 1; killed <= kills; killed += 1) {
      const load = startLoad(
        servers.map(({ url }) => url),
        acknowledged,
      )
      await load.answers(random.integer(30, 250))
      const victim = random.integer(0, servers.length - 1)
      await servers[victim]?.end('SIGKILL')
      // The others go on for a while, and take over what the killed one had begun.
      if (replicas > 1) await load.answers(random.integer(20, 100))
      await load.stop()
      servers[victim] = await startProcess(...flags)
      onProgress?.(killed)
    }
    return await check(servers[0]?.url as string, receiver.times, acknowledged, kills)
  } finally {
    for (const server of servers) await server.end('SIGKILL')
    await receiver.close()
  }
}

async function check(
  url: string,
  times: ReadonlyMap<string, number>,
  acknowledged: Acknowledged,
  kills: number,
): Promise<KillResult> {
  // All that is still to be done: identifications, and every retry of a message.
  await must(`${url}/_tvilling/clock/advance`, json({ by: 'P2D' }))
  await must(`${url}/_tvilling/deliveries/settled`, { method: 'POST' })
  const { consumers, requestIds, reports, advances, now } = acknowledged
  const lost: string[] = []
  const clock = await must(`${url}/_tvilling/clock`)
  if (clock.now < now) lost.push(`the clock stands at ${clock.now}, and an advance answered ${now}`)
  const stored = new Map(
    (await pages(`${url}${CONSUMERS}/consumers`)).map((row) => [String(row['consumerId']), row['state']]),
  )
  for (const id of consumers) if (!stored.has(id)) lost.push(`consumer ${id}`)
  for (const [id, state] of stored)
    if (state !== 'IDENTIFIED' && state !== 'NOT_IDENTIFIED') lost.push(`${id} is still ${state}`)
  for (const [id, isAcknowledged] of requestIds) {
    const reply = await ask(`${url}/v2/Indkaldelse`, meeting(id))
    if (isAcknowledged ? reply?.status !== 412 : ![200, 412].includes(Number(reply?.status))) {
      lost.push(
        `request id ${id}, ${isAcknowledged ? '' : 'not '}acknowledged, is answered with ${reply?.status}`,
      )
    }
  }
  for (const { sent, number } of reports.values()) {
    const reply = await ask(`${url}/v1/birthreport`, json(sent))
    if (reply?.body.personalIdentityNumber !== number) lost.push(`the child ${number}`)
  }
  const numbers = [...reports.values()].map(({ number }) => number)
  const events = await pages(`${url}${CONSUMERS}/audit-events`)
  const twice = [
    ...repeatedIn(numbers).map((number) => `the number ${number} was given twice`),
    ...repeatedIn(events.flatMap(transitionOf)).map((transition) => `${transition} took place twice`),
  ]
  const ledger = await ledgerOf(url, new Set(events.map(({ type }) => String(type))))
  const undelivered = events
    .map(({ id }) => String(id))
    .filter((id) => !times.has(id))
    .map((id) => `event ${id} never came`)
  const repeated = [...times].filter(([, count]) => count > 1).map(([id]) => id)
  const marked = new Set(ledger.filter(isMarked).map(({ eventId }) => eventId))
  return {
    kills,
    acknowledged: {
      consumers: consumers.size,
      requestIds: [...requestIds.values()].filter(Boolean).length,
      reports: reports.size,
      advances,
    },
    events: events.length,
    messages: times.size,
    repeated: repeated.length,
    unmarked: repeated.filter((id) => !marked.has(id)),
    lost,
    twice,
    undelivered,
  }
}

interface LedgerEntry {
  eventId: string
  attempts: { outcome: string; mayRepeat?: boolean }[]
}

/** The ledger by event: one list has at most ten thousand messages. */
async function ledgerOf(url: string, types: ReadonlySet<string>): Promise<LedgerEntry[]> {
  const lists = [...types].map((event) => must(`${url}/_tvilling/deliveries?limit=10000&event=${event}`))
  return (await Promise.all(lists)).flatMap(({ deliveries }) => deliveries)
}

/** Whether the ledger says that a message may have come more than once. */
const isMarked = ({ attempts }: LedgerEntry) =>
  attempts.some(({ mayRepeat, outcome }) => mayRepeat === true || outcome === 'unknown')

/** What can happen to a consumer once. */
function transitionOf({ type, consumerId }: Record<string, unknown>): string[] {
  return typeof consumerId === 'string' ? [`${String(type).replace('NOT_', '')} of ${consumerId}`] : []
}

function repeatedIn(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  return texts.filter((text) => seen.size === seen.add(text).size)
}

/** All rows of a paged list. The audit events always give a token, so that an empty page ends them. */
async function pages(url: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  let token: string | null = null
  do {
    const query: string = token === null ? '' : `&pageToken=${encodeURIComponent(token)}`
    const { data, nextPageToken } = await must(`${url}?pageSize=1000${query}`, reading(TOKEN))
    rows.push(...data)
    token = data.length === 0 ? null : nextPageToken
  } while (token !== null)
  return rows
}

// biome-ignore lint/suspicious/noExplicitAny: what comes back is looked into by the caller
async function must(url: string, init?: RequestInit): Promise<any> {
  const reply = await ask(url, init)
  if (reply && reply.status < 300) return reply.body
  throw new Error(`${url} was answered with ${reply?.status} ${JSON.stringify(reply?.body)?.slice(0, 300)}`)
}
