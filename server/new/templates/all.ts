/** The files of a new simulator. */
import type { Model } from '../model.ts'
import { contractFile } from './contract.ts'
import { eventsFile } from './events.ts'
import { operationsFile } from './operations.ts'
import { accessFile, problemsFile } from './problems.ts'
import { readmeFile } from './readme.ts'
import { scenariosFile } from './scenarios.ts'
import { simulatorFile } from './simulator.ts'
import { statesFile } from './states.ts'
import { testFile } from './test.ts'

/** Names and texts; a file that would be empty is left out. */
export function simulatorFiles(model: Model, notes: readonly string[]): [file: string, text: string][] {
  const hasEvents = model.events.length > 0
  const files: [string, string | undefined][] = [
    ['simulator.ts', simulatorFile(model)],
    ['states.ts', statesFile(model)],
    ['operations.ts', operationsFile(model)],
    ['problems.ts', problemsFile(model)],
    ['contract.ts', contractFile(model)],
    ['access.ts', model.hasCredentials ? accessFile() : undefined],
    ['events.ts', hasEvents ? eventsFile(model) : undefined],
    ['scenarios.ts', hasEvents || model.collections.length > 0 ? scenariosFile(model) : undefined],
    [`${model.name}.test.ts`, testFile(model)],
    ['README.md', readmeFile(model, notes)],
  ]
  return files.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as [string, string]]))
}
