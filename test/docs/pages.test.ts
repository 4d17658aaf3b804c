import { beforeAll, describe, test, vi } from 'vitest'
import { BUILD_LIMIT, builtPackage } from '../built-package.ts'
import { pagesWithCode } from './page.ts'
import { missingRuntime, runPage } from './run-page.ts'

vi.setConfig({ maxConcurrency: 2 })

beforeAll(builtPackage, BUILD_LIMIT)

describe.concurrent('every block of a page runs as it stands', () => {
  for (const page of pagesWithCode()) {
    test(page.path, { timeout: 300_000 }, async (context) => {
      const missing = missingRuntime(page)
      if (missing) context.skip(`optional: ${page.path} was not run: ${missing}.`)
      await runPage(page)
    })
  }
})
