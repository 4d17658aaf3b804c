/**
 * A small library with everything that a simulator can have, for tests of the engine.
 *
 * Longer than 300 lines because it is one simulator with its OpenAPI document: each test reads it as a whole.
 */
import {
  type ApiResult,
  type Client,
  createHarness,
  type Delivery,
  type Dialect,
  definePopulation,
  defineSimulator,
  type Harness,
  type HarnessOptions,
  type OpenApiDocument,
  type Population,
} from 'tvilling'

type Json = Record<string, unknown>

export interface Book {
  id: string
  title: string
  pages: number
  shelf?: string | undefined
}

export interface Loan {
  id: string
  book: string
  state: string
}

export interface Hook {
  id: string
  url: string
}

export interface Reader {
  number: string
  name: string
  town: string
}

const text = { type: 'string', minLength: 1, maxLength: 5_000 }
const json = (schema: Json) => ({ 'application/json': { schema } })
const answer = (schema: Json) => ({ description: '', content: json(schema) })
const problem = answer({ type: 'object', required: ['problem'] })
const problems = { 400: problem, 401: problem, 403: problem, 404: problem, 413: problem, 500: problem }
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const body = (schema: Json) => ({ required: true, content: json(schema) })
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text })
const guarded = [{ oauth: ['books'] }]

export const libraryDocument: OpenApiDocument = {
  openapi: '3.1.0',
  info: { title: 'A library', version: '1' },
  servers: [
    { url: 'https://library.example', 'x-environment': 'live' },
    { url: 'https://sandbox.library.example', 'x-environment': 'sandbox' },
  ],
  paths: {
    '/token': {
      post: {
        operationId: 'requestToken',
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                additionalProperties: false,
                properties: Object.fromEntries(
                  ['grant_type', 'scope', 'client_id', 'client_secret'].map((name) => [
                    name,
                    { type: 'string' },
                  ]),
                ),
              },
            },
          },
        },
        responses: Object.fromEntries([200, 400, 401, 503].map((status) => [status, answer({})])),
      },
    },
    '/books': {
      get: {
        operationId: 'listBooks',
        security: guarded,
        parameters: [
          { name: 'limit', in: 'query', schema: reference('Limit') },
          { name: 'new', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: { ...problems, 200: answer({ type: 'array', items: reference('Book') }) },
      },
      post: {
        operationId: 'createBook',
        security: guarded,
        requestBody: body(reference('Book')),
        responses: { ...problems, 201: answer(reference('Book')), 409: problem },
      },
    },
    '/books/{book-id}': {
      get: {
        operationId: 'readBook',
        security: guarded,
        parameters: [inPath('book-id')],
        responses: { ...problems, 200: answer(reference('Book')) },
      },
      delete: {
        operationId: 'deleteBook',
        security: [{ oauth: ['books', 'delete'] }],
        parameters: [inPath('book-id')],
        responses: { ...problems, 204: { description: '' } },
      },
    },
    '/books/{book-id}/loans/{loan-id}': {
      put: {
        operationId: 'lendBook',
        security: guarded,
        parameters: [inPath('book-id'), inPath('loan-id')],
        responses: { ...problems, 201: answer({}) },
      },
    },
    '/shelves': {
      put: {
        operationId: 'fillShelf',
        security: guarded,
        requestBody: body({ type: 'array', maxItems: 10, items: reference('Book') }),
        responses: { ...problems, 204: { description: '' } },
      },
    },
    '/webhooks/{id}': {
      put: {
        operationId: 'putWebhook',
        security: guarded,
        parameters: [inPath('id')],
        requestBody: body({ type: 'object', required: ['url'] }),
        responses: { ...problems, 204: { description: '' } },
      },
      delete: {
        operationId: 'deleteWebhook',
        security: guarded,
        parameters: [inPath('id')],
        responses: { ...problems, 204: { description: '' } },
      },
    },
    '/mischief/{kind}': {
      post: {
        operationId: 'misbehave',
        parameters: [inPath('kind')],
        requestBody: { content: json({}) },
        responses: { ...problems, 200: answer({ type: 'object', required: ['kind'] }) },
      },
    },
  },
  webhooks: {
    LOAN: { post: { requestBody: { content: json({ type: 'object', required: ['loan', 'state'] }) } } },
    CLOSED: { post: { requestBody: { content: json({ type: 'object', required: ['until'] }) } } },
  },
  'x-unmatched': { 404: problem, 405: problem },
  components: {
    schemas: {
      Limit: { type: 'integer', minimum: 1, maximum: 100, default: 3 },
      Book: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'pages'],
        properties: { id: text, title: text, pages: { type: 'integer', minimum: 1 }, shelf: text },
      },
    },
    securitySchemes: { oauth: { type: 'oauth2', flows: {} } },
  },
}

