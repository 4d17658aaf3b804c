import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Fact {
  id: string
  evidence: string
  statement: string
}

const sheets = globSync('contracts/*/facts.yaml').map((file) => ({
  name: basename(dirname(file)),
  facts: parse(readFileSync(file, 'utf8')) as Fact[],
}))

/** Each sheet's ids begin with letters of its own, such as `ID` in `ID-01`. */
const prefixes = new Set(sheets.flatMap(({ facts }) => facts.map(({ id }) => id.split('-')[0])))
const cited = new RegExp(`\\b(?:${[...prefixes].join('|')})-\\d\\d\\b`, 'g')

const citations = new Map<string, string[]>()
for (const file of globSync('test/**/*.test.ts')) {
  for (const [, title = ''] of readFileSync(file, 'utf8').matchAll(
    /(?:test|eachDoor|describe)\(\s*(['"`].*)/g,
  )) {
    for (const [id] of title.matchAll(cited)) {
      citations.set(id, [...(citations.get(id) ?? []), file])
    }
  }
}

describe('every fact has a proof, and every proof a fact', () => {
  for (const { name, facts } of sheets) {
    test(`each fact of ${name} is cited by the title of a test`, () => {
      expect(facts.map(({ id }) => id).filter((id) => !citations.has(id))).toEqual([])
    })
  }

  test('no title cites a fact that does not exist', () => {
    const known = new Set(sheets.flatMap(({ facts }) => facts.map(({ id }) => id)))
    expect([...citations].filter(([id]) => !known.has(id))).toEqual([])
  })
})
