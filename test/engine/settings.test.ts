import { expect, test } from 'vitest'
import { openLibrary } from './sample.ts'

test.each([
  [{ librari: {} }, 'Settings name the simulator "librari"; there are library.'],
  [{ library: { fetchin: 'PT1M' } }, 'library has no setting "fetchin". It has fetching.'],
  [{ library: { toString: 'x' } }, 'library has no setting "toString".'],
  [
    { library: { fetching: 'soon' } },
    'The setting "fetching" of library must be a duration such as PT30S or P7D.',
  ],
  [{ library: { fetching: 5 } }, 'The setting "fetching" of library must be a string.'],
  [{ library: { fetching: null } }, 'The setting "fetching" of library must be a string.'],
  [{ library: { fines: '5' } }, 'The setting "fines" of library must be a number.'],
  [{ library: { fines: [5] } }, 'The setting "fines" of library must not be a list.'],
  [{ library: { holidays: 'P1D' } }, 'The setting "holidays" of library must be a list.'],
  [
    { library: { holidays: ['P1D', 'x'] } },
    'The setting "holidays" of library must be a list of durations such as PT1M.',
  ],
  [{ library: { pathCase: 'any' } }, 'The setting "pathCase" of library must be exact or ignored.'],
  [
    { library: { dateTimesWithoutOffset: 'Mars/Olympus' } },
    'The setting "dateTimesWithoutOffset" of library must be refused, or a time zone such as Europe/Copenhagen.',
  ],
])('settings that make no sense are refused with advice: %o', async (settings, message) => {
  await expect(openLibrary({ settings } as object)).rejects.toThrow(message)
})

test('settings change what the simulator does, and are shown', async () => {
  const settings = { library: { fetching: 'PT1S', holidays: [], note: 'n' } }
  await using harness = await openLibrary({ settings })
  const [listing] = await harness.simulators.list()
  expect(listing?.settings).toMatchObject({ fetching: 'PT1S', holidays: [], note: 'n', fines: 5 })
})
