/** Checks what types cannot see in a definition, and checks all of it for users without types: one sentence per mistake. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contract } from '../contract/contract.ts'
import { checkParameterSchemas } from './check-parameters.ts'
import { checkResource } from './check-resource.ts'
import { checkVolatile } from './check-volatile.ts'
import { type Refuse, refuserOf } from './refuse.ts'
import type { SimulatorDefinition } from './simulator.ts'

/** Every member that a definition can have, and whether it must. */
const MEMBERS: Readonly<Record<keyof SimulatorDefinition, 'required' | 'optional'>> = {
  name: 'required',
  provider: 'required',
  document: 'required',
  facts: 'optional',
  aboutSettings: 'optional',
  settings: 'required',
  collections: 'required',
  populations: 'optional',
  clients: 'optional',
  problems: 'required',
  operations: 'required',
  tokenOperations: 'optional',
  admit: 'optional',
  inspect: 'optional',
  resources: 'optional',
  behaviours: 'optional',
  jobs: 'optional',
  webhooks: 'optional',
  events: 'optional',
  reactions: 'optional',
  scenarios: 'optional',
  subjects: 'optional',
  verification: 'optional',
  examples: 'optional',
  volatile: 'optional',
  seed: 'optional',
}
const MEMBERS_OF_COLLECTION = ['key', 'unique', 'indexes', 'secret']
const MEMBERS_OF_BEHAVIOUR = ['decide', 'enter', 'follow']
const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/**
 * Checks what can be seen without the contract's document.
 * @throws UsageError that says what is wrong, where, and the nearest name.
 */
export function checkDefinition(definition: SimulatorDefinition): void {
  const refuse: Refuse = refuserOf(definition.name)
  checkMembers(definition, refuse)
  if (typeof definition.name !== 'string' || !KEBAB_CASE.test(definition.name)) {
    refuse('its name is written in kebab case, such as "parking-permits".')
  }
  checkCollections(definition, refuse)
  checkResources(definition, refuse)
  const { operations, populations = {}, clients = [], tokenOperations = [], reactions = {} } = definition
  checkNamed('tokenOperations', 'operation', tokenOperations, Object.keys(operations), refuse)
  checkUnique('tokenOperations', tokenOperations, refuse)
  checkNamed('reactions', 'population', Object.keys(reactions), Object.keys(populations), refuse)
  const ids = clients.map(({ id }) => id)
  checkUnique('clients', ids, refuse)
  checkFunctions('operations', operations, refuse)
  checkFunctions('jobs', definition.jobs ?? {}, refuse)
  checkFunctions('reactions', reactions, refuse)
  checkScenarios(definition, refuse)
  if (definition.facts instanceof URL && !isThere(definition.facts)) {
    refuse(`there is no file of facts at ${definition.facts.href}.`)
  }
}

/**
 * Checks what only the contract's document can tell.
 * @throws UsageError as `checkDefinition`.
 */
export function checkAgainstContract(definition: SimulatorDefinition, contract: Contract): void {
  const refuse: Refuse = refuserOf(definition.name)
  const promised = contract.operations.map(({ id }) => id)
  const handled = Object.keys(definition.operations)
  const unknown = handled.find((id) => !promised.includes(id))
  if (unknown !== undefined) {
    refuse(`it handles the operation "${unknown}", which its contract lacks.`, unknown, promised)
  }
  const missing = promised.filter((id) => !handled.includes(id))
  if (missing.length > 0) refuse(`it does not handle ${missing.join(', ')} of its contract.`)
  const webhooks = [...contract.events.keys()]
  checkNamed('events', 'webhook of the contract', Object.keys(definition.events ?? {}), webhooks, refuse)
  checkVolatile(definition, contract, refuse)
  checkFacts(definition, refuse)
}

/**
 * Checks that the contract's document is there, before it is read.
 * @throws UsageError as `checkDefinition`.
 */
export function checkDocument({ name, document }: SimulatorDefinition): void {
  if (document instanceof URL && !isThere(document))
    refuserOf(name)(`there is no document at ${document.href}.`)
}

function checkMembers(definition: object, refuse: Refuse): void {
  const stray = Object.keys(definition).find((name) => !Object.hasOwn(MEMBERS, name))
  if (stray !== undefined) {
    refuse(`a definition has no member "${stray}".`, stray, Object.keys(MEMBERS))
  }
  const missing = Object.entries(MEMBERS).find(
    ([name, need]) => need === 'required' && definition[name as keyof typeof definition] === undefined,
  )
  if (missing) refuse(`"${missing[0]}" is missing.`)
}

