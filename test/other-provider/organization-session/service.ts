/** Another implementation of organization sessions. It knows of organizations what the register behind the twin knows. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Request, type Response, Router } from 'express'
import { readRegister } from './register.ts'
import { organization } from './words.ts'

const JSON_TIME = 800
const REPORT_TIME = 200
/** The only caller. */
const CLIENT = 'tvilling'

interface Lookup {
  id: string
  country: string
  opplysninger: string[]
  dokumenter: string[]
  varsling: { adresse: string; hendelser: string[] }[]
  /** How many results are done: the JSON, then one document after the other. */
  done: number
}

/** The only organizations, by country. */
const NUMBERS: Readonly<Record<string, string>> = { no: '300100007', se: '5520010009', fi: '9010000-4' }
const DOCUMENTS: Readonly<Record<string, string>> = {
  hvitvasking: 'aml-report',
  firmaattest: 'firmaattest-status',
}

/** Reads the register first: nobody shall wait for it later. */
export async function service(): Promise<Router> {
  const register = await readRegister(NUMBERS)
  const lookups = new Map<string, Lookup>()
  const tokens = new Set<string>()
  const router = Router()

  router.post('/auth/realms/:realm/protocol/openid-connect/token', (request, response) => {
    const basic = Buffer.from(`${CLIENT}:${CLIENT}`).toString('base64')
    if (request.headers.authorization !== `Basic ${basic}`) {
      response.status(400).json({ error: 'invalid_client', error_description: 'Ukjent klient.' })
      return
    }
    const token = randomUUID()
    tokens.add(token)
    response
      .set('cache-control', 'no-store')
      .json({ access_token: token, expires_in: 300, scope: request.body.scope, token_type: 'bearer' })
  })

  router.post('/organization/session/:country', (request, response) => {
    if (!isSignedIn(request, response)) return
    const { nummer, opplysninger = [], dokumenter = [], varsling = [] } = request.body ?? {}
    const { country } = request.params
    if (nummer !== NUMBERS[country]) return problem(response, 400, 'Bad Request', 'Ukjent nummer.')
    const lookup: Lookup = { id: randomUUID(), country, opplysninger, dokumenter, varsling, done: 0 }
    lookups.set(lookup.id, lookup)
    void collect(lookup)
    response.status(201).json({ sessionId: lookup.id })
  })

  router.get('/oppslag/:country/:id', (request, response) => {
    const lookup = find(request, response)
    if (!lookup) return
    const state = (place: number) =>
      ['VENTER', 'LAGES', 'KLAR'][Math.min(lookup.done - place + 1, 2)] ?? 'VENTER'
    const documents = lookup.dokumenter.map((name, index) => [DOCUMENTS[name], state(index + 1)])
    const tilstand = lookup.done > lookup.dokumenter.length ? 'FERDIG' : 'PAGAR'
    response.json({
      sessionId: lookup.id,
      tilstand,
      jsonData: state(0),
      ...Object.fromEntries(documents),
    })
  })

  router.get('/oppslag/:country/:id/svar', (request, response) => {
    const lookup = find(request, response)
    if (!lookup) return
    if (lookup.done === 0) return problem(response, 409, 'Conflict', 'Svaret er ikke klart.')
    const origin = `${request.protocol}://${request.get('host')}`
    const { country, dokumenter, id } = lookup
    const links = dokumenter.map((name) => [name, `${origin}/dokumenter/${country}/${id}/${name}`])
    const found = organization[country]?.(register[country]) as object
    response.json({ ...found, ...(links.length > 0 && { links: { reports: Object.fromEntries(links) } }) })
  })

  router.get('/dokumenter/:country/:id/:name', (request, response) => {
    const lookup = find(request, response)
    if (!lookup) return
    const place = lookup.dokumenter.indexOf(request.params.name)
    if (place < 0) return problem(response, 404, 'Not Found', 'Dokumentet er ikke bestilt.')
    if (lookup.done <= place + 1) return problem(response, 409, 'Conflict', 'Dokumentet er ikke klart.')
    response.type('application/pdf').send(Buffer.from('%PDF-1.7\n%%EOF\n'))
  })

  function isSignedIn({ headers }: Request, response: Response): boolean {
    if (tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '')) return true
    response.set('www-authenticate', 'Bearer')
    problem(response, 401, 'Unauthorized', 'Logg inn først.')
    return false
  }

  function find(request: Request, response: Response): Lookup | undefined {
    if (!isSignedIn(request, response)) return undefined
    const lookup = lookups.get(String(request.params['id']))
    if (lookup && lookup.country === request.params['country']) return lookup
    problem(response, 404, 'Not Found', 'Oppslaget finnes ikke.')
    return undefined
  }
  return router
}

/** Makes the results of a lookup one after the other, and tells who wants to know. */
async function collect(lookup: Lookup): Promise<void> {
  await wait(JSON_TIME)
  lookup.done = 1
  await tell(lookup, { hendelse: 'JsonDataReady' })
  for (const dokument of lookup.dokumenter) {
    await wait(REPORT_TIME)
    lookup.done += 1
    await tell(lookup, { hendelse: 'ReportReady', dokument })
  }
  await tell(lookup, { hendelse: 'AllDone' })
}

async function tell({ id, varsling }: Lookup, event: { hendelse: string; dokument?: string }): Promise<void> {
  const body = JSON.stringify({ oppslag: id, ...event, tidspunkt: new Date().toISOString() })
  for (const { adresse, hendelser } of varsling) {
    if (!hendelser.includes(event.hendelse)) continue
    await fetch(adresse, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
}

function problem(response: Response, kode: number, tittel: string, forklaring: string): void {
  response
    .status(kode)
    .type('application/problem+json')
    .send(JSON.stringify({ feiltype: 'about:blank', tittel, kode, forklaring }))
}