const failed = (status: number) => (failure: object) => ({ status, body: { problem: failure } })

const dialect: Dialect = {
  unmatched: failed(404),
  method: failed(405),
  unauthenticated: failed(401),
  scope: failed(403),
  oversized: failed(413),
  'media-type': failed(400),
  malformed: failed(400),
  violations: failed(400),
  internal: failed(500),
  fault: (failure) => failed(failure.status)(failure),
}

const clients: Client[] = [
  { id: 'tvilling', secret: 'tvilling', scopes: ['books', 'delete'] },
  { id: 'reader', secret: 'a:b c%&+å', scopes: ['books'] },
  { id: 'sandboxed', secret: 's', scopes: ['books'], environment: 'sandbox' },
]

export const readers: Population<Reader, Partial<Reader>> = definePopulation({
  name: 'people',
  records: () => [
    { number: '1', name: 'Åse', town: 'Bergen' },
    { number: '2', name: 'Bo', town: 'Bergen' },
    { number: '3', name: 'Cai', town: 'Odense' },
  ],
  key: ({ number }) => number,
  indexes: { town: ({ town }) => town },
  patch: (reader, patch) => ({ ...reader, ...patch }),
})

const ok = (status: number, content?: unknown): ApiResult =>
  content === undefined ? { status } : { status, body: content }
const missing = ok(404, { problem: 'not here' })

/** Parts of the library that a test can replace. */
export interface Twists {
  document?: OpenApiDocument
  retries?: readonly string[]
  /** Runs in the job `remind`. */
  remind?: (payload: { text: string }) => void
}

