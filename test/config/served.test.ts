import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'tvilling'
import { expect, test } from 'vitest'
import { filesOf } from './folder.ts'

const root = join(import.meta.dirname, '../..')

/** `tvilling serve` as somebody starts it in a folder; resolves when it listens. */
async function serveIn(cwd: string, ...flags: string[]) {
  const node = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...node, join(root, 'server/bin.ts'), 'serve', ...flags], { cwd })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('tvilling listening on')) break
  }
  return {
    lines,
    url: String(lines.at(-1)).split(' ').at(-1) as string,
    async end() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

test('serve reads the TypeScript in its folder, says so, and uses the settings in it', async () => {
  const server = await serveIn(join(import.meta.dirname, 'files'))
  expect(server.lines).toContain('configuration tvilling.config.ts')
  const control = connect(server.url)
  expect(await control.clock.read()).toMatchObject({ now: '2026-03-01T00:00:00.000Z', mode: 'manual' })
  expect(JSON.stringify(await control.journal.har())).toContain('"nulls":"refused"')
  await server.end()
})

test('serve reads the YAML in its folder, and an option counts more', async () => {
  const { folder, write } = filesOf('served')
  write('tvilling.config.yaml', 'port: 0\nlog: silent\nclock: manual\nnow: 2026-04-01T00:00:00Z\n')
  const server = await serveIn(folder, '--now', '2026-05-01T00:00:00Z')
  expect(server.lines).toContain('configuration tvilling.config.yaml')
  expect((await connect(server.url).clock.read()).now).toBe('2026-05-01T00:00:00.000Z')
  await server.end()
})
