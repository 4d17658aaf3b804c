/** Texts about the twin, by their addresses. */
import { readFileSync } from 'node:fs'
import { unknownName } from '../../src/control/nearest.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { lastPart } from './bounds.ts'
import { packagedFile } from './packaged-file.ts'
import type { Twin } from './twin.ts'

export interface Document {
  mimeType: string
  text: string
}

/** A document of each simulator. */
export interface DocumentKind {
  name: string
  title: string
  description: string
  mimeType: string
  /** Which simulators have one. */
  of(twin: Twin): Promise<string[]>
  read(simulator: string, twin: Twin): Promise<string>
}

export const JOURNAL = 'tvilling://journal'

const namesOf = (simulators: readonly Simulator[]) => simulators.map(({ name }) => name)

function simulatorNamed(name: string, among: readonly Simulator[]): Simulator {
  const found = among.find((simulator) => simulator.name === name)
  if (!found) throw unknownName('simulator', name, namesOf(among))
  return found
}

const withFacts = ({ simulators }: Twin) => simulators.filter(({ facts }) => facts.size > 0)
const withPage = ({ simulators }: Twin) => simulators.filter(({ name }) => pageOf(name) !== undefined)
const pageOf = (name: string) => packagedFile(`mocks/${name}/README.md`)

export const documentKinds: readonly DocumentKind[] = [
  {
    name: 'contracts',
    title: 'Contract',
    description: 'OpenAPI document that the simulator serves, with the changes of its settings',
    mimeType: 'application/json',
    of: async ({ control }) => (await control.simulators.list()).map(({ name }) => name),
    read: async (simulator, { control }) => JSON.stringify(await control.contract(simulator)),
  },
  {
    name: 'facts',
    title: 'Facts',
    description: 'What the simulator rests on: statements with their evidence (seed, public or assumed)',
    mimeType: 'text/plain',
    of: async (twin) => namesOf(withFacts(twin)),
    async read(simulator, twin) {
      const { facts } = simulatorNamed(simulator, withFacts(twin))
      return [...facts.values()]
        .map(
          ({ id, evidence, statement, remark }) =>
            `${id} (${evidence}): ${statement}${remark ? ` ${remark}` : ''}`,
        )
        .join('\n')
    },
  },
  {
    name: 'simulators',
    title: 'Page',
    description: 'Page of the simulator: operations, states, timing, scenarios, subjects, settings',
    mimeType: 'text/markdown',
    of: async (twin) => namesOf(withPage(twin)),
    async read(simulator, twin) {
      const { name } = simulatorNamed(simulator, withPage(twin))
      return readFileSync(pageOf(name) as URL, 'utf8')
    },
  },
]

/** The end of the journal as text. */
export async function readJournal({ control }: Twin): Promise<string> {
  const { text, omitted } = lastPart(await control.journal.explain())
  return omitted === 0
    ? text
    : `(${omitted} earlier characters left out; journal_explain can filter)\n${text}`
}

/** @throws UsageError if there is no such document. */
export async function readDocument(uri: string, twin: Twin): Promise<Document> {
  if (uri === JOURNAL) return { mimeType: 'text/plain', text: await readJournal(twin) }
  const [, kindName = '', simulator = ''] = /^tvilling:\/\/([^/]*)\/(.*)$/.exec(uri) ?? []
  const kind = documentKinds.find(({ name }) => name === kindName)
  if (!kind) {
    const known = [...documentKinds.map(({ name }) => `tvilling://${name}/<simulator>`), JOURNAL]
    throw unknownName('document', uri, known)
  }
  return { mimeType: kind.mimeType, text: await kind.read(simulator, twin) }
}
