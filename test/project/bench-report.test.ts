import { describe, expect, test } from 'vitest'
import { NO_REPORT, type PartReport, quantity, renderReport, renderSummary } from '../bench/report.ts'

const express = { name: 'bare Express', unit: 'requests/s', values: [20_000, 10_000] }
const twin = { name: 'Tvilling', unit: 'requests/s', values: [13_000, 6_500] }
const part: PartReport = {
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 61.4,
  quick: false,
  machine: { Node: 'v24.0.0', Java: 'none' },
  targets: [
    { name: 'a page', measured: 0.65, unit: '', limit: { atLeast: 0.6 }, held: true, from: [twin, express] },
    { name: 'a harness', measured: 0.41234, unit: 'ms', limit: { atMost: 0.3 }, held: false, from: [] },
  ],
  tables: [
    { title: 'Warm', comparedTo: 'bare Express', rows: [express, twin] },
    { title: 'Once', rows: [{ name: 'size', unit: 'MB', values: [14.96] }], note: 'Without peers.' },
  ],
  notes: ['Load by wrk.'],
}

describe('the bench shows what it has measured', () => {
  test('every target stands with its measured value, its limit and a verdict', () => {
    const page = renderReport({ parts: { http: part } })
    expect(page).toContain('| a page | 0.65 | at least 0.6 | held |')
    expect(page).toContain('| a harness | 0.412 ms | at most 0.3 ms | **missed** |')
  })

  test('a table tells the rounds, and the ratio to the row that it is compared to', () => {
    const page = renderReport({ parts: { http: part } })
    expect(page).toContain('|  | median | least | most | rounds | of bare Express |')
    expect(page).toContain('| Tvilling | 9,750 requests/s | 6,500 | 13,000 | 2 | 0.65 |')
  })

  test('what was measured once has one column', () => {
    expect(renderReport({ parts: { http: part } })).toContain(
      '|  | measured |\n| --- | --- |\n| size | 15 MB |',
    )
  })

  test('a part stands with its time, machine and notes', () => {
    const page = renderReport({ parts: { http: part } })
    expect(page).toContain('2026-01-01T00:00:00.000Z, 61 s. Node v24.0.0; Java none.')
    expect(page).toContain('- Load by wrk.')
    expect(page).toContain('Without peers.')
  })

  test('a quick run is marked as one, once at the top and at the part', () => {
    const page = renderReport({ parts: { http: { ...part, quick: true } } })
    expect(page).toContain('nothing about speed')
    expect(page).toContain('61 s, quick run.')
    expect(renderReport({ parts: { http: part } })).not.toContain('nothing about speed')
  })

  test('the summary has the targets and the comparisons with peers', () => {
    const summary = renderSummary({ parts: { http: part, peers: { ...part, targets: [] } } })
    expect(summary.match(/\| a page \|/g)).toHaveLength(1)
    expect(summary.match(/Warm:/g)).toHaveLength(1)
    expect(summary).not.toContain('| size |')
    expect(renderSummary(undefined)).toBe(NO_REPORT)
  })

  test('a quantity has three digits, or is a whole number from 1,000 on', () => {
    expect(quantity(0.123456, 'ms')).toBe('0.123 ms')
    expect(quantity(12_345.6, 'requests/s')).toBe('12,346 requests/s')
    expect(quantity(999.9, '')).toBe('1,000')
  })
})
