import { type AnyExample, createHarness, type Harness, type Simulator } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { setPactState } from '../../server/pact/states.ts'
import { type Answer, createClient } from '../contract/client.ts'
import { callOf } from '../contract/example-call.ts'

/** The examples of a simulator: how each documented success comes about. Errors are declared as faults. */
async function examplesOf({ definition }: Simulator): Promise<readonly AnyExample[]> {
  const { examples } = (await definition.examples?.()) ?? { examples: { interactions: [] } }
  return examples.interactions
}

/** Sets the states of an example up and sends its request, with the values that the states return. */
async function send(harness: Harness, simulator: Simulator, example: AnyExample): Promise<Answer> {
  const { input, headers, given } = callOf(simulator, example)
  const returned: Record<string, unknown> = {}
  for (const [state, params = {}] of given) {
    Object.assign(returned, await setPactState(harness, { state, params }))
  }
  const text = Object.entries(example.fromState ?? {}).reduce(
    (before, [name, value]) => before.replaceAll(value, String(returned[name])),
    JSON.stringify(input),
  )
  const sent = { ...JSON.parse(text), ...(input.body instanceof FormData && { body: input.body }) }
  const call = createClient(simulator.contract, 'https://twin.test', headers, harness.fetch)
  return call(example.operation as never, sent)
}

/** A harness without `onDefect` rejects an answer that breaks its contract: reaching the status proves its shape. */
describe.each(simulators.map((simulator) => [simulator.name, simulator] as const))(
  'every documented answer of %s can be produced on demand',
  (name, simulator) => {
    const { contract } = simulator
    for (const { id, method, path, answers } of contract.operations) {
      for (const status of answers.keys()) {
        test(`${id} answers ${status}`, async () => {
          await using harness: Harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
          if (Number(status) < 400) {
            const success = (await examplesOf(simulator)).find(
              (example) => example.operation === id && example.status === Number(status),
            )
            expect(success, `${name}.${id}.${status} has no way to be produced`).toBeDefined()
            const answer = await send(harness, simulator, success as AnyExample)
            expect(answer.status, JSON.stringify(answer.body)).toBe(Number(status))
          } else {
            await harness.faults.add({
              simulator: name,
              operation: id,
              fault: 'status',
              status: Number(status),
            })
            const response = await harness.fetch(`https://twin.test${path.replaceAll(/[{}]/g, '')}`, {
              method,
            })
            expect(response.status).toBe(Number(status))
          }
        })
      }
    }

    test('an unknown path is 404 and a wrong method 405', async () => {
      await using harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
      const [operation] = contract.operations.slice(-1)
      const path = `https://twin.test${operation?.path.replaceAll(/[{}]/g, '')}`
      expect((await harness.fetch(`${path}/and/further`)).status).toBe(404)
      expect((await harness.fetch(path, { method: 'PATCH' })).status).toBe(405)
    })
  },
)
