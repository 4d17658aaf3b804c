import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tools } from '../../server/mcp/tools/all.ts'
import { run } from '../new/command.ts'

const page = readFileSync('server/mcp/agents.md', 'utf8')

test('the page for users names all tools, and no others', () => {
  const [, table = ''] = /\| tool \| does \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(page) ?? []
  const named = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', '))
  expect(named.sort()).toEqual(tools.map(({ name }) => `\`${name}\``).sort())
})

test('the configurations of the page are JSON, and their options exist', async () => {
  const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = '']) => JSON.parse(block))
  expect(blocks).toHaveLength(4)
  const args = blocks.flatMap(({ mcpServers, servers }) => (mcpServers ?? servers).tvilling.args ?? [])
  const { out } = await run('mcp', '--help')
  const commands = [...page.matchAll(/npx (tvilling mcp .*)/g)].flatMap(([, command = '']) =>
    command.split(' '),
  )
  const flags = [...args, ...commands].filter((argument) => argument.startsWith('--'))
  expect(flags.length).toBeGreaterThan(4)
  for (const flag of flags) expect(out).toMatch(new RegExp(`^ +${flag} `, 'm'))
})
