import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generate } from '../../.scripts/generate.ts'

test('what is generated is as fresh as the contracts it comes from', async () => {
  const stale: string[] = []
  for (const [path, text] of await generate()) {
    const written = await readFile(path, 'utf8').catch(() => undefined)
    if (written !== text) stale.push(path)
  }
  expect(stale, 'run npm run generate').toEqual([])
})
