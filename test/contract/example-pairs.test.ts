/**
 * Every operation of a contract has at least one named pair of a request and a successful answer, and the twin fulfils
 * each pair from its start state, or after the scenario that the pair names (contracts/README.md).
 */
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createValidator } from '../../src/contract/validator.ts'
import { START } from '../msw/versions.ts'
import { differences } from './pairs/alike.ts'
import { authorizationFor, enterState, jsonOf, requestOf, send, textOf } from './pairs/pair-call.ts'
import { readPairs } from './pairs/read-pairs.ts'

let server: Server
const defects: unknown[] = []

beforeAll(async () => {
  const harness = { simulators, now: START, seed: 1, onDefect: (error: unknown) => void defects.push(error) }
  server = await startServer({ port: 0, harness })
})
afterAll(() => server.close())

describe.each(simulators.map((simulator) => [simulator.name, simulator] as const))(
  '%s',
  (_name, simulator) => {
    const { contract, definition } = simulator
    const { pairs, problems } = readPairs(contract)
    const validator = createValidator(contract)

    test('every operation has a pair of a success, and every pair is whole', () => {
      expect(problems).toEqual([])
    })

    test.each(pairs.map((pair) => [pair.operation.id, pair.name, pair.status, pair] as const))(
      '%s, example "%s", is answered with %i as the example says',
      async (id, _example, status, pair) => {
        await enterState(connect(server.url), pair)
        const authorization = await authorizationFor(
          server.url,
          simulator,
          pair.operation,
          pairs,
          pair.client,
        )
        const answer = await send(server.url, requestOf(pair, authorization))
        expect(answer.status, textOf(answer)).toBe(status)
        expect(defects.splice(0)).toEqual([])

        const type = answer.headers['content-type']
        const promised = pair.operation.answers.get(String(status))
        const body = jsonOf(answer) ?? (answer.bytes.length > 0 ? answer.bytes : undefined)
        const response = { status, headers: answer.headers }
        expect(validator.answer(promised, response, body)).toEqual([])
        if (pair.answer === undefined) return
        expect(type?.split(';')[0]).toBe(pair.answer.mediaType)
        // Bytes, such as a PDF, are only shown in part.
        if (body instanceof Uint8Array) return
        expect(validator.answer(promised, response, pair.answer.value)).toEqual([])
        const setting = { declared: definition.volatile ?? [], operation: id }
        expect(differences(pair.answer.value, body, setting)).toEqual([])
      },
    )
  },
)
