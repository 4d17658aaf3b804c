/** What the client of an example sends, and the states in which it does: that its token is accepted, and its own. */
import {
  type AnyExample,
  type AnyExamples,
  type ExampleState,
  expected,
  type Simulator,
  type UncheckedInput,
} from 'tvilling'
import type { Contract, Operation } from '../../src/contract/contract.ts'
import { exampleOf, exampleRequest } from '../../src/contract/example-request.ts'

const BEARER = 'Bearer tvilling'
const BASIC = `Basic ${btoa('tvilling:tvilling')}`

export interface ExampleCall {
  input: UncheckedInput
  headers: Record<string, string>
  given: readonly ExampleState[]
}

export function callOf({ definition }: Simulator, example: AnyExample): ExampleCall {
  const { operation, client, input, wrong, given = [] } = example
  const { tokenOperations = [] } = definition
  const basic = tokenOperations.includes(operation)
  const bearer = tokenOperations.length > 0 && !basic && client !== null
  const authorization = basic && client === undefined ? BASIC : bearer ? BEARER : undefined
  const accepted: ExampleState = ['authorized', { token: 'tvilling', ...(client && { client }) }]
  return {
    input: wrong ?? input ?? {},
    headers: authorization ? { Authorization: authorization } : {},
    given: bearer ? [accepted, ...given] : given,
  }
}

/** The examples of a simulator; for an operation that is left out there, those that its contract shows. */
export async function examplesOf({ name, definition, contract }: Simulator): Promise<AnyExamples> {
  const loaded = await definition.examples?.()
  if (!loaded) throw new Error(`${name} has no examples.`)
  const { interactions } = loaded.examples
  const samples = { ...loaded.examples.samples }
  const shown: AnyExample[] = []
  for (const operation of contract.operations) {
    const { id, answers } = operation
    samples[id] ??= sampleOf(contract, operation)
    const successes = [...answers.values()].filter(({ status }) => Number(status) < 400)
    for (const { status, content } of successes) {
      const known = interactions.some((one) => one.operation === id && one.status === Number(status))
      if (known || !samples[id]) continue
      const body = exampleOf(contract.document, content[0])
      shown.push({
        operation: id,
        outcome: 'the example of the contract',
        status: Number(status),
        wrong: samples[id],
        ...(body !== undefined && { answer: expected.like(body) }),
        ...(content[0] && { answerHeaders: { 'Content-Type': content[0].mediaType } }),
      })
    }
  }
  return { ...loaded.examples, interactions: [...interactions, ...shown], samples }
}

function sampleOf(contract: Contract, operation: Operation): UncheckedInput | undefined {
  const shown = exampleRequest(contract, operation)
  return shown && { path: shown.path, query: shown.query, header: shown.headers, body: shown.body }
}
