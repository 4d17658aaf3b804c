import type { Control } from 'tvilling'
import { expect } from 'vitest'
import { everywhere, refused } from './everywhere.ts'

const NAMES = 'consumer-intelligence, indkaldelse, person-monitoring, birth-report, organization-session'
const ASTRID = '198001022386'
const fault = {
  simulator: 'indkaldelse',
  operation: 'createIndkaldelse',
  fault: 'status',
  status: 500,
} as const

/** What types would not let pass, and a curl can say all the same. */
const untyped = <T>(value: unknown) => value as T

refused('a mode of the clock that there is not', ({ clock }) => clock.set({ mode: untyped('fast') }), {
  status: 400,
  message: `The clock's mode is "manual" or "real", not "fast".`,
})

refused('a clock that shall run at no speed', ({ clock }) => clock.set({ mode: 'real', factor: 0 }), {
  status: 400,
  message: 'The factor must be more than 0 and at most 1000000.',
})

refused('a word that the clock does not know', ({ clock }) => clock.set(untyped({ speed: 5 })), {
  status: 400,
  message: 'The clock has no parameter "speed". Nearest: now.',
})

refused('a duration that is none', ({ clock }) => clock.advance('two hours'), {
  status: 400,
  message: '"two hours" is no duration. Write it in ISO 8601, such as PT30S, PT2H or P7D.',
})

refused('a way back in time', ({ clock }) => clock.advance({ to: '2025-01-01T00:00:00Z' }), {
  status: 409,
  message:
    '2025-01-01T00:00:00Z is over: the clock shows 2026-01-01T00:00:00.000Z and never goes back. Reset first.',
})

for (const target of [{}, { by: 'PT1H', to: '2027-01-01T00:00:00Z' }]) {
  refused(`an advance that says ${JSON.stringify(target)}`, ({ clock }) => clock.advance(untyped(target)), {
    status: 400,
    message: 'The clock advances "by" a duration or "to" an instant: say one of them.',
  })
}

refused('a scenario with a slip in its name', ({ scenarios }) => scenarios.load('bundle-aproved'), {
  status: 404,
  message: 'There is no scenario "bundle-aproved". Nearest: bundle-approved, bundle-created, bundle-missing.',
})

refused('a parameter of the wrong kind', ({ scenarios }) => scenarios.load('bundle-approved', { id: 5 }), {
  status: 400,
  message: 'The scenario "bundle-approved": id must be string.',
})

refused('a simulator that there is not', ({ state }) => state.page('dagpenge', 'x'), {
  status: 404,
  message: `There is no simulator "dagpenge". There is ${NAMES}.`,
})

refused('a collection that there is not', ({ state }) => state.page('indkaldelse', 'meetings'), {
  status: 404,
  message: 'There is no collection "meetings". There is indkaldelser, myndighedsdeltagere, requestIds.',
})

for (const limit of [0, 1_001]) {
  refused(`a page of ${limit}`, ({ state }) => state.page('indkaldelse', 'indkaldelser', { limit }), {
    status: 400,
    message: 'The limit is a whole number from 1 to 1000.',
  })
}

refused('a page after nothing', ({ state }) => state.page('indkaldelse', 'indkaldelser', { after: 'x' }), {
  status: 400,
  message: '"after" is the "next" of an earlier page.',
})

refused(
  'a move of what is not there',
  ({ state }) => state.transition('person-monitoring', 'bundles', 'b7', 'PENDING'),
  { status: 404, message: 'person-monitoring has no "b7" in bundles.' },
)

everywhere('a move that the graph does not have names those it has', async ({ control }) => {
  await control.scenarios.load('consumers-identified', { count: 1 })
  const { items } = await control.state.page('consumer-intelligence', 'consumers')
  await expect(
    control.state.transition('consumer-intelligence', 'consumers', String(items[0]?.key), 'NOT_IDENTIFIED'),
  ).rejects.toMatchObject({ name: 'UsageError', status: 409, message: expect.stringContaining('UPLOADED') })
})

refused('a change of nobody', ({ people }) => people.change('197707072380', { familyName: 'Holm' }), {
  status: 404,
  message: 'Nobody has the number 197707072380.',
})

refused('a change that is none', ({ people }) => people.change(ASTRID, {}), {
  status: 400,
  message:
    'The change of a person says nothing. It can say firstNames, preferredFirstName, familyName, address, deceasedOn, emigratedOn, protectedIdentity, maritalStatus, phoneNumbers, affiliations.',
})

