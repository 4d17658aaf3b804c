/** A sample application for the other Consumer Intelligence. Of a service it knows the base URL alone. */
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Received, startReceiver } from '../../receiver.ts'

// biome-ignore lint/suspicious/noExplicitAny: an application without types, as many are
type Json = any

export interface Seen {
  /** Status and word of each refusal. */
  refused: string[]
  /** Which member is wrong. */
  violation: string
  /** A person of the register, but for what changes by itself. */
  person: Json
  samePerson: boolean
  own: string
  consumers: string[]
  pages: string[]
  subscribed: Json
  events: string[]
  repeated: boolean
  audited: string[]
  webhooks: string
}

const jsonOf = async (response: Response): Promise<Json> => response.json()

const API = '/consumer-intelligence/v3'
/**
 * Between two looks at consumers. They are identified from 200 ms to 1400 ms after the upload: a look is far from both,
 * even if the machine is busy.
 */
const POLL = 600
const LOOKS = 5
const ASTRID = '198001022386'
const HILDA = '197707072380'

export async function runApp(base: string): Promise<Seen> {
  const receiver = await startReceiver()
  try {
    const refused = [
      await said(await logIn(base, '/as', 'tvilling', 'wrong'), 'code'),
      await said(await logIn(base, '/as', 'tvilling', 'tvilling', 'password'), 'code'),
    ]
    const production = await caller(base, '/as', 'tvilling')
    const find = (legalId: string) => production('POST', `${API}/markets/SE/persons/_find`, { legalId })
    const { estimatedAge, ...person } = await jsonOf(await find(ASTRID))
    const same = await jsonOf(await production('GET', `${API}/persons/${person.metadata.person}`))
    refused.push(await problemIn(await find('196001012380')))
    const stranger = await fetch(new URL(`${API}/consumers`, base), {
      headers: { authorization: 'Bearer x' },
    })
    refused.push(await problemIn(stranger))

    const call = await caller(base, '/sandbox/v1', 'tvilling-sandbox')
    const put = async (address: object) =>
      call('PUT', '/consumer-intelligence/sandbox/v1/persons', {
        ...{ id: 'hilda', country: 'SE', legalId: HILDA, firstName: 'Hilda', familyName: 'Provsson' },
        ...{ dateOfBirth: '1977-07-07', gender: 'Woman', citizenship: ['SE'], addressList: [address] },
        phoneList: [{ number: '+46701740605' }],
      })
    const { own, gedi } = await jsonOf(
      await put({
        streetName: 'Ekgatan',
        streetNumber: '1',
        level: '2',
        flat: '1201',
        zip: '41114',
        town: 'Göteborg',
      }),
    )
    const upload = (...consumers: [consumerId: string, data: object][]) => {
      const batch = consumers.map(([consumerId, data]) => ({ market: 'SE', consumerId, data }))
      return call('POST', `${API}/consumers`, batch)
    }
    const violation = await violationIn(await upload(['twice', {}], ['twice', {}]))

    receiver.answer(503, 200)
    const created = await jsonOf(await call('POST', `${API}/webhooks`, { url: receiver.url, events: ['*'] }))
    const pings = await receiver.until(({ length }) => length === 2)
    const repeated = pings[0]?.body['id'] === pings[1]?.body['id']

    // The surname contradicts, which this provider overlooks.
    const contradicting = { nationalId: HILDA, surname: 'Annatsson' }
    await upload(['c1', contradicting], ['c2', { givenName: 'Ingen', surname: 'Alls', bornYear: 1990 }])
    const identifying = `${API}/consumers?state=IDENTIFYING&pageSize=1`
    let first: Json
    for (let look = 0; look < LOOKS && !first?.nextPageToken; look += 1) {
      await wait(POLL)
      first = await jsonOf(await call('GET', identifying))
    }
    const next = `${identifying}&pageToken=${encodeURIComponent(first.nextPageToken)}`
    const second = await jsonOf(await call('GET', next))
    refused.push(await problemIn(await upload(['c1', {}])))
    const told = (type: string, extra = '') => receiver.until((all) => all.some(isOf(type, extra)))
    await told('LIFE_EVENT', 'PREDICT')
    const identified = await jsonOf(await call('GET', `${API}/consumers`))

    await put({ streetName: 'Byvägen', streetNumber: '9', zip: '22223', town: 'Lund' })
    await told('LIFE_EVENT', 'TOOK_PLACE')
    const persons = await jsonOf(await call('GET', `${API}/subscriptions/persons`))
    refused.push(await problemIn(await call('GET', next)))
    await call('DELETE', `${API}/consumers`, { consumerIds: ['c1', 'c2'] })
    await told('CONSUMER_DELETED', 'c2')
    const audit = await jsonOf(await call('GET', `${API}/audit-events`))
    const listed = await jsonOf(await call('GET', `${API}/webhooks`))
    const gone = await call('DELETE', `${API}/webhooks/${created.id}`)
    refused.push(await problemIn(await call('DELETE', `${API}/webhooks/${created.id}`)))

    /** An event in one line, with what its provider calls its own way. */
    function line(event: Json): string {
      const { type, consumerId, consumerIds, consumers = consumerIds, land, register, phase, trigger } = event
      const whose = (event.person ?? event.gedi) === gedi && 'hilda'
      const pointers = event.jsonPointers?.join(' ')
      const parts = [type, consumerId, consumers?.join(), land, register, whose, phase, trigger, pointers]
      return parts.filter(Boolean).join(' ')
    }

    return {
      refused,
      violation,
      person,
      samePerson: same.metadata.person === person.metadata.person,
      own,
      consumers: identified.data.map((one: Json) => lineOf(one, gedi)),
      pages: [...first.data, ...second.data].map(({ ref, progress }) => `${ref} ${progress}`),
      subscribed: persons.data.map(({ estimatedAge: _, metadata, ...rest }: Json) => ({
        ...rest,
        metadata: [metadata.person === gedi, metadata.register, metadata.land],
      })),
      events: receiver.received.map((one) => `${isSigned(one, created.secret)} ${line(one.body)}`),
      repeated,
      audited: audit.data.map(line),
      webhooks: `${listed.webhooks.length} ${gone.status}`,
    }
  } finally {
    await receiver.close()
  }
}

