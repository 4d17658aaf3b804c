/** Gathers the pages of the rooms for the documentation site, with links that work there. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { parse } from 'yaml'

const root = dirname(import.meta.dirname)

/** Not for readers of the site: what `tvilling new` has written. */
const LEFT_OUT = ['test/own-simulators/**', 'node_modules/**', 'dist/**', '.docs/.pages/**']

export interface Group {
  title: string
  pages: GatheredPage[]
}

export interface GatheredPage {
  /** In the repository. */
  source: string
  /** On the site. */
  place: string
  title: string
  text: string
}

/** A link of Markdown, outside of code: its text, target and fragment. */
const LINK = /\[((?:[^[\]]|\[[^\]]*\])*)\]\((?![a-z]+:)([^)#\s]*)(#[^)\s]*)?\)/g

/** The groups of the navigation, with the pages as the site shows them. */
export function gather(): Group[] {
  const groups = parse(readFileSync(join(root, '.docs/navigation.yaml'), 'utf8')) as {
    title: string
    pages: string[]
  }[]
  const taken = new Set<string>()
  const listed = groups.map(({ title, pages }) => {
    const sources = pages.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: LEFT_OUT }).sort())
    const own = [...new Set(sources)].filter((source) => !taken.has(source))
    for (const source of own) taken.add(source)
    return { title, own }
  })
  const gathered = listed.map(({ title, own }) => ({
    title,
    pages: own.map((source) => readPage(source, taken)),
  }))
  gathered.at(-1)?.pages.push(decisions(taken))
  return gathered
}

/** The decisions of all rooms as one page. */
function decisions(onSite: ReadonlySet<string>): GatheredPage {
  const rooms = allPages().filter((path) => path.endsWith('/README.md'))
  const sections = rooms.sort().flatMap((source) => {
    const [, section] =
      /^## Decisions\n\n?([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readFileSync(join(root, source), 'utf8')) ?? []
    return section === undefined
      ? []
      : [`## ${dirname(source)}`, withLinks(section.trim(), source, onSite, 'about')]
  })
  const text = ['# Decisions', 'Short records, from the README of each room.', ...sections].join('\n\n')
  return { source: '.docs/navigation.yaml', place: 'about/decisions.md', title: 'Decisions', text }
}

/** Every page of the repository that could be on the site. */
export function allPages(): string[] {
  return globSync('{*.md,{.docs,.deploy,.devcontainer,contracts,fixtures,mocks,server,src,test}/**/*.md}', {
    cwd: root,
    exclude: LEFT_OUT,
  })
}

/** Where a page is on the site: the README of a folder is its index. */
export function placeOf(source: string): string {
  return source
    .replace(/(^|\/)README\.md$/, '$1index.md')
    .replace(/\.gen\.md$/, '.md')
    .replace(/^\.(docs|deploy|devcontainer)\//, (_, folder) => (folder === 'docs' ? 'about/' : `${folder}/`))
}

function readPage(source: string, onSite: ReadonlySet<string>): GatheredPage {
  const text = readFileSync(join(root, source), 'utf8').replaceAll(/^<!--.*?-->\n*/gm, '')
  const title = /^# (.*)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? source
  return { source, place: placeOf(source), title, text: withNames(withLinks(text, source, onSite)) }
}

/** The name of a file that stands after the language of a block becomes a line above it, where readers see it. */
function withNames(text: string): string {
  return text.replaceAll(/^```(\w+) (\S+)$/gm, '`$2`\n\n```$1')
}

/**
 * A link to a page leads to its place on the site; of a link to any other file the text is left.
 * @param folder where the text will stand.
 */
function withLinks(
  text: string,
  source: string,
  onSite: ReadonlySet<string>,
  folder = posix.dirname(placeOf(source)),
): string {
  return outsideOfCode(text, (prose) =>
    prose.replaceAll(LINK, (link, shown: string, target: string, fragment = '') => {
      if (target === '') return link
      const path = posix.join(posix.dirname(source), target)
      const page = [path, posix.join(path, 'README.md')].find((one) => onSite.has(one))
      if (page !== undefined) {
        return `[${shown}](${posix.relative(folder, placeOf(page)).replace(/^(?!\.)/, './')}${fragment})`
      }
      if (!existsSync(join(root, path))) throw new Error(`${source} links ${target}, which is not there.`)
      return /[/.]/.test(shown) && !shown.includes('`') && !shown.includes(' ') ? `\`${shown}\`` : shown
    }),
  )
}

/** Blocks of code and inline code stay as they are. */
function outsideOfCode(text: string, change: (prose: string) => string): string {
  return text
    .split(/(^ *```[\s\S]*?^ *```$)/m)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

/** Writes the pages, and the navigation as `groups.json`, into a folder that is emptied before. */
export function writePages(groups: readonly Group[], folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const navigation = groups.map(({ title, pages }) => ({
    title,
    pages: pages.map((page) => ({ title: page.title, place: page.place })),
  }))
  writeFileSync(join(folder, 'groups.json'), JSON.stringify(navigation))
  for (const { place, text } of groups.flatMap(({ pages }) => pages)) {
    const file = join(folder, place)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
