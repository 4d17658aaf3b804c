/** `tvilling new`: writes the two folders of a simulator for an OpenAPI document. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { OpenApiDocument } from '../../src/contract/contract.ts'
import { openContract } from '../../src/contract/examples/open-contract.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { createRandom } from '../../src/harness/random.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import type { Terminal } from '../cli/terminal.ts'
import { jsonFile, typesFile } from './contract-files.ts'
import { complete } from './document/complete.ts'
import { normalize } from './document/normalize.ts'
import { readOpenApiFile } from './document/read-document.ts'
import { unreadNotes } from './document/unread.ts'
import { factsOf, yamlOf } from './facts.ts'
import { type Model, modelOf } from './model.ts'
import { simulatorFiles } from './templates/all.ts'

export interface NewFlags {
  from: string
  into: string
  json?: JsonFlag
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Writes `contracts/<name>` and `mocks/<name>`.
 * @throws UsageError when the document cannot be used, or a file is there already: nothing is written then.
 */
export async function newSimulator(name: string, flags: NewFlags, io: Terminal): Promise<number> {
  if (!NAME.test(name)) {
    throw new UsageError(
      `"${name}" is no name for a simulator: use lower-case letters, digits and hyphens, as in parcel-tracking.`,
    )
  }
  for (const folder of [join('contracts', name), join('mocks', name)]) {
    if (existsSync(join(flags.into, folder))) {
      throw new UsageError(
        `${join(flags.into, folder)} is there already, and nothing is written over it. Choose another name, or remove it.`,
        409,
      )
    }
  }
  const { model, notes } = await readModel(name, flags.from)
  const files = await filesOf(model, notes)
  for (const [path, text] of files) {
    const file = join(flags.into, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { flag: 'wx' })
  }
  const written = files.map(([path]) => join(flags.into, path))
  await printReport(io, flags.json, { text: summary(model, notes, flags), value: { written, notes } })
  return EXIT.held
}

/** The document as the engine takes it, and what a simulator is written from. */
async function readModel(name: string, file: string): Promise<{ model: Model; notes: string[] }> {
  const document = await readOpenApiFile(file)
  try {
    const notes = [...normalize(document, name), ...complete(document), ...unreadNotes(document)]
    const model = modelOf(document, name, basename(file))
    return { model, notes: [...notes, ...missingExamples(document, model)] }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} cannot be used: ${(error as Error).message}`)
  }
}

/** Operations for which no answer or no request can be made: their authors must write an example. */
function missingExamples(document: OpenApiDocument, { operations }: Model): string[] {
  const contract = openContract<Record<string, object>>(document)
  const random = createRandom(1)
  return operations.flatMap(({ id, status }) => {
    try {
      contract.example(id, status, { random })
      return []
    } catch (error) {
      return [(error as Error).message]
    }
  })
}

async function filesOf(model: Model, notes: readonly string[]): Promise<[path: string, text: string][]> {
  const contracts = join('contracts', model.name)
  const mocks = join('mocks', model.name)
  const facts = factsOf(model)
  return [
    [join(contracts, 'openapi.yaml'), await yamlOf(model.document)],
    [join(contracts, 'facts.yaml'), facts.text],
    [join(contracts, 'openapi.gen.json'), jsonFile(model.document)],
    [join(contracts, 'facts.gen.json'), jsonFile(facts.facts)],
    [join(contracts, 'types.gen.ts'), await typesFile(model.document, 'tvilling generate')],
    ...simulatorFiles(model, notes).map(([file, text]): [string, string] => [join(mocks, file), text]),
  ]
}

const MOST_NOTES = 10

function summary(model: Model, notes: readonly string[], { into }: NewFlags): string {
  const { name, operations, collections, events } = model
  const kept = collections.map(({ name }) => name).join(', ')
  const told = notes.slice(0, MOST_NOTES).map((note) => `  ${note}`)
  const left = notes.length - told.length
  return [
    `${join(into, 'contracts', name)} and ${join(into, 'mocks', name)} are written: ${operations.length} operations` +
      `${kept ? `, which keep ${kept}` : ''}${events.length > 0 ? `, and ${events.length} ${events.length === 1 ? 'event' : 'events'}` : ''}.`,
    ...(told.length > 0 ? ['In the document:', ...told] : []),
    ...(left > 0 ? [`  and ${left} more, in ${join(into, 'mocks', name, 'README.md')}`] : []),
    'Next:',
    `  npx vitest run ${join(into, 'mocks', name)}`,
    `  npx tvilling serve --simulator ${join(into, 'mocks', name)}`,
    '',
  ].join('\n')
}
