import { createHarness, UsageError } from 'tvilling'
import { birthReport } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import type { OptionKind } from '../../src/control/option-kinds.ts'
import { HARNESS_OPTIONS } from '../../src/harness/harness-options.ts'

/** One value of each type, and some that only look right. */
const VALUES: readonly unknown[] = [
  null,
  -1,
  1.5,
  'x',
  true,
  [],
  [null],
  {},
  () => {},
  Symbol('s'),
  new Map(),
]

function* placesIn(
  kinds: Readonly<Record<string, OptionKind>>,
  path: string[],
): Generator<[string[], OptionKind]> {
  for (const [name, kind] of Object.entries(kinds)) {
    yield [[...path, name], kind]
    if (kind.members) yield* placesIn(kind.members, [...path, name])
  }
}

/** What stands beside a member, so that it alone is wrong. */
const beside: Readonly<Record<string, object>> = { clock: { mode: 'real' } }

function withOption([name = '', ...rest]: readonly string[], value: unknown): object {
  return rest.length === 0 ? { [name]: value } : { [name]: { ...beside[name], ...withOption(rest, value) } }
}

test.each([...placesIn(HARNESS_OPTIONS, [])])(
  'each wrong value of %j is refused by the name of the option',
  async (path, kind) => {
    const wrong = VALUES.filter((value) => !kind.fits(value))
    expect(wrong.length).toBeGreaterThan(3)
    for (const value of wrong) {
      const options = { simulators: [birthReport], ...withOption(path, value) }
      const error: unknown = await createHarness(options as never).catch((error: unknown) => error)
      expect(error, String(value)).toBeInstanceOf(UsageError)
      expect((error as Error).message).toMatch(
        new RegExp(`^The option "${path.join('.')}" of createHarness takes .+, not .+\\.$`),
      )
    }
  },
)
