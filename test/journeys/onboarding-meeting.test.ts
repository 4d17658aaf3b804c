import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

const citizen = numberOf('kommune-citizen')

/**
 * A citizen is called to a meeting in February. The job that calls runs twice, as jobs do: the machine was
 * restarted in between. The second time it carries the same request id, since it means the same meeting; the
 * provider refuses it with 412, and the service takes that for what it is: she was called before. There is one
 * meeting, not two.
 */
story('a citizen is called once, however often the job runs', async ({ meetings }, { state }) => {
  expect(await meetings.call('job-17', citizen, '2026-02-01T10:00:00Z')).toBe('called')
  expect(await meetings.call('job-17', citizen, '2026-02-01T10:00:00Z')).toBe('was called before')
  expect((await state.page('indkaldelse', 'indkaldelser')).items).toHaveLength(1)
})

/**
 * The service runs for days, a token for an hour. It does not look at the clock, which may be wrong: it uses the
 * token until it is refused, fetches another one and says the same thing again. Whoever asked for a meeting two
 * hours after the first one notices nothing, and two tokens were fetched in all.
 */
story('a token that has expired is renewed unnoticed', async ({ meetings }, { clock, journal }) => {
  await meetings.call('job-17', citizen, '2026-02-01T10:00:00Z')
  await clock.advance('PT2H')
  expect(await meetings.call('job-18', citizen, '2026-03-01T10:00:00Z')).toBe('called')
  expect(await journal.find({ operation: 'requestToken' })).toHaveLength(2)
})