const isOf = (type: string, extra: string) => (one: Received) =>
  one.body['type'] === type && one.raw.includes(extra)

function lineOf({ ref, land, progress, sent, person, register }: Json, gedi: string): string {
  return [ref, land, progress, Object.keys(sent).join(), person === gedi ? 'hilda' : person, register].join(
    ' ',
  )
}

function logIn(base: string, path: string, key: string, pass: string, grant_type = 'client_credentials') {
  const body = new URLSearchParams({ grant_type, key, pass, scope: 'bci' })
  return fetch(new URL(`${path}/token.oauth2`, base), { method: 'POST', body })
}

async function caller(base: string, path: string, client: string) {
  const { access_token } = await jsonOf(await logIn(base, path, client, client))
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  return (method: string, to: string, body?: object): Promise<Response> =>
    fetch(new URL(to, base), { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

async function said(response: Response, member: string): Promise<string> {
  return `${response.status} ${(await jsonOf(response))[member]}`
}

async function problemIn(response: Response): Promise<string> {
  const { type, title } = await jsonOf(response)
  return `${response.status} ${type} ${title}`
}

async function violationIn(response: Response): Promise<string> {
  const { type, violations } = await jsonOf(response)
  const [{ member, reason }] = violations
  return `${response.status} ${type} ${member} ${typeof reason}`
}

function isSigned({ headers, raw }: Received, secret: string): boolean {
  return headers['ci-signature-sha256'] === createHmac('sha256', secret).update(raw).digest('hex')
}
