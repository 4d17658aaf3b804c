import { describe, expect, test } from 'vitest'
import {
  holds,
  median,
  medianTarget,
  pairedRatio,
  quantile,
  ratioTarget,
  type Series,
} from '../bench/statistics.ts'

const series = (name: string, ...values: number[]): Series => ({ name, unit: 'ms', values })

describe('the bench decides by medians of rounds', () => {
  test('a median is the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 2, 100])).toBe(3)
    expect(median([])).toBeNaN()
  })

  test('a quantile lies between its neighbours in proportion', () => {
    const hundred = Array.from({ length: 101 }, (_, value) => value)
    expect(quantile(hundred, 0.99)).toBe(99)
    expect(quantile([10, 20], 0.25)).toBe(12.5)
  })

  test('a ratio is the median of the ratios of each round, whatever the machine did in between', () => {
    expect(pairedRatio(series('a', 10, 1, 10), series('b', 20, 2, 20))).toBe(0.5)
    // The ratio of the medians would be 4 / 3.
    expect(pairedRatio(series('a', 1, 4, 9), series('b', 2, 4, 3))).toBe(1)
  })

  test('series of different lengths have no ratio', () => {
    expect(() => pairedRatio(series('a', 1, 2), series('b', 1))).toThrow('a has 2 rounds and b 1.')
  })

  test('a limit is held when it is met exactly, and never by what is no number', () => {
    expect(holds(0.6, { atLeast: 0.6 })).toBe(true)
    expect(holds(0.599, { atLeast: 0.6 })).toBe(false)
    expect(holds(1.1, { atMost: 1.1 })).toBe(true)
    expect(holds(1.101, { atMost: 1.1 })).toBe(false)
    expect(holds(Number.NaN, { atLeast: 0 }) || holds(Number.NaN, { atMost: 9 })).toBe(false)
  })

  test('a target keeps what it was computed from', () => {
    const [a, b] = [series('a', 6, 6), series('b', 10, 10)]
    expect(ratioTarget('a of b', { atLeast: 0.5 }, a, b)).toEqual({
      name: 'a of b',
      measured: 0.6,
      unit: '',
      limit: { atLeast: 0.5 },
      held: true,
      from: [a, b],
    })
    expect(medianTarget('b alone', { atMost: 9 }, b)).toMatchObject({ measured: 10, unit: 'ms', held: false })
  })
})
