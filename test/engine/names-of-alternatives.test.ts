import { expect, test } from 'vitest'
import { adaptContract } from '../../src/contract/adapt-contract.ts'
import { createTranslation } from '../../src/contract/translate.ts'

const company = (country: string) => ({
  type: 'object',
  required: ['about'],
  'x-evidence': 'assumed XX-01',
  properties: {
    about: {
      type: 'object',
      required: ['country'],
      properties: { country: { type: 'string', const: country }, name: { type: 'string' } },
    },
  },
})

const document = {
  openapi: '3.1.0',
  info: { title: 'Companies', version: '1' },
  components: {
    schemas: {
      Norwegian: company('NO'),
      Finnish: company('FI'),
      Company: {
        oneOf: [{ $ref: '#/components/schemas/Norwegian' }, { $ref: '#/components/schemas/Finnish' }],
      },
    },
  },
}

test('alternatives that have the same members are told apart by the words in them, and have names of their own', () => {
  const adapted = adaptContract(document, {
    names: { 'Norwegian.about': 'om', 'Finnish.about': 'tiedot', 'Finnish.about.name': 'nimi' },
    words: { 'Finnish.about.country': { FI: 'FIN' } },
  })
  const translation = createTranslation({ document: adapted } as Parameters<typeof createTranslation>[0])
  const pairs = [
    [{ about: { country: 'NO', name: 'Fjord' } }, { om: { country: 'NO', name: 'Fjord' } }],
    [{ about: { country: 'FI', name: 'Järvi' } }, { tiedot: { country: 'FIN', nimi: 'Järvi' } }],
  ]
  for (const [own, served] of pairs) {
    expect(translation?.serve('/components/schemas/Company', own)).toEqual(served)
    expect(translation?.take('/components/schemas/Company', served)).toEqual(own)
  }
})
