/** What each setting does, for `tvilling settings`. */
import type { AboutSetting } from 'tvilling'
import type { settings } from './states.ts'

/** Those that all simulators have are here for the facts that they rest on. */
type Name = keyof typeof settings | 'nulls' | 'dateTimesWithoutOffset'

export const aboutSettings: Record<Name, AboutSetting> = {
  tokenLifetime: { effect: 'How long an access token is valid.', fact: 'IN-21' },
  requestIdRetention: {
    effect: 'How long a request id is remembered: until then it is 412, at that instant it is free.',
    fact: 'IN-04',
  },
  deltagerroller: { effect: 'The codes that deltagerrolle can have; others are 1014.', fact: 'IN-25' },
  afbudsaarsager: { effect: 'The codes that afbudsaarsag can have; others are 1014.', fact: 'IN-25' },
  pathCase: {
    effect: 'Whether paths compare without regard to upper and lower case, or exactly.',
    fact: 'IN-28',
    values: ['ignored', 'exact'],
  },
  dateTimesWithoutOffset: {
    effect: 'Whether a date-time without offset is 1014, or taken as Danish time with its summer time.',
    fact: 'IN-28',
    values: ['refused', 'Europe/Copenhagen'],
  },
  nulls: {
    effect: 'Whether an optional member that is null counts as absent, or is 1014.',
    fact: 'IN-26',
    values: ['absent', 'refused'],
  },
}
