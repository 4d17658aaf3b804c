/**
 * Another Person Register Monitoring, as its provider might have built it. Where the documents are silent, it differs from
 * Tvilling in each name and word, in the forms of a file, and in how it signs.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import express, { type Request, type Response } from 'express'

const LARGE_FILE = 2
const STEP = 500
const RETRY = 300
const CHECK_WEIGHTS = [2, 1, 2, 1, 2, 1, 2, 1, 2]

type Json = Record<string, unknown>

/** What control answers of the person whose name was changed, with what it must have. */
const REGISTERED: Json = {
  number: '198001022386',
  market: 'SE',
  gedi: 'MEF741BA00F6',
  firstNames: ['Astrid', 'Maria'],
  preferredFirstName: 'Astrid',
  sex: 'FEMALE',
  birthDate: '1980-01-02',
  birthPlace: { city: 'Göteborg', country: 'SE' },
  protectedIdentity: false,
  maritalStatus: 'UNMARRIED',
  children: [],
  citizenship: ['SE'],
  addresses: [],
  phoneNumbers: [],
  affiliations: [],
}

interface List {
  id: string
  numbers: string[]
  /** When it was uploaded, in milliseconds. */
  at: number
}

/** The only person of whom the register knows more than the number. */
const astrid: Json = {
  personnummer: '198001022386',
  fornamn: ['Astrid', 'Maria'],
  tilltalsnamn: 'Astrid',
  efternamn: 'Lindqvist',
  kon: 'KVINNA',
  fodd: '1980-01-02',
  civilstand: 'OGIFT',
  make: null,
  barn: [],
  skyddad: false,
  avliden: null,
  utvandrad: null,
  adress: {
    gata: 'Storgatan',
    nummer: '22',
    uppgang: 'B',
    postnr: '41114',
    ort: 'Göteborg',
    kommun: '1480',
    land: 'SE',
    sedan: '2018-04-01',
  },
}

