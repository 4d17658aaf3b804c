/**
 * Copies of the twins, each with one broken promise of the contract: `verify` must find every one.
 *
 * Longer than 300 lines because it is a table: one mutant after the other.
 */
import type { Harness } from 'tvilling'

/** What a mutant does with a request, instead of forwarding it. */
export type Mutate = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>

export interface Mutant {
  /** What is broken. */
  kind: string
  api: string
  /** The status or check that finds it, as the report lists it. */
  found: string
  /** Whether the check finds it only after others have run. */
  byAll?: true
  /** Each mutant starts with an empty memory. */
  make(): Mutate
}

export type Json = Record<string, unknown>

export const json = async (response: Response) => (await response.clone().json()) as Json

export function answer(response: Response, body: unknown, status = response.status): Response {
  return new Response(JSON.stringify(body), { status, headers: response.headers })
}

export const without = (response: Response, header: string) => {
  const headers = new Headers(response.headers)
  headers.delete(header)
  return new Response(response.body, { status: response.status, headers })
}

/** Breaks the answers to a method and path, or only those with one status. The body of the request has been read. */
export function breaking(
  meant: { method?: string; path: RegExp; status?: number },
  change: (response: Response, request: Request) => Response | Promise<Response>,
): () => Mutate {
  return () => async (request, send) => {
    const response = await send(request)
    const right =
      meant.path.test(new URL(request.url).pathname) &&
      (meant.method ?? request.method) === request.method &&
      (meant.status ?? response.status) === response.status
    return right ? change(response, request) : response
  }
}

const CONSUMERS = /\/v3\/consumers$/
const PEOPLE = /\/v3\/persons\/[^/]+$/
const MEETINGS = /^\/v2\/Indkaldelse/
const BUNDLES = /\/bundles?(?:\/[^/]+)?$/
const SESSION = /\/session\/\w+\/[^/]+$/
const RESULT = /\/result$/
const REPORT = /\/reports\/\w+$/
const BIRTHS = /\/birthreport$/

export async function withHeader(request: Request, name: string, value: string): Promise<Request> {
  const headers = new Headers(request.headers)
  headers.set(name, value)
  const { method, url } = request
  const body = method === 'GET' ? null : await request.arrayBuffer()
  return new Request(url, { method, headers, body })
}

