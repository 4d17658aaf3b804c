import { execFile } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { compress } from '../../.docs/build.ts'
import { allPages, type Group, gather } from '../../.docs/gather.ts'
import { createDocs } from '../../server/http/docs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-site-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const groups = gather()
const pages = groups.flatMap((group) => group.pages)

test('every page but the READMEs of the rooms is in one group of the navigation', () => {
  const isOfARoom = (path: string) => path.endsWith('/README.md') || path === 'CONTRIBUTING.md'
  const listed = pages.map(({ source }) => source)
  expect(allPages().filter((path) => !isOfARoom(path) && !listed.includes(path))).toEqual([])
  expect(new Set(pages.map(({ place }) => place)).size).toBe(pages.length)
})

/** As the site makes the id of a heading. */
const idOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[`*]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

test('every link leads to a page, and to a heading that it has', () => {
  const headings = new Map(
    pages.map(({ place, text }) => [
      place,
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => idOf(words)),
    ]),
  )
  const dead = pages.flatMap(({ place, text }) =>
    [...text.matchAll(/\]\((\.[^)#]*|)(#[^)]*)?\)/g)]
      .map(([link, target = '', fragment = '']) => ({
        link,
        path: target ? join(place, '..', target) : place,
        fragment,
      }))
      .filter(
        ({ path, fragment }) =>
          !headings.get(path)?.includes(fragment.slice(1) || (headings.get(path)?.[0] ?? '')),
      )
      .map(({ link }) => `${place}: ${link}`),
  )
  expect(dead).toEqual([])
})

/** In a process of its own: VitePress sets variables of the process that builds. */
async function build(built: readonly Group[], target: string): Promise<void> {
  const script = `import { buildSite } from '${new URL('../../.docs/build.ts', import.meta.url)}'
    await buildSite(${JSON.stringify(built)}, ${JSON.stringify(target)})`
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env })
}

describe('the site', () => {
  const target = join(folder, 'site')
  const get = createDocs(target)

  test('is built of the pages, which load nothing but files of the server', {
    timeout: 120_000,
  }, async () => {
    const [start] = groups
    const [first] = start?.pages ?? []
    if (!first) throw new Error('The navigation has no first page.')
    const other = {
      ...first,
      source: 'other.md',
      place: 'other/page.md',
      title: 'Other',
      text: '# Other\n\nSearched words.\n',
    }
    const text = '# Front\n\n[other](./other/page.md)\n\n```sh\necho hello\n```\n'
    await build([{ title: 'Start', pages: [{ ...first, text }, other] }], target)

    const answer = await get({ method: 'GET', path: '/_tvilling/docs/', outside: '' })
    expect(answer?.headers?.['content-security-policy']).toContain("script-src 'self'")
    const html = String(answer?.body)
    expect(html).toContain('/_tvilling/docs/other/page.html')
    expect([...html.matchAll(/<script(?![^>]*\bsrc="\/_tvilling\/docs\/)/g)]).toEqual([])
    const loaded = [...html.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"/g)].map(
      ([, url = '']) => url,
    )
    for (const url of loaded.filter((one) => one !== 'data:,')) {
      const asset = await get({ method: 'GET', path: url, outside: '' })
      expect([url, asset?.status, asset?.headers?.['x-content-type-options']]).toEqual([url, 200, 'nosniff'])
    }
    const index = globSync('assets/chunks/*localSearchIndex*', { cwd: target })
    expect(readFileSync(join(target, index[0] ?? ''), 'utf8')).toContain('searched')
  })

  test('is served in the same way when it is compressed', async () => {
    const plain = await get({ method: 'GET', path: '/_tvilling/docs/other/page.html', outside: '' })
    compress(target)
    const compressed = await createDocs(target)({
      method: 'GET',
      path: '/_tvilling/docs/other/page.html',
      outside: '',
    })
    expect(globSync('**/*.html', { cwd: target })).toEqual([])
    expect(compressed).toEqual(plain)
  })

  test('has the whole set of pages in the navigation of the repository', () => {
    expect(pages.length).toBeGreaterThan(35)
    expect(groups.map(({ title }) => title)).toContain('Reference')
  })
})

test('a file that is not of the site is not served', async () => {
  const site = join(folder, 'made')
  mkdirSync(join(site, 'a'), { recursive: true })
  writeFileSync(join(site, 'index.html'), '<a href="/_tvilling/docs/a/">a</a>')
  writeFileSync(join(site, 'a/index.html'), 'inside')
  writeFileSync(join(site, 'a/secret.env'), 'secret')
  writeFileSync(join(folder, 'outside.html'), 'outside')
  const get = createDocs(site)
  const status = async (path: string, method = 'GET') => (await get({ method, path, outside: '' }))?.status

  expect(await status('/_tvilling/docs/a/')).toBe(200)
  expect(await status('/_tvilling/docs/../outside.html')).toBe(404)
  expect(await status('/_tvilling/docs/%2e%2e/outside.html')).toBe(404)
  expect(await status('/_tvilling/docs/a/secret.env')).toBe(404)
  expect(await status('/_tvilling/docs/', 'POST')).toBe(405)
  expect(await status('/_tvilling/clock')).toBeUndefined()
  const tenant = await get({ method: 'GET', path: '/t/team-a/_tvilling/docs/a/', outside: '/twins' })
  expect(tenant?.headers?.['location']).toBe('/twins/_tvilling/docs/a/')
  expect((await get({ method: 'GET', path: '/_tvilling/docs/', outside: '/twins' }))?.body).toContain(
    '"/twins/_tvilling/docs/a/"',
  )
})

test('without a built site the answer says how to build it', async () => {
  const answer = await createDocs(join(folder, 'nowhere'))({
    method: 'GET',
    path: '/_tvilling/docs/',
    outside: '',
  })
  expect(answer?.status).toBe(404)
  expect(answer?.body).toContain('npm run docs')
})