function checkCollections({ collections }: SimulatorDefinition, refuse: Refuse): void {
  for (const [name, collection] of Object.entries(collections)) {
    checkNamed(`the collection ${name}`, 'member', Object.keys(collection), MEMBERS_OF_COLLECTION, refuse)
    if (typeof collection.key !== 'function') refuse(`the collection ${name} needs "key", a function.`)
    const { unique = {}, indexes = {} } = collection
    checkFunctions(`the unique indexes of ${name}`, unique, refuse)
    checkFunctions(`the indexes of ${name}`, indexes, refuse)
    // Stores keep both kinds side by side, and SQL ignores the case of names.
    const names = [...Object.keys(unique), ...Object.keys(indexes)].map((index) => index.toLowerCase())
    checkUnique(`the indexes of ${name}`, names, refuse)
  }
}

function checkResources(
  { resources = [], behaviours = {}, ...rest }: SimulatorDefinition,
  refuse: Refuse,
): void {
  for (const resource of resources) checkResource(resource, rest, refuse)
  const names = resources.map(({ collection }) => collection)
  checkUnique('resources', names, refuse)
  checkNamed('behaviours', 'resource', Object.keys(behaviours), names, refuse)
  for (const [name, behaviour] of Object.entries(behaviours)) {
    checkNamed(
      `the behaviour of ${name}`,
      'member',
      Object.keys(behaviour ?? {}),
      MEMBERS_OF_BEHAVIOUR,
      refuse,
    )
    checkFunctions(`the behaviour of ${name}`, behaviour ?? {}, refuse)
  }
}

function checkScenarios({ scenarios = {}, events = {} }: SimulatorDefinition, refuse: Refuse): void {
  for (const [name, scenario] of Object.entries(scenarios)) {
    const what = `the scenario "${name}"`
    if (!KEBAB_CASE.test(name)) refuse(`the name of ${what} is written in kebab case.`)
    checkNamed(what, 'member', Object.keys(scenario), ['about', 'parameters', 'load'], refuse)
    if (typeof scenario.load !== 'function') refuse(`${what} needs "load", a function.`)
    checkParameterSchemas(what, scenario.parameters ?? {}, refuse)
  }
  for (const [name, event] of Object.entries(events)) {
    const what = `the event "${name}"`
    checkNamed(what, 'member', Object.keys(event), ['about', 'parameters', 'fire'], refuse)
    if (typeof event.fire !== 'function') refuse(`${what} needs "fire", a function.`)
    checkParameterSchemas(what, event.parameters ?? {}, refuse)
  }
}

/** Checks that the facts named by moves and subjects are in the file of facts. */
function checkFacts({ facts, resources = [], subjects = [] }: SimulatorDefinition, refuse: Refuse): void {
  if (!facts) return
  const known = (JSON.parse(readFileSync(facts, 'utf8')) as { id: string }[]).map(({ id }) => id)
  for (const { collection, moves } of resources) {
    for (const { from, to, facts: named = [] } of moves) {
      checkNamed(`the move of ${collection} from ${from} to ${to}`, 'fact', named, known, refuse)
    }
  }
  for (const { subject, facts: named = [] } of subjects) {
    checkNamed(`the subject "${subject}"`, 'fact', named, known, refuse)
  }
}

function isThere(url: URL): boolean {
  return url.protocol !== 'file:' || existsSync(fileURLToPath(url))
}

function checkNamed(
  where: string,
  kind: string,
  named: readonly string[],
  known: readonly string[],
  refuse: Refuse,
): void {
  const stray = named.find((name) => !known.includes(name))
  if (stray !== undefined) refuse(`${where}: there is no ${kind} "${stray}".`, stray, known)
}

function checkUnique(where: string, names: readonly string[], refuse: Refuse): void {
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) refuse(`${where}: "${twice}" stands there twice.`)
}

function checkFunctions(where: string, members: object, refuse: Refuse): void {
  const stray = Object.entries(members).find(
    ([, value]) => value !== undefined && typeof value !== 'function',
  )
  if (stray) refuse(`${where}: "${stray[0]}" is no function.`)
}
