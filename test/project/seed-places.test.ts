import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { indexOf, missingFrom, type SourceIndex } from '../../.scripts/sources.ts'
import type { Fact } from '../../src/contract/facts.ts'

const indexes = new Map<string, SourceIndex>(
  globSync('contracts/*/source.gen.json').map((file) => [
    basename(dirname(file)),
    JSON.parse(readFileSync(file, 'utf8')),
  ]),
)

describe('what a provider promises stands in its document', () => {
  for (const file of globSync('contracts/*/facts.yaml').sort()) {
    const api = basename(dirname(file))
    const facts = parse(readFileSync(file, 'utf8')) as Fact[]
    const seed = facts.filter(({ evidence }) => evidence === 'seed')

    test(`each seed fact of ${api} has its place there, and its words are in these lines`, () => {
      const problems = seed.flatMap(({ id, source }) => {
        const missed = source ? missing(api, source) : ['no source']
        return missed.length > 0 ? [`${id}: ${missed.join(', ')}`] : []
      })
      expect(problems).toEqual([])
    })

    test(`only seed facts of ${api} have a place there`, () => {
      const others = facts.filter(({ evidence, source }) => evidence !== 'seed' && source)
      expect(others.map(({ id }) => id)).toEqual([])
    })
  }
})

function missing(api: string, { of = api, lines, words }: NonNullable<Fact['source']>): readonly string[] {
  const index = indexes.get(of)
  return index ? missingFrom(index, lines, words) : [`contracts/${of}/source.gen.json`]
}

test('a word that stands in other lines only is missed', () => {
  const index = indexOf('Status\njsonData: IN_PROGRESS\n\naml-report')
  const words = ['Data', 'IN_PROGRESS', 'aml-report', 'jsonStatus']
  expect(missingFrom(index, '1-2', words)).toEqual(['aml-report', 'jsonStatus'])
  expect(missingFrom(index, '1-2, 4', words)).toEqual(['jsonStatus'])
})

test('lines that do not exist hold no words', () => {
  expect(missingFrom(indexOf('Status'), '7', ['Status'])).toEqual(['Status'])
  expect(() => missingFrom([], '7-5', [])).toThrow('"7-5" does not read like "12-14, 20".')
})
