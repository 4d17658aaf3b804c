/**
 * `npm run docs`: the documentation site, in `dist/docs` or in a folder that is named. Nothing is downloaded. With `--compress`
 * each file is compressed, as the package has them: a fifth of the size.
 */
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vitepress'
import { type Group, gather, writePages } from './gather.ts'

/** Builds the site of these pages into a folder. One at a time: the pages are written beside this file. */
export async function buildSite(groups: readonly Group[], target: string): Promise<void> {
  writePages(groups, join(import.meta.dirname, '.pages'))
  await build(import.meta.dirname, { outDir: target })
  for (const file of globSync('**/*.html', { cwd: target })) strip(join(target, file))
  rmSync(join(target, 'hashmap.json'), { force: true })
}

/** Puts `<file>.gz` in the place of each file. */
export function compress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
    rmSync(file)
  }
}

/** VitePress asks in each page whether it is a Mac, for the sign of a key. The policy of the server allows no script in a page. */
function strip(file: string): void {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replaceAll(/<script(?![^>]*\bsrc=)[^>]*>[\s\S]*?<\/script>\s*/g, ''))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = join(dirname(import.meta.dirname), 'dist/docs')] = process.argv
    .slice(2)
    .filter((one) => !one.startsWith('--'))
  const target = resolve(folder)
  await buildSite(gather(), target)
  if (process.argv.includes('--compress')) compress(target)
}
