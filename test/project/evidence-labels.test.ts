import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { simulators } from '../../mocks/index.ts'
import { type Ground, readGround } from '../../src/contract/evidence.ts'
import { readFacts } from '../../src/contract/facts.ts'
import { REQUIRED_EVIDENCE } from '../../src/contract/shape.ts'
import { COMMON_SETTINGS } from '../../src/simulator/settings.ts'

const sheets = new Map(
  globSync('contracts/*/facts.gen.json')
    .sort()
    .map((file) => [basename(dirname(file)), readFacts(new URL(`../../${file}`, import.meta.url))]),
)
const all = new Map([...sheets.values()].flatMap((facts) => [...facts]))

describe('contract, facts and code agree on the evidence', () => {
  for (const { name, contract, definition, facts } of simulators) {
    test(`no x-evidence in the contract of ${name} promises more than the facts that it names`, () => {
      const wrong = labelsIn(contract.document).filter(({ text }) => !isSupported(readGround(text)))
      expect(wrong).toEqual([])
    })

    test(`${name} labels being required only where something is required`, () => {
      const strays = requiredIn(contract.document).flatMap(({ required, labels }) =>
        labels.filter((label) => !required.includes(label)),
      )
      expect(strays).toEqual([])
    })

    test(`each setting of ${name} says what it does, and on which fact its default rests`, () => {
      const about = definition.aboutSettings ?? {}
      const silent = Object.keys(definition.settings).filter((setting) => !about[setting]?.effect)
      const strays = Object.keys(about).filter((setting) => !known(definition.settings).has(setting))
      const factless = Object.entries(about).filter(([, said]) => said?.fact && !facts.has(said.fact))
      expect({ silent, strays, factless }).toEqual({ silent: [], strays: [], factless: [] })
    })
  }

  test('each fact that code names exists', () => {
    const prefixes = new Set([...all.keys()].map((id) => id.split('-')[0]))
    const cited = new RegExp(`\\b(?:${[...prefixes].join('|')})-\\d\\d\\b`, 'g')
    const strays = globSync('{src,mocks,fixtures,server,contracts}/**/*.{ts,yaml}').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(cited)]
        .filter(([id]) => !all.has(id))
        .map(([id]) => `${file}: ${id}`),
    )
    expect(strays).toEqual([])
  })
})

const STRENGTH = ['seed', 'public', 'assumed']

/** Each fact is as strong as the label. A stronger one says in its remark what about it is not so sure. */
function isSupported(ground: Ground | undefined): boolean {
  if (!ground) return false
  const claimed = STRENGTH.indexOf(ground.evidence)
  return ground.facts.every((id) => {
    const { evidence = '', remark } = all.get(id) ?? {}
    const strength = STRENGTH.indexOf(evidence)
    return strength === claimed || (strength >= 0 && strength < claimed && remark !== undefined)
  })
}

const known = (settings: object) => new Set([...Object.keys(settings), ...Object.keys(COMMON_SETTINGS)])

function requiredIn(value: unknown): { required: string[]; labels: string[] }[] {
  if (typeof value !== 'object' || value === null) return []
  const { required = [], [REQUIRED_EVIDENCE]: labels } = value as Record<string, never>
  const inside = Object.values(value).flatMap(requiredIn)
  return labels ? [{ required, labels: Object.keys(labels) }, ...inside] : inside
}

function labelsIn(value: unknown, at = ''): { at: string; text: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'x-evidence'
      ? [{ at, text: String(member) }]
      : name === REQUIRED_EVIDENCE
        ? Object.entries(member as Record<string, string>).map(([required, text]) => ({
            at: `${at}/required/${required}`,
            text,
          }))
        : labelsIn(member, `${at}/${name.replaceAll('/', '~1')}`),
  )
}
