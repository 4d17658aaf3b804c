/** The pages of the documentation and the blocks of code in them. The conventions are in the README of this folder. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Block {
  language: string
  /** The file that the block is, by its first line or by what stands after the language; undefined if it has no name. */
  file: string | undefined
  text: string
  /** Line of its first line in the page. */
  line: number
}

export interface Page {
  path: string
  /** The oldest Node that it names, such as `22.13`; undefined if it names none. */
  node: string | undefined
  blocks: readonly Block[]
}

/** Blocks without a name that nobody runs: an output, a picture, a change of files, a line for another shell. */
export const SHOWN = ['text', 'mermaid', 'diff', 'zsh', 'fish']

/** No projects of a reader, or with tests of their own (test/project, test/control/generated-client). */
const OWN = [
  'CONTRIBUTING.md',
  'server/http/control-from-any-language.md',
  'test/own-simulators/**',
  'test/serializers/README.md',
  'test/bench/report/**',
  'test/prove/report/**',
]

/** Every page that has a block to run. */
export function pagesWithCode(): Page[] {
  const files = globSync('{*.md,.docs/*.md,{contracts,fixtures,mocks,server,src,test}/**/*.md}', {
    cwd: root,
    exclude: OWN,
  })
  return files
    .sort()
    .map((path) => pageOf(path, readFileSync(join(root, path), 'utf8')))
    .filter(({ blocks }) => blocks.some(({ language }) => !SHOWN.includes(language)))
}

function pageOf(path: string, text: string): Page {
  return { path, node: /\bNode (\d+\.\d+)/.exec(text)?.[1], blocks: blocksOf(text) }
}

/** Blocks may be indented, as in a list. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^( *)```(\w+)(?: (\S+))?\n([\s\S]*?)^\1```$/gm)].map(
    ([found, indent = '', language = '', file, indented = '']) => {
      const text = indented.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
      const line = markdown.slice(0, markdown.indexOf(found)).split('\n').length + 1
      return { language, file: file ?? nameIn(language, text), text, line }
    },
  )
}

/** The name in a first line such as `// consumers.ts` or `# seed.yaml`. */
function nameIn(language: string, text: string): string | undefined {
  return language === 'sh' ? undefined : /^(?:\/\/|#) ([\w./-]*\.\w+)\n/.exec(text)?.[1]
}
