/** Many requests over many tenants, whose own state does not grow: what grows then is the server's. */
import { Pool } from 'undici'
import { acceptToken, ask, json, reading, TOKEN } from '../kills/client.ts'

export interface SoakOptions {
  url: string
  requests: number
  tenants: number
  /** A webhook of each tenant leads here. */
  receiver: string
  /** Called after each hundredth of the requests. */
  onSample(sent: number): void | Promise<void>
}

export interface SoakResult {
  sent: number
  /** Answers other than the wanted ones: what was asked, and the status. */
  wrong: string[]
}

/** After so many requests of a tenant its clock moves on by a week: request ids and audit events grow old. */
const REQUESTS_A_WEEK = 20
const CONSUMERS = '/consumer-intelligence/v3'
const PARTICIPANT = '8a1f6a52-7a0d-4f0e-8d6c-6f1b2c3d4e5f'
const CITIZEN = '1702900991'

export async function soakServer({
  url,
  requests,
  tenants,
  receiver,
  onSample,
}: SoakOptions): Promise<SoakResult> {
  const pool = new Pool(url, { connections: tenants, pipelining: 1 })
  const wrong: string[] = []
  let sent = 0
  let sampled = 0

  async function send(tenant: string, call: Call): Promise<void> {
    const { method, path, wanted, headers = {}, body } = call
    const response = await pool.request({
      method,
      path: `/t/${tenant}${path}`,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body !== undefined && { body }),
    })
    await response.body.dump()
    sent += 1
    if (response.statusCode !== wanted && wrong.length < 20) {
      wrong.push(`${method} ${path}: ${response.statusCode}, not ${wanted}`)
    }
  }

  async function worker(tenant: string, share: number): Promise<void> {
    const meeting = await prepare(`${url}/t/${tenant}`, receiver)
    for (let index = 0; index < share; index += 1) {
      await send(tenant, callNumber(index, meeting))
      const hundredth = Math.floor((sent * 100) / requests)
      if (hundredth <= sampled) continue
      sampled = hundredth
      await onSample(sent)
    }
  }

  const share = Math.ceil(requests / tenants)
  try {
    await Promise.all(Array.from({ length: tenants }, (_, index) => worker(`soak-${index}`, share)))
  } finally {
    await pool.close()
  }
  return { sent, wrong }
}

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  wanted: number
  headers?: Record<string, string>
  body?: string
}

/** @returns the id of a meeting with a participant. */
async function prepare(base: string, receiver: string): Promise<string> {
  await acceptToken(base)
  await ask(`${base}${CONSUMERS}/webhooks`, json({ url: receiver, events: ['*'] }, TOKEN))
  const headers = { 'x-civilregistrationIdentifier': CITIZEN }
  const meeting = await ask(
    `${base}/v2/Indkaldelse`,
    json({ moedeStarttidspunkt: '2026-02-01T10:00:00Z' }, TOKEN, { ...headers, 'x-requestId': 'meeting' }),
  )
  const participant = {
    indkaldelseIdentifier: meeting?.body,
    deltagerrolle: 1,
    myndighedsrepraesentantenDeltager: true,
  }
  const path = `${base}/v2/Indkaldelse/myndighedsdeltager/${PARTICIPANT}`
  const added = await ask(path, json(participant, TOKEN, { ...headers, 'x-requestId': 'participant' }))
  if (added?.status !== 200) throw new Error(`The tenant could not be prepared: ${JSON.stringify(added)}`)
  return meeting?.body
}

const asJson = { 'content-type': 'application/json' }

/** A call of a tenant: reads mostly, and writes that replace what was written before. */
function callNumber(index: number, meeting: string): Call {
  const id = `c${index % 40}`
  switch (index % REQUESTS_A_WEEK) {
    case 0:
      return {
        method: 'POST',
        path: '/_tvilling/clock/advance',
        wanted: 200,
        headers: asJson,
        body: '{"by":"P7D"}',
      }
    case 3:
    case 13:
      return {
        method: 'POST',
        path: `${CONSUMERS}/consumers`,
        wanted: 202,
        headers: asJson,
        body: JSON.stringify([{ market: 'SE', consumerId: id, data: { legalId: '198001022386' } }]),
      }
    case 7:
      return {
        method: 'DELETE',
        path: `${CONSUMERS}/consumers`,
        wanted: 202,
        headers: asJson,
        // The one that was uploaded four requests before.
        body: JSON.stringify({ consumerIds: [`c${(index - 4) % 40}`] }),
      }
    case 5:
      return {
        method: 'PUT',
        path: `/v2/Indkaldelse/myndighedsdeltager/${PARTICIPANT}`,
        wanted: 204,
        headers: { ...asJson, 'x-civilregistrationIdentifier': CITIZEN, 'x-requestId': `r${index}` },
        body: JSON.stringify({
          indkaldelseIdentifier: meeting,
          deltagerrolle: 2,
          myndighedsrepraesentantenDeltager: index % 40 < 20,
        }),
      }
    case 9:
      return {
        method: 'PUT',
        path: '/se/person/monitoring/1.0/bundle/b1',
        wanted: 200,
        headers: { 'content-type': 'multipart/form-data; boundary=soak' },
        body: '--soak\r\nContent-Disposition: form-data; name="file"; filename="p.csv"\r\nContent-Type: text/csv\r\n\r\n198001022386\n\r\n--soak--\r\n',
      }
    case 11:
      return { method: 'GET', path: `${CONSUMERS}/consumers?state=NONSENSE`, wanted: 400 }
    case 15:
      return { method: 'GET', path: '/nowhere', wanted: 404 }
    case 17:
      return { method: 'GET', path: `${CONSUMERS}/audit-events?pageSize=5`, wanted: 200 }
    default:
      return index % 2
        ? { method: 'GET', path: `${CONSUMERS}/consumers?pageSize=10`, wanted: 200 }
        : { method: 'GET', path: '/se/person/monitoring/1.0/bundles', wanted: 200 }
  }
}

/** How much a tenant keeps of what happened: each list is cut at ten thousand. */
export async function keptBy(
  base: string,
): Promise<Record<'journal' | 'deliveries' | 'audit events', number>> {
  const journal = await ask(`${base}/_tvilling/journal?limit=10000`)
  const deliveries = await ask(`${base}/_tvilling/deliveries?limit=10000`)
  let events = 0
  let token = ''
  for (;;) {
    const query = token && `&pageToken=${encodeURIComponent(token)}`
    const page = await ask(`${base}${CONSUMERS}/audit-events?pageSize=1000${query}`, reading(TOKEN))
    const { data = [], nextPageToken } = page?.body ?? {}
    if (data.length === 0) break
    events += data.length
    token = nextPageToken
  }
  return {
    journal: journal?.body.exchanges?.length ?? Number.NaN,
    deliveries: deliveries?.body.deliveries?.length ?? Number.NaN,
    'audit events': events,
  }
}
