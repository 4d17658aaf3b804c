/** A client's bundles: Roaring creates them, the client updates them (PM-01, PM-05, PM-07, PM-17). */
import { allRows, type ResourceBehaviour } from 'tvilling'
import { monitorUpload, storeUpload } from './monitored-list.ts'
import type { NumberList } from './personal-numbers.ts'
import {
  type ApiContext,
  type Bundle,
  type BundleStatus,
  keyOf,
  type ShownBundle,
  type Types,
} from './states.ts'

export const READY_MADE_NAME = 'Monitored persons'

/** Each move stores its instant. A list with an invalid number becomes INCORRECT (PM-20); an approved one is monitored. */
export const bundleBehaviour: ResourceBehaviour<Types, 'bundles'> = {
  decide: async ({ faulty }) => (faulty > 0 ? 'INCORRECT' : 'APPROVED'),
  async enter(bundle, { to }, context) {
    const moved = { ...bundle, lastModified: context.clock.iso() }
    if (to !== 'APPROVED' || !bundle.uploaded) return moved
    await monitorUpload(keyOf(bundle.client, bundle.id), context)
    return { ...moved, uploaded: false }
  },
}

/** Creates a bundle with an empty list, as Roaring does; replaces one with the same id (PM-07). */
export async function createBundle(
  client: string,
  id: string,
  name: string,
  context: ApiContext,
): Promise<Bundle> {
  const lastModified = context.clock.iso()
  const empty = { status: 'APPROVED', entityCount: 0, lastModified, faulty: 0, uploaded: false } as const
  const bundle: Bundle = { client, id, name, ...empty }
  await context.begin('bundles', bundle)
  await storeUpload(keyOf(client, id), [], context)
  await monitorUpload(keyOf(client, id), context)
  return bundle
}

/** Creates the bundles that every client has from the start, unless they exist (PM-07; assumed). */
export async function ensureReadyMade(client: string, context: ApiContext): Promise<void> {
  for (const id of context.settings.bundles) {
    const known = await context.collections.bundles.get(keyOf(client, id))
    if (!known) await createBundle(client, id, READY_MADE_NAME, context)
  }
}

/** Uploads a list for a bundle, which starts again at its first status (PM-05, PM-18, PM-19, PM-21). */
export async function updateBundle(
  bundle: Bundle,
  list: Pick<NumberList, 'numbers' | 'faulty'>,
  first: BundleStatus,
  context: ApiContext,
): Promise<Bundle> {
  const { bundles } = context.collections
  const key = keyOf(bundle.client, bundle.id)
  const updated = { ...bundle, entityCount: list.numbers.length, faulty: list.faulty, uploaded: true }
  await bundles.put(updated)
  await storeUpload(key, list.numbers, context)
  await context.move('bundles', key, first)
  return (await bundles.get(key)) ?? updated
}

/** The first status after an update (PM-05, PM-18). */
export function firstStatus(rows: number, { settings }: ApiContext): BundleStatus {
  return rows > settings.largeFile ? 'SENT_IN' : 'PENDING'
}

/** Whether changes of the people on a bundle's monitored list are sent (PM-22, PM-23). */
export function isMonitored({ status, uploaded }: Bundle, { settings }: ApiContext): boolean {
  return status === 'APPROVED' || (uploaded && settings.untilApproved === 'previous')
}

/** A client's bundles, in order of creation. */
export async function bundlesOf(client: string, { collections }: ApiContext): Promise<Bundle[]> {
  return allRows(collections.bundles, { index: 'client', equals: client })
}

/** A bundle as its owner sees it (PM-17). */
export function viewBundle({ id, name, status, entityCount, lastModified }: Bundle): ShownBundle {
  return { id, name, status, entityCount, lastModified }
}
