/**
 * A model of Consumer Intelligence, from its facts: uploads that are identified by time, pages in order of creation, a
 * cursor that neither repeats nor skips, deletions, subscriptions by person, audit events and webhook messages.
 *
 * Longer than 300 lines because it is one model: each command reads and changes the same small state.
 */
import fc from 'fast-check'
import { durationOf } from 'tvilling'
import {
  advances,
  agree,
  callAs,
  type ModelTest,
  START,
  type Step,
  stale,
  type TokenModel,
  type Twin,
} from './model-test.ts'

interface Consumer {
  id: string
  /** The place in the list: it is kept when the consumer is uploaded again. */
  place: number
  person: string
  uploadedAt: number
  /** Counts uploads: of what is due at one instant, what was uploaded first comes first. */
  turn: number
}

interface Walk {
  pageToken: string
  /** Places of the rows that were there when it began, or came later, and have not been deleted. */
  stayed: Set<number>
  seen: number[]
}

interface Consumers extends TokenModel {
  consumers: Map<string, Consumer>
  places: number
  turns: number
  /** Up to which instant `happened` tells what happened. */
  until: number
  /** Type and consumer or person, oldest first. */
  happened: string[]
  walk: Walk | undefined
  hooks: { url: string; id: string; messages: string[] }[]
  hooksMade: number
}

const API = 'https://api.bisnode.com/consumer-intelligence/v3'
const IDENTIFYING = durationOf('PT30S')
const IDENTIFIED = durationOf('PT90S')
const HOUR = durationOf('PT1H')
/** Legal ids; nobody has the last one. */
const PEOPLE = ['198001022386', '197405172391', '199404082381', '197707072380']
const NOBODY = '197707072380'
const IDS = ['c1', 'c2', 'c3', 'c4', 'c5']

function stateOf({ uploadedAt, person }: Consumer, now: number): string {
  if (now < uploadedAt + IDENTIFYING) return 'UPLOADED'
  if (now < uploadedAt + IDENTIFIED) return 'IDENTIFYING'
  return person === NOBODY ? 'NOT_IDENTIFIED' : 'IDENTIFIED'
}

/** Adds what has happened by time since the model was last asked: identifications in order of time, then of upload. */
function catchUp(model: Consumers): void {
  const due = [...model.consumers.values()]
    .filter(({ uploadedAt }) => {
      const at = uploadedAt + IDENTIFIED
      return at > model.until && at <= model.now
    })
    .toSorted((a, b) => a.turn - b.turn)
  for (const consumer of due) {
    if (consumer.person === NOBODY) {
      happens(model, `CONSUMER_NOT_IDENTIFIED ${consumer.id}`)
      continue
    }
    happens(model, `CONSUMER_IDENTIFIED ${consumer.id}`)
    const at = consumer.uploadedAt + IDENTIFIED
    const others = [...model.consumers.values()].filter(
      (other) => other.person === consumer.person && wasIdentifiedBefore(other, consumer, at),
    )
    if (others.length === 0) happens(model, `PERSON_SUBSCRIBED ${consumer.id}`)
  }
  model.until = model.now
}

/** Whether `other` was connected to the person when `consumer` was: earlier, or before it in the same batch. */
function wasIdentifiedBefore(other: Consumer, consumer: Consumer, at: number): boolean {
  const otherAt = other.uploadedAt + IDENTIFIED
  return otherAt < at || (otherAt === at && other.turn < consumer.turn)
}

function happens(model: Consumers, event: string): void {
  model.happened.push(event)
  for (const { messages } of model.hooks) messages.push(event)
}

/** A consumer leaves its person, who is unsubscribed if it was the last one. */
function leave(model: Consumers, consumer: Consumer): void {
  model.consumers.delete(consumer.id)
  if (stateOf(consumer, model.now) !== 'IDENTIFIED') return
  const others = [...model.consumers.values()].filter(
    (other) => other.person === consumer.person && stateOf(other, model.now) === 'IDENTIFIED',
  )
  if (others.length === 0) happens(model, `PERSON_UNSUBSCRIBED ${consumer.id}`)
}

