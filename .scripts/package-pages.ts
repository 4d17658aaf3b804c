/** The pages of the package, with links that work where they are read: in `dist/pages`, and in the README at the registry. */
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'

/** What a user reads. */
const PAGES = '{contracts,fixtures,mocks,server}/**/*.md'

/** A link of Markdown to a file of the repository, with its fragment. */
const LINK = /\]\((?![a-z]+:|#|\/)([^)#\s]+)(#[^)\s]*)?\)/g

/** Writes the pages below `dist/pages`, in the folders that they have in the repository. */
export function writePages(dist: string): void {
  const pages = globSync(PAGES).map((page) => page.split(sep).join('/'))
  for (const page of pages) {
    const path = join(dist, 'pages', page)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, withAddresses(readFileSync(page, 'utf8'), posix.dirname(page), pages))
  }
}

/**
 * The text with the repository's address before each link, except links to pages that are beside it.
 * @param folder the folder of the page, from the root of the repository.
 * @throws Error if a link leads to nothing.
 */
export function withAddresses(text: string, folder: string, beside: readonly string[] = []): string {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository: { url: string } }
  const address = repository.url.replace(/^git\+|\.git$/g, '')
  return text.replaceAll(LINK, (link, target: string, fragment = '') => {
    const path = posix.join(folder, target)
    if (beside.includes(path)) return link
    if (!existsSync(path)) throw new Error(`A page in ${folder} links ${target}, which is not there.`)
    return `](${address}/${statSync(path).isDirectory() ? 'tree' : 'blob'}/main/${path}${fragment})`
  })
}
