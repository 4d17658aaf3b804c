/**
 * A model of Person Register Monitoring, from its facts: bundles, uploads, times until they are approved, the list that is
 * monitored, and both environments. A large file has more than five rows here.
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

interface Upload {
  at: number
  numbers: readonly string[]
  isLarge: boolean
}

interface Bundle {
  upload: Upload | undefined
  /** Set on demand (PM-20), until the next upload. */
  isMissing: boolean
  entityCount: number
  /** The list whose changes are sent: that of the last upload that was approved (PM-23). */
  approved: readonly string[]
  /** Whether the last upload was approved. */
  applies: boolean
}

interface Monitoring extends TokenModel {
  bundles: Map<string, Bundle>
  hasWebhook: boolean
  moves: number
  /** Requests that the receiver must have had, without their order. */
  messages: string[]
}

const API = 'https://api.roaring.io'
const HOOK = 'https://receiver.test/hook'
const STEP = durationOf('PT4M')
const PEOPLE = ['198001022386', '197405172391', '192403152388', '198905802396']
const WRONG_CHECK_DIGIT = '198001022387'
const NUMBERS = [...PEOPLE, '197707072380', '199404082381', '199212152392', WRONG_CHECK_DIGIT]
const LARGE = 5
const FORMATS = {
  csv: (numbers: readonly string[]) => `${numbers.join('\n')}\n`,
  'csv with header, CRLF and BOM': (numbers: readonly string[]) =>
    `\ufeffpersonalNumber;name\r\n${numbers.map((number) => `${number};x`).join('\r\n')}\r\n`,
  'csv with hyphens': (numbers: readonly string[]) =>
    numbers.map((number) => `${number.slice(0, 8)}-${number.slice(8)}`).join('\n'),
  'json strings': (numbers: readonly string[]) => JSON.stringify(numbers),
  'json objects': (numbers: readonly string[]) =>
    JSON.stringify(numbers.map((personalNumber) => ({ personalNumber }))),
} as const
type Format = keyof typeof FORMATS

/** What PM-05, PM-18 and PM-20 say of a bundle's status at an instant. */
function statusOf({ upload, isMissing }: Bundle, now: number): string {
  if (isMissing) return 'MISSING'
  if (!upload) return 'APPROVED'
  const age = now - upload.at
  const sentIn = upload.isLarge ? STEP : 0
  if (age < sentIn) return 'SENT_IN'
  if (age < sentIn + STEP) return 'PENDING'
  return upload.numbers.includes(WRONG_CHECK_DIGIT) ? 'INCORRECT' : 'APPROVED'
}

/** The list whose changes are sent at this instant (PM-23). */
function monitored(bundle: Bundle, now: number): readonly string[] {
  const status = statusOf(bundle, now)
  if (status === 'APPROVED') {
    bundle.approved = bundle.upload?.numbers ?? bundle.approved
    bundle.applies = true
  }
  // A list that was never approved leaves the one before it monitored; one that was, and then went missing, is not.
  return status === 'APPROVED' || !bundle.applies ? bundle.approved : []
}

const send = (
  model: Monitoring,
  twin: Twin,
  path: string,
  init: NonNullable<Parameters<typeof callAs>[4]>,
  who: { client: string; stale: boolean },
) => callAs(model, twin, { ...who, lifetime: durationOf('PT1H') }, `${API}${path}`, init)

// The usual ones far more often, so that uploads meet.
const bundleId = fc.constantFrom(...Array(6).fill('b1'), 'b2', 'b2', 'b9')
const client = fc.constantFrom(...Array(12).fill('tvilling'), 'tvilling-sandbox', 'tvilling-no-permission')

const form = (content: string, type: string, part = 'file') => {
  const body = new FormData()
  body.append(part, new Blob([content], { type }), type === 'text/csv' ? 'persons.csv' : 'persons.json')
  return { method: 'PUT', body }
}

const uploads = fc
  .record({
    client,
    stale,
    id: bundleId,
    format: fc.constantFrom(...(Object.keys(FORMATS) as Format[])),
    numbers: fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: LARGE + 3 }),
  })
  .map(
    ({ id, format, numbers, ...who }): Step<Monitoring> => ({
      name: `${who.client} uploads [${numbers}] to ${id} as ${format}${who.stale ? ' with its old token' : ''}`,
      async run(model, twin) {
        const type = format.startsWith('csv') ? 'text/csv' : 'application/json'
        const init = form(FORMATS[format](numbers), type)
        const answer = await send(model, twin, `/se/person/monitoring/1.0/bundle/${id}`, init, who)
        if (!answer) return
        if (who.client === 'tvilling-no-permission') return agree('the status', answer.status, 403)
        if (who.client === 'tvilling-sandbox') return agree('the status in the sandbox', answer.status, 200)
        const bundle = model.bundles.get(id)
        if (!bundle) return agree('the status of an unknown bundle', answer.status, 404)
        monitored(bundle, model.now)
        const isLarge = numbers.length > LARGE
        const different = [...new Set(numbers)]
        bundle.upload = { at: model.now, numbers: different, isLarge }
        bundle.isMissing = false
        bundle.applies = false
        bundle.entityCount = different.length
        const { status, entityCount } = answer.body
        agree(
          'the updated bundle',
          [answer.status, answer.body.id, status, entityCount],
          [200, id, isLarge ? 'SENT_IN' : 'PENDING', different.length],
        )
      },
    }),
  )