const changes: [Record<string, unknown>, string][] = [
  [{ lastName: 'Holm' }, ' has no parameter "lastName". Nearest: firstNames.'],
  [{ familyName: 5 }, ': familyName must be string.'],
  [{ firstNames: [] }, ': firstNames must NOT have fewer than 1 items.'],
  [{ deceasedOn: 'yesterday' }, ': deceasedOn must match format "date".'],
  [{ address: { city: 'Umeå' } }, ": address must have required property 'streetName'."],
]
for (const [patch, words] of changes) {
  refused(`a person changed by ${JSON.stringify(patch)}`, ({ people }) => people.change(ASTRID, patch), {
    status: 400,
    message: `The change of a person${words}`,
  })
}

refused('an event without a name', ({ events }) => events.fire(untyped({ simulator: 'indkaldelse' })), {
  status: 400,
  message: 'An event is fired with "simulator" and "event".',
})

refused(
  'an event that there is not',
  ({ events }) => events.fire({ simulator: 'consumer-intelligence', event: 'PIN' }),
  { status: 404, message: 'There is no event "PIN". Nearest: PING.' },
)

refused(
  'a fault of an operation that there is not',
  ({ faults }) => faults.add({ ...fault, operation: 'createIndkaldelser' }),
  {
    status: 404,
    message:
      'There is no operation of indkaldelse "createIndkaldelser". Nearest: createIndkaldelse, createMyndighedsdeltager.',
  },
)

refused('a fault with a status beside the contract', ({ faults }) => faults.add({ ...fault, status: 418 }), {
  status: 400,
  message:
    'createIndkaldelse never answers 418. Its errors are 400, 401, 403, 404, 409, 412, 500. To have it answer what its contract does not have, say "force": true.',
})

refused('a fault for no time at all', ({ faults }) => faults.add({ ...fault, times: 0 }), {
  status: 400,
  message: '"times" is a whole number of at least 1.',
})

refused('a fault that there is not', ({ faults }) => faults.clear('f77'), {
  status: 404,
  message: 'There is no fault "f77". There is none.',
})

refused('a journal since whenever', ({ journal }) => journal.find({ since: 'whenever' }), {
  status: 400,
  message: 'The journal: since must match format "date-time".',
})

refused('a journal of a status that there is not', ({ journal }) => journal.explain({ status: 1_000 }), {
  status: 400,
  message: 'The journal: status must be <= 599.',
})

refused('deliveries in no state', ({ deliveries }) => deliveries.list({ state: 'LOST' }), {
  status: 400,
  message: 'The list of deliveries: state must be equal to one of the allowed values.',
})

refused('a delivery that there is not', ({ deliveries }) => deliveries.redeliver('d7'), {
  status: 404,
  message: 'There is no delivery "d7".',
})

refused('a contract that there is not', ({ contract }) => contract('dagpenge'), {
  status: 404,
  message: `There is no simulator "dagpenge". There is ${NAMES}.`,
})

for (const [snapshot, words] of [
  [5, 'it is no JSON object'],
  [{}, 'its member "tvilling" is not 1'],
] as const) {
  refused(`a snapshot that is ${JSON.stringify(snapshot)}`, ({ restore }) => restore(untyped(snapshot)), {
    status: 400,
    message: `This is no snapshot that can be restored: ${words}.`,
  })
}

refused(
  'a token of a client that there is not',
  ({ tokens }) => tokens.accept({ client: 'tviling', simulator: 'indkaldelse' }),
  { status: 404, message: 'There is no OAuth client "tviling". Nearest: tvilling, tvilling-no-scope.' },
)

refused('a client that is a number', ({ tokens }) => tokens.accept(untyped({ client: 5 })), {
  status: 400,
  message: 'The token: client must be string.',
})

refused('an instant that is an object', ({ clock }) => clock.advance(untyped({ to: { year: 2027 } })), {
  status: 400,
  message: '"{"year":2027}" is no point in time. Write it as 2026-01-01T00:00:00Z.',
})

refused('a fault of a simulator that is a list', ({ faults }) => faults.add(untyped({ simulator: [] })), {
  status: 404,
  message: `There is no simulator "[]". There is ${NAMES}.`,
})

const asList: [string, (control: Control) => Promise<unknown>][] = [
  ['The clock', ({ clock }) => clock.set(untyped([]))],
  ['The token', ({ tokens }) => tokens.accept(untyped([]))],
  ['The change of a person', ({ people }) => people.change(ASTRID, untyped([]))],
  ['The scenario "bundle-approved"', ({ scenarios }) => scenarios.load('bundle-approved', untyped([]))],
  ['An event', ({ events }) => events.fire(untyped([]))],
  ['A fault', ({ faults }) => faults.add(untyped([]))],
]
for (const [what, say] of asList) {
  refused(`${what} as a list`, say, {
    status: 400,
    message: `${what} is said as an object with members, not as [].`,
  })
}
