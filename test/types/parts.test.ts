import {
  type ArgumentsOf,
  type Context,
  type DeliveryProtocol,
  type DeliveryRequest,
  defineEvents,
  defineResource,
  defineScenarios,
  type OperationInput,
  type OperationOutput,
  type Operations,
  type RequestContext,
  type ResourceBehaviour,
  type TokenAnswer,
} from 'tvilling'
import type { organizationSession, personMonitoring } from 'tvilling/contracts'
import { expect, expectTypeOf, test } from 'vitest'

interface Loan {
  id: string
  state: 'LENT' | 'BACK'
  due: number
}

const settings = { lending: 'P14D', fine: 5 }
const collections = {
  loans: {
    key: ({ id }: Loan) => id,
    unique: { label: ({ id }: Loan) => id },
    indexes: { due: ({ due }: Loan) => due },
  },
  notes: { key: ({ text }: { text: string }) => text },
}
const loans = defineResource(collections, settings, {
  collection: 'loans',
  field: 'state',
  initial: ['LENT'],
  states: { LENT: '', BACK: '' },
  moves: [{ from: 'LENT', to: 'BACK', by: 'time', after: 'lending' }],
})

interface Types {
  settings: typeof settings
  collections: typeof collections
  resources: readonly [typeof loans]
  webhooks: organizationSession.webhooks
  jobs: { remind: { text: string } }
}
type Library = Context<Types>

/** Compiled, not run: what does not compile is wrong before anything happens. */
const compiled = (_says: (context: Library) => unknown) => expect(true).toBe(true)

test('collections are paged, counted and purged by their own indexes', () => {
  compiled(({ collections: { loans, notes } }) => [
    loans.page({ index: 'due', from: 3, limit: 1 }),
    loans.page({ index: 'label', equals: 'l1', limit: 1 }),
    loans.count({ index: 'due', equals: 3 }),
    loans.deleteBelow('due', 3),
    notes.page({ limit: 1 }),
    // @ts-expect-error the index is misspelt
    loans.page({ index: 'deu', limit: 1 }),
    // @ts-expect-error the index is misspelt
    loans.count({ index: 'deu', equals: 3 }),
    // @ts-expect-error the index is misspelt
    loans.deleteBelow('deu', 3),
    // @ts-expect-error it has no indexes
    notes.page({ index: 'text', limit: 1 }),
    // @ts-expect-error a note is no loan
    loans.put({ text: '' }),
  ])
})

test('documents begin, move and are forgotten by collection and state', () => {
  compiled((context) => [
    context.begin('loans', { id: '1', state: 'LENT', due: 3 }),
    context.move('loans', '1', 'BACK'),
    context.deletedIn('notes', 'n'),
    // @ts-expect-error the collection is misspelt
    context.begin('loan', { id: '1', state: 'LENT', due: 3 }),
    // @ts-expect-error the state is misspelt
    context.begin('loans', { id: '1', state: 'LEND', due: 3 }),
    // @ts-expect-error the state is misspelt
    context.move('loans', '1', 'BAK'),
    // @ts-expect-error its documents have no states
    context.forget('notes', 'n'),
    // @ts-expect-error the collection is misspelt
    context.deletedIn('note', 'n'),
    // @ts-expect-error the setting is misspelt
    context.settings.lendings,
  ])
})

test('jobs are scheduled with what they are given', () => {
  compiled((context) => [
    context.schedule('remind', 0, 'l1', { text: '' }),
    // @ts-expect-error the job is misspelt
    context.schedule('remindd', 0, 'l1', { text: '' }),
    // @ts-expect-error its payload is misspelt
    context.schedule('remind', 0, 'l1', { txt: '' }),
  ])
})

test('webhook messages have an event of the contract, and its body', () => {
  const to = { subscription: 's', url: 'u', secret: '', id: 'i' }
  const said = { sessionId: 's', timestamp: 't' }
  compiled((context) => [
    context.deliver({ ...to, event: 'AllDone', body: { ...said, status: 'AllDone' } }),
    // @ts-expect-error the event is misspelt
    context.deliver({ ...to, event: 'AlDone', body: { ...said, status: 'AllDone' } }),
    // @ts-expect-error the body is another event's
    context.deliver({ ...to, event: 'AllDone', body: { ...said, status: 'Failed' } }),
    // @ts-expect-error the report is missing
    context.deliver({ ...to, event: 'ReportReady', body: { ...said, status: 'ReportReady' } }),
  ])
  type Protocol = DeliveryProtocol<Types['settings'], personMonitoring.webhooks>
  type Sent = Parameters<Protocol['steps'][number]['message']>[0]
  expectTypeOf<Sent['event']>().toEqualTypeOf<'populationRegisterSe'>()
  expectTypeOf<Sent['body']>().toEqualTypeOf<personMonitoring.components['schemas']['PersonEvent']>()
  expectTypeOf<DeliveryRequest['event']>().toEqualTypeOf<string>()
})

