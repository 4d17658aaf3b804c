import { type Simulator, UsageError } from 'tvilling'
import { personMonitoring } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { compile, type Misspelling, namesDefined, namesUsed, run } from './misspellings.ts'

const FOLDER = 'mocks/person-monitoring'
const PARTS = ['bundles', 'operations']

/** The names of a simulator that its other files refer to. */
function namesOf({ definition, contract }: Simulator): Set<string> {
  const { collections, resources = [], settings, populations = {} } = definition
  return new Set([
    ...Object.entries(collections).flatMap(([name, { indexes = {} }]) => [name, ...Object.keys(indexes)]),
    ...resources.flatMap(({ states }) => Object.keys(states)),
    ...[settings, populations].flatMap(Object.keys),
    ...contract.operations.map(({ id }) => id),
  ])
}

/** What is said when a copy is defined and its contract read. */
async function saidByDefinition(copy: Misspelling): Promise<string | undefined> {
  try {
    for (const exported of Object.values(await run(copy))) (exported as Simulator).contract
    return undefined
  } catch (error) {
    expect(error, copy.what).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
}

test('each name of a definition, misspelt once, is refused by the types or when it is defined', async () => {
  const sixth = 'test/journeys/sixth/simulator.ts'
  const names = namesOf(personMonitoring)
  const copies = [
    ...namesDefined(sixth, ['settings', 'collections']),
    ...namesDefined(`${FOLDER}/simulator.ts`),
    ...namesDefined(`${FOLDER}/states.ts`),
    ...PARTS.flatMap((part) => namesUsed(`${FOLDER}/${part}.ts`, names)),
  ]
  expect(copies.length).toBeGreaterThan(100)
  const compiled = await compile(copies)
  expect(compiled.flat().length).toBeGreaterThan(100)
  const unnoticed: string[] = []
  for (const [index, copy] of copies.entries()) {
    if (compiled[index]?.length === 0 && !(await saidByDefinition(copy))) unnoticed.push(copy.what)
  }
  expect(unnoticed).toEqual([])
}, 120_000)
