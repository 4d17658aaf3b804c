/** Named starting states, and the people who trigger something here. */
import { defineScenarios, durationOf, type Trigger, toIso, UsageError } from 'tvilling'
import {
  isSwedishPersonalNumber,
  makeSwedishPersonalNumber,
  numberOf,
  type SubjectName,
  swedishTestSerials,
} from '../../fixtures/index.ts'
import { createBundle, READY_MADE_NAME, updateBundle } from './bundles.ts'
import { isSandbox } from './clients.ts'
import { readNumber } from './personal-numbers.ts'
import { type ApiContext, type Bundle, type BundleStatus, keyOf, type Types } from './states.ts'
import { registerWebhook } from './webhooks.ts'

export const client = {
  type: 'string',
  default: 'tvilling',
  description: 'OAuth client that it belongs to',
} as const
export const id = {
  type: 'string',
  pattern: '^[A-Za-z0-9_.-]+$',
  default: 'b1',
  description: 'id of the bundle',
} as const
const name = {
  type: 'string',
  default: READY_MADE_NAME,
  description: 'name of the bundle, if it is not there',
} as const
const numbers = {
  type: 'array',
  items: { type: 'string' },
  default: [numberOf('legal-id'), numberOf('name-and-address')],
  description: 'personal numbers on the list',
} as const

interface Named {
  id: string
  name: string
  client: string
}
type Listed = Named & { numbers: string[] }

export const scenarios = defineScenarios<Types>()({
  'bundle-created': {
    about: 'Roaring has created a bundle: its list is empty. One with the same id is replaced (PM-07).',
    parameters: { id, name, client },
    async load({ id, name, client }, context) {
      await checkOwner(client, context)
      return tell(await createBundle(client, id, name, context))
    },
  },

  'bundle-sent-in': {
    about: 'A bundle has been updated with a large file just now.',
    parameters: {
      id,
      name,
      client,
      count: { type: 'integer', minimum: 1, maximum: 100_000, default: 1_001, description: 'numbers on it' },
    },
    load: async ({ count, ...named }, context) =>
      tell(await bring({ ...named, numbers: await syntheticNumbers(count, context) }, ['SENT_IN'], context)),
  },

  'bundle-approved': {
    about: 'SPAR has processed the list of a bundle: changes of its people are sent.',
    parameters: { id, name, client, numbers },
    load: async (parameters, context) =>
      tell(await bring(parameters, ['PENDING', 'APPROVED'], context), parameters.numbers),
  },

  'bundle-incorrect': {
    about: 'The list of a bundle has a number that is none, and has failed validation.',
    parameters: { id, name, client, numbers: { ...numbers, default: [numberOf('wrong-check-digit')] } },
    load: async (parameters, context) =>
      tell(await bring(parameters, ['PENDING', 'INCORRECT'], context), parameters.numbers),
  },

  'bundle-missing': {
    about: 'Something went wrong at Roaring while it took the list of a bundle.',
    parameters: { id, name, client, numbers },
    load: async (parameters, context) =>
      tell(await bring(parameters, ['PENDING', 'MISSING'], context), parameters.numbers),
  },

  'monitoring-webhook-registered': {
    about:
      "A webhook, as it is registered in the provider's account pages; the client needs the addon (PM-09).",
    parameters: {
      url: { type: 'string', format: 'uri', description: 'where the events are sent' },
      client,
      secret: { type: 'string', minLength: 1, optional: true, description: 'drawn when it is left out' },
    },
    load: async (parameters, context) => ({
      ...(await registerWebhook(parameters, context)),
    }),
  },

  'monitoring-secret-rotated': {
    about: 'An OAuth client has got a new secret; the old one and its tokens are refused.',
    parameters: { client },
    async load({ client }, context) {
      const secret = await context.auth.rotateSecret(client)
      if (secret === undefined) throw new UsageError(`person-monitoring has no client "${client}".`, 404)
      return { client, secret }
    },
  },
})

