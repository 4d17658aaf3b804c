import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failureOf } from '../../server/cli/exit-codes.ts'
import { run } from '../new/command.ts'

const wrong: string[][] = [
  [],
  ['serv'],
  ['serve', '--nothing'],
  ['proxy'],
  ['verify', '--api', 'indkaldelse'],
  ['pact', 'verify'],
  ['replay'],
  ['diff', 'one.yaml'],
]
test.each(wrong.map((argv) => [argv.join(' ') || 'no command', argv] as const))(
  'wrong use gives 2: %s',
  async (_, argv) => {
    const { code, out } = await run(...argv)
    expect([code, out]).toEqual([2, ''])
  },
)

test.each([[['--help']], [['serve', '--help']], [['pact', 'verify', '--help']]])(
  '%j has the table of exit codes, and gives 0',
  async (argv) => {
    const { code, out } = await run(...argv)
    expect(code).toBe(0)
    expect(out).toMatch(
      /\nExit codes:\n {2}0 {2}held, or done\n {2}1 {2}did not hold.+\n {2}2 {2}wrong use.+\n {2}3 {2}could not be done.+\n/,
    )
  },
)

test('the process ends with the code', () => {
  const node = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning']
  const bin = join(import.meta.dirname, '../../server/bin.ts')
  const { status, stderr } = spawnSync(process.execPath, [...node, bin, 'drift', '/nowhere.har'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^\/nowhere\.har cannot be read: ENOENT.+\n$/)])
})

test('a report that cannot be written could not be done', async () => {
  const { code, error } = await run('scenarios', '--json', '/nowhere/scenarios.json')
  expect([code, error]).toEqual([
    3,
    expect.stringMatching(/^The report cannot be written to \/nowhere\/scenarios\.json: ENOENT.+\n$/),
  ])
})

test('a defect shows where it is only to who asks for it', () => {
  const defect = new Error('no such thing')
  expect(failureOf(defect, {})).toEqual({
    code: 3,
    message: 'A defect of Tvilling, please report it: no such thing\nWith TVILLING_DEBUG=1 it says where.',
  })
  expect(failureOf(defect, { TVILLING_DEBUG: '1' }).message).toContain(import.meta.filename)
})
