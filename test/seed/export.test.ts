import fc from 'fast-check'
import { numberOf } from 'tvilling/fixtures'
import { expect, test } from 'vitest'
import { type AnySeed, example, seeded } from './seeded.ts'

const PEOPLE = [
  'legal-id',
  'name-and-address',
  'same-person',
  'norwegian',
  'danish',
  'mother',
  'father',
  'deceased',
] as const

/** Something that happens to a harness. */
const step = fc.oneof(
  fc.record({
    load: fc.constantFrom(
      ['bundle-approved', { id: 'x' }],
      ['bundle-sent-in', { id: 'y', count: 30 }],
      ['bundle-incorrect', { id: 'z' }],
      ['bundle-missing', { id: 'x' }],
      ['monitoring-webhook-registered', { url: 'http://127.0.0.1:9/a' }],
      ['monitoring-secret-rotated', {}],
      ['consumers-uploaded', { count: 2, prefix: 'u' }],
      ['consumers-identified', { count: 3, market: 'DK', prefix: 'i' }],
      ['consumer-not-identified', { consumerId: 'n' }],
      ['consumers-deleted', { count: 2, prefix: 'd' }],
      ['webhook-registered', { url: 'http://127.0.0.1:9/b' }],
      ['birth-registered', {}],
      ['birth-series-exhausted', { gender: 'FEMALE', date: '2026-01-01' }],
      ['birth-report-failing', {}],
      ['birth-report-allowed', {}],
      ['myndighedsdeltager-created', { svar: 'DELTAGER' }],
      ['request-id-used', {}],
      ['session-created', { country: 'se' }],
      ['session-done', {}],
      ['session-failed', { country: 'fi' }],
      ['session-expired', {}],
    ),
  }),
  fc.record({
    person: fc.constantFrom(...PEOPLE),
    patch: fc.constantFrom<object>(
      { familyName: 'Nyström' },
      { deceasedOn: '2026-01-01' },
      { deceasedOn: null },
      { emigratedOn: '2025-12-01' },
      { protectedIdentity: true },
      { maritalStatus: 'DIVORCED' },
      { firstNames: ['Kim', 'Lo'] },
      { phoneNumbers: [] },
      { address: { streetName: 'Nygatan', streetNumber: '2', postalCode: '22220', city: 'Lund' } },
    ),
  }),
  fc.record({ advance: fc.constantFrom('PT20S', 'PT1M', 'PT3M', 'PT2H') }),
  fc.record({
    fault: fc.constantFrom<object>(
      { simulator: 'indkaldelse', operation: 'createIndkaldelse', fault: 'reset', times: 2 },
      { simulator: 'consumer-intelligence', event: '*', fault: 'drop', for: 'PT10M' },
    ),
  }),
)

const send = async () => new Response()

async function happen(harness: AnySeed, steps: AnySeed[]): Promise<void> {
  for (const { load, person, patch, advance, fault } of steps) {
    // What the state forbids changes nothing.
    const done = load
      ? harness.scenarios.load(...load)
      : person
        ? harness.people.change(numberOf(person), patch)
        : advance
          ? harness.clock.advance(advance)
          : harness.faults.add(fault)
    await done.catch((error: Error) => {
      if (error.name !== 'UsageError') throw error
    })
  }
}

/** Was once planted as if the new address had ended before it began. */
const MOVED_AFTER_EMIGRATION: AnySeed[] = [
  { person: 'legal-id', patch: { emigratedOn: '2025-12-01' } },
  {
    person: 'legal-id',
    patch: { address: { streetName: 'Nygatan', streetNumber: '2', postalCode: '22220', city: 'Lund' } },
  },
]

test('a harness that starts with an export has the same export', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 8 }), async (withExample, steps) => {
      const first = await seeded(withExample ? example : {}, { webhooks: { send } })
      await happen(first, steps)
      const exported = await first.seedData()
      const second = await seeded(exported.seedData, { now: undefined as never, webhooks: { send } })
      expect((await second.seedData()).seedData).toEqual(exported.seedData)
      await Promise.all([first.close(), second.close()])
    }),
    { numRuns: 60, examples: [[false, MOVED_AFTER_EMIGRATION]] },
  )
}, 120_000)

test('what is left of the time in a state is the same in the other harness', async () => {
  const first = await seeded({})
  await first.scenarios.load('bundle-sent-in', { id: 'x', count: 5 })
  await first.scenarios.load('consumers-uploaded', { count: 1 })
  await first.clock.advance('PT20S')
  const second = await seeded((await first.seedData()).seedData, { now: undefined as never })
  const moves = async (harness: AnySeed) => (await harness.clock.advance('PT1H')).transitions
  expect(await moves(second)).toEqual(await moves(first))
})

test('what it cannot express is said', async () => {
  const harness = await seeded(example, {
    webhooks: { send: async () => new Response(null, { status: 500 }) },
  })
  expect((await harness.seedData()).omitted).toEqual([])
  await harness.scenarios.load('webhook-registered', { url: 'http://127.0.0.1:9/c' })
  await harness.clock.advance('PT0S')
  await harness.scenarios.load('sandbox-person-added')
  await harness.people.change('199005052387', { deceasedOn: '2026-01-01' })
  expect((await harness.seedData()).omitted).toEqual([
    '1 people that clients have created in the sandbox of consumer-intelligence',
    'what 1 sessions found before the register changed of organization-session',
    expect.stringMatching(/webhook message/),
  ])
})
