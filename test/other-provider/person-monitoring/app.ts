/** A sample application for the other Person Register Monitoring. Of a service it knows the base URL alone. */
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { startReceiver } from '../../receiver.ts'

export interface Seen {
  /** Status and word of each refusal. */
  refused: string[]
  /** Status of what could not be read, with the attribute that is wrong. */
  unreadable: string[]
  scope: string
  lists: string[]
  /** How a list came to its end, by what was uploaded. */
  ways: Record<'incorrect' | 'large' | 'small', string>
  events: string[]
  /** Whether both phases and the repeated attempt have the same id. */
  sameMessage: boolean
  changed: Record<string, unknown>
  before: Record<string, unknown>
  person: Record<string, unknown>
}

/** What happens outside of the API, and what the application has no part in. */
export interface Outside {
  /** On the account pages. */
  registerWebhook(url: string, secret: string): Promise<void>
  /** In the population register. */
  rename(number: string, familyName: string): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: an application without types, as many are
type Json = any

const jsonOf = async (response: Response): Promise<Json> => response.json()

const SECRET = 'hemligt'
const NUMBER = '198001022386'
const API = '/se/person/monitoring/1.0'
/** Between two looks at the lists. No look is near the end of a step, which takes 500 ms, even if the machine is busy. */
const POLL = 750

const csv = (...lines: string[]) => new File([lines.join('\n')], 'lista.csv', { type: 'text/csv' })
const json = (value: object) => new File([JSON.stringify(value)], 'lista.json', { type: 'application/json' })

export async function runApp(base: string, outside: Outside): Promise<Seen> {
  const receiver = await startReceiver()
  try {
    await outside.registerWebhook(receiver.url, SECRET)
    const refusedLogin = await logIn(base, 'tvilling', 'fel')
    const otherGrant = await logIn(base, 'tvilling', 'tvilling', 'password')
    const login = await jsonOf(await logIn(base, 'tvilling', 'tvilling'))
    const stranger = await jsonOf(await logIn(base, 'tvilling-no-permission', 'tvilling-no-permission'))
    const call = (path: string, init: RequestInit = {}, token = login.access_token) =>
      fetch(new URL(`${API}${path}`, base), { ...init, headers: { authorization: `Bearer ${token}` } })
    const upload = (file: File | string, id = 'b1') => {
      const body = new FormData()
      body.set('file', file)
      return call(`/bundle/${id}`, { method: 'PUT', body })
    }
    const lists = async (): Promise<Json[]> => (await jsonOf(await call('/bundles'))).listor

    /** Looks at the lists until none of them is being worked on. */
    async function waysFrom(...begun: Response[]): Promise<{ ways: string[]; ended: Json[] }> {
      const started = await Promise.all(begun.map(jsonOf))
      const ways = new Map<string, string[]>(started.map(({ listnr, lage }) => [listnr, [lage]]))
      for (; ; await wait(POLL)) {
        const now = await lists()
        for (const { listnr, lage } of now) {
          const way = ways.get(listnr)
          if (way?.at(-1) !== lage) way?.push(lage)
        }
        if (now.every(({ lage }) => !['SENT_IN', 'PENDING'].includes(lage))) {
          return { ways: [...ways.values()].map((way) => way.join(' ')), ended: now }
        }
      }
    }

    const refused = [
      await said(refusedLogin, 'fel'),
      await said(otherGrant, 'fel'),
      await said(await call('/bundles', {}, 'okand'), 'felkod'),
      await said(await call('/bundles', {}, stranger.access_token), 'felkod'),
      await said(await upload(csv('x|pnr', `1|${NUMBER}`), 'b9'), 'felkod'),
    ]
    const unreadable = [
      await faultOf(await upload(csv('personalNumber', NUMBER))),
      await faultOf(await upload(csv('1|8001022386'))),
      await faultOf(await upload(json([NUMBER]))),
      await faultOf(await upload(`1|${NUMBER}`)),
    ]

    const wrong = await upload(json({ rader: [{ pnr: '198001022387' }] }))
    const large = await upload(csv('namn|pnr', `A|${NUMBER}`, 'N|19740517-2391', 'E|199111232386'), 'b2')
    const first = await waysFrom(wrong, large)

    receiver.answer(503, 200)
    const small = await upload(json({ rader: [{ pnr: Number(NUMBER) }] }))
    // b2 is monitored, which has the person too.
    const emptied = await upload(csv('namn|pnr'), 'b2')
    await outside.rename(NUMBER, 'Bergdahl')
    const second = await waysFrom(small, emptied)
    await outside.rename(NUMBER, 'Lindqvist')
    const events = await receiver.until(({ length }) => length === 3)
    const payload = events[2]?.body as Json
    return {
      refused,
      unreadable,
      scope: login.omfang,
      lists: first.ended.map(({ listnr, lage, antal }) => `${listnr} ${lage} ${antal}`),
      ways: { incorrect: first.ways[0] ?? '', large: first.ways[1] ?? '', small: second.ways[0] ?? '' },
      events: events.map(({ headers, raw, body }) => {
        const sealed = isSealed(headers['roaring-signature'], raw) ? 'sealed' : 'forged'
        return `${sealed} ${body['type']} ${body['changeType']} ${body['requestType']}`
      }),
      sameMessage: new Set(events.map(({ body }) => body['messageId'])).size === 1,
      changed: payload.newAttributes,
      before: payload.previousAttributes,
      person: payload.object,
    }
  } finally {
    await receiver.close()
  }
}

function logIn(base: string, nyckel: string, hemlighet: string, grant_type = 'client_credentials') {
  const body = new URLSearchParams({ grant_type, nyckel, hemlighet, omfang: 'person-monitoring' })
  return fetch(new URL('/token', base), { method: 'POST', body })
}

async function said(response: Response, member: string): Promise<string> {
  return `${response.status} ${(await jsonOf(response))[member]}`
}

async function faultOf(response: Response): Promise<string> {
  const { error, attributes } = await jsonOf(response)
  return `${response.status} ${error} ${attributes[0]?.attribute}`
}

function isSealed(header: string | undefined, body: string): boolean {
  const { tid, sigill } = Object.fromEntries((header ?? '').split(',').map((pair) => pair.split('=')))
  return sigill === createHmac('sha256', SECRET).update(`${tid}.${body}`).digest('hex')
}
