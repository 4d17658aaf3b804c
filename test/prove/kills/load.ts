/** Writes to a server until it is killed, and remembers what was acknowledged. */
import { randomUUID } from 'node:crypto'
import { ask, json, TOKEN } from './client.ts'

export interface Acknowledged {
  consumers: Set<string>
  /** Request id to whether the call was acknowledged; one that was not may have been received or not. */
  requestIds: Map<string, boolean>
  /** Report to the number that the child got. */
  reports: Map<string, { sent: object; number: string }>
  advances: number
  /** The latest instant that an advance answered with. */
  now: string
}

export const nothingYet = (): Acknowledged => ({
  consumers: new Set(),
  requestIds: new Map(),
  reports: new Map(),
  advances: 0,
  now: '',
})

export interface Load {
  /** Resolves when so many more answers have come; also if the load has ended before. */
  answers(count: number): Promise<void>
  /** Ends when every worker has had its last answer, or none. */
  stop(): Promise<void>
}

const CITIZEN = '1702900991'
const MOTHER = '197707072380'

/**
 * Keeps uploading, calling, reporting and advancing.
 * @param urls workers take turns with them; one that is gone is left out until the end.
 */
export function startLoad(urls: readonly string[], acknowledged: Acknowledged): Load {
  let stopped = false
  let answered = 0
  const waiting: { until: number; resolve: () => void }[] = []
  const alive = new Set(urls)
  let turn = 0

  function next(): string | undefined {
    const left = [...alive]
    turn += 1
    return left[turn % Math.max(1, left.length)]
  }

  async function repeat(step: (url: string) => Promise<boolean>): Promise<void> {
    while (!stopped) {
      const url = next()
      if (url === undefined) return
      if (await step(url)) answered += 1
      else alive.delete(url)
      for (const { until, resolve } of waiting) if (answered >= until) resolve()
    }
  }

  const uploads = async (url: string) => {
    const ids = [randomUUID(), randomUUID()]
    const batch = ids.map((consumerId, index) => ({
      market: 'SE',
      consumerId,
      data: { legalId: index === 0 ? '198001022386' : MOTHER },
    }))
    const reply = await ask(`${url}/consumer-intelligence/v3/consumers`, json(batch, TOKEN))
    if (reply?.status === 202) for (const id of ids) acknowledged.consumers.add(id)
    return expected(reply?.status, 202)
  }

  const calls = async (url: string) => {
    const id = randomUUID()
    acknowledged.requestIds.set(id, false)
    const reply = await ask(`${url}/v2/Indkaldelse`, meeting(id))
    if (reply?.status === 200) acknowledged.requestIds.set(id, true)
    return expected(reply?.status, 200)
  }

  let born = 0
  const reports = async (url: string) => {
    born += 1
    const sent = birth(randomUUID(), born)
    const reply = await ask(`${url}/v1/birthreport`, json(sent))
    if (reply?.status === 201) {
      acknowledged.reports.set(sent.reportId, { sent, number: reply.body.personalIdentityNumber })
    }
    // The numbers of a day are few: 202 when they are all given.
    return expected(reply?.status, 201, 202)
  }

  const advances = async (url: string) => {
    const reply = await ask(`${url}/_tvilling/clock/advance`, json({ by: 'PT7S' }))
    if (reply?.status === 200) {
      acknowledged.advances += 1
      if (reply.body.now > acknowledged.now) acknowledged.now = reply.body.now
    }
    return expected(reply?.status, 200, 409)
  }

  // One after the other: an advance waits for all messages, and would never end while uploads cause more of them.
  const uploadsAndAdvances = async (url: string) => (await uploads(url)) && (await advances(url))
  const workers = [uploadsAndAdvances, calls, reports].map(repeat)
  return {
    answers: (count) =>
      Promise.race([
        new Promise<void>((resolve) => void waiting.push({ until: answered + count, resolve })),
        Promise.all(workers).then(() => {}),
      ]),
    async stop() {
      stopped = true
      await Promise.all(workers)
    },
  }
}

/** @returns false if there was no answer. @throws Error for another answer, which no kill explains. */
function expected(status: number | undefined, ...wanted: number[]): boolean {
  if (status === undefined) return false
  if (!wanted.includes(status))
    throw new Error(`The load was answered with ${status}, not ${wanted.join(' or ')}.`)
  return true
}

export const meeting = (requestId: string): RequestInit =>
  json({ moedeStarttidspunkt: '2026-02-01T10:00:00Z' }, TOKEN, {
    'x-civilregistrationIdentifier': CITIZEN,
    'x-requestId': requestId,
  })

/** Another day for each, so that there is a number left. */
function birth(reportId: string, index: number) {
  const day = new Date(Date.UTC(2025, 11, 31) - index * 86_400_000).toISOString().slice(0, 10)
  return {
    reportId,
    reportedBy: { reporter: 'Beta BB' },
    mother: { personalIdentityNumber: { id: MOTHER } },
    child: {
      date: day,
      gender: index % 2 ? 'FEMALE' : 'MALE',
      municipality: '2480',
      aliveAtBirth: true,
      order: 1,
    },
  }
}
