import { type CollectionModel, upperFirst } from '../collections.ts'
import type { Model } from '../model.ts'
import { access, braces, member, quote, text, withArticle } from './code.ts'

/** `states.ts`: what the service keeps, how it moves through states, and the settings. */
export function statesFile(model: Model): string {
  const { collections, events } = model
  const hasStates = collections.some(({ states }) => states)
  const kind = hasStates ? 'type ' : ''
  const imports = [
    (collections.length > 0 || events.length > 0) && `${kind}CollectionDefinition`,
    `${kind}Context`,
    hasStates && 'defineResource',
    collections.length > 0 && `${kind}OperationOutput`,
    `${kind}RequestContext`,
  ].filter((name) => name !== false)
  const generated = ['operations', events.length > 0 && 'webhooks'].filter(Boolean).join(', ')
  return text(
    `/** What the service keeps, how it moves through states, and the settings. */
import ${hasStates ? '' : 'type '}${braces(imports, 'import type  from tvilling'.length)} from 'tvilling'
import type { ${generated} } from '../../contracts/${model.name}/types.gen.ts'${drawsKeys(model) ? `\nimport { contract } from './contract.ts'` : ''}`,
    ...collections.map((collection) => typeOf(collection, model)),
    events.length > 0 &&
      `/** Somebody who listens to the events. */
export interface Receiver {
  id: string
  url: string
  secret: string
}`,
    `export const collections = {
${collections.map(collectionEntry).join('')}${
  events.length > 0
    ? `  receivers: { key: ({ id }) => id, secret: ['secret'] } satisfies CollectionDefinition<Receiver>,\n`
    : ''
}}`,
    settings(model),
    ...collections.map(resource),
    hasStates &&
      `export const resources = [${collections.flatMap(({ single, states }) => (states ? `${single}States` : [])).join(', ')}] as const`,
    `/** What the parts of this simulator are typed by. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
${hasStates ? '  resources: typeof resources\n' : ''}${events.length > 0 ? '  webhooks: webhooks\n' : ''}}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>`,
    ...collections.filter(drawsItsKey).map((collection) => newKey(collection, model)),
  )
}

const drawsItsKey = ({ create, keyIsGiven }: CollectionModel) => create !== undefined && !keyIsGiven

/** Whether a key has a pattern, so that only the contract can make one. */
function drawsKeys(model: Model): boolean {
  return model.collections.some(
    (collection) => drawsItsKey(collection) && drawn(collection, model).startsWith('contract.'),
  )
}

function typeOf({ type, read, single }: CollectionModel, { operations }: Model): string {
  const { status = 200 } = operations.find(({ id }) => id === read) ?? {}
  return `/** ${upperFirst(withArticle(single))} as ${quote(read)} answers it. */
export type ${type} = Extract<OperationOutput<operations[${quote(read)}]>, { status: ${status} }>['body']`
}

function collectionEntry({ name, key, type }: CollectionModel): string {
  const read =
    member(key) === key ? `({ ${key} }) => String(${key})` : `(document) => String(document${access(key)})`
  return `  ${name}: { key: ${read} } satisfies CollectionDefinition<${type}>,\n`
}

/** A stub: any state may be the first, and each leads to the next, by command. */
function resource({ name, single, states }: CollectionModel): string | undefined {
  if (!states) return undefined
  const { field, values } = states
  const moves = values.slice(1).map((to, index) => [values[index] as string, to] as const)
  return `/**
 * How ${withArticle(single)} moves through its states. A move \`by: 'command'\` is made by a test or a scenario; one that time makes
 * has \`by: 'time', after: '<name of a setting with a duration>'\`.
 */
const ${single}States = defineResource(collections, settings, {
  collection: ${quote(name)},
  field: ${quote(field)},
  initial: [${values.map(quote).join(', ')}],
  states: {
${values.map((value) => `    ${member(value)}: ${quote(`The ${single} is ${value}.`)},\n`).join('')}  },
  moves: [
${moves.map(([from, to]) => `    { from: ${quote(from)}, to: ${quote(to)}, by: 'command' },\n`).join('')}  ],
})`
}

function settings({ events, scopes }: Model): string {
  const lines = [
    scopes && `  /** Assumed: life of an access token. */\n  tokenLifetime: 'PT1H',\n`,
    events.length > 0 &&
      `  /** Assumed: pauses before each further attempt to deliver. */
  retries: ['PT1M', 'PT5M', 'PT30M'],
  /** Assumed: how long a receiver may take to answer, in time of the wall. */
  webhookTimeout: 'PT10S',\n`,
  ].filter(Boolean)
  return lines.length > 0
    ? `export const settings = {\n${lines.join('')}}`
    : `/** What the real service may do otherwise: durations, limits, words. */\nexport const settings = {}`
}

function newKey(collection: CollectionModel, model: Model): string {
  const { type, key, single } = collection
  return `/** The ${key} of a new ${single}. */
export const new${upperFirst(type)}Key = ({ random }: ApiContext) => ${drawn(collection, model)}`
}

function drawn({ keySchema, read, key }: CollectionModel, { operations }: Model): string {
  const { type, format, pattern, enum: values, maxLength, maximum, minimum } = keySchema
  const types = [type].flat()
  if (types.includes('integer') || types.includes('number')) {
    return `random.integer(${Number(minimum ?? 1)}, ${Number(maximum ?? 2 ** 31 - 1)})`
  }
  if (format === 'uuid') return 'random.uuid()'
  if (pattern !== undefined || values !== undefined) {
    const { status = 200 } = operations.find(({ id }) => id === read) ?? {}
    return `contract.draw(${quote(read)}, ${status}, ${quote(key)}, { random })`
  }
  return `random.hex(${Math.min(Number(maxLength ?? 16), 16)}).toLowerCase()`
}
