/** Delays: fixed, or drawn from a distribution. */
import { durationOf, parseDuration } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'

/** ISO 8601 durations: fixed, uniform between two, or lognormal around a median. */
export type Delay = string | { from: string; to: string } | { median: string; sigma: number }

const STEPS = 2 ** 32

/** A number from 0 up to, but not including, 1. */
export function fraction(random: Random): number {
  return random.integer(0, STEPS - 1) / STEPS
}

/** Milliseconds. A fixed delay draws nothing. */
export function drawDelay(delay: Delay, random: Random): number {
  if (typeof delay === 'string') return durationOf(delay)
  if ('from' in delay) return random.integer(durationOf(delay.from), durationOf(delay.to))
  // Box-Muller transform: two uniform numbers give a normally distributed one. The first must not be 0.
  const normal = Math.sqrt(-2 * Math.log(1 - fraction(random))) * Math.cos(2 * Math.PI * fraction(random))
  return Math.round(durationOf(delay.median) * Math.exp(delay.sigma * normal))
}

/** What is wrong with a declared delay, as the end of a sentence; undefined if nothing is. */
export function delayMistake(delay: unknown): string | undefined {
  const isDuration = (text: unknown) => typeof text === 'string' && parseDuration(text) !== undefined
  if (isDuration(delay)) return undefined
  const { from, to, median, sigma } = (typeof delay === 'object' && delay ? delay : {}) as Record<
    string,
    unknown
  >
  if (isDuration(from) && isDuration(to)) {
    return durationOf(from as string) <= durationOf(to as string) ? undefined : 'ends before it begins'
  }
  // At sigma 5, one delay in a thousand is five million times the median.
  if (isDuration(median) && typeof sigma === 'number' && sigma >= 0 && sigma <= 5) return undefined
  return 'is a duration such as PT2S, {"from","to"} of two, or {"median","sigma"} with a sigma from 0 to 5'
}
