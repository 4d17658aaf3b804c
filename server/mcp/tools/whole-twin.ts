/** The state of the whole twin. */
import type { Snapshot } from '../../../src/harness/snapshot.ts'
import { readJsonFile, writeNewFile } from '../new-file.ts'
import { defineTool } from '../tool.ts'
import { count, instant, text } from './schemas.ts'

export const reset = defineTool('reset', {
  title: 'Reset the twin',
  description:
    'Empties the twin and goes back to its start: stored documents, clock, people, faults, webhook messages and journal. Nothing of it can be brought back, unless snapshot_save has kept it.',
  effect: 'removes',
  output: { now: instant },
  async run(_, { twin }) {
    await twin.control.reset()
    const { now } = await twin.control.clock.read()
    return { text: `The twin is at its start: ${now}.`, data: { now } }
  },
})

export const snapshotSave = defineTool('snapshot_save', {
  title: 'Save the state',
  description:
    'Writes the whole state of the twin to a new JSON file, for snapshot_restore. A file that exists is never overwritten.',
  effect: 'acts',
  outside: true,
  input: { file: { type: 'string', minLength: 1, description: 'Name of a new file that ends with .json' } },
  output: { file: { ...text, description: 'Its whole path' }, characters: count },
  async run({ file }, { twin }) {
    const written = JSON.stringify(await twin.control.snapshot())
    const path = await writeNewFile(file, '.json', written)
    return { text: `The state is in ${path}.`, data: { file: path, characters: written.length } }
  },
})

export const snapshotRestore = defineTool('snapshot_restore', {
  title: 'Restore a state',
  description:
    'Replaces the state of the twin by one that snapshot_save wrote. What the twin holds now is lost.',
  effect: 'removes',
  input: { file: { type: 'string', minLength: 1, description: 'Name of a file that snapshot_save wrote' } },
  output: { now: instant },
  async run({ file }, { twin }) {
    await twin.control.restore((await readJsonFile(file)) as Snapshot)
    const { now } = await twin.control.clock.read()
    return { text: `The state of ${file} is restored: it is ${now}.`, data: { now } }
  },
})
