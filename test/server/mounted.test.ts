/** `tvilling(harness)` in Express applications of a team's own. */
import express, { type ErrorRequestHandler } from 'express'
import { createHarness, type Harness } from 'tvilling'
import { tvilling } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { listen } from './listen.ts'

const GRANT = 'grant_type=client_credentials'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }
const basic = `Basic ${btoa('tvilling:tvilling')}`

async function openHarness(): Promise<Harness> {
  const harness = await createHarness({ simulators: [library()], now: START, bodyLimit: 10_000 })
  onTestFinished(() => harness.close())
  return harness
}

async function logIn(url: string): Promise<string> {
  const headers = { ...FORM, authorization: basic }
  const response = await fetch(`${url}/token`, { method: 'POST', headers, body: GRANT })
  expect(response.status).toBe(200)
  return `Bearer ${((await response.json()) as { access_token: string }).access_token}`
}

test('at a path it answers what a simulator has, and lets everything else go on', async () => {
  const app = express()
  app.get('/registries/own', (_, response) => void response.send('own, before'))
  app.use('/registries', tvilling(await openHarness()))
  app.use((request, response) => void response.status(418).send(`own: ${request.originalUrl}`))
  const url = await listen(app)

  const authorization = await logIn(`${url}/registries`)
  const books = await fetch(`${url}/registries/books?limit=1`, { headers: { authorization } })
  expect(books.status).toBe(200)
  expect(books.headers.get('x-tvilling-operation')).toBe('library.listBooks')
  expect(await (await fetch(`${url}/registries/own`)).text()).toBe('own, before')
  expect(await (await fetch(`${url}/books`)).text()).toBe('own: /books')
  expect(await (await fetch(`${url}/registries/none?a=1`)).text()).toBe('own: /registries/none?a=1')
  expect(await (await fetch(`${url}/registries/_tvilling/health`)).text()).toContain('own: ')
})

test('at the root it answers by choice what nobody has, and control', async () => {
  const app = express()
  app.use(tvilling(await openHarness(), { unmatched: 'answer', control: { token: 'secret' } }))
  const url = await listen(app)

  expect((await fetch(`${url}/none`)).headers.get('x-tvilling-exchange')).toBe('1')
  expect((await fetch(`${url}/_tvilling/clock`)).status).toBe(401)
  const clock = await fetch(`${url}/_tvilling/clock`, { headers: { authorization: 'Bearer secret' } })
  expect(await clock.json()).toMatchObject({ now: '2026-01-01T00:00:00.000Z' })
  const advanced = await fetch(`${url}/_tvilling/clock/advance`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret' },
    body: '{"by":"PT1H"}',
  })
  expect(await advanced.json()).toMatchObject({ now: '2026-01-01T01:00:00.000Z' })
})

const PARSERS = {
  'no parser': [],
  'express.json() and urlencoded()': [express.json({ strict: false }), express.urlencoded()],
  'extended urlencoded()': [express.json(), express.urlencoded({ extended: true })],
  'express.raw()': [express.raw({ type: () => true })],
  'express.text()': [express.text({ type: () => true })],
}

for (const [name, parsers] of Object.entries(PARSERS)) {
  test(`bodies arrive with ${name} before it`, async () => {
    const harness = await openHarness()
    const app = express()
    for (const parser of parsers) app.use(parser)
    app.use(tvilling(harness))
    const url = await listen(app)

    const headers = { ...JSON_TYPE, authorization: await logIn(url) }
    const book = JSON.stringify({ id: 'b1', title: 'Æsop', pages: 1 })
    const posted = await fetch(`${url}/books`, { method: 'POST', headers, body: book })
    expect(posted.status).toBe(201)
    const empty = await fetch(`${url}/books`, { method: 'POST', headers, body: '' })
    expect(empty.status).toBe(400)
    const large = JSON.stringify({ id: 'b2', title: 'T'.repeat(20_000), pages: 1 })
    expect((await fetch(`${url}/books`, { method: 'POST', headers, body: large })).status).toBe(413)

    const [token, first] = await harness.journal.find({})
    expect(token?.request.body).toBe(GRANT)
    expect(first?.request.body).toBe(book)
  })
}

test('a body that a parser took and did not keep is an error that says what to do', async () => {
  const app = express()
  app.use((request, _, next) => void request.resume().on('end', next))
  app.use(tvilling(await openHarness()))
  const fail: ErrorRequestHandler = (error, _, response, __) => void response.status(500).send(error.message)
  app.use(fail)
  const url = await listen(app)

  const response = await fetch(`${url}/books`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  expect(await response.text()).toBe(
    'A parser before tvilling() read a body of application/json and kept no bytes of it: put that parser after tvilling().',
  )
})

test('errors go to the error handler of the application', async () => {
  const harness = await openHarness()
  const app = express()
  app.use(tvilling(harness))
  const fail: ErrorRequestHandler = (error, _, response, __) => void response.status(503).send(error.message)
  app.use(fail)
  const url = await listen(app)

  await harness.close()
  const response = await fetch(`${url}/books`)
  expect(response.status).toBe(503)
  expect(await response.text()).toBe('This harness is closed.')
})

test('what the application has answered meanwhile is not answered twice', async () => {
  const harness = await openHarness()
  await harness.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'delay',
    delay: 'PT1M',
    times: 1,
  })
  const errors: unknown[] = []
  const app = express()
  app.use((_, response, next) => {
    next()
    response.status(504).end('too late')
  })
  app.use(tvilling(harness))
  const fail: ErrorRequestHandler = (error, _, __, ___) => void errors.push(error)
  app.use(fail)
  const url = await listen(app)
  expect(await (await fetch(`${url}/books`)).text()).toBe('too late')
  await harness.clock.advance('PT2M')
  expect(errors).toEqual([])
  expect(await harness.journal.find({})).toHaveLength(1)
})

test('faults break the connection here as they do at the server', async () => {
  const harness = await openHarness()
  const app = express()
  app.use('/registries', tvilling(harness))
  const url = `${await listen(app)}/registries`
  const headers = { authorization: await logIn(url) }

  await harness.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset', times: 1 })
  await expect(fetch(`${url}/books`, { headers })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  await harness.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'truncated-body',
    times: 1,
  })
  const truncated = await fetch(`${url}/books`, { headers })
  expect(truncated.status).toBe(200)
  await expect(truncated.text()).rejects.toThrow('terminated')
  expect((await fetch(`${url}/books`, { headers })).status).toBe(200)
})

test('two harnesses in one application do not mix', async () => {
  const app = express()
  for (const name of ['a', 'b']) app.use(`/${name}`, tvilling(await openHarness()))
  const url = await listen(app)
  const put = async (name: string) => {
    const headers = { ...JSON_TYPE, authorization: await logIn(`${url}/${name}`) }
    const body = JSON.stringify({ id: name, title: name, pages: 1 })
    expect((await fetch(`${url}/${name}/books`, { method: 'POST', headers, body })).status).toBe(201)
    return (await fetch(`${url}/${name}/books`, { headers })).text()
  }
  const [a, b] = await Promise.all([put('a'), put('b')])
  expect(a).toContain('"a"')
  expect(a).not.toContain('"b"')
  expect(b).not.toContain('"a"')
})
