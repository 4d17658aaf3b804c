import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('CI runs exactly the test command of the README', () => {
  const [, testCommand = ''] = /`([^`]*npm test)`/.exec(readFileSync('README.md', 'utf8')) ?? []
  expect(readFileSync('.ci/run', 'utf8').trimEnd().split('\n').at(-1)).toBe(testCommand)
})
