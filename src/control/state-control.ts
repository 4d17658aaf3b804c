/** What a simulator has stored, and moves along its state graphs on command. */
import type { Collection, CollectionDefinition, Store } from '../store/store.ts'
import type { Control } from './control.ts'
import { memberNamed, type RunningSimulators, simulatorNamed } from './find-named.ts'
import type { Recorder } from './recorder.ts'
import { shownValue } from './shown-value.ts'
import { UsageError } from './usage-error.ts'

export interface StateControlDeps {
  simulators: RunningSimulators
  store: Pick<Store, 'collection'>
  recorder: Pick<Recorder, 'change'>
}

type Doc = Record<string, unknown>

const LARGEST_PAGE = 1_000

export function createStateControl({ simulators, store, recorder }: StateControlDeps): Control['state'] {
  function collectionOf(
    simulator: string,
    collection: string,
  ): { rows: Collection<Doc>; definition: CollectionDefinition<Doc> } {
    const { definition } = simulatorNamed(simulators, simulator)
    const found = memberNamed('collection', collection, definition.collections)
    return { rows: store.collection<Doc>(`${simulator}/${collection}`, found), definition: found }
  }

  return {
    async page(simulator, collection, { after, limit = 100 } = {}) {
      const { rows: stored, definition } = collectionOf(simulator, collection)
      if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
        throw new UsageError(`The limit is a whole number from 1 to ${LARGEST_PAGE}.`)
      }
      const position = after === undefined ? 0 : Number(after)
      if (!Number.isSafeInteger(position)) throw new UsageError('"after" is the "next" of an earlier page.')
      const { rows, more } = await stored.page({ limit, after: { position } })
      return {
        items: rows.map((row) => ({
          key: definition.key(row.doc),
          position: row.position,
          value: withoutSecrets(row.doc, definition.secret ?? []),
        })),
        next: more ? String(rows.at(-1)?.position) : null,
      }
    },

    async transition(simulator, collection, key, to) {
      const { rows, definition } = collectionOf(simulator, collection)
      const { context } = simulatorNamed(simulators, simulator)
      if (typeof to !== 'string') {
        throw new UsageError(`A transition goes to the name of a state, not to ${shownValue(to)}.`)
      }
      const work = async () => {
        await context.move(collection, key, to)
        return withoutSecrets((await rows.get(key)) ?? {}, definition.secret ?? [])
      }
      return recorder.change(work, 'state.transition', simulator, collection, key, to)
    },
  }
}

function withoutSecrets(doc: Doc, secrets: readonly string[]): Doc {
  return Object.fromEntries(Object.entries(doc).filter(([name]) => !secrets.includes(name)))
}