test('a resource names its collection, field, states and settings', () => {
  const of = {
    collection: 'loans',
    field: 'state',
    initial: ['LENT'],
    states: { LENT: '', BACK: '' },
  } as const
  const move = { from: 'LENT', to: 'BACK', by: 'time', after: 'lending' } as const
  const initial = ['LEND'] as const
  expectTypeOf(loans.states).toEqualTypeOf<Readonly<Record<'LENT' | 'BACK', string>>>()
  compiled(() => [
    defineResource(collections, settings, { ...of, moves: [move] }),
    // @ts-expect-error the collection is misspelt
    defineResource(collections, settings, { ...of, collection: 'loan', moves: [move] }),
    // @ts-expect-error the field is misspelt
    defineResource(collections, settings, { ...of, field: 'stat', moves: [move] }),
    // @ts-expect-error the field holds no state
    defineResource(collections, settings, { ...of, field: 'due', moves: [move] }),
    // @ts-expect-error the state is misspelt
    defineResource(collections, settings, { ...of, initial, moves: [move] }),
    // @ts-expect-error the state is misspelt
    defineResource(collections, settings, { ...of, moves: [{ ...move, from: 'LEND' }] }),
    // @ts-expect-error the state is misspelt
    defineResource(collections, settings, { ...of, moves: [{ ...move, to: 'BAK' }] }),
    // @ts-expect-error the setting is misspelt
    defineResource(collections, settings, { ...of, moves: [{ ...move, after: 'lendings' }] }),
    // @ts-expect-error the setting is no duration
    defineResource(collections, settings, { ...of, moves: [{ ...move, after: 'fine' }] }),
    // @ts-expect-error nothing moves by that
    defineResource(collections, settings, { ...of, moves: [{ ...move, by: 'tim' }] }),
  ])
})

test('behaviours know documents and states of their collection', () => {
  const behaviour: ResourceBehaviour<Types, 'loans'> = {
    async decide(loan) {
      expectTypeOf(loan).toEqualTypeOf<Loan>()
      return 'BACK'
    },
    async enter(loan, { from, to }) {
      expectTypeOf(from).toEqualTypeOf<'LENT' | 'BACK'>()
      expectTypeOf(to).toEqualTypeOf<'LENT' | 'BACK'>()
      return loan
    },
  }
  compiled(() => behaviour)
  // @ts-expect-error the state is misspelt
  const misspelt: ResourceBehaviour<Types, 'loans'> = { decide: async () => 'BAK' }
  // @ts-expect-error its documents have no states
  const stateless: ResourceBehaviour<Types, 'notes'> = {}
  compiled(() => [misspelt, stateless])
})

test('parameters of scenarios and events are typed by their schemas', () => {
  const parameters = {
    name: { type: 'string', default: 'x' },
    count: { type: 'integer', minimum: 1 },
    kind: { enum: ['a', 'b'], default: 'a' },
    kinds: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, optional: true },
    forced: { type: 'boolean', optional: true },
    value: { type: ['string', 'null'] },
    other: { description: 'anything' },
  } as const
  interface Given {
    name: string
    count: number
    kind: 'a' | 'b'
    kinds?: ('a' | 'b')[]
    forced?: boolean
    value: string | null
    other: unknown
  }
  expectTypeOf<ArgumentsOf<typeof parameters>>().toEqualTypeOf<Given>()
  const scenarios = defineScenarios<Types>()({
    inline: {
      about: '',
      parameters: { count: { type: 'integer', minimum: 1 }, kind: { enum: ['a', 'b'], default: 'a' } },
      async load(given, context) {
        expectTypeOf(given).toEqualTypeOf<{ count: number; kind: 'a' | 'b' }>()
        expectTypeOf(context).toEqualTypeOf<Library>()
        return {}
      },
    },
    bare: { about: '', load: async () => ({}) },
  })
  expectTypeOf<keyof typeof scenarios>().toEqualTypeOf<'inline' | 'bare'>()
  const fire = async () => ({})
  defineEvents<Types>()({ AllDone: { about: '', fire } })
  // @ts-expect-error the event is misspelt
  defineEvents<Types>()({ AlDone: { about: '', fire } })
  expect(Object.keys(scenarios)).toEqual(['inline', 'bare'])
})

test('operations are those of the contract, and files of a multipart body are files', () => {
  type Promised = personMonitoring.operations
  type Handlers = Operations<Promised, RequestContext<Library>>
  expectTypeOf<keyof Handlers>().toEqualTypeOf<'requestToken' | 'listBundles' | 'updateBundle'>()
  type Upload = OperationInput<Promised['updateBundle']>['body']
  expectTypeOf<ReturnType<Upload['getAll']>>().toEqualTypeOf<(File | string)[]>()
  expectTypeOf<Parameters<Upload['getAll']>>().toEqualTypeOf<[name: 'file']>()
})

test('token answers are those that the operation has', () => {
  expectTypeOf<TokenAnswer>().toExtend<OperationOutput<personMonitoring.operations['requestToken']>>()
  type Session = OperationOutput<organizationSession.operations['requestToken']>
  expectTypeOf<TokenAnswer<400>>().toExtend<Session>()
  expectTypeOf<TokenAnswer<401>>().not.toExtend<Session>()
})
