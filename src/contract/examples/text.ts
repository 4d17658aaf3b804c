/** Texts that a schema allows: by its format, by its pattern, or any of a fitting length. */
import { createRequire } from 'node:module'
import { toIso } from '../../harness/clock.ts'
import type { Random } from '../../harness/random.ts'

export interface TextSchema {
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
}

/** Texts for members that have no format, by their names: `city`, `companyName`. Undefined: no idea. */
export type Words = (name: string, random: Random) => string | undefined

/** Start of the month in which all instants lie, so that they do not depend on the wall clock. */
const MONTH = Date.UTC(2026, 0, 1)
const SECONDS_OF_A_MONTH = 30 * 24 * 60 * 60
/** How many texts of a pattern are tried for one of the right length. */
const TRIES = 50

type Format = (random: Random) => string

const instant: Format = (random) => toIso(MONTH + random.integer(0, SECONDS_OF_A_MONTH) * 1_000)
const label: Format = (random) => random.hex(6).toLowerCase()
/** Nobody can be reached there (RFC 2606). */
const host: Format = (random) => `${label(random)}.example`

const formats: Record<string, Format> = {
  'date-time': instant,
  date: (random) => instant(random).slice(0, 10),
  time: (random) => instant(random).slice(11),
  duration: (random) => `PT${random.integer(1, 59)}M`,
  uuid: (random) => random.uuid(),
  email: (random) => `${label(random)}@mail.example`,
  'idn-email': (random) => `${label(random)}@mail.example`,
  hostname: host,
  'idn-hostname': host,
  ipv4: (random) => `192.0.2.${random.integer(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.hex(4).toLowerCase()}`,
  uri: (random) => `https://${host(random)}/`,
  url: (random) => `https://${host(random)}/`,
  iri: (random) => `https://${host(random)}/`,
  'uri-reference': (random) => `/${label(random)}`,
  'iri-reference': (random) => `/${label(random)}`,
  'uri-template': (random) => `/${label(random)}/{id}`,
  'json-pointer': (random) => `/${label(random)}`,
  'relative-json-pointer': () => '0',
  regex: () => '^.*$',
  byte: (random) => Buffer.from(random.hex(12)).toString('base64'),
  int32: (random) => String(random.integer(1, 9_999)),
  int64: (random) => String(random.integer(1, 9_999)),
}

/**
 * A text of a schema.
 * @param name of the member that it is for.
 * @returns undefined if none was found: a pattern that cannot be turned round, or that contradicts the lengths.
 */
export function textOf(
  schema: TextSchema,
  name: string,
  random: Random,
  words: Words | undefined,
): string | undefined {
  if (schema.pattern !== undefined) return textOfPattern(schema.pattern, schema, random)
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  const made = formats[schema.format ?? '']?.(random)
  if (made !== undefined) return made
  const text = words?.(name, random) ?? (name ? `${name} ${label(random)}` : label(random))
  return text.padEnd(minLength, 'x').slice(0, maxLength)
}

function textOfPattern(pattern: string, schema: TextSchema, random: Random): string | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  try {
    // Loaded here: few contracts have patterns, and few answers are made of a schema.
    const fc = createRequire(import.meta.url)('fast-check') as typeof import('fast-check')
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern), { size: 'small' }), {
      seed: random.integer(0, 2 ** 31 - 1),
      numRuns: TRIES,
    })
    const whole = new RegExp(pattern, 'u')
    const fitting = texts.filter(
      (text) => whole.test(text) && text.length >= minLength && text.length <= maxLength,
    )
    // Where there is a choice, letters that everybody can read.
    return fitting.find((text) => /^[\x20-\x7e]+$/.test(text)) ?? fitting[0]
  } catch {
    return undefined
  }
}
