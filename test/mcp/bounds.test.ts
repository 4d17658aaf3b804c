import { expect, test } from 'vitest'
import { nearAgent, ownTwin } from './agent.ts'

/** What the tools say of themselves, with what stands around the lists. */
const LARGEST = 42_000

test('large answers come in pages of the size that the tools tell, and lose nothing', async () => {
  const twin = await ownTwin()
  const { call } = await nearAgent(twin)
  await call('scenario_load', { name: 'consumers-uploaded', parameters: { count: 400 } })
  const keys = new Set<string>()
  let after: unknown
  do {
    const page = await call('state_page', {
      simulator: 'consumer-intelligence',
      collection: 'consumers',
      limit: 100,
      ...(after === undefined ? {} : { after }),
    })
    expect(JSON.stringify(page).length).toBeLessThan(LARGEST)
    for (const { key } of page['items'] as { key: string }[]) keys.add(key)
    after = page['next'] ?? undefined
  } while (after !== undefined)
  expect(keys.size).toBe(400)

  const advanced = await call('clock_advance', { by: 'PT2H' })
  expect(advanced['transitionCount']).toBeGreaterThan(400)
  expect(advanced['transitions']).toHaveLength(50)
})

test('the journal shows the latest exchanges that fit, says how many do not, and has the rest in pages', async () => {
  const { call } = await nearAgent(await ownTwin())
  const body = 'x'.repeat(5_000)
  for (let index = 0; index < 20; index += 1) await call('request', { url: '/nowhere', method: 'POST', body })
  const latest = await call('journal_find', { bodyLength: 5_000 })
  const shown = latest['exchanges'] as { id: number }[]
  expect(shown.at(-1)?.id).toBe(20)
  expect(shown.length + Number(latest['omitted'])).toBe(20)
  expect(JSON.stringify(latest).length).toBeLessThan(LARGEST)

  const ids: number[] = []
  let after: unknown = 0
  while (after !== null) {
    const page = await call('journal_find', { bodyLength: 5_000, after })
    expect(JSON.stringify(page).length).toBeLessThan(LARGEST)
    ids.push(...(page['exchanges'] as { id: number }[]).map(({ id }) => id))
    after = page['next']
  }
  expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))

  const [first] = (await call('journal_find', { after: 0, limit: 1, bodyLength: 10 }))['exchanges'] as [
    { request: { body: string } },
  ]
  expect(first.request.body).toBe('xxxxxxxxxx… (4990 more characters)')
})

test('a text that is too long loses its beginning, and a document is read in pages', async () => {
  const { call } = await nearAgent(await ownTwin())
  const body = 'x'.repeat(600)
  for (let index = 0; index < 60; index += 1) await call('request', { url: '/nowhere', method: 'POST', body })
  const { explanation, omitted } = await call('journal_explain')
  expect(String(explanation).length).toBeLessThanOrEqual(40_000)
  expect(omitted).toBeGreaterThan(0)
  expect(explanation).toContain('#60 ')
  let text = ''
  let offset: unknown = 0
  while (offset !== null) {
    const page = await call('document_read', { uri: 'tvilling://contracts/indkaldelse', offset })
    expect(String(page['text']).length).toBeLessThanOrEqual(20_000)
    text += String(page['text'])
    offset = page['next']
  }
  expect(JSON.parse(text)).toHaveProperty('openapi')
})