/** Gives a bundle a list and moves it along the given states; creates the bundle if there is none. */
export async function bring(
  { id, name, client, numbers }: Listed,
  path: readonly [first: 'PENDING' | 'SENT_IN', ...rest: BundleStatus[]],
  context: ApiContext,
): Promise<Bundle> {
  await checkOwner(client, context)
  const read = new Set<string>()
  const faulty: string[] = []
  for (const [index, number] of numbers.entries()) {
    if (index % NUMBERS_AT_ONCE === 0) await context.giveWay()
    const digits = readNumber(number, context)
    if (digits === undefined) throw new UsageError(`"${number}" is no personal number.`)
    if (!read.has(digits) && !isSwedishPersonalNumber(digits)) faulty.push(digits)
    read.add(digits)
  }
  const last = path.at(-1)
  if (last === 'APPROVED' && faulty.length > 0) {
    throw new UsageError(`A list with ${faulty[0]} is not approved: its check digit is wrong.`)
  }
  if (last === 'INCORRECT' && faulty.length === 0) {
    throw new UsageError('A list is incorrect only if a check digit in it is wrong.')
  }
  const key = keyOf(client, id)
  const { bundles } = context.collections
  const bundle = (await bundles.get(key)) ?? (await createBundle(client, id, name, context))
  const [first, ...rest] = path
  await updateBundle(bundle, { numbers: [...read], faulty: faulty.length }, first, context)
  for (const to of rest) await context.move('bundles', key, to)
  return (await bundles.get(key)) ?? bundle
}

export async function checkOwner(id: string, context: ApiContext): Promise<void> {
  const client = await context.auth.client(id)
  if (!client) throw new UsageError(`person-monitoring has no client "${id}".`, 404)
  if (isSandbox(client.environment, context)) {
    throw new UsageError(`${id} is in the sandbox, which keeps nothing.`, 409)
  }
}

function tell({ faulty, uploaded, ...bundle }: Bundle, numbers?: string[]): Record<string, unknown> {
  return { ...bundle, ...(numbers && { numbers }) }
}

/** Personal numbers that are made or read before others may have their turn. */
const NUMBERS_AT_ONCE = 500

/** So many personal numbers of the test series (ID-03), from 1950 on. */
async function syntheticNumbers(count: number, { giveWay }: ApiContext): Promise<string[]> {
  const serials = (['FEMALE', 'MALE'] as const).flatMap((sex) =>
    swedishTestSerials(sex).map((serial) => ({ sex, serial })),
  )
  const start = Date.parse('1950-01-01')
  const numbers: string[] = []
  for (let day = start; numbers.length < count; day += durationOf('P1D')) {
    await giveWay()
    const birthDate = toIso(day).slice(0, 10)
    for (const { sex, serial } of serials.slice(0, count - numbers.length)) {
      numbers.push(makeSwedishPersonalNumber({ birthDate, sex, serial }))
    }
  }
  return numbers
}

const TRIGGERS: readonly [SubjectName, string, string[]][] = [
  [
    'legal-id',
    'On an approved bundle, a change of this person sends continue, then payload.',
    ['PM-13', 'PM-22'],
  ],
  ['wrong-check-digit', 'A bundle with this number turns INCORRECT.', ['PM-20']],
  [
    'nobody',
    'A bundle with this number is approved, though nobody has it: it never sends.',
    ['PM-20', 'PM-22'],
  ],
  ['centenarian', 'May be written with a plus sign: 19240315+2388.', ['PM-19']],
  ['coordination-number', 'Coordination numbers are monitored as well.', ['PM-19']],
  [
    'protected-identity',
    'A move of this person sends nothing; other changes are sent without address.',
    ['PM-22'],
  ],
]

export const subjects: readonly Trigger[] = TRIGGERS.map(([subject, triggers, facts]) => ({
  subject,
  number: numberOf(subject),
  triggers,
  facts,
}))