const REFUSED: Record<string, () => ReturnType<typeof form>> = {
  'an empty file': () => form('', 'text/csv'),
  'a file that is no CSV': () => form('hello\n', 'text/csv'),
  'a file that is no JSON': () => form('{', 'application/json'),
  'an image': () => form(PEOPLE.join('\n'), 'image/png'),
  'a part of another name': () => form(PEOPLE.join('\n'), 'text/csv', 'list'),
}

const refusals = fc.record({ id: bundleId, what: fc.constantFrom(...Object.keys(REFUSED)) }).map(
  ({ id, what }): Step<Monitoring> => ({
    name: `uploads ${what} to ${id}`,
    async run(model, twin) {
      const who = { client: 'tvilling', stale: false }
      const init = REFUSED[what]?.() ?? {}
      const answer = await send(model, twin, `/se/person/monitoring/1.0/bundle/${id}`, init, who)
      agree('the status', answer?.status, model.bundles.has(id) ? 400 : 404)
    },
  }),
)

const lists = fc.record({ client, stale }).map(
  (who): Step<Monitoring> => ({
    name: `${who.client} lists its bundles${who.stale ? ' with its old token' : ''}`,
    async run(model, twin) {
      const answer = await send(model, twin, '/se/person/monitoring/1.0/bundles', {}, who)
      if (!answer) return
      if (who.client === 'tvilling-no-permission') return agree('the status', answer.status, 403)
      if (who.client === 'tvilling-sandbox') return agree('the status in the sandbox', answer.status, 404)
      agree('the status', answer.status, 200)
      agree(
        'the bundles',
        answer.body.bundles.map((bundle: Record<string, unknown>) => [
          bundle['id'],
          bundle['status'],
          bundle['entityCount'],
        ]),
        [...model.bundles].map(([id, bundle]) => [id, statusOf(bundle, model.now), bundle.entityCount]),
      )
    },
  }),
)

const losses = fc.constantFrom('b1', 'b2').map(
  (id): Step<Monitoring> => ({
    name: `${id} goes missing`,
    possible: ({ validUntil, bundles, now }) =>
      // A client has its bundles from its first request on.
      validUntil.has('tvilling') && statusOf(bundles.get(id) as Bundle, now) !== 'MISSING',
    async run(model, { harness }) {
      const key = (await harness.state.page('person-monitoring', 'bundles')).items.find(
        ({ value }) => value['client'] === 'tvilling' && value['id'] === id,
      )?.key
      if (key === undefined) return
      const bundle = model.bundles.get(id) as Bundle
      monitored(bundle, model.now)
      bundle.isMissing = true
      await harness.state.transition('person-monitoring', 'bundles', key, 'MISSING')
    },
  }),
)

const registrations = fc.constant<Step<Monitoring>>({
  name: 'a webhook is registered',
  possible: ({ hasWebhook }) => !hasWebhook,
  async run(model, { harness }) {
    await harness.scenarios.load('monitoring-webhook-registered', { url: HOOK })
    model.hasWebhook = true
  },
})

const moves = fc.constantFrom(...PEOPLE).map(
  (number): Step<Monitoring> => ({
    name: `${number} moves`,
    async run(model, twin) {
      model.moves += 1
      const address = {
        streetName: 'Nygatan',
        streetNumber: `${model.moves}`,
        postalCode: '90325',
        city: 'Umeå',
      }
      await twin.harness.people.change(number, { address })
      await twin.harness.deliveries.settled()
      const hearing = [...model.bundles.values()].filter((bundle) =>
        monitored(bundle, model.now).includes(number),
      )
      if (model.hasWebhook)
        for (const _ of hearing) model.messages.push(`continue ${number}`, `payload ${number}`)
      const told = twin
        .sentTo(HOOK)
        .map(
          ({ requestType, keyMap }) =>
            `${requestType} ${(keyMap as Record<string, string>)['personalNumber']}`,
        )
      agree('what the receiver got', told.toSorted(), model.messages.toSorted())
    },
  }),
)

export const personMonitoring: ModelTest<Monitoring> = {
  simulator: 'person-monitoring',
  settings: { 'person-monitoring': { largeFile: LARGE } },
  tokenAt: { url: `${API}/token`, form: 'grant_type=client_credentials' },
  model: () => {
    const empty = () => ({ upload: undefined, isMissing: false, entityCount: 0, approved: [], applies: true })
    return {
      now: Date.parse(START),
      validUntil: new Map(),
      bundles: new Map<string, Bundle>([
        ['b1', empty()],
        ['b2', empty()],
      ]),
      hasWebhook: false,
      moves: 0,
      messages: [],
    }
  },
  commands: [
    uploads,
    refusals,
    lists,
    lists,
    losses,
    registrations,
    moves,
    advances('PT1S', 'PT2M', 'PT3M59S', 'PT4M', 'PT4M', 'PT8M', 'PT1H'),
    advances('PT2M', 'PT4M'),
  ],
}
