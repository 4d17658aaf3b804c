import { createHarness, defineSeed } from 'tvilling'
import { personMonitoring, simulators } from 'tvilling/mocks'
import { harnessTest } from 'tvilling/vitest'
import { expect, expectTypeOf, test } from 'vitest'
import type { Types } from '../../mocks/person-monitoring/states.ts'

/** Compiled, not run. */
const compiled = (_says: () => unknown) => expect(true).toBe(true)
const of = (seedData: Parameters<typeof createHarness<typeof simulators>>[0]['seedData']) =>
  createHarness({ simulators, ...(seedData && { seedData }) })

test('seed data has the sections, lists and members of its simulators', () => {
  compiled(() => [
    of({ 'person-monitoring': { bundles: [{ id: 'b', people: ['legal-id'], status: 'PENDING' }] } }),
    of([{ people: [{ ref: 'astrid' }] }, { organizations: [], clock: '2026-01-01T00:00:00Z' }]),
    of({ clients: { indkaldelse: [{ id: 'ours' }] } }),
    of({ faults: [{ simulator: 'indkaldelse', operation: 'createIndkaldelse', fault: 'reset' }] }),
    // @ts-expect-error the section is misspelt
    of({ poeple: [] }),
    // @ts-expect-error there is no such simulator
    of({ 'person-monitorin': {} }),
    // @ts-expect-error the list is misspelt
    of({ 'person-monitoring': { bundels: [] } }),
    // @ts-expect-error the list is another simulator's
    of({ 'person-monitoring': { consumers: [] } }),
    // @ts-expect-error the member is misspelt
    of({ 'person-monitoring': { bundles: [{ id: 'b', peple: [] }] } }),
    // @ts-expect-error the id is missing
    of({ 'person-monitoring': { bundles: [{}] } }),
    // @ts-expect-error there is no such status
    of({ 'person-monitoring': { bundles: [{ id: 'b', status: 'NEW' }] } }),
    // @ts-expect-error there is no such simulator
    of({ clients: { indkaldelser: [] } }),
    // @ts-expect-error the operation is misspelt
    of({ faults: [{ simulator: 'indkaldelse', operation: 'createIndkaldelze', fault: 'reset' }] }),
    createHarness({ simulators: [personMonitoring], seedData: { 'person-monitoring': {} } }),
    // @ts-expect-error the simulator is not there
    createHarness({ simulators: [personMonitoring], seedData: { indkaldelse: {} } }),
    harnessTest({ seedData: { indkaldelse: { indkaldelser: [{ person: 'kommune-citizen' }] } } }),
  ])
})

test('a simulator gets the entries that its schemas describe', () => {
  defineSeed<Types>()({
    lists: {
      about: 'A list.',
      schema: {
        id: { type: 'string' },
        size: { type: 'integer', default: 1 },
        kind: { enum: ['a', 'b'], optional: true },
      },
      async plant(entry, { collections }) {
        expectTypeOf(entry).toEqualTypeOf<{ id: string; size: number; kind?: 'a' | 'b' }>()
        expectTypeOf(collections).toHaveProperty('bundles')
      },
      export: async () => [],
    },
  })
})
