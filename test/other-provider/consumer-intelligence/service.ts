/**
 * Another Consumer Intelligence, as its provider might have built it. Where the documents are silent, it differs from
 * Tvilling in each name and word, in what it signs, and in when it tells what.
 */
import { randomUUID } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import { type Account, type Consumer, IDENTIFIED_AFTER, IDENTIFYING_AFTER, openAccount } from './account.ts'
import { astrid, type Json, type KnownAddress, type KnownPerson, showPerson } from './people.ts'

const TOKEN_LIFETIME = 500
const API = '/consumer-intelligence/v3'

export function service(): express.Router {
  const router = express.Router()
  const accounts = new Map<string, Account>()

  router.post(['/as/token.oauth2', '/sandbox/v1/token.oauth2'], ({ body, path }, response) => {
    const { grant_type, key, pass } = body
    const client = path.startsWith('/sandbox') ? 'tvilling-sandbox' : 'tvilling'
    response.set('cache-control', 'no-store')
    if (grant_type !== 'client_credentials') {
      response.status(400).json({ code: 'GRANT', text: 'No such grant.' })
    } else if (key !== client || pass !== client) {
      response.set('www-authenticate', 'Basic realm="bisnode"')
      response.status(401).json({ code: 'CLIENT', text: 'Wrong key or pass.' })
    } else {
      // An account is empty at first, so that the application can run more than once.
      const token = randomUUID()
      accounts.set(token, openAccount())
      response.json({ access_token: token, expires_in: 3600, scope: 'bci', token_type: 'bearer' })
    }
  })

  router.post(`${API}/markets/:market/persons/_find`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const { legalId } = request.body
    const known = [...account.people.values(), astrid].find((person) => person.legalId === legalId)
    if (known) response.json(showPerson(known))
    else problem(response, 404, 'Not Found')
  })

  router.get(`${API}/persons/:gedi`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const known = personIn(account, String(request.params['gedi']))
    if (known) response.json(showPerson(known))
    else problem(response, 404, 'Not Found')
  })

  router.get(`${API}/subscriptions/persons`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const data = account.subscribed
      .map((gedi) => personIn(account, gedi))
      .filter((known) => known !== undefined)
    response.json({ nextPageToken: tokenAt(account.events.length), data: data.map(showPerson) })
  })

  router.get(`${API}/consumers`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const { state, pageSize = '100', pageToken } = request.query
    const start = readToken(pageToken as string | undefined)
    if (start === undefined) return problem(response, 400, 'Bad Request')
    const all = [...account.consumers.values()].filter((one) => !state || stateOf(one) === state)
    const end = start + Number(pageSize)
    const nextPageToken = end < all.length ? tokenAt(end) : null
    response.json({ nextPageToken, data: all.slice(start, end).map(showConsumer) })
  })

  router.post(`${API}/consumers`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const batch = request.body as { consumerId: string; market: string; data: Json }[]
    const ids = batch.map(({ consumerId }) => consumerId)
    const again = ids.findIndex((id, place) => ids.indexOf(id) < place)
    if (again >= 0) return violation(response, `${again}.consumerId`)
    const busy = batch.some(({ consumerId }) => {
      const known = account.consumers.get(consumerId)
      return known && stateOf(known) === 'IDENTIFYING'
    })
    if (busy) return problem(response, 409, 'Busy')
    for (const { consumerId, market, data } of batch) account.upload(consumerId, market, data)
    response.status(202).end()
  })

  router.delete(`${API}/consumers`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    for (const id of request.body.consumerIds) account.remove(id)
    response.status(202).end()
  })

  router.get(`${API}/audit-events`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    response.json({ nextPageToken: tokenAt(account.events.length), data: account.events })
  })

  router.get(`${API}/webhooks`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    response.json({ webhooks: [...account.webhooks.values()].map(({ secret, ...shown }) => shown) })
  })

  router.post(`${API}/webhooks`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const { url, events, description } = request.body
    const webhook = { id: randomUUID(), url, events, description, secret: randomUUID() }
    account.addWebhook(webhook)
    response.status(201).json(webhook)
  })

  router.delete(`${API}/webhooks/:id`, (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const id = String(request.params['id'])
    const webhook = account.webhooks.get(id)
    if (!webhook) return problem(response, 404, 'Not Found')
    account.webhooks.delete(id)
    const { secret, ...shown } = webhook
    response.json(shown)
  })

  router.put('/consumer-intelligence/sandbox/v1/persons', (request, response) => {
    const account = accountOf(request, response)
    if (!account) return
    const { id } = request.body
    const person = readPerson(request.body, account.people.get(id))
    void account.put(person, id)
    response.json({ own: id, gedi: person.gedi })
  })

  function accountOf({ headers }: Request, response: Response): Account | undefined {
    const account = accounts.get(headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (!account) {
      response.set('www-authenticate', 'Bearer')
      problem(response, 401, 'Unauthorized')
    }
    return account
  }

  return router
}

