import {
  isFinnishPersonalCode,
  isNorwegianNationalNumber,
  isTestFinnishBusinessId,
  isTestNorwegianOrganizationNumber,
  isTestSwedishOrganizationNumber,
  isTestSwedishPersonalNumber,
} from 'tvilling/fixtures'
import { describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../server/proxy/personal/pseudonyms.ts'

const fresh = (seed = 'a') =>
  createPseudonyms({ seed, now: Date.parse('2026-01-01T00:00:00Z'), publicValues: () => [] })

describe('what stands in for an original is of its sort', () => {
  const sorts: [string, string, (text: string) => boolean][] = [
    ['number', '198112289874', isTestSwedishPersonalNumber],
    ['number', '5560360793', isTestSwedishOrganizationNumber],
    ['number', '01010750160', isNorwegianNationalNumber],
    ['number', '974760673', isTestNorwegianOrganizationNumber],
    ['number', '131052-308T', isFinnishPersonalCode],
    ['number', '0112038-9', isTestFinnishBusinessId],
    ['number', '0707614285', (text) => /^\d{10}$/.test(text)],
    ['number', '811228-9874', (text) => /^\d{6}-\d{4}$/.test(text)],
    ['name', 'Anna-Lena Åkesson', (text) => /^\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u.test(text)],
    ['name', 'Brødrene Dahl AS', (text) => text.endsWith(' AS')],
    ['address', 'Drottninggatan 12 B', (text) => /^\p{Lu}\p{Ll}+gatan 12 B$/u.test(text)],
    ['address', '111 51', (text) => text === '111 51' || /^\d{3} \d{2}$/.test(text)],
    ['phone', '+46 70 123 45 67', (text) => /^\+46[ \d]+$/.test(text)],
    ['email', 'anna@firma.se', (text) => /^\w+@\w+\.example$/.test(text)],
    ['id', '0b9a7c7e-6a55-4a1c-9d0e-5d5f0a3c2b11', (text) => /^[0-9a-f-]{36}$/.test(text)],
    ['secret', 'aB3-xyz', (text) => /^[a-z][A-Z]\d-[a-z]{3}$/.test(text)],
    ['url', 'https://hooks.firma.se/in?key=1', (text) => /^https:\/\/\w+\.example\/\w+$/.test(text)],
    ['date', '1981-12-28', (text) => /^1981-\d\d-\d\d$/.test(text)],
  ]
  test.each(sorts)('%s %s', (kind, original, isOfItsSort) => {
    const standIn = fresh().replace(kind as 'name', original)
    expect(isOfItsSort(standIn), standIn).toBe(true)
    if (original !== '111 51') expect(standIn).not.toBe(original)
  })
})

test('a number has one stand-in in all its forms, in its own form each time', () => {
  const pseudonyms = fresh()
  const whole = pseudonyms.replace('number', '198112289874')
  expect(pseudonyms.replace('number', '811228-9874')).toBe(`${whole.slice(2, 8)}-${whole.slice(8)}`)
  expect(pseudonyms.sweep('Born 19811228-9874.')).toBe(`Born ${whole.slice(0, 8)}-${whole.slice(8)}.`)
})

test('two recordings have different stand-ins, so that neither tells of the other', () => {
  expect(fresh('a').replace('name', 'Åkesson')).not.toBe(fresh('b').replace('name', 'Åkesson'))
})

test('running text loses numbers, phones, addresses of mail, and every name that was met anywhere', () => {
  const pseudonyms = fresh()
  const name = pseudonyms.replace('name', 'Åkesson')
  const swept = pseudonyms.sweep(
    'Åkesson (811228-9874), anna@firma.se, +46 70 123 45 67, org 974760673, eyJhbGciOi.J9eyJzdWIi.c2ln',
  )
  expect(swept).toContain(name)
  for (const original of ['Åkesson', '811228-9874', 'anna', '70 123', '974760673', 'eyJhbGciOi'])
    expect(swept).not.toContain(original)
})

test('what is no personal number is left alone', () => {
  const text = 'Received 20260101 at 2026-01-01T10:00:00Z, 1234567890123 bytes, trace 123456-7890'
  expect(fresh().sweep(text)).toBe(text)
})
