/** The example of the page about seed files. */
import { readFileSync } from 'node:fs'

export const PAGE = readFileSync('mocks/seed-files.md', 'utf8')

/** A block of the page. */
export function blockOf(language: string): string {
  const [, block] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(PAGE) ?? []
  if (block === undefined) throw new Error(`The page has no block of ${language}.`)
  return block
}
