import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const pages = globSync('{*.md,.docs/*.md,{contracts,fixtures,mocks,server,src,test}/**/*.md}')

describe('documents name only what is there', () => {
  for (const page of pages) {
    test(page, () => {
      const text = readFileSync(page, 'utf8')
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) =>
        join(dirname(page), link),
      )
      const paths = [
        ...text.matchAll(/`((?:contracts|fixtures|mocks|server|src|test|\.ci|\.scripts)\/[\w./-]*\w)`/g),
      ]
        .map(([, path = '']) => path)
        .filter((path) => !path.includes('<'))
      expect([...links, ...paths].filter((path) => !existsSync(path))).toEqual([])
    })
  }
})
