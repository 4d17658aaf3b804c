import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const code = globSync('{src,server}/*/**/*.ts')
const rooms = [...new Set(code.map((file) => file.split('/').slice(0, 2).join('/')))].sort()

describe('each folder of src and server has a README', () => {
  for (const room of rooms) {
    test(room, () => {
      expect(existsSync(`${room}/README.md`)).toBe(true)
    })
  }
})

describe('a file of more than 300 lines says why', () => {
  const handwritten = globSync('{.scripts,fixtures,mocks,server,src,test}/**/*.ts').filter(
    (file) => !file.endsWith('.gen.ts'),
  )
  const long = handwritten.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 300)
  for (const file of long) {
    test(file, () => {
      const [beginning = ''] = readFileSync(file, 'utf8').split('*/')
      expect(beginning).toMatch(/^\/\*\*[\s\S]*Longer than 300 lines because \S/)
    })
  }
})