const SEXES: Readonly<Record<string, string>> = { Man: 'M', M: 'M', Woman: 'F', W: 'F', Diverse: 'X', D: 'X' }

function personIn({ people }: Account, gedi: string): KnownPerson | undefined {
  return [...people.values(), astrid].find((person) => person.gedi === gedi)
}

function stateOf({ at, known }: Consumer): string {
  const age = Date.now() - at
  if (age < IDENTIFYING_AFTER) return 'UPLOADED'
  if (age < IDENTIFYING_AFTER + IDENTIFIED_AFTER) return 'IDENTIFYING'
  return known ? 'IDENTIFIED' : 'NOT_IDENTIFIED'
}

function showConsumer(consumer: Consumer): Json {
  const { consumerId, market, data, known, at } = consumer
  const times = { since: new Date(at).toISOString(), touched: new Date().toISOString() }
  const found = { person: known?.gedi ?? null, register: known?.source ?? null }
  return { ref: consumerId, land: market, progress: stateOf(consumer), sent: data, ...found, ...times }
}

function readPerson(sent: Json, before: KnownPerson | undefined): KnownPerson {
  const [address] = sent['addressList'] as KnownAddress[]
  const [phone] = sent['phoneList'] as { number: string }[]
  const now = new Date().toISOString()
  return {
    gedi: before?.gedi ?? `ME${randomUUID().slice(-10).toUpperCase()}`,
    source: 'CUSTOM_SANDBOX',
    legalId: String(sent['legalId']),
    firstNames: String(sent['firstName']).split(' '),
    familyName: String(sent['familyName']),
    sex: SEXES[String(sent['gender'])] ?? '',
    birthDate: String(sent['dateOfBirth']),
    citizenship: sent['citizenship'] as string[],
    address: address as KnownAddress,
    phone: phone?.number ?? '',
    since: before?.since ?? now,
    touched: now,
  }
}

/** A place in a list, for a short while. */
function tokenAt(place: number): string {
  return Buffer.from(`${place} ${Date.now()}`).toString('base64url')
}

/** Undefined if the token is too old. */
function readToken(token: string | undefined): number | undefined {
  if (token === undefined) return 0
  const [place, at] = Buffer.from(token, 'base64url').toString().split(' ').map(Number)
  return Date.now() - Number(at) > TOKEN_LIFETIME ? undefined : place
}

function problem(response: Response, status: number, title: string): void {
  const instance = `urn:bisnode:traceid:${randomUUID()}`
  send(response, { status, detail: 'It cannot be done.', type: 'urn:problem', title, instance })
}

function violation(response: Response, member: string): void {
  send(response, {
    status: 400,
    detail: 'Request body contains one or more errors',
    type: 'about:blank',
    title: 'Constraint Violation',
    instance: `urn:bisnode:traceid:${randomUUID()}`,
    violations: [{ member, reason: 'It cannot be so.' }],
  })
}

function send(response: Response, body: Json & { status: number }): void {
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body))
}
