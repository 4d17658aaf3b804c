import { expect, test } from 'vitest'
import { tools } from '../../server/mcp/tools/all.ts'
import { nearAgent, ownTwin } from './agent.ts'

test('each tool tells a model what it does, takes and gives, and a user what it may change', async () => {
  const { client } = await nearAgent(await ownTwin())
  const listed = (await client.listTools()).tools
  expect(listed).toHaveLength(tools.length)
  for (const { name, title, description = '', inputSchema, outputSchema, annotations } of listed) {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)?$/)
    expect(title, name).toMatch(/^[A-Z]/)
    expect(description.length, name).toBeGreaterThan(40)
    expect(inputSchema, name).toMatchObject({ type: 'object', additionalProperties: false })
    for (const [member, schema] of Object.entries(inputSchema.properties ?? {})) {
      expect(schema, `${name}.${member}`).toHaveProperty('description')
      expect(schema, `${name}.${member}`).not.toHaveProperty('optional')
    }
    expect(outputSchema, name).toMatchObject({ type: 'object' })
    expect(annotations, name).toHaveProperty('readOnlyHint')
  }
  const only = (hint: 'readOnlyHint' | 'destructiveHint') =>
    listed.filter(({ annotations }) => annotations?.[hint]).map(({ name }) => name)
  expect(only('destructiveHint')).toEqual(['reset', 'snapshot_restore'])
  expect(only('readOnlyHint')).toEqual(
    listed.map(({ name }) => name).filter((name) => /_(list|read|page|find|explain|address)$/.test(name)),
  )
})

test('who reads text only gets the sentence and the same data as JSON', async () => {
  const { client } = await nearAgent(await ownTwin())
  const { content, structuredContent } = await client.callTool({ name: 'clock_read', arguments: {} })
  expect(content).toEqual([
    { type: 'text', text: 'It is 2026-01-01T00:00:00.000Z; the clock is manual.' },
    { type: 'text', text: JSON.stringify(structuredContent) },
  ])
})
