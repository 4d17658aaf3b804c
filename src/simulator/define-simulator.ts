/** Defines simulators and their scenarios and events, so that every name is inferred and checked. */
import { adaptContract, type ContractChanges } from '../contract/adapt-contract.ts'
import { readContract } from '../contract/contract.ts'
import { type Fact, readFacts } from '../contract/facts.ts'
import type { DeliveryProtocol } from '../deliveries/protocol.ts'
import type { EventName, WebhookTypes } from '../deliveries/webhook-types.ts'
import type { SeedKind } from '../seed/seed-kind.ts'
import { checkAgainstContract, checkDefinition, checkDocument } from './check-definition.ts'
import type { CheckedCollections, CollectionDefinitions } from './collections.ts'
import type { GivenArguments } from './parameters.ts'
import { type ServedContract, serveContract, withContract } from './served-contract.ts'
import { COMMON_SETTINGS, ignoresCase, type Settings } from './settings.ts'
import type {
  Context,
  EventDefinition,
  PlainParts,
  Scenario,
  Simulator,
  SimulatorDefinition,
  TypedParts,
} from './simulator.ts'
import type { Populations, SimulatorTypes, StateOf, WebhooksOf } from './simulator-types.ts'
import type { CheckedResources, Resource } from './state-graph.ts'

/**
 * Defines the scenarios of a simulator. The schemas of the parameters are the types of the arguments of `load`.
 * @example
 * export const scenarios = defineScenarios<Types>()({ 'bundle-created': { about: '…', load: async () => ({}) } })
 */
export function defineScenarios<T extends SimulatorTypes>() {
  return <const P>(scenarios: { [K in keyof P]: Scenario<P[K], Context<T>> }) => scenarios
}

/** Defines the events that can be fired, by the names of the contract's webhooks. Otherwise as `defineScenarios`. */
export function defineEvents<T extends SimulatorTypes>() {
  return <const P>(
    events: { [K in keyof P]: EventDefinition<P[K], Context<T>> } & {
      [K in Exclude<keyof P, EventName<WebhooksOf<T>>>]: never
    },
  ): { [K in keyof P]: EventDefinition<P[K], Context<T>> } => events
}

/** Defines what seed data can hold of a simulator, list by list. Otherwise as `defineScenarios`. */
export function defineSeed<T extends SimulatorTypes>() {
  return <const P>(seed: { [K in keyof P]: SeedKind<P[K], Context<T>> }) => seed
}

/**
 * Defines the twin of one API. All names are inferred, so none needs an annotation.
 * @throws UsageError if a name is unknown, or if the definition has another mistake that types cannot see. Names from the
 * contract's document (operations, webhooks) are checked when a harness is created, since the document is read then.
 */
export function defineSimulator<
  const Name extends string,
  S extends Settings,
  D extends CollectionDefinitions,
  O extends string,
  P extends Populations = Record<never, never>,
  const R extends readonly Resource[] = readonly [],
  J extends string = never,
  W extends object = WebhookTypes,
  const E = Record<never, never>,
  const Sc = Record<never, never>,
  Se = Record<never, never>,
>(
  definition: PlainParts<Name, S, P> & {
    collections: D & CheckedCollections<D>
    resources?: R & CheckedResources<R, D, S>
    webhooks?: DeliveryProtocol<S, W>
  } & TypedParts<
      {
        settings: S
        collections: D
        populations: P
        resources: R
        webhooks: W
        jobs: Record<J, unknown>
      },
      O,
      J,
      P,
      E,
      Sc,
      Se
    >,
): Simulator<{
  name: Name
  operations: O
  collections: { [K in keyof D & string]: StateOf<R, K> }
  settings: S
  webhooks: EventName<W>
  events: { [K in keyof E & string]: GivenArguments<E[K]> }
  scenarios: { [K in keyof Sc & string]: GivenArguments<Sc[K]> }
  populations: keyof P & string
  seed: { [K in keyof Se & string]: GivenArguments<Se[K]> }
}> {
  const checked = definition as unknown as SimulatorDefinition
  checkDefinition(checked)
  let facts: ReadonlyMap<string, Fact> | undefined
  const plain = serveContract(() => {
    checkDocument(checked)
    const read = readContract(definition.document)
    checkAgainstContract(checked, read)
    return read
  })
  const adapted = new Map<string, ServedContract>()

  return withContract(plain, {
    name: definition.name,
    definition: checked,
    anyCase: ignoresCase({ ...COMMON_SETTINGS, ...checked.settings }),
    get facts() {
      facts ??= definition.facts ? readFacts(definition.facts) : new Map<string, Fact>()
      return facts
    },
    served(changes: ContractChanges) {
      const id = JSON.stringify(changes)
      if (id === '{}') return plain
      const known = adapted.get(id)
      if (known) return known
      const document = adaptContract(plain.contract.document, changes)
      const made = serveContract(() => readContract(document))
      // Tests may try many; a server has few.
      if (adapted.size >= ADAPTED) adapted.clear()
      adapted.set(id, made)
      return made
    },
  })
}

/** How many adapted contracts are kept, so that harnesses share them. */
const ADAPTED = 32
