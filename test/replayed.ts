/** Whatever a test did is done again: each exchange must be the same. */
import { type Control, fromHar, replay, type Simulator } from 'tvilling'
import { expect } from 'vitest'

/** Replays what took place, unless the journal does not hold all of it. */
export async function expectSameReplay(control: Control, simulators: readonly Simulator[]): Promise<void> {
  const har = await control.journal.har()
  if (!har.log._tvilling.complete) return
  const recording = fromHar(JSON.parse(JSON.stringify(har)))
  expect((await replay(recording, simulators)).difference).toBeUndefined()
}
