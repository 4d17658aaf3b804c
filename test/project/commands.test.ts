import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('CI runs exactly the test command of the README', () => {
  const commands = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n(.*)\n```/g)].map(
    ([, command]) => command,
  )
  const [, testCommand = ''] = commands
  expect(testCommand).toContain('npm test')
  expect(readFileSync('.ci/run', 'utf8').trimEnd().split('\n').at(-1)).toBe(testCommand)
})
