import { expect } from 'vitest'
import { everywhere } from './everywhere.ts'

everywhere('the state is written as seed data', async ({ control }) => {
  await control.scenarios.load('bundle-approved', { id: 'b', numbers: ['198001022386'] })
  expect(await control.seedData()).toEqual({
    seedData: {
      clock: { now: '2026-01-01T00:00:00.000Z', mode: 'manual' },
      'person-monitoring': {
        bundles: [{ id: 'b', people: ['198001022386'], lastModified: '2026-01-01T00:00:00.000Z' }],
      },
    },
    omitted: [],
  })
})
