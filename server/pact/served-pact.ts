/** The pact of our example client of a simulator, with the paths, names and words that the contract has by its settings. */
import { existsSync, readFileSync } from 'node:fs'
import { type Content, type Contract, type Operation, readContract } from '../../src/contract/contract.ts'
import { createTranslation, type Translation } from '../../src/contract/translate.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { PactBody, PactFile, PactInteraction, PactPart, PactRequest, PactRules } from './pact-file.ts'

/** Says in a pact's metadata that this program wrote it. */
export const MARK = 'tvilling'

/**
 * @param served the simulator's contract, as settings have changed it.
 * @throws UsageError if the simulator has no pact.
 */
export function servedPact(simulator: Pick<Simulator, 'name' | 'definition'>, served: Contract): PactFile {
  const { pact, original } = ownPact(simulator)
  const change = createChanges(original, served)
  return {
    ...pact,
    interactions: pact.interactions.map(change),
    metadata: { ...pact.metadata, [MARK]: { simulator: simulator.name } },
  }
}

/** The pact beside the simulator's document, and the contract that it was made for. */
function ownPact({ name, definition: { document } }: Pick<Simulator, 'name' | 'definition'>) {
  const file = document instanceof URL ? new URL('pacts/example-client.gen.json', document) : undefined
  if (!file || !existsSync(file)) {
    throw new UsageError(
      `${name} has no pact: there is no pacts/example-client.gen.json beside its document.`,
      404,
    )
  }
  return {
    pact: JSON.parse(readFileSync(file, 'utf8')) as PactFile,
    original: readContract(document as URL),
  }
}

/** Changes interactions that were made for one contract so that they are for another. */
function createChanges(original: Contract, served: Contract) {
  const translation = createTranslation(served)
  const before = new Map(original.operations.map((operation) => [operation.id, operation]))
  const now = new Map(served.operations.map((operation) => [operation.id, operation]))

  return (interaction: PactInteraction): PactInteraction => {
    // Our descriptions begin with the operation, or with the event.
    const [subject = ''] = interaction.description.split(/[ :]/)
    const { request, response, contents } = interaction
    const [from, to] = [before.get(subject), now.get(subject)]
    if (from && to && request && response) {
      const answer = to.answers.get(String(response.status))?.content[0]
      return {
        ...interaction,
        request: changeRequest(translation, request, from, to),
        response: changeAnswer(translation, response, answer, to),
      }
    }
    const content = served.events.get(subject)
    if (!contents) return interaction
    const { body, ...rules } = changePart(translation, { ...interaction, body: contents }, content)
    return { ...interaction, ...rules, ...(body && { contents: body }) }
  }
}

function changeRequest(
  translation: Translation | undefined,
  request: PactRequest,
  from: Operation,
  to: Operation,
): PactRequest {
  const path = (written: string) => changePath(translation, written, from, to)
  const { generators, query, headers } = request
  const changed = changePart(translation, request, to.body?.content[0])
  const expression = (generators?.path as { expression?: string } | undefined)?.expression
  return {
    ...changed,
    path: path(request.path),
    ...(query && { query: renamed(query, to, 'query') }),
    ...(headers && { headers: renamed(headers, to, 'header') }),
    ...(expression !== undefined && {
      generators: {
        ...changed.generators,
        path: { ...(generators?.path as object), expression: path(expression) },
      },
    }),
  }
}

/** A path with the same values; a value may have another word. */
function changePath(
  translation: Translation | undefined,
  path: string,
  from: Operation,
  to: Operation,
): string {
  const steps = path.split('/')
  const values = new Map(from.path.split('/').map((step, index) => [step, steps[index] ?? '']))
  const served = to.path.split('/').map((step) => {
    const value = step.startsWith('{') ? values.get(step) : undefined
    if (value === undefined) return step
    const parameter = to.parameters.find(({ in: place, name }) => place === 'path' && `{${name}}` === step)
    return parameter && translation ? String(translation.serve(parameter.schema.pointer, value)) : value
  })
  return served.join('/')
}

/** Parameters under the names that they have now. */
function renamed<T>(
  given: Readonly<Record<string, T>>,
  { parameters }: Operation,
  place: 'query' | 'header',
) {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const parameter = parameters.find(
        ({ own, in: where }) => where === place && own.toLowerCase() === name.toLowerCase(),
      )
      return [parameter && parameter.own !== parameter.name ? parameter.name : name, value]
    }),
  )
}

function changeAnswer<T extends PactPart & { status: number }>(
  translation: Translation | undefined,
  answer: T,
  content: Content | undefined,
  { body }: Operation,
): T {
  const changed = changePart(translation, answer, content)
  const request = body?.content[0]?.schema?.pointer
  if (!translation || answer.status < 400 || request === undefined || !changed.body) return changed
  // An error tells of places in the request.
  const told = mapTexts(changed.body.content, (text) => translation.place(request, text))
  return { ...changed, body: { ...changed.body, content: told } }
}

/** The body of a part with its rules. */
function changePart<T extends PactPart>(
  translation: Translation | undefined,
  part: T,
  content: Content | undefined,
): T {
  const pointer = content?.schema?.pointer
  if (!translation || pointer === undefined || !part.body) return part
  const { body, matchingRules, generators } = part
  const rulesFor = (rules: PactRules): PactRules =>
    rules.body ? { ...rules, body: renamedPaths(translation, pointer, rules.body) } : rules
  return {
    ...part,
    body: changeBody(translation, pointer, body),
    ...(matchingRules && { matchingRules: rulesFor(matchingRules) }),
    ...(generators && { generators: rulesFor(generators) }),
  }
}

function changeBody(translation: Translation, pointer: string, body: PactBody): PactBody {
  const { content, contentType } = body
  if (/\bjson\b/.test(contentType)) return { ...body, content: translation.serve(pointer, content) }
  if (contentType !== 'application/x-www-form-urlencoded' || typeof content !== 'string') return body
  const fields = Object.fromEntries(new URLSearchParams(content))
  const form = new URLSearchParams(translation.serve(pointer, fields) as Record<string, string>)
  return { ...body, content: form.toString() }
}

function renamedPaths<T>(translation: Translation, pointer: string, rules: Readonly<Record<string, T>>) {
  return Object.fromEntries(
    Object.entries(rules).map(([path, rule]) => [changeRulePath(translation, pointer, path), rule]),
  )
}

const STEP = /\.([A-Za-z_]\w*)|\['([^']*)'\]|\[(\d+|\*)\]/g
const IDENTIFIER = /^[A-Za-z_]\w*$/

/** A path into a body, such as `$.items[*].name` or `$['a-b']`. */
function changeRulePath(translation: Translation, pointer: string, path: string): string {
  const steps = [...path.matchAll(STEP)].map(([text, simple, quoted, index]) => ({
    text,
    name: simple ?? quoted ?? (index === '*' ? '0' : (index ?? '')),
    isIndex: index !== undefined,
  }))
  if (steps.length === 0) return path
  const names = translation.place(pointer, steps.map(({ name }) => name).join('.')).split('.')
  const changed = steps.map(({ text, name, isIndex }, at) => {
    const now = names[at] ?? name
    if (isIndex || now === name) return text
    return IDENTIFIER.test(now) ? `.${now}` : `['${now}']`
  })
  return `$${changed.join('')}`
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]))
}
