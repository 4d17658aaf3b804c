import { createHarness, defineSimulator, type Simulator, UsageError } from 'tvilling'
import { facts } from 'tvilling/contracts'
import { expect, test } from 'vitest'
import { library } from '../engine/sample.ts'

type Change = (definition: Record<string, unknown>) => void

/** Defines the library with a change, as somebody does who writes no types, and opens it. */
async function define(change: Change): Promise<string> {
  const definition = structuredCloneOf(library().definition)
  change(definition)
  try {
    const simulator: Simulator = defineSimulator(definition as never)
    await using _harness = await createHarness({ simulators: [simulator] })
    return 'defined'
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message.replace('The simulator library cannot be defined: ', '')
  }
}

/** A copy down to the functions, which are shared. */
function structuredCloneOf<T>(value: T): Record<string, unknown> {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy)
    if (typeof part !== 'object' || part === null || part instanceof URL) return part
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, copy(member)]))
  }
  return copy(value) as Record<string, unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: the mistakes are those that no type lets through
const at = (change: (definition: any) => void): Change => change

const MISTAKES: [what: string, change: Change, sentence: string | RegExp][] = [
  ['nothing', () => {}, /^defined$/],
  [
    'an unknown member',
    at((d) => (d.behaviors = {})),
    /^a definition has no member "behaviors". Nearest: behaviours/,
  ],
  ['a missing member', at((d) => delete d.problems), '"problems" is missing.'],
  ['a collection without a key', at((d) => delete d.collections.hooks.key), /collection hooks needs "key"/],
  [
    'a misspelt member of a collection',
    at((d) => (d.collections.hooks.index = {})),
    /no member "index". Nearest: indexes/,
  ],
  [
    'an index that is unique and is not',
    at((d) => (d.collections.books.indexes.Title = () => '')),
    'the indexes of books: "title" stands there twice.',
  ],
  [
    'an unknown collection',
    at((d) => (d.resources[0].collection = 'loan')),
    /no collection "loan". Nearest: loans/,
  ],
  [
    'an unknown initial state',
    at((d) => (d.resources[0].initial = ['ORDRED'])),
    /no state "ORDRED". Nearest: ORDERED/,
  ],
  ['an unknown state', at((d) => (d.resources[0].moves[0].to = 'REDY')), /no state "REDY". Nearest: READY/],
  ['a state that nothing reaches', at((d) => d.resources[0].moves.splice(1, 1)), /leads to the state "LOST"/],
  ['no initial state', at((d) => (d.resources[0].initial = [])), /has no initial state/],
  [
    'an unknown setting',
    at((d) => (d.resources[0].moves[0].after = 'fetchin')),
    /no setting "fetchin". Nearest: fetching/,
  ],
  [
    'a setting that is no duration',
    at((d) => (d.settings.lending = 'two weeks')),
    /"lending" is no duration/,
  ],
  [
    'a time without a setting',
    at((d) => delete d.resources[0].moves[0].after),
    /exactly if it is made by time/,
  ],
  [
    'two times in one state',
    at((d) => (d.resources[0].moves[0].after = 'lending')),
    /both "lending" and "fetching"/,
  ],
  [
    'an unknown cause',
    at((d) => (d.resources[0].moves[3].by = 'requests')),
    /by "requests". Nearest: request/,
  ],
  ['a resource twice', at((d) => d.resources.push(d.resources[0])), 'resources: "loans" stands there twice.'],
  ['an unknown behaviour', at((d) => (d.behaviours = { loan: {} })), /no resource "loan". Nearest: loans/],
  [
    'a misspelt behaviour',
    at((d) => (d.behaviours.loans.entre = async () => {})),
    /no member "entre". Nearest: enter/,
  ],
  [
    'an unknown token operation',
    at((d) => (d.tokenOperations = ['requestTokn'])),
    /"requestTokn". Nearest: requestToken/,
  ],
  [
    'an unknown operation',
    at((d) => (d.operations.redBook = async () => ({}))),
    /"redBook", which its contract lacks. Nearest: readBook/,
  ],
  [
    'a missing operation',
    at((d) => delete d.operations.readBook),
    'it does not handle readBook of its contract.',
  ],
  [
    'an operation that is none',
    at((d) => (d.operations.readBook = {})),
    'operations: "readBook" is no function.',
  ],
  [
    'an unknown event',
    at((d) => (d.events = { CLOSE: d.events.CLOSED })),
    /no webhook of the contract "CLOSE". Nearest: CLOSED/,
  ],
  [
    'an unknown population',
    at((d) => (d.reactions = { poeple: async () => {} })),
    /no population "poeple". Nearest: people/,
  ],
  ['a client twice', at((d) => d.clients.push(d.clients[0])), /^clients: .* stands there twice/],
  ['a job that is none', at((d) => (d.jobs.remind = 1)), 'jobs: "remind" is no function.'],
  ['a name in camel case', at((d) => (d.name = 'myLibrary')), /kebab case/],
  [
    'a scenario in camel case',
    at((d) => (d.scenarios.someBooks = d.scenarios.shelf)),
    /"someBooks" is written in kebab case/,
  ],
  ['a scenario that loads nothing', at((d) => delete d.scenarios.shelf.load), /needs "load"/],
  [
    'an unknown type',
    at((d) => (d.scenarios.shelf.parameters.count.type = 'integr')),
    /no type "integr". Nearest: integer/,
  ],
  [
    'an unknown keyword',
    at((d) => (d.scenarios.shelf.parameters.count.minimun = 1)),
    /no "minimun". Nearest: minimum/,
  ],
  [
    'a default of another type',
    at((d) => (d.scenarios.shelf.parameters.count.default = 'x')),
    /its default is no integer/,
  ],
  [
    'a broken pattern',
    at((d) => (d.scenarios.shelf.parameters.shelf.pattern = '(')),
    /no regular expression/,
  ],
  [
    'facts that are nowhere',
    at((d) => (d.facts = new URL('nowhere.json', import.meta.url))),
    /no file of facts at/,
  ],
  [
    'an unknown fact',
    at((d) => {
      d.facts = facts['person-monitoring']
      d.resources[0].moves[0].facts = ['PM-018']
    }),
    /no fact "PM-018". Nearest: PM-/,
  ],
  [
    'an unknown document',
    at((d) => (d.document = new URL('nowhere.yaml', import.meta.url))),
    /no document at/,
  ],
]

test.each(MISTAKES)('%s is reported when a simulator is defined', async (_what, change, sentence) => {
  expect(await define(change)).toMatch(sentence)
})