async function send(
  model: Consumers,
  twin: Twin,
  path: string,
  { method = 'GET', body, stale = false }: { method?: string; body?: unknown; stale?: boolean } = {},
) {
  catchUp(model)
  const who = { client: 'tvilling', stale, lifetime: HOUR }
  return callAs(model, twin, who, `${API}${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
}

const consumer = fc.record({ id: fc.constantFrom(...IDS), person: fc.constantFrom(...PEOPLE) })

const uploads = fc.record({ batch: fc.array(consumer, { minLength: 1, maxLength: 3 }), stale }).map(
  ({ batch, stale }): Step<Consumers> => ({
    name: `uploads ${batch.map(({ id, person }) => `${id} as ${person}`).join(' and ')}${stale ? ' with its old token' : ''}`,
    async run(model, twin) {
      const body = batch.map(({ id, person }) => ({
        market: 'SE',
        consumerId: id,
        data: { legalId: person },
      }))
      const answer = await send(model, twin, '/consumers', { method: 'POST', body, stale })
      if (!answer) return
      const ids = batch.map(({ id }) => id)
      if (new Set(ids).size < ids.length) {
        return agree('the status of a batch with an id twice', answer.status, 400)
      }
      const isBusy = ids.some((id) => {
        const known = model.consumers.get(id)
        return known && stateOf(known, model.now) === 'IDENTIFYING'
      })
      if (isBusy) return agree('the status while one is being identified', answer.status, 409)
      agree('the status and body', [answer.status, answer.body], [202, ''])
      for (const { id, person } of batch) {
        const known = model.consumers.get(id)
        if (known) leave(model, known)
        else model.places += 1
        model.turns += 1
        const place = known?.place ?? model.places
        model.consumers.set(id, { id, place, person, uploadedAt: model.now, turn: model.turns })
        model.walk?.stayed.add(place)
        happens(model, `CONSUMER_UPLOADED ${id}`)
      }
    },
  }),
)

const deletions = fc.record({ ids: fc.subarray([...IDS, 'unknown'], { minLength: 1 }), stale }).map(
  ({ ids, stale }): Step<Consumers> => ({
    name: `deletes ${ids.join(' and ')}${stale ? ' with its old token' : ''}`,
    async run(model, twin) {
      const body = { consumerIds: ids }
      const answer = await send(model, twin, '/consumers', { method: 'DELETE', body, stale })
      if (!answer) return
      agree('the status', answer.status, 202)
      for (const id of ids) {
        const known = model.consumers.get(id)
        if (!known) continue
        happens(model, `CONSUMER_DELETED ${id}`)
        leave(model, known)
        model.walk?.stayed.delete(known.place)
      }
    },
  }),
)

const inOrder = ({ consumers }: Consumers) => [...consumers.values()].toSorted((a, b) => a.place - b.place)

const STATES = ['UPLOADED', 'IDENTIFYING', 'IDENTIFIED', 'NOT_IDENTIFIED']

const lists = fc.record({ state: fc.constantFrom(undefined, ...STATES), stale }).map(
  ({ state, stale }): Step<Consumers> => ({
    name: `lists the consumers${state ? ` that are ${state}` : ''}${stale ? ' with its old token' : ''}`,
    async run(model, twin) {
      const answer = await send(model, twin, `/consumers${state ? `?state=${state}` : ''}`, { stale })
      if (!answer) return
      agree(
        'the consumers',
        answer.body.data.map((row: Record<string, unknown>) => [row['consumerId'], row['state']]),
        inOrder(model)
          .map((row) => [row.id, stateOf(row, model.now)])
          .filter(([, of]) => state === undefined || of === state),
      )
      agree('the token of the last page', answer.body.nextPageToken, null)
    },
  }),
)

/** Takes one more page of a walk; its end is checked against all that happened since its beginning (CI-31). */
const pages = fc.integer({ min: 1, max: 2 }).map(
  (size): Step<Consumers> => ({
    name: `reads the next page of ${size}`,
    async run(model, twin) {
      const { walk } = model
      const query = walk ? `&pageToken=${encodeURIComponent(walk.pageToken)}` : ''
      const answer = await send(model, twin, `/consumers?pageSize=${size}${query}`)
      const rows: string[] = answer?.body.data.map((row: Record<string, unknown>) => row['consumerId'])
      const places = rows.map((id) => model.consumers.get(id)?.place ?? 0)
      const after = walk?.seen.at(-1) ?? 0
      const wanted = inOrder(model).filter(({ place }) => place > after)
      agree(
        'the page',
        rows,
        wanted.slice(0, size).map(({ id }) => id),
      )
      const seen = [...(walk?.seen ?? []), ...places]
      const stayed = walk?.stayed ?? new Set([...model.consumers.values()].map(({ place }) => place))
      const pageToken = answer?.body.nextPageToken
      agree('whether it is the last page', pageToken === null, wanted.length <= size)
      model.walk = pageToken === null ? undefined : { pageToken, stayed, seen }
      if (pageToken === null) {
        agree('whether a row came twice', new Set(seen).size, seen.length)
        agree(
          'the rows that were skipped',
          [...stayed].filter((place) => !seen.includes(place)),
          [],
        )
      }
    },
  }),
)

const subscriptions = fc.constant<Step<Consumers>>({
  name: 'lists the subscribed persons',
  async run(model, twin) {
    const answer = await send(model, twin, '/subscriptions/persons')
    const identified = inOrder(model).filter((row) => stateOf(row, model.now) === 'IDENTIFIED')
    agree(
      'the persons',
      answer?.body.data.map((person: { legalId: { value: string } }) => person.legalId.value).toSorted(),
      [...new Set(identified.map(({ person }) => person))].toSorted(),
    )
    agree('whether there is a token for later', typeof answer?.body.nextPageToken, 'string')
  },
})

const nameOf = (event: Record<string, unknown>) =>
  `${event['type']} ${event['consumerId'] ?? (event['consumerIds'] as string[])[0]}`

const audits = fc.constant<Step<Consumers>>({
  name: 'lists the audit events',
  async run(model, twin) {
    const answer = await send(model, twin, '/audit-events?pageSize=1000')
    const events = ((answer?.body.data ?? []) as Record<string, unknown>[]).filter(
      ({ type }) => type !== 'PING',
    )
    agree('the audit events', events.map(nameOf), model.happened)
  },
})

const hooks = fc.constant<Step<Consumers>>({
  name: 'creates a webhook',
  possible: (model) => model.hooks.length < 2,
  async run(model, twin) {
    model.hooksMade += 1
    const url = `https://receiver.test/${model.hooksMade}`
    const answer = await send(model, twin, '/webhooks', { method: 'POST', body: { url, events: ['*'] } })
    agree('the status', answer?.status, 201)
    model.hooks.push({ url, id: answer?.body.id, messages: [] })
  },
})