export function service(): express.Router {
  const router = express.Router()
  const tokens = new Map<string, string>()
  const lists = new Map<string, List>()
  for (const id of ['b1', 'b2']) {
    lists.set(id, { id, numbers: [], at: 0 })
  }
  let receiver: { url: string; secret: string } | undefined
  let person = astrid

  router.post('/token', express.urlencoded(), ({ body }, response) => {
    const { grant_type, nyckel, hemlighet } = body
    response.set('cache-control', 'no-store')
    if (grant_type !== 'client_credentials') {
      response.status(400).json({ fel: 'fel_sort', beskrivning: 'Den sorten finns inte.' })
    } else if (nyckel !== hemlighet) {
      response.set('www-authenticate', 'Basic realm="roaring"')
      response.status(401).json({ fel: 'fel_klient', beskrivning: 'Nyckel eller hemlighet är fel.' })
    } else {
      const token = randomUUID()
      tokens.set(token, nyckel)
      response.json({
        access_token: token,
        expires_in: 3600,
        omfang: 'person-monitoring',
        token_type: 'Bearer',
      })
    }
  })

  router.get('/se/person/monitoring/1.0/bundles', (request, response) => {
    if (isRefused(request, response)) return
    response.json({ listor: [...lists.values()].map(show) })
  })

  router.put(
    '/se/person/monitoring/1.0/bundle/:id',
    express.raw({ type: 'multipart/*' }),
    async (request, response) => {
      const at = Date.now()
      if (isRefused(request, response)) return
      const list = lists.get(String(request.params['id']))
      if (!list) return error(response, 404, 'Saknas', 'Listan finns inte.')
      const type = request.headers['content-type'] ?? ''
      const form = await new globalThis.Response(request.body, {
        headers: { 'content-type': type },
      }).formData()
      const rows = await readRows(form.get('file'))
      const number = /^\d{8}[-+]?\d{4}$/
      const strays = rows?.filter((row) => !number.test(row)) ?? ['']
      if (!rows || strays.length > 0) {
        const attributes = strays.map((value) => ({ attribute: 'file', value }))
        response.status(400).json({ error: 'BadRequest', message: 'Filen går inte att läsa.', attributes })
        return
      }
      const uploaded = { ...list, numbers: rows.map((row) => row.replace(/[-+]/, '')), at }
      lists.set(list.id, uploaded)
      response.json(show(uploaded))
    },
  )

  // What happens outside of the API: the account pages, and the population register.
  router.post('/_tvilling/scenarios/monitoring-webhook-registered', express.json(), ({ body }, response) => {
    receiver = { url: body.url, secret: body.secret }
    response.json({})
  })
  router.patch('/_tvilling/people/:number', express.json(), ({ body: { familyName } }, response) => {
    const before = person
    person = { ...person, efternamn: familyName }
    const monitored = [...lists.values()].some(
      (list) => statusOf(list) === 'APPROVED' && list.numbers.includes(String(person['personnummer'])),
    )
    if (monitored) void tell(before, person)
    response.json({ ...REGISTERED, familyName })
  })

  async function tell(before: Json, after: Json): Promise<void> {
    const event = {
      changeType: 'NAMN',
      countryCodes: ['SE'],
      keyMap: {
        personalNumber: after['personnummer'],
        birthDate: after['fodd'],
        firstName: (after['fornamn'] as string[]).join(' '),
        lastName: after['efternamn'],
      },
      messageId: randomUUID(),
      timestamp: seconds(),
      type: 'folkbokforing',
      version: '1.0',
    }
    const name = ({ efternamn }: Json) => ({ efternamn })
    const shown = { newAttributes: name(after), previousAttributes: name(before), object: after }
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (attempt > 0) await wait(RETRY)
      const wanted = await send({ ...event, requestType: 'continue' })
      if (wanted === 417) return
      if (wanted === 200 && (await send({ ...event, ...shown, requestType: 'payload' })) === 200) return
    }
  }

  async function send(event: Json): Promise<number | undefined> {
    if (!receiver) return undefined
    const body = JSON.stringify(event)
    const time = seconds()
    const seal = createHmac('sha256', receiver.secret).update(`${time}.${body}`).digest('hex')
    const headers = { 'content-type': 'application/json', 'Roaring-Signature': `tid=${time},sigill=${seal}` }
    const sent = await fetch(receiver.url, { method: 'POST', headers, body }).catch(() => undefined)
    return sent?.status
  }

  function isRefused({ headers }: Request, response: Response): boolean {
    const client = tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (client === 'tvilling') return false
    if (client) {
      error(response, 403, 'Nekad', 'Ni har inte tillgång.')
    } else {
      response.set('www-authenticate', 'Bearer')
      error(response, 401, 'EjInloggad', 'Logga in först.')
    }
    return true
  }

  return router
}

const seconds = () => Math.floor(Date.now() / 1_000)

function show(list: List): Json {
  const { id, numbers, at } = list
  const said = { lage: statusOf(list), antal: new Set(numbers).size, andrad: new Date(at).toISOString() }
  return { listnr: id, benamning: 'Bevakade personer', ...said }
}

function error(response: Response, status: number, felkod: string, feltext: string): void {
  response.status(status).json({ felkod, feltext })
}

/** The second column between bars, or the list `rader`. Undefined if the file has another form. */
async function readRows(file: File | string | null): Promise<string[] | undefined> {
  if (!(file instanceof File)) return undefined
  const text = await file.text()
  if (file.type === 'application/json') {
    const { rader } = JSON.parse(text)
    return Array.isArray(rader) ? rader.map((row) => String(row.pnr ?? row)) : undefined
  }
  const column = text
    .trim()
    .split('\n')
    .map((line) => line.split('|')[1]?.trim() ?? '')
  return column[0] === 'pnr' ? column.slice(1) : column
}

function statusOf({ numbers, at }: List): string {
  const steps = Math.floor((Date.now() - at) / STEP) + (numbers.length > LARGE_FILE ? 0 : 1)
  if (steps < 2) return steps === 0 ? 'SENT_IN' : 'PENDING'
  return numbers.every(hasCheckDigit) ? 'APPROVED' : 'INCORRECT'
}

function hasCheckDigit(number: string): boolean {
  const digits = [...number.slice(2)].map(Number)
  const sum = CHECK_WEIGHTS.reduce((total, weight, index) => {
    const product = weight * (digits[index] ?? 0)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return (10 - (sum % 10)) % 10 === digits[9]
}
