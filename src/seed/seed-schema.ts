/** The JSON Schema of seed data, for editors. */
import type { Simulator } from '../simulator/simulator.ts'
import { entrySchema } from './entry-schema.ts'
import { plantableOf } from './plantable.ts'
import { ownSchemas, schemaOfRecord } from './read-seed.ts'

type Json = Record<string, unknown>

const closed = (properties: Json): Json => ({ type: 'object', additionalProperties: false, properties })
const list = (items: Json, description: string): Json => ({ description, type: 'array', items })

export async function seedSchema(simulators: readonly Simulator[]): Promise<Json> {
  const { populations, simulators: seeded } = await plantableOf(simulators)
  const records = [...populations].map(
    ([name, { seed }]) => [name, list(entrySchema(schemaOfRecord(seed)), seed.about)] as const,
  )
  const sections = [...seeded].map(([name, { kinds }]) => {
    const lists = Object.entries(kinds).map(
      ([kind, { about, schema }]) => [kind, list(entrySchema(schema), about)] as const,
    )
    const description = simulators.find((one) => one.name === name)?.contract.title
    return [name, { description, ...closed(Object.fromEntries(lists)) }] as const
  })
  const clients = [...seeded.keys()].map(
    (name) => [name, list(entrySchema(ownSchemas.client), `OAuth clients of ${name}.`)] as const,
  )
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Seed data of Tvilling',
    description: 'The state in which a harness starts, for --seed-file and createHarness({ seedData }).',
    ...closed({
      $schema: { type: 'string' },
      clock: {
        description: 'Where the clock starts, unless an option says so.',
        anyOf: [{ type: 'string', format: 'date-time' }, entrySchema(ownSchemas.clock)],
      },
      clients: {
        description: 'OAuth clients by simulator. What is left out is as with the client tvilling.',
        ...closed(Object.fromEntries(clients)),
      },
      ...Object.fromEntries(records),
      ...Object.fromEntries(sections),
      faults: list(
        {
          type: 'object',
          required: ['simulator', 'fault'],
          properties: { simulator: { enum: simulators.map(({ name }) => name) }, fault: { type: 'string' } },
        },
        'Faults, as control declares them.',
      ),
    }),
  }
}
