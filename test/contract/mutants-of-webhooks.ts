/** Copies of the twins that send their webhook messages wrongly, in one way each. */
import type { Json } from './mutants.ts'
import type { ClassedMutant } from './mutants-of-answers.ts'

/** What a mutant does with a message, instead of sending it. */
export type MutateMessage = (message: Message, post: Post) => Promise<Response>

interface Message {
  body: Json
  headers: Headers
}
type Post = (message: Message, text?: string) => Promise<Response>

export interface WebhookMutant extends Omit<ClassedMutant, 'make'> {
  /** Each mutant starts with an empty memory. */
  make(): MutateMessage
}

/** The `fetch` with which a harness sends its messages: they go through the mutant. */
export function sendingThrough(mutate: MutateMessage): typeof fetch {
  return async (url, init) => {
    const text = String(init?.body)
    const message = { body: JSON.parse(text) as Json, headers: new Headers(init?.headers) }
    const post: Post = ({ body, headers }, as) => {
      // A body that was not changed stays as it was signed.
      const sent = as ?? (body === message.body ? text : JSON.stringify(body))
      return fetch(url, { ...init, headers, body: sent })
    }
    return mutate(message, post)
  }
}

const taken = async () => new Response(null, { status: 200 })

const changing =
  (change: (body: Json) => Json): (() => MutateMessage) =>
  () =>
  (message, post) =>
    post({ ...message, body: change(message.body) })

const withHeader = (message: Message, name: string, change: (value: string) => string): Message => {
  const headers = new Headers(message.headers)
  headers.set(name, change(headers.get(name) ?? ''))
  return { ...message, headers }
}

/** Holds a message back until another one was sent. */
const swapping =
  (held: (body: Json) => boolean, until: (body: Json) => boolean): (() => MutateMessage) =>
  () => {
    let waiting: (() => Promise<Response>) | undefined
    return async (message, post) => {
      if (held(message.body)) {
        waiting = () => post(message)
        return taken()
      }
      const response = await post(message)
      if (until(message.body)) await waiting?.()
      return response
    }
  }

/** Gives a message that is sent again another id. */
const renaming =
  (name: string): (() => MutateMessage) =>
  () => {
    const seen = new Set<string>()
    return (message, post) => {
      const id = `${message.body[name]} ${message.body['requestType']}`
      if (!seen.has(id)) {
        seen.add(id)
        return post(message)
      }
      return post({ ...message, body: { ...message.body, [name]: '6a0b1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d' } })
    }
  }

export const mutantsOfWebhooks: readonly WebhookMutant[] = [
  {
    kind: 'no PING',
    api: 'consumer-intelligence',
    class: 'promise',
    found: 'createWebhook: sends a PING to a new webhook',
    make: () => (message, post) => (message.body['type'] === 'PING' ? taken() : post(message)),
  },
  {
    kind: 'a signature over something else',
    api: 'consumer-intelligence',
    class: 'assumption',
    setting: 'consumer-intelligence.signature',
    found: 'createWebhook: signs the second and the body with the secret of the webhook',
    make: () => (message, post) =>
      post(withHeader(message, 'CI-SIGNATURE-SHA256', (value) => value.split('').reverse().join(''))),
  },
  {
    kind: 'no second of the signature',
    api: 'consumer-intelligence',
    class: 'promise',
    found: 'createWebhook: sends the second and a signature with each message',
    make: () => (message, post) =>
      post(withHeader(message, 'CI-SIGNATURE-TIMESTAMP', () => '2026-01-01T00:00:00Z')),
  },
  {
    kind: 'a person subscribed before it is identified',
    api: 'consumer-intelligence',
    class: 'assumption',
    found: 'createWebhook: sends all events of a consumer to a webhook for all, in order',
    make: swapping(
      ({ type }) => type === 'CONSUMER_IDENTIFIED',
      ({ type }) => type === 'PERSON_SUBSCRIBED',
    ),
  },
  {
    kind: 'nothing is sent again',
    api: 'consumer-intelligence',
    class: 'promise',
    found: 'createWebhook: sends again what was not answered with 200',
    make: () => async (message, post) => {
      await post(message)
      return taken()
    },
  },
  {
    kind: 'an event without its consumer',
    api: 'consumer-intelligence',
    class: 'promise',
    found: '(webhooks) CONSUMER_UPLOADED',
    make: changing(({ consumerId, ...body }) =>
      body['type'] === 'CONSUMER_UPLOADED'
        ? body
        : { ...body, ...(consumerId !== undefined && { consumerId }) },
    ),
  },
  {
    kind: 'content without asking',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: asks whether a change is wanted, and sends it after a 200 alone',
    make: () => (message, post) => (message.body['requestType'] === 'continue' ? taken() : post(message)),
  },
  {
    kind: 'content for who declined',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: sends no content to who declines with 417',
    make: () => async (message, post) => {
      const response = await post(message)
      return response.status === 417 ? taken() : response
    },
  },
  {
    kind: 'a question with its content',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: asks whether a change is wanted, and sends it after a 200 alone',
    make: changing((body) =>
      body['requestType'] === 'continue' ? { ...body, newAttributes: { familyName: 'Provsson' } } : body,
    ),
  },
  {
    kind: 'milliseconds in the signature',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: signs each request with the second of sending',
    make: () => (message, post) =>
      post(withHeader(message, 'Roaring-Signature', (value) => value.replace(/^(\w+=\d+)/, '$1000'))),
  },
  {
    kind: 'a body on several lines',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: sends JSON on one line',
    make: () => (message, post) => post(message, JSON.stringify(message.body, null, 1)),
  },
  {
    kind: 'another id when it is sent again',
    api: 'person-monitoring',
    class: 'promise',
    found: 'updateBundle: sends again with the same messageId what was not taken',
    make: renaming('messageId'),
  },
  {
    kind: 'done before the last report',
    api: 'organization-session',
    class: 'promise',
    found: 'createSession: sends JsonDataReady, then ReportReady for each report, then AllDone',
    make: swapping(
      ({ report }) => report === 'certificate',
      ({ status }) => status === 'AllDone',
    ),
  },
  {
    kind: 'a message without its session',
    api: 'organization-session',
    class: 'assumption',
    setting: 'organization-session.names["AllDoneEvent.sessionId"]',
    found: '(webhooks) AllDone',
    make: changing(({ sessionId: _left, ...body }) => body),
  },
  {
    kind: 'a failure that says that it is done',
    api: 'organization-session',
    class: 'assumption',
    found: 'createSession: sends Failed for a session that fails, and no other status',
    make: changing((body) => (body['status'] === 'Failed' ? { ...body, status: 'AllDone' } : body)),
  },
]
