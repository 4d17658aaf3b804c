/** Another implementation of indkaldelser. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'

const SCOPE = 'kontaktforloeb.samtale.write'
/** Callers by id, which is the secret too: whether it may call for all citizens, and what it may do. */
const CLIENTS: Readonly<Record<string, { everybody: boolean; omraade: string }>> = {
  tvilling: { everybody: true, omraade: SCOPE },
  'a-kasse': { everybody: false, omraade: SCOPE },
  'tvilling-no-scope': { everybody: true, omraade: '' },
}
/** Citizens by CPR number, and whether they live. */
const CITIZENS = new Map([
  ['1702900991', true],
  ['2605510991', false],
])
const ROLES = [21, 22, 23]
const REASONS = [31, 32]
/** What the errors are called. */
const TEXTS: Readonly<Record<number, string>> = {
  9001: 'Log på først',
  9004: 'Siden kendes ikke',
  9005: 'Det kan man ikke her',
  9012: 'Anmodningen er set før',
  1001: 'Forkert CPR nummer',
  1010: 'CPR nummeret er ikke i brug',
  1013: 'Borgeren er ikke jeres',
  1014: 'Fejl i anmodningen',
  4405: 'Borgeren med det specificerede CPR nummer er død',
  4575: 'Adgangen rækker ikke',
  90101: 'Opdater eksisterende myndighedsdeltagere inden oprettelse af nye',
  90102: 'Det angivne IndkaldelseId findes ikke',
  90103: 'Det angivne DeltagerId hører til en anden indkaldelse end den angivne',
  90105: 'Det angivne DeltagerId findes allerede i systemet',
  90107: 'Det angivne DeltagerId findes ikke',
}
const DELTAGER = '/v2/Indkaldelse/myndighedsdeltager/:deltager'

interface Deltager {
  indkaldelse: string
  /** Undefined until the authority has answered. */
  deltager: boolean | undefined
}

type Fejl = [status: number, kode: number]

export function service(): Router {
  const tokens = new Map<string, string>()
  const requestIds = new Set<string>()
  /** CPR numbers by indkaldelse. */
  const indkaldelser = new Map<string, string>()
  const deltagere = new Map<string, Deltager>()
  const router = Router({ caseSensitive: true })

  router.post('/sikkerhed/adgang', (request, response) => {
    const { anmodning, omraade = SCOPE, klient = '', kodeord } = request.body
    response.set('cache-control', 'no-store')
    const known = CLIENTS[klient]
    if (anmodning !== 'client_credentials') {
      response.status(400).json({ afvisning: 'ukendt_anmodning', hvorfor: 'Kun client_credentials.' })
    } else if (!known || kodeord !== klient) {
      response
        .status(401)
        .set('www-authenticate', 'Basic')
        .json({ afvisning: 'ukendt_klient', hvorfor: 'Klient eller kodeord er forkert.' })
    } else {
      const noegle = randomUUID()
      tokens.set(noegle, klient)
      response.json({ noegle, sekunder: 1800, omraade: known.omraade && omraade, slags: 'ihaendehaver' })
    }
  })

  router.post('/v2/Indkaldelse', (request, response) => {
    const cpr = citizen(request, response)
    if (cpr === undefined) return
    const id = randomUUID()
    indkaldelser.set(id, cpr)
    response.json(id)
  })

  router
    .route(DELTAGER)
    .post((request, response) => {
      const { deltager: id } = request.params
      const body = deltagerOf(request, response)
      if (!body) return
      if (deltagere.has(id)) return refuse(response, 409, 90105)
      const waiting = [...deltagere.values()].some(
        (other) => other.indkaldelse === body.indkaldelse && other.deltager === undefined,
      )
      if (waiting) return refuse(response, 409, 90101)
      deltagere.set(id, body)
      response.json(id)
    })
    .put((request, response) => {
      const { deltager: id } = request.params
      const body = deltagerOf(request, response)
      if (!body || isElsewhere(id, body.indkaldelse, response)) return
      deltagere.set(id, body)
      response.status(204).end()
    })

  router.delete(`${DELTAGER}/indkaldelse/:indkaldelse`, (request, response) => {
    const { deltager, indkaldelse } = request.params
    const cpr = citizen(request, response)
    if (cpr === undefined) return
    if (indkaldelser.get(indkaldelse) !== cpr) return refuse(response, 404, 90102)
    if (isElsewhere(deltager, indkaldelse, response)) return
    deltagere.delete(deltager)
    response.status(204).end()
  })

  router.all(['/v2/Indkaldelse', DELTAGER], (_, response) => {
    refuse(response.set('allow', 'POST'), 405, 9005)
  })
  router.use('/v2', (_, response) => refuse(response, 404, 9004))

  /** The CPR number of the citizen that a request is about; undefined if the request was refused. */
  function citizen(request: Request, response: Response): string | undefined {
    const cpr = request.get('x-civilregistrationIdentifier') ?? ''
    const fejl = wrongWith(request, cpr)
    if (!fejl) return cpr
    if (fejl[0] === 401) response.set('www-authenticate', 'Bearer')
    refuse(response, ...fejl)
    return undefined
  }

  function wrongWith(request: Request, cpr: string): Fejl | undefined {
    const client = CLIENTS[tokens.get(request.get('authorization')?.replace(/^Bearer /, '') ?? '') ?? '']
    if (!client) return [401, 9001]
    if (client.omraade !== SCOPE) return [403, 4575]
    if (!/^(?:0[1-9]|[12]\d|3[01])\d{8}$/.test(cpr)) return [400, 1001]
    const requestId = request.get('x-requestId') ?? ''
    if (requestIds.has(requestId)) return [412, 9012]
    requestIds.add(requestId)
    const { deltagerrolle, afbudsaarsag } = request.body ?? {}
    if (deltagerrolle !== undefined && !ROLES.includes(deltagerrolle)) return [400, 1014]
    if (afbudsaarsag !== undefined && !REASONS.includes(afbudsaarsag)) return [400, 1014]
    if (!client.everybody) return [403, 1013]
    const lives = CITIZENS.get(cpr)
    if (lives === undefined) return [404, 1010]
    return lives ? undefined : [409, 4405]
  }

  function deltagerOf(request: Request, response: Response): Deltager | undefined {
    const cpr = citizen(request, response)
    if (cpr === undefined) return undefined
    const { indkaldelseIdentifier: indkaldelse, myndighedsrepraesentantenDeltager: deltager } = request.body
    if (indkaldelser.get(indkaldelse) === cpr) return { indkaldelse, deltager }
    refuse(response, 404, 90102)
    return undefined
  }

  function isElsewhere(id: string, indkaldelse: string, response: Response): boolean {
    const known = deltagere.get(id)
    if (known?.indkaldelse === indkaldelse) return false
    refuse(response, ...((known ? [409, 90103] : [404, 90107]) as Fejl))
    return true
  }
  return router
}

function refuse(response: Response, status: number, kode: number): void {
  response.status(status).json({ fejl: [{ kode, tekst: TEXTS[kode], detaljer: 'Se vejledningen.' }] })
}
