/** The named pairs of a contract: a request example and an answer example of the same name. */
import type { Contract, OpenApiDocument, Operation, Parameter } from '../../../src/contract/contract.ts'
import { resolve } from '../../../src/contract/contract.ts'
import { escapePointer, pointerOfReference, valueAt } from '../../../src/contract/json-pointer.ts'

type Json = Record<string, unknown>

export interface ExampleMedia {
  mediaType: string
  value: unknown
}

export interface ExamplePair {
  operation: Operation
  name: string
  /** Values of the parameters that have an example of this name, as they are written in the contract. */
  parameters: { parameter: Parameter; value: unknown }[]
  body: ExampleMedia | undefined
  scenario: { name: string; parameters: Json } | undefined
  /** Whose token is sent, by `x-client`; null sends none, undefined leaves it to the environment of the operation. */
  client: string | null | undefined
  status: number
  /** Undefined if the answer has no body, or shows none. */
  answer: ExampleMedia | undefined
}

export interface Pairs {
  pairs: ExamplePair[]
  /** What is missing or ambiguous, each in one line. */
  problems: string[]
}

/** All pairs of a contract, and a line for each operation without a pair of a success. */
export function readPairs(contract: Contract): Pairs {
  const read = contract.operations.map((operation) => readOperation(contract.document, operation))
  return {
    pairs: read.flatMap(({ pairs }) => pairs),
    problems: read.flatMap(({ problems }) => problems),
  }
}

function readOperation(document: OpenApiDocument, operation: Operation): Pairs {
  const requests = requestsOf(document, operation)
  const answers = answersOf(document, operation)
  const pairs: ExamplePair[] = []
  const problems: string[] = []
  for (const [name, request] of requests) {
    const [answer, ...others] = answers.filter((one) => one.name === name)
    if (!answer) continue
    const { id } = operation
    if (others.length > 0) {
      problems.push(`${id}: "${name}" is an answer of ${[answer, ...others].map(({ status }) => status)}.`)
    }
    const shown = new Set(request.parameters.map(({ parameter }) => parameter))
    for (const parameter of operation.parameters) {
      if (!parameter.required || shown.has(parameter)) continue
      problems.push(`${id}: the parameter ${parameter.name} has no example "${name}".`)
    }
    if (operation.body?.required && !request.body && answer.status < 400) {
      problems.push(`${id}: the body has no example "${name}".`)
    }
    pairs.push({ operation, name, ...request, status: answer.status, answer: answer.content })
  }
  if (!pairs.some(({ status }) => status < 400)) problems.push(`${operation.id} has no pair of a success.`)
  return { pairs, problems }
}

type RequestSide = Pick<ExamplePair, 'parameters' | 'body' | 'scenario' | 'client'>

/** By name: what each request example says in parameters, body, and `x-example-scenarios` of the operation. */
function requestsOf(document: OpenApiDocument, operation: Operation): Map<string, RequestSide> {
  const requests = new Map<string, RequestSide>()
  const named = (name: string): RequestSide => {
    const known = requests.get(name) ?? {
      parameters: [],
      body: undefined,
      scenario: undefined,
      client: undefined,
    }
    requests.set(name, known)
    return known
  }
  const read = (name: string, example: Json): RequestSide => {
    const request = named(name)
    request.scenario ??= scenarioOf(example['x-scenario'])
    if ('x-client' in example) request.client = example['x-client'] as string | null
    return request
  }
  for (const parameter of operation.parameters) {
    for (const [name, example] of examplesBeside(document, parameter.schema.pointer)) {
      read(name, example).parameters.push({ parameter, value: example['value'] })
    }
  }
  for (const { mediaType, schema } of operation.body?.content ?? []) {
    for (const [name, example] of examplesBeside(document, schema?.pointer)) {
      read(name, example).body ??= { mediaType, value: example['value'] }
    }
  }
  const method = resolve(document, pointerOf(operation)).value
  for (const [name, scenario] of Object.entries((method['x-example-scenarios'] as Json) ?? {})) {
    named(name).scenario ??= scenarioOf(scenario)
  }
  if (operation.parameters.length === 0 && !operation.body && requests.size === 0) {
    for (const { name, status } of answersOf(document, operation)) if (status < 400) named(name)
  }
  return requests
}

interface AnswerSide {
  name: string
  status: number
  content: ExampleMedia | undefined
}

/** Examples of answers; those without a body are named by `x-examples`. */
function answersOf(document: OpenApiDocument, operation: Operation): AnswerSide[] {
  return [...operation.answers.values()].flatMap(({ status: text, content }) => {
    const status = Number(text)
    const holder = resolve(document, `${pointerOf(operation)}/responses/${text}`).value
    const bare = ((holder['x-examples'] as string[] | undefined) ?? []).map((name) => ({
      name,
      status,
      content: undefined,
    }))
    const shown = content.flatMap(({ mediaType, schema }) =>
      [...examplesBeside(document, schema?.pointer)].map(([name, example]) => ({
        name,
        status,
        content: { mediaType, value: example['value'] },
      })),
    )
    return [...bare, ...shown]
  })
}

function pointerOf({ path, method }: Operation): string {
  return `/paths/${escapePointer(path)}/${method.toLowerCase()}`
}

/** Named examples stand beside the schema, and may be references. */
function examplesBeside(document: OpenApiDocument, schemaPointer: string | undefined): [string, Json][] {
  if (schemaPointer === undefined) return []
  const holder = valueAt(document, schemaPointer.replace(/\/schema$/, '')) as Record<
    string,
    Record<string, Json>
  >
  // Requests that the schema forbids stand apart, since other tools check examples.
  return Object.entries({ ...holder['examples'], ...holder['x-refused-examples'] }).map(([name, example]) => {
    const reference = example['$ref']
    if (typeof reference !== 'string') return [name, example]
    // What stands beside the reference is about its use here, such as `x-scenario`.
    return [name, { ...resolve(document, pointerOfReference(reference)).value, ...example }]
  })
}

function scenarioOf(value: unknown): ExamplePair['scenario'] {
  const { name, parameters = {} } = (value ?? {}) as { name?: string; parameters?: Json }
  return name === undefined ? undefined : { name, parameters }
}