async function tokenOf(
  client: string,
  path: string,
  send: (request: Request) => Promise<Response>,
): Promise<string> {
  const response = await send(
    new Request(`https://twin.test${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:${client}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
  )
  return String((await json(response))['access_token'])
}

/** Every token that was ever issued stays valid. */
function anyToken(isToken: RegExp, path: string): () => Mutate {
  return () => {
    const given = new Set<string>()
    return async (request, send) => {
      const bearer = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
      if (given.has(bearer)) {
        const token = await tokenOf('tvilling', path, send)
        return send(await withHeader(request, 'authorization', `Bearer ${token}`))
      }
      const response = await send(request)
      if (isToken.test(new URL(request.url).pathname) && response.ok) {
        given.add(String((await json(response))['access_token']))
      }
      return response
    }
  }
}

/** Repeats an earlier success if the right answer has another status. */
function remembering(path: RegExp, status: number): () => Mutate {
  return () => {
    let good: Response | undefined
    return async (request, send) => {
      const { pathname } = new URL(request.url)
      const response = await send(request)
      if (!path.test(pathname) || request.method !== 'GET') return response
      if (response.ok) good = response.clone()
      return response.status === status && good ? good.clone() : response
    }
  }
}

interface Page {
  nextPageToken: string | null
  data: Json[]
}

const pages = (change: (page: Page, request: Request) => Page) =>
  breaking({ method: 'GET', path: CONSUMERS, status: 200 }, async (response, request) =>
    answer(response, change((await response.clone().json()) as Page, request)),
  )

const WORST = { status: 400, detail: 'no', type: 'about:blank', title: 'Bad Request' }

export const mutants: readonly Mutant[] = [
  {
    kind: 'wrong status',
    api: 'consumer-intelligence',
    found: 'createWebhook: answers a valid request with 201',
    make: breaking(
      { method: 'POST', path: /webhooks$/, status: 201 },
      (response) => new Response(response.body, { status: 200, headers: response.headers }),
    ),
  },
  {
    kind: 'missing field',
    api: 'consumer-intelligence',
    found: 'listConsumers 200',
    make: pages((page) => ({ ...page, data: page.data.map(({ changed, ...row }) => row) })),
  },
  {
    kind: 'wrong type',
    api: 'person-monitoring',
    found: 'updateBundle 200',
    make: breaking({ method: 'PUT', path: BUNDLES, status: 200 }, async (response) => {
      const bundle = await json(response)
      return answer(response, { ...bundle, entityCount: String(bundle['entityCount']) })
    }),
  },
  {
    kind: 'additional null',
    api: 'organization-session',
    found: 'getSession 200',
    make: breaking({ path: SESSION, status: 200 }, async (response) =>
      answer(response, { 'certificate-report': null, ...(await json(response)) }),
    ),
  },
  {
    kind: 'null cursor lost',
    api: 'consumer-intelligence',
    found: 'listConsumers: lists every row once, oldest first, and ends with a null token',
    make: () => async (request, send) => {
      const { pathname, searchParams } = new URL(request.url)
      if (request.method !== 'GET' || !CONSUMERS.test(pathname)) return send(request)
      if (searchParams.get('pageToken') === 'end') return Response.json({ nextPageToken: 'end', data: [] })
      const response = await send(request)
      const page = await json(response)
      return page['nextPageToken'] === null ? answer(response, { ...page, nextPageToken: 'end' }) : response
    },
  },
  {
    kind: 'cursor repeats a row',
    api: 'consumer-intelligence',
    found: 'listConsumers: lists every row once, oldest first, and ends with a null token',
    make: () => {
      const last = new Map<string, Json>()
      return pages((page, { url }) => {
        const repeated = last.get(new URL(url).searchParams.get('pageToken') ?? '')
        const [row] = page.data.slice(-1)
        if (row) last.set(String(page.nextPageToken), row)
        return { ...page, data: [...(repeated ? [repeated] : []), ...page.data] }
      })()
    },
  },
  {
    kind: 'rows in the wrong order',
    api: 'consumer-intelligence',
    found: 'listConsumers: lists every row once, oldest first, and ends with a null token',
    make: pages((page) => ({ ...page, data: page.data.toReversed() })),
  },
  {
    kind: '412 forgotten',
    api: 'indkaldelse',
    found: 'createIndkaldelse: refuses a request id that was used, until seven days have passed',
    make: () => {
      let made = 0
      return async (request, send) => {
        if (!MEETINGS.test(new URL(request.url).pathname) || !request.headers.get('x-requestid')) {
          return send(request)
        }
        made += 1
        return send(await withHeader(request, 'x-requestId', `fresh-${made}`))
      }
    },
  },
  {
    kind: '412 forever',
    api: 'indkaldelse',
    found: 'updateMyndighedsdeltager: refuses a request id that was used, until seven days have passed',
    make: () => {
      const refused = new Map<string, Response>()
      return async (request, send) => {
        const id = request.headers.get('x-requestid') ?? ''
        const known = refused.get(id)
        if (known) return known.clone()
        const response = await send(request)
        if (response.status === 412) refused.set(id, response.clone())
        return response
      }
    },
  },
  {
    kind: 'token never expiring',
    api: 'person-monitoring',
    found: 'listBundles: takes a token until it expires, and refuses it then',
    make: anyToken(/^\/token$/, '/token'),
  },
  {
    kind: 'token scope ignored',
    api: 'indkaldelse',
    found: 'createIndkaldelse: refuses a token without the scope with 4575',
    make: anyToken(/\/connect\/token$/, '/connect/token'),
  },
  {
    kind: '405 without Allow',
    api: 'birth-report',
    found: '(any path): answers a method that the path does not have with 405 and Allow',
    make: breaking({ path: BIRTHS, status: 405 }, (response) => without(response, 'allow')),
  },
  {
    kind: 'problem content type wrong',
    api: 'organization-session',
    found: 'createSession 400',
    make: breaking({ path: /\/session\/\w+$/, status: 400 }, async (response) =>
      Response.json(await json(response), { status: 400 }),
    ),
  },
  {
    kind: 'violation list missing',
    api: 'consumer-intelligence',
    found: 'uploadConsumers: refuses a body in which a required member is missing',
    make: breaking({ method: 'POST', path: CONSUMERS, status: 400 }, async (response) => {
      const { instance } = await json(response)
      return answer(response, { ...WORST, instance })
    }),
  },
  {
    kind: 'enum value unknown',
    api: 'person-monitoring',
    found: 'listBundles 200',
    make: breaking({ method: 'GET', path: BUNDLES, status: 200 }, async (response) => {
      const { bundles } = (await json(response)) as { bundles: Json[] }
      return answer(response, { bundles: bundles.map((bundle) => ({ ...bundle, status: 'DONE' })) })
    }),
  },
  {
    kind: 'created id not a UUID',
    api: 'indkaldelse',
    found: 'createIndkaldelse 200',
    make: breaking({ method: 'POST', path: /Indkaldelse$/, status: 200 }, (response) =>
      answer(response, '42'),
    ),
  },
  {
    kind: 'webhook secret shown again',
    api: 'consumer-intelligence',
    found: 'createWebhook: shows the secret of a webhook once, and forgets the webhook when it is deleted',
    make: () => {
      let secret: unknown
      return async (request, send) => {
        const { pathname } = new URL(request.url)
        const response = await send(request)
        if (!pathname.includes('/webhooks')) return response
        if (response.status === 201) secret = (await json(response))['secret']
        if (request.method !== 'DELETE' || !response.ok) return response
        return answer(response, { ...(await json(response)), description: String(secret) })
      }
    },
  },
  {
    kind: 'wrong state order',
    api: 'organization-session',
    found: 'getSession: makes the JSON first, then one report after the other, and is done with the last',
    make: breaking({ path: SESSION, status: 200 }, async (response) => {
      const { 'aml-report': aml, 'certificate-report': certificate, ...view } = await json(response)
      if (aml === undefined || certificate === undefined) return response
      return answer(response, { ...view, 'aml-report': certificate, 'certificate-report': aml })
    }),
  },
  {
    kind: 'a state left out',
    api: 'consumer-intelligence',
    found:
      'uploadConsumers: goes from UPLOADED by IDENTIFYING to IDENTIFIED, or to NOT_IDENTIFIED for nobody',
    make: pages((page) => ({
      ...page,
      data: page.data.map((row) => (row['state'] === 'IDENTIFYING' ? { ...row, state: 'UPLOADED' } : row)),
    })),
  },
  {
    kind: 'report before ready',
    api: 'organization-session',
    found: 'getSessionReport: answers 409 for a report that is not ready',
    make: breaking(
      { path: REPORT, status: 409 },
      () => new Response('%PDF-1.7', { headers: { 'content-type': 'application/pdf' } }),
    ),
  },
  {
    kind: 'entity never expires',
    api: 'organization-session',
    found: 'getSessionResult: gives a result for two hours, and 410 afterwards',
    make: remembering(RESULT, 410),
  },
  {
    kind: '404 turned 200',
    api: 'consumer-intelligence',
    found: 'getPerson: answers 404 for a GEDI that nobody has',
    byAll: true,
    make: remembering(PEOPLE, 404),
  },
  {
    kind: 'Retry-After missing',
    api: 'consumer-intelligence',
    found: 'listConsumers 429',
    make: breaking({ path: CONSUMERS, status: 429 }, (response) => without(response, 'retry-after')),
  },
  {
    kind: 'idempotence broken',
    api: 'birth-report',
    found:
      'createBirthReport: answers the same report again as before, and other content under its id with 422',
    make: () => {
      const seen = new Set<unknown>()
      let order = 1_000
      return async (request, send) => {
        const body = (await request
          .clone()
          .json()
          .catch(() => ({}))) as { reportId?: string; child?: Json } | null
        const id = body?.reportId
        if (!seen.has(id) || !body?.child) {
          seen.add(id)
          return send(request)
        }
        order += 1
        const reportId = `0d5b2a3e-6a0e-4a43-9a54-3a3a4a1f${order}`
        const child = { ...body.child, order }
        const { method, url, headers } = request
        const init = { method, headers, body: JSON.stringify({ ...body, reportId, child }) }
        const response = await send(new Request(url, init))
        return answer(response, { ...(await json(response)), reportId: id })
      }
    },
  },
  {
    kind: 'wrong reason',
    api: 'birth-report',
    found: 'createBirthReport: answers 202 with code 204 when the child was not alive at birth',
    make: breaking({ path: BIRTHS, status: 202 }, async (response) => {
      const { message, ...body } = (await json(response)) as { message: Json }
      return answer(response, { ...body, message: { ...message, messageConfirmationCode: '203' } })
    }),
  },
  {
    kind: 'malformed body taken for an invalid one',
    api: 'birth-report',
    found: 'createBirthReport: refuses a body that cannot be read as its type',
    make: breaking({ path: BIRTHS, status: 422 }, async (response) => {
      const invalidParameters = [{ reason: 'is wrong', value: '', property: 'body' }]
      return answer(response, { ...(await json(response)), status: 400, invalidParameters }, 400)
    }),
  },
  {
    kind: 'token may be cached',
    api: 'person-monitoring',
    found: 'requestToken: gives a bearer token that is not to be cached',
    make: breaking({ path: /^\/token$/, status: 200 }, (response) => without(response, 'cache-control')),
  },
]

/** The `fetch` for `verify`: requests reach the harness through the mutant. */
export function throughMutant(harness: Harness, mutate: Mutate) {
  const send = (request: Request) => harness.fetch(request)
  return (url: string, init: RequestInit) => mutate(new Request(url, { ...init, duplex: 'half' }), send)
}

/** A service that fails for one character: only a generated case finds it. */
export const brokenByOneLetter = (): Mutate => async (request, send) => {
  const text = await request.clone().text()
  if (!/persons\/_find$/.test(request.url) || !text.includes('å')) return send(request)
  const problem = { status: 500, detail: 'no', type: 'about:blank', title: 'Internal Server Error' }
  const instance = 'urn:bisnode:traceid:7a40216a-4506-4e20-a404-0e60854759cb'
  const headers = { 'content-type': 'application/problem+json' }
  return Response.json({ ...problem, instance }, { status: 500, headers })
}
