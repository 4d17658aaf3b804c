/** Replays what a test did: each exchange must be the same. */
import { type Control, fromHar, replay, type Simulator } from 'tvilling'
import { expect } from 'vitest'

/** Replays the journal, if it is complete. */
export async function expectSameReplay(control: Control, simulators: readonly Simulator[]): Promise<void> {
  const har = await control.journal.har()
  if (!har.log._tvilling.complete) return
  const recording = fromHar(JSON.parse(JSON.stringify(har)))
  expect((await replay(recording, simulators)).difference).toBeUndefined()
}
