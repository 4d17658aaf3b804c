import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUILD_LIMIT, builtPackage } from '../built-package.ts'
import { asModule } from './fragment.ts'
import { pagesWithCode, root } from './page.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-types-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(builtPackage, BUILD_LIMIT)

/** As strict as a project can be, with the packages of this repository. */
const CONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2024',
    lib: ['es2024', 'dom', 'esnext.disposable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: ['node'],
    allowImportingTsExtensions: true,
  },
  include: ['.'],
}

function link(name: string, target: string): void {
  const place = join(folder, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(target, place)
}

test('the types of all samples hold together', { timeout: 120_000 }, async () => {
  link('tvilling', await builtPackage())
  const installed = new Set(['@types/node'])
  for (const { path, blocks } of pagesWithCode()) {
    // What this page starts from is written by a command that is not run here; the page runs tsc itself.
    if (path === 'mocks/your-own-simulator.md') continue
    for (const [index, { language, file, text }] of blocks.entries()) {
      for (const [, names = ''] of text.matchAll(/^npm install (.*)$/gm)) {
        for (const name of names.split(' '))
          if (!name.startsWith('-') && name !== 'tvilling') installed.add(name)
      }
      if (language !== 'ts') continue
      const place = join(folder, path, file ?? `block-${index}.mts`)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, file === undefined ? asModule(text) : text)
    }
  }
  for (const name of installed) link(name, join(root, 'node_modules', name))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG))
  const compiler = join(root, 'node_modules/typescript-7/bin/tsc')
  const output = await new Promise((resolve) =>
    execFile(process.execPath, [compiler, '--pretty', 'false'], { cwd: folder }, (_error, out) =>
      resolve(out),
    ),
  )
  expect(output).toBe('')
})
