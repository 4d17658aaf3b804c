/** What is wrong in seed data, and where. */
import { UsageError } from '../control/usage-error.ts'

/** The way to a value: the number of its part, then names and places in lists. */
export type SeedPath = readonly (string | number)[]

export interface SeedMistake {
  path: SeedPath
  /** Whether the name of the member is wrong, not its value. */
  atName?: boolean
  sentence: string
}

/** Mistakes beyond this many are only counted. */
export const SHOWN = 10

/** Seed data with mistakes. Nothing of it is planted. */
export class SeedRefused extends UsageError {
  readonly mistakes: readonly SeedMistake[]

  constructor(mistakes: readonly SeedMistake[]) {
    super(wordMistakes(mistakes, ({ path }) => placeOf(path)))
    this.mistakes = mistakes
  }
}

/**
 * One line for each mistake.
 * @param place where a mistake is, such as `data.yaml:3:5`.
 */
export function wordMistakes(
  mistakes: readonly SeedMistake[],
  place: (mistake: SeedMistake) => string,
): string {
  const lines = mistakes.slice(0, SHOWN).map((mistake) => `${place(mistake)}: ${mistake.sentence}`)
  const more = mistakes.length - SHOWN
  return [...lines, ...(more > 0 ? [`There are ${more} more mistakes.`] : [])].join('\n')
}

/** The same mistakes, deeper inside the data. */
export function under(path: SeedPath, mistakes: readonly SeedMistake[]): SeedMistake[] {
  return mistakes.map((mistake) => ({ ...mistake, path: [...path, ...mistake.path] }))
}

/** The first part is `seedData`; others are told apart by their numbers. */
function placeOf([part = 0, ...steps]: SeedPath): string {
  const start = part === 0 ? 'seedData' : `seedData[${part}]`
  return start + steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
}
