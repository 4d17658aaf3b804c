/** Examples with the names and words that a contract has by its settings. */
import type { AnyExample, AnyExamples, ExampleMessage, UncheckedInput } from 'tvilling'
import type { Content, Contract } from '../../src/contract/contract.ts'
import { createTranslation, type Translation } from '../../src/contract/translate.ts'

export function examplesAsServed(contract: Contract, examples: AnyExamples): AnyExamples {
  const translation = createTranslation(contract)
  return translation ? translated(contract, translation, examples) : examples
}

function translated(contract: Contract, translation: Translation, examples: AnyExamples): AnyExamples {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))

  const serve = (content: Content | undefined, value: unknown) =>
    content?.schema && isJson(value) ? translation.serve(content.schema.pointer, value) : value

  function input(id: string, given: UncheckedInput): UncheckedInput {
    const { parameters = [], body } = operations.get(id) ?? {}
    // A parameter of a path keeps its name, and its value may have another word.
    const path = Object.entries(given.path ?? {}).map(([name, value]) => {
      const parameter = parameters.find(({ own, in: place }) => own === name && place === 'path')
      return [name, parameter ? translation.serve(parameter.schema.pointer, value) : value]
    })
    const query = Object.entries(given.query ?? {}).map(([name, value]) => {
      const parameter = parameters.find(({ own, in: place }) => own === name && place === 'query')
      return [parameter?.name ?? name, value]
    })
    return {
      ...given,
      ...(given.path && { path: Object.fromEntries(path) }),
      ...(given.query && { query: Object.fromEntries(query) }),
      ...('body' in given && { body: serve(body?.content[0], given.body) }),
    }
  }

  function example(given: AnyExample): AnyExample {
    const { operation, status } = given
    const { answers, body } = operations.get(operation) ?? {}
    const content = answers?.get(String(status))?.content[0]
    const request = body?.content[0]?.schema?.pointer
    const told = (text: string) =>
      status >= 400 && request !== undefined ? translation.place(request, text) : text
    return {
      ...given,
      ...(given.input && { input: input(operation, given.input) }),
      ...(given.wrong && { wrong: input(operation, given.wrong) }),
      // An error tells of places in the request.
      ...('answer' in given && { answer: mapTexts(serve(content, given.answer), told) }),
    }
  }

  const message = (given: ExampleMessage): ExampleMessage => ({
    ...given,
    content: serve(contract.events.get(given.event), given.content) as ExampleMessage['content'],
  })

  return {
    ...examples,
    interactions: examples.interactions.map(example),
    ...(examples.messages && { messages: examples.messages.map(message) }),
    samples: Object.fromEntries(
      Object.entries(examples.samples).map(([id, sample]) => [id, sample && input(id, sample)]),
    ),
    problem: (status, id) =>
      serve(operations.get(id)?.answers.get(String(status))?.content[0], examples.problem(status, id)),
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null || !isJson(value)) return value
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]))
}

/** Files and bytes have no names and words. */
function isJson(value: unknown): boolean {
  return !(value instanceof FormData) && !(value instanceof Uint8Array)
}
