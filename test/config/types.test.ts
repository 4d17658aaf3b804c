import { type Config, defineConfig } from 'tvilling/server'
import { expect, test } from 'vitest'

test('defineConfig gives back what it got, and its types find mistakes', () => {
  const config: Config = {
    port: 4020,
    log: 'json',
    scenario: 'consumers-identified',
    settings: { 'birth-report': { nulls: 'refused' } },
  }
  expect(defineConfig(config)).toBe(config)
  const wrong = [
    // @ts-expect-error a key that is misspelt
    defineConfig({ prot: 4020 }),
    // @ts-expect-error a text for a number
    defineConfig({ port: '4020' }),
    // @ts-expect-error a word that is none
    defineConfig({ log: 'loud' }),
    // @ts-expect-error milliseconds for a duration
    defineConfig({ requestTimeout: 30 }),
  ]
  expect(wrong).toHaveLength(4)
})
