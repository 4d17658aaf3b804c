import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { simulators } from 'tvilling/mocks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProgram } from '../../server/cli/program.ts'
import { run } from '../new/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-completion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SHELLS = ['bash', 'zsh', 'fish'] as const
const fileOf = (shell: string) => join(folder, `tvilling.${shell}`)

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { code, out } = await run('completion', shell)
    expect(code).toBe(0)
    writeFileSync(fileOf(shell), out)
  }
})

/** What bash offers when TAB is pressed after a line. */
function offeredIn(line: string): string[] {
  const words = ['tvilling', ...line.split(' ')].map((word) => `'${word}'`).join(' ')
  const press = `source ${fileOf('bash')}; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _tvilling; echo "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', press], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.trim().split(' ').filter(Boolean)
}

describe('bash completes', () => {
  test('commands, and the commands of a command', () => {
    expect(offeredIn('ver')).toEqual(['verify'])
    expect(offeredIn('pact ')).toEqual(['verify', 'states', 'write'])
  })

  test('options of the command that stands there', () => {
    expect(offeredIn('serve --web')).toEqual(['--webhook-hosts'])
    expect(offeredIn('pact verify --p')).toEqual(['--pact', '--provider', '--publish'])
    expect(offeredIn('verify --p')).toEqual(['--patience'])
  })

  test('names of simulators and scenarios, and words of a choice', () => {
    expect(offeredIn('verify --api ').sort()).toEqual(simulators.map(({ name }) => name).sort())
    expect(offeredIn('serve --scenario indkaldelse-c')).toEqual(['indkaldelse-created'])
    expect(offeredIn('serve --port 0 --log ')).toEqual(['pretty', 'json', 'silent'])
    expect(offeredIn('completion f')).toEqual(['fish'])
  })

  test('nothing of its own where a file or any text stands: bash then offers files', () => {
    expect(offeredIn('replay ')).toEqual([])
    expect(offeredIn('serve --settings ')).toEqual([])
  })
})

test.each(SHELLS)('the script for %s has each command and option', async (shell) => {
  const script = (await run('completion', shell)).out
  const look = (command: Command) => {
    for (const option of command.options.filter(({ hidden }) => !hidden)) {
      const name = String(option.long)
      expect(script).toContain(shell === 'fish' ? ` -l ${name.slice(2)} ` : name)
    }
    for (const own of command.commands) {
      expect(script).toContain(own.name())
      look(own)
    }
  }
  look(createProgram({ out() {}, error() {} }, async () => {}))
})

test('the shells of this machine take their scripts', () => {
  const here = SHELLS.filter((shell) => spawnSync(shell, ['--version']).status === 0)
  expect(here).toContain('bash')
  for (const shell of here) {
    const { status, stderr } = spawnSync(shell, ['-n', fileOf(shell)], { encoding: 'utf8' })
    expect([shell, status, stderr]).toEqual([shell, 0, ''])
  }
})

test('a shell that is not known is wrong use', async () => {
  const { code, error } = await run('completion', 'tcsh')
  expect([code, error]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish.')])
})
