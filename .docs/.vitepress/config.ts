/** The frame of the documentation site. It names no address outside of the server that shows it. */
import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'

interface Group {
  title: string
  pages: { title: string; place: string }[]
}

const groups = JSON.parse(readFileSync(new URL('../.pages/groups.json', import.meta.url), 'utf8')) as Group[]
const link = (place: string) => `/${place.replace(/(?:index)?\.md$/, '')}`

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export
export default defineConfig({
  title: 'Tvilling',
  description: 'Stateful twins of Nordic registry APIs, on a clock that your test owns',
  base: '/_tvilling/docs/',
  srcDir: '.pages',
  cacheDir: '.cache',
  metaChunk: true,
  // Without one, browsers ask the server for /favicon.ico, which would be an exchange of a provider.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Its script would stand in the page, where a strict policy forbids it.
  appearance: false,
  markdown: { html: false, theme: 'github-light' },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: groups.map(({ title, pages }) => ({
      text: title,
      items: pages.map((page) => ({ text: page.title, link: link(page.place) })),
    })),
  },
})
