import type { Control, DeclaredFault, FaultDeclaration, Har, Snapshot } from 'tvilling'
import { expect, expectTypeOf, test } from 'vitest'
import type { components, operations } from '../../contracts/control/types.gen.ts'
import type { Person, PersonPatch } from '../../fixtures/person.ts'
import type { AsJson } from '../../server/http/control-contract.ts'

type Schemas = components['schemas']

/** One object type instead of an intersection, all the way down. */
type Flat<T> = T extends readonly (infer Item)[]
  ? Flat<Item>[]
  : T extends object
    ? { [K in keyof T]: Flat<T[K]> }
    : T
/** What a function of control resolves to, as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: of any arguments
type Answer<F extends (...given: any[]) => Promise<unknown>> = Flat<AsJson<Awaited<ReturnType<F>>>>
type Contracted<Name extends keyof Schemas> = Flat<Schemas[Name]>
type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never
type Given<T> = Flat<AsJson<NonNullable<T>>>

/** For types with open members, which are not equal for the compiler though each extends the other. */
function alike<A extends B & Record<keyof B, unknown>, B extends Record<keyof A, unknown>>(
  ..._: B extends A ? [] : ['the second does not extend the first']
): void {}

/** The operation of each function of control. */
const OPERATIONS = {
  clock: { read: 'readClock', set: 'setClock', advance: 'advanceClock' },
  scenarios: { list: 'listScenarios', load: 'loadScenario' },
  subjects: { list: 'listSubjects' },
  simulators: { list: 'listSimulators' },
  tokens: { accept: 'acceptToken' },
  state: { page: 'pageState', transition: 'transition' },
  people: { change: 'changePerson' },
  events: { fire: 'fireEvent' },
  faults: { add: 'addFault', list: 'listFaults', clear: 'clearFault' },
  journal: {
    find: 'findExchanges',
    page: 'findExchanges',
    actions: 'listActions',
    explain: 'findExchanges',
    har: 'findExchanges',
    clear: 'clearJournal',
  },
  deliveries: {
    list: 'listDeliveries',
    dropped: 'listDeliveries',
    redeliver: 'redeliver',
    explain: 'listDeliveries',
    settled: 'settleDeliveries',
  },
  contract: 'readContract',
  seedData: 'exportSeedData',
  snapshot: 'readSnapshot',
  restore: 'restoreSnapshot',
  reset: 'reset',
} as const satisfies OperationsOf<Control>

type OperationsOf<T> = {
  [K in keyof T]-?: T[K] extends (...given: never[]) => unknown ? keyof operations : OperationsOf<T[K]>
}
type Leaves<T> = T extends string ? T : { [K in keyof T]: Leaves<T[K]> }[keyof T]

/** What no function of control calls: it is the server's, the Pact verifier's, or of all faults. */
type Others =
  | 'clearFaults'
  | 'dropTenant'
  | 'listTenants'
  | 'readControlContract'
  | 'readHealth'
  | 'readMetrics'
  | 'sendPactMessage'
  | 'setPactState'

test('each function of Control has an operation in the contract, and each operation a function', () => {
  expectTypeOf<Exclude<keyof operations, Others>>().toEqualTypeOf<Leaves<typeof OPERATIONS>>()
  expect(OPERATIONS.clock.read).toBe('readClock')
})

test('the schemas of the contract are the types of Control', () => {
  expectTypeOf<Answer<Control['clock']['read']>>().toEqualTypeOf<Contracted<'Clock'>>()
  expectTypeOf<Answer<Control['clock']['advance']>>().toEqualTypeOf<Contracted<'Advanced'>>()
  alike<ItemOf<Answer<Control['scenarios']['list']>>, Contracted<'Scenario'>>()
  expectTypeOf<ItemOf<Answer<Control['subjects']['list']>>>().toEqualTypeOf<Contracted<'Subject'>>()
  alike<ItemOf<Answer<Control['simulators']['list']>>, Contracted<'Simulator'>>()
  expectTypeOf<Answer<Control['tokens']['accept']>>().toEqualTypeOf<Contracted<'AcceptedToken'>>()
  alike<Answer<Control['state']['page']>, Contracted<'StatePage'>>()
  expectTypeOf<Answer<Control['journal']['page']>>().toEqualTypeOf<Contracted<'JournalPage'>>()
  expectTypeOf<ItemOf<Answer<Control['journal']['actions']>>>().toEqualTypeOf<Contracted<'Action'>>()
  expectTypeOf<ItemOf<Answer<Control['deliveries']['list']>>>().toEqualTypeOf<Contracted<'Delivery'>>()
  expectTypeOf<Given<Har>>().toExtend<Contracted<'Har'>>()
  expectTypeOf<Given<Snapshot>>().toExtend<Contracted<'Snapshot'>>()
  expectTypeOf<keyof Answer<Control['seedData']>>().toEqualTypeOf<keyof Contracted<'ExportedSeed'>>()
  expectTypeOf<Given<Person>>().toEqualTypeOf<Contracted<'Person'>>()
})

test('what Control is given has the types of the contract', () => {
  expectTypeOf<Given<Parameters<Control['clock']['set']>[0]>>().toEqualTypeOf<Contracted<'ClockChange'>>()
  expectTypeOf<Given<Parameters<Control['tokens']['accept']>[0]>>().toEqualTypeOf<Contracted<'TokenGrant'>>()
  expectTypeOf<Given<PersonPatch>>().toEqualTypeOf<Contracted<'PersonPatch'>>()
  type Journal = NonNullable<operations['findExchanges']['parameters']['query']>
  expectTypeOf<Given<Parameters<Control['journal']['find']>[0]>>().toEqualTypeOf<Flat<Journal>>()
  type Deliveries = NonNullable<operations['listDeliveries']['parameters']['query']>
  expectTypeOf<Deliveries>().toExtend<NonNullable<Parameters<Control['deliveries']['list']>[0]>>()
  expectTypeOf<keyof Deliveries>().toEqualTypeOf<
    keyof NonNullable<Parameters<Control['deliveries']['list']>[0]>
  >()
})

/** Members of any of the alternatives. */
type AnyKey<T> = T extends unknown ? keyof T : never

test('the contract has one type for all faults, with the members of each', () => {
  expectTypeOf<AnyKey<FaultDeclaration>>().toEqualTypeOf<keyof Schemas['FaultDeclaration']>()
  expectTypeOf<FaultDeclaration['fault']>().toEqualTypeOf<Schemas['FaultDeclaration']['fault']>()
  expectTypeOf<Given<FaultDeclaration>>().toExtend<Contracted<'FaultDeclaration'>>()
  expectTypeOf<AnyKey<DeclaredFault>>().toEqualTypeOf<keyof Schemas['DeclaredFault']>()
  expectTypeOf<Given<DeclaredFault>>().toExtend<Contracted<'DeclaredFault'>>()
})
