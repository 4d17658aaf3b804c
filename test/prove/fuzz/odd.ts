/** Odd texts and values that have broken programs before. */
import type { Random } from 'tvilling'

export const ODD_TEXTS = [
  '',
  ' ',
  '\t',
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  '-0',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '[object Object]',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  '../../etc/passwd',
  '..%2f..%2f',
  "' OR 1=1 --",
  '"; DROP TABLE consumers; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '%s%n%x',
  '\u0000',
  'a\u0000b',
  '\u202eevil',
  '\ufeff',
  '\ud800',
  '\udfff\ud800',
  'e\u0301'.repeat(40),
  '😀'.repeat(20),
  'ﷺ',
  'İ',
  'ß'.repeat(100),
  '2026-02-30',
  '2026-13-01T25:61:61Z',
  '+999999-12-31T23:59:59.999Z',
  '0000-00-00',
  'P1Y',
  'PT-1S',
  '00000000-0000-0000-0000-000000000000',
  '198001022387',
  '0000000000',
  'http://',
  'http://[::1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'x'.repeat(251),
  'x'.repeat(5_000),
] as const

export const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[]],
  [null],
  { a: { b: { c: {} } } },
  ...ODD_TEXTS,
]

export const oddText = (random: Random): string =>
  random.integer(0, 9) === 0
    ? Buffer.from(random.hex(2 * random.integer(1, 30)), 'hex').toString('latin1')
    : random.pick(ODD_TEXTS as never as [string, ...string[]])

export const oddValue = (random: Random): unknown =>
  random.pick(ODD_VALUES as never as [unknown, ...unknown[]])

/** Any text as a part of a URL, sometimes with broken escapes. */
export function oddUrlPart(random: Random): string {
  const broken = [
    '%',
    '%zz',
    '%00',
    '%ff',
    '%c0%af',
    '%ed%a0%80',
    '%2F',
    '%5c',
    '.',
    '..',
    '*',
    ';a=b',
    '//',
    '\\',
  ]
  if (random.integer(0, 1) === 0) return random.pick(broken as never as [string, ...string[]])
  // A lone surrogate has no UTF-8 and would throw here.
  return encodeURIComponent(oddText(random).toWellFormed())
}
