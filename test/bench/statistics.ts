/** Medians, ratios and targets. Pure functions: nothing is measured here. */

/** One measurement in several rounds. The report has the raw values. */
export interface Series {
  name: string
  unit: string
  values: number[]
}

/** What a target allows. */
export type Limit = { atLeast: number } | { atMost: number }

/** A target of the design with the measured value. */
export interface TargetResult {
  name: string
  measured: number
  /** Empty for a ratio. */
  unit: string
  limit: Limit
  held: boolean
  /** The series that it was computed from. */
  from: Series[]
}

/** The middle value, or the mean of the two in the middle; NaN without values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which this share of the values lies, interpolated between neighbours; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/**
 * The median of the ratios of the rounds. The machine's speed changes, but is nearly the same within a round.
 * @throws Error if the series have different numbers of rounds.
 */
export function pairedRatio(above: Series, below: Series): number {
  if (above.values.length !== below.values.length) {
    throw new Error(
      `${above.name} has ${above.values.length} rounds and ${below.name} ${below.values.length}.`,
    )
  }
  return median(above.values.map((value, round) => value / (below.values[round] ?? Number.NaN)))
}

/** NaN holds no limit. */
export function holds(measured: number, limit: Limit): boolean {
  return 'atLeast' in limit ? measured >= limit.atLeast : measured <= limit.atMost
}

/** The target that `above` is at least, or at most, so many times `below`. */
export function ratioTarget(name: string, limit: Limit, above: Series, below: Series): TargetResult {
  const measured = pairedRatio(above, below)
  return { name, measured, unit: '', limit, held: holds(measured, limit), from: [above, below] }
}

/** The target that the median of a series is at least, or at most, so much. */
export function medianTarget(name: string, limit: Limit, series: Series): TargetResult {
  const measured = median(series.values)
  return { name, measured, unit: series.unit, limit, held: holds(measured, limit), from: [series] }
}