export function library(twists: Twists = {}) {
  const { document = libraryDocument, retries = ['PT1M', 'PT5M'], remind = () => {} } = twists
  return defineSimulator({
    name: 'library',
    provider: 'Nobody',
    document,
    settings: {
      tokenLifetime: 'PT1H',
      fetching: 'PT10M',
      lending: 'P14D',
      fines: 5,
      holidays: ['P1D', 'P2D'],
      note: null as string | null,
      retries,
      timeout: 'PT0.3S',
    },
    collections: {
      books: {
        key: ({ id }: Book) => id,
        unique: { title: ({ title }: Book) => title },
        indexes: { pages: ({ pages }: Book) => pages, shelf: ({ shelf }: Book) => shelf },
      },
      loans: { key: ({ id }: Loan) => id },
      hooks: { key: ({ id }: Hook) => id },
      notes: { key: ({ id }: { id: string; text: string }) => id },
    },
    populations: { people: readers },
    clients,
    problems: dialect,
    tokenOperations: ['requestToken'],
    operations: {
      requestToken: ({ body }, { auth, request, environment }) =>
        auth.issueToken(request, body, { environment }),
      async listBooks({ query }, { collections }) {
        const { rows } = await collections.books.page({ limit: query.limit })
        return ok(
          200,
          rows.map(({ doc }) => doc),
        )
      },
      async createBook({ body }, { collections }) {
        return (await collections.books.insert(body)) ? ok(201, body) : ok(409, { problem: 'taken' })
      },
      async readBook({ params }, { collections, setReason }) {
        const book = await collections.books.get(params['book-id'])
        if (!book) setReason(`No book has the id ${params['book-id']}.`)
        return book ? ok(200, book) : missing
      },
      async deleteBook({ params }, { collections }) {
        return (await collections.books.delete(params['book-id'])) ? ok(204) : missing
      },
      async lendBook({ params }, context) {
        const loan = { id: params['loan-id'], book: params['book-id'], state: 'ORDERED' }
        await context.begin('loans', loan)
        return ok(201, { ...loan, receipt: context.random.uuid() })
      },
      async fillShelf({ body }, { collections }) {
        for (const book of body) await collections.books.put(book)
        return ok(204)
      },
      async putWebhook({ params, body }, { collections }) {
        await collections.hooks.put({ id: params.id, url: body.url })
        return ok(204)
      },
      async deleteWebhook({ params }, { collections, dropDeliveries }) {
        await collections.hooks.delete(params.id)
        await dropDeliveries(params.id)
        return ok(204)
      },
      async misbehave({ params, body }, { collections }) {
        await collections.notes.put({ id: 'mischief', text: params.kind })
        if (params.kind === 'throw') throw new Error('The library is on fire.')
        // No such value can be sent: it would end the header and begin another.
        const odd = { headers: { 'x-odd': 'a\r\nb: c' } }
        if (params.kind === 'odd-header') return { ...ok(200, { kind: params.kind }), ...odd }
        return ok(200, params.kind === 'breach' ? { wrong: true } : { kind: params.kind, body })
      },
    },
    resources: [
      {
        collection: 'loans',
        field: 'state',
        initial: ['ORDERED'],
        states: { ORDERED: '', READY: '', LOST: '', OVERDUE: '', RETURNED: '' },
        moves: [
          { from: 'ORDERED', to: 'READY', by: 'time', after: 'fetching' },
          { from: 'ORDERED', to: 'LOST', by: 'time', after: 'fetching' },
          { from: 'READY', to: 'OVERDUE', by: 'time', after: 'lending' },
          { from: 'READY', to: 'RETURNED', by: 'request' },
          { from: 'OVERDUE', to: 'RETURNED', by: 'command' },
        ],
      },
    ],
    behaviours: {
      loans: {
        decide: async (loan: Loan) => (loan.book.startsWith('lost') ? 'LOST' : 'READY'),
        async enter(loan: Loan, { to }, { collections, clock, deliver, random, schedule }) {
          if (loan.book === 'cursed') throw new Error(`The loan ${loan.id} is cursed.`)
          const { rows } = await collections.hooks.page({ limit: 100 })
          const id = random.uuid()
          const body = { loan: loan.id, state: to }
          for (const { doc } of rows) {
            await deliver({ subscription: doc.id, url: doc.url, secret: 's3cret', event: 'LOAN', id, body })
          }
          if (to === 'OVERDUE') await schedule('remind', clock.now(), loan.id, { text: `Remind ${loan.id}` })
          return loan
        },
      },
    },
    jobs: {
      async remind(payload: { text: string }, { collections, clock }) {
        await collections.notes.put({ id: payload.text, text: clock.iso() })
        remind(payload)
      },
    },
    webhooks: {
      retries: ({ retries }) => retries as string[],
      timeout: ({ timeout }) => timeout,
      steps: [
        {
          name: 'message',
          message: ({ body, eventId }: Delivery) => ({
            headers: { 'content-type': 'application/json', 'x-event': eventId },
            body: JSON.stringify(body),
          }),
          outcome: (status) => (status < 300 ? 'accepted' : status === 410 ? 'declined' : 'retry'),
        },
      ],
    },
    events: {
      CLOSED: {
        about: 'The library closes.',
        parameters: { until: { type: 'string', format: 'date' }, break: { type: 'boolean', default: false } },
        async fire({ until, break: broken }, { collections, deliver, random }) {
          const body: Json = broken ? {} : { until }
          const { rows } = await collections.hooks.page({ limit: 100 })
          for (const { doc } of rows) {
            const { id: subscription, url } = doc
            await deliver({ subscription, url, secret: 's3cret', event: 'CLOSED', id: random.uuid(), body })
          }
          return { webhooks: rows.length }
        },
      },
    },
    reactions: {
      async people({ after }, { collections }) {
        if (after.town === 'Nowhere') throw new Error('Nobody lives there.')
        await collections.notes.put({ id: after.number, text: after.town })
      },
    },
    scenarios: {
      shelf: {
        about: 'Some books on a shelf.',
        parameters: {
          count: { type: 'integer', minimum: 0, default: 2 },
          shelf: { type: 'string', description: 'name of the shelf' },
          reminder: { type: 'string', optional: true },
        },
        async load({ count, shelf, reminder }, { collections, clock, schedule }) {
          const books: Book[] = Array.from({ length: count }, (_, index) => ({
            id: `b${index + 1}`,
            title: `Volume ${index + 1}`,
            pages: 100 + index,
            shelf,
          }))
          for (const book of books) await collections.books.put(book)
          if (reminder) await schedule('remind', clock.now() + 60_000, 'reminder', { text: reminder })
          return { books: books.map(({ id }) => id) }
        },
      },
    },
    subjects: [{ subject: 'A lost book', number: 'lost-1', triggers: 'A loan of it is LOST.' }],
  })
}

export const ORIGIN = 'https://library.example'
export const START = '2026-01-01T00:00:00Z'

/** A harness with the library, at the start of 2026. */
export function openLibrary(options: Partial<HarnessOptions> = {}, twists: Twists = {}): Promise<Harness> {
  return createHarness({ simulators: [library(twists)], now: START, ...options })
}

/** Credentials as HTTP Basic has them. */
export const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

export interface Caller {
  token: string
  call(method: string, path: string, content?: unknown, headers?: Record<string, string>): Promise<Response>
}

/** A client with a token; its bodies are JSON unless they are given as text or bytes. */
export async function logIn(
  harness: Pick<Harness, 'fetch'>,
  id = 'tvilling',
  secret = 'tvilling',
): Promise<Caller> {
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    headers: { authorization: basic(id, secret) },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return {
    token,
    call(method, path, content, headers = {}) {
      const raw = content === undefined || typeof content === 'string' || content instanceof Uint8Array
      return harness.fetch(`${ORIGIN}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(content !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(content !== undefined && { body: (raw ? content : JSON.stringify(content)) as string }),
      })
    },
  }
}