const unhooks = fc.constant<Step<Consumers>>({
  name: 'deletes its first webhook',
  possible: (model) => model.hooks.length > 0,
  async run(model, twin) {
    await twin.harness.deliveries.settled()
    const [hook] = model.hooks
    const answer = await send(model, twin, `/webhooks/${hook?.id}`, { method: 'DELETE' })
    agree(
      'the status and whether the secret is told',
      [answer?.status, 'secret' in (answer?.body ?? {})],
      [200, false],
    )
    model.hooks.shift()
  },
})

const messages = fc.constant<Step<Consumers>>({
  name: 'looks at what its webhooks got',
  async run(model, twin) {
    catchUp(model)
    await twin.harness.deliveries.settled()
    for (const { url, messages } of model.hooks) {
      const [first, ...rest] = twin.sentTo(url)
      agree('the first message', first?.['type'], 'PING')
      agree('the messages', rest.map(nameOf), messages)
    }
  },
})

export const consumerIntelligence: ModelTest<Consumers> = {
  simulator: 'consumer-intelligence',
  tokenAt: {
    url: 'https://login.bisnode.com/as/token.oauth2',
    form: 'grant_type=client_credentials&scope=bci',
  },
  model: () => ({
    now: Date.parse(START),
    validUntil: new Map(),
    consumers: new Map(),
    places: 0,
    turns: 0,
    until: Date.parse(START),
    happened: [],
    walk: undefined,
    hooks: [],
    hooksMade: 0,
  }),
  commands: [
    uploads,
    uploads,
    deletions,
    lists,
    pages,
    pages,
    subscriptions,
    audits,
    hooks,
    unhooks,
    messages,
    advances('PT1S', 'PT29S', 'PT30S', 'PT60S', 'PT90S', 'PT1H'),
  ],
}
