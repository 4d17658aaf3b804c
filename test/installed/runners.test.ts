/** A test of a user in each test runner, on the oldest Node: as their pages say how it is set up, and without flags. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUILD_LIMIT } from '../built-package.ts'
import { type Installed, install, NODES, program, runNode } from './project.ts'

let installed: Installed
beforeAll(async () => {
  installed = await install(
    ...['@babel/core', '@babel/plugin-transform-modules-commonjs', '@babel/preset-typescript'],
    ...[
      '@jest/globals',
      '@playwright/test',
      '@types/node',
      'babel-jest',
      'jest',
      'ts-jest',
      'typescript',
      'vitest',
    ],
  )
}, BUILD_LIMIT)
afterAll(() => installed?.remove())

const IMPORTS = `import { createHarness } from 'tvilling'\nimport { simulators } from 'tvilling/mocks'\n`
/** The body of a test, in TypeScript. `close` is called beside it, since Node 22 has no `await using`. */
const BODY = `
  const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
  const response = await harness.fetch('https://api.roaring.io/token', { method: 'POST' })
  await harness.clock.advance('PT2H')
  const { now }: { now: string } = await harness.clock.read()
  await harness.close()
`
const EXPECT = 'expect([response.status, now]).toEqual([400, "2026-01-01T02:00:00.000Z"])'

test('Vitest, with a harness of the door for it', async () => {
  const project = installed.project('vitest', {
    'package.json': '{ "type": "module" }',
    'a.test.ts': `import { expect } from 'vitest'
      import { test } from 'tvilling/vitest'
      test('a', async ({ harness }) => {
        expect((await harness.fetch('https://api.roaring.io/token', { method: 'POST' })).status).toBe(400)
      })`,
  })
  const { code, output } = await runNode(NODES.oldest, [program('vitest/vitest.mjs'), 'run'], project)
  expect(output).toMatch(/1 passed/)
  expect(code).toBe(0)
}, 60_000)

const jest = [program('jest/bin/jest.js'), '--runInBand', '--no-cache', '--no-watchman']

test('Jest with ts-jest, in a project of CommonJS', async () => {
  const project = installed.project('ts-jest', {
    'package.json': '{ "jest": { "preset": "ts-jest" } }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'commonjs',
        esModuleInterop: true,
        strict: true,
        types: [],
      },
    }),
    'a.test.ts': `import { expect, test } from '@jest/globals'\n${IMPORTS}
      test('a', async () => {${BODY}${EXPECT} })`,
  })
  const { code, output } = await runNode(NODES.oldest, jest, project)
  expect(output).toMatch(/1 passed/)
  expect(code).toBe(0)
}, 60_000)

test('Jest with Babel', async () => {
  const project = installed.project('babel-jest', {
    'package.json': '{}',
    'babel.config.json': JSON.stringify({
      presets: ['@babel/preset-typescript'],
      plugins: ['@babel/plugin-transform-modules-commonjs'],
    }),
    'a.test.ts': `${IMPORTS}test('a', async () => {${BODY}${EXPECT} })`,
  })
  const { code, output } = await runNode(NODES.oldest, jest, project)
  expect(output).toMatch(/1 passed/)
  expect(code).toBe(0)
}, 60_000)

test('node:test', async () => {
  const project = installed.project('node-test', {
    'a.test.mjs': `import assert from 'node:assert/strict'
      import test from 'node:test'
      ${IMPORTS}test('a', async () => {${BODY.replace(': { now: string }', '')}
        assert.deepEqual([response.status, now], [400, '2026-01-01T02:00:00.000Z'])
      })`,
  })
  const { code, output } = await runNode(NODES.oldest, ['--test', '--test-reporter=tap'], project)
  expect(output).toMatch(/^# pass 1$/m)
  expect(code).toBe(0)
}, 60_000)

test('Playwright, with a harness as a fixture and no browser', async () => {
  const project = installed.project('playwright', {
    'package.json': '{}',
    'a.spec.ts': `import { test as base, expect } from '@playwright/test'
      import { createHarness, type Harness } from 'tvilling'
      import { simulators } from 'tvilling/mocks'
      const test = base.extend<{ harness: Harness }>({
        harness: async ({}, use) => {
          const harness = await createHarness({ simulators })
          await use(harness)
          await harness.close()
        },
      })
      test('a', async ({ harness }) => {
        expect((await harness.fetch('https://api.roaring.io/token', { method: 'POST' })).status).toBe(400)
      })`,
  })
  const words = [program('@playwright/test/cli.js'), 'test', '--reporter=line', '--workers=1']
  const { code, output } = await runNode(NODES.oldest, words, project)
  expect(output).toMatch(/1 passed/)
  expect(code).toBe(0)
}, 60_000)
