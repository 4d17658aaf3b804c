/** What the client of an example sends, and the states in which it does: that its token is accepted, and its own. */
import type { AnyExample, ExampleState, Simulator, UncheckedInput } from 'tvilling'

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
