import { createHarness, defineSeed, defineSimulator, UsageError } from 'tvilling'
import { expect, test } from 'vitest'
import { seedSchema } from '../../src/seed/seed-schema.ts'
import { START } from '../seed/seeded.ts'

const collections = { letters: { key: ({ id }: { id: string; sent: string; to: string }) => id } }
const settings = {}

const seed = defineSeed<{ settings: typeof settings; collections: typeof collections }>()({
  letters: {
    about: 'Letters.',
    schema: {
      id: { type: 'string' },
      to: { type: 'string', default: 'everybody' },
      sent: { type: 'string', format: 'date-time', optional: true },
    },
    async plant({ id, to, sent }, context) {
      if (to === 'nobody') throw new UsageError('A letter is to somebody.')
      if (to === 'me') context.refuse('to', 'A letter is to somebody else.')
      await context.at(sent, () => context.collections.letters.put({ id, to, sent: context.clock.iso() }))
    },
    export: async ({ collections }) =>
      (await collections.letters.page({ limit: 10 })).rows.map(({ doc }) => doc),
    omitted: async () => ['stamps'],
  },
})

const post = defineSimulator({
  name: 'post',
  provider: 'Post',
  document: { openapi: '3.1.0', info: { title: 'Post', version: '1' }, paths: {} },
  settings,
  collections,
  problems: {
    violations: () => ({ status: 400 }),
    unauthenticated: () => ({ status: 401 }),
  } as never,
  operations: {},
  seed: async () => ({ seed }),
})

const open = (letters: object[]) =>
  createHarness({
    simulators: [post],
    now: START,
    seedData: { post: { letters: letters as { id: string }[] } },
  })

test('a simulator of a user declares what can be planted, and gets the entries with their defaults', async () => {
  await using harness = await open([{ id: 'a', sent: '2025-12-24T12:00:00Z' }, { id: 'b' }])
  const { items } = await harness.state.page('post', 'letters')
  expect(items.map(({ value }) => value)).toEqual([
    { id: 'a', to: 'everybody', sent: '2025-12-24T12:00:00.000Z' },
    { id: 'b', to: 'everybody', sent: '2026-01-01T08:00:00.000Z' },
  ])
})

test('what is exported leaves defaults out, and says what it omits', async () => {
  await using harness = await open([{ id: 'a', sent: START }])
  expect(await harness.seedData()).toEqual({
    seedData: {
      clock: { now: '2026-01-01T08:00:00.000Z', mode: 'manual' },
      post: { letters: [{ id: 'a', sent: '2026-01-01T08:00:00.000Z' }] },
    },
    omitted: ['stamps of post'],
  })
})

test.each([
  ['nobody', 'seedData.post.letters[0]: A letter is to somebody.'],
  ['me', 'seedData.post.letters[0].to: A letter is to somebody else.'],
])('a letter to %s is refused where it stands', async (to, sentence) => {
  await expect(open([{ id: 'a', to }])).rejects.toThrow(sentence)
})

test('the schema for editors has its lists', async () => {
  expect(await seedSchema([post])).toMatchObject({
    properties: {
      post: { properties: { letters: { items: { required: ['id'], additionalProperties: false } } } },
    },
  })
})
