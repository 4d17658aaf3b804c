/** What each operation answers. */
import type { ApiResult, Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/person-monitoring/types.gen.ts'
import { readUpload, rowsOf, type Unreadable, unreadable } from './bundle-file.ts'
import { bundlesOf, ensureReadyMade, firstStatus, updateBundle, viewBundle } from './bundles.ts'
import { has, isSandbox } from './clients.ts'
import { readNumbers } from './personal-numbers.ts'
import { badRequest, forbidden, notFound } from './problems.ts'
import { type CallContext, keyOf } from './states.ts'

const SANDBOX_NAME = 'Sandbox'

export const operations = {
  /** PM-10. */
  requestToken: ({ body }, context) =>
    context.auth.issueToken(context.request, body, { environment: context.environment }),

  /** PM-01, PM-06, PM-08, PM-17. */
  async listBundles(_input, context) {
    const { client } = context
    if (isSandbox(context.environment, context)) {
      context.setReason('PM-08: the sandbox offers the update alone.', 'PM-08')
      return notFound('The sandbox does not list bundles.')
    }
    const bundles = await bundlesOf(client.id, context)
    context.restOn('PM-18')
    if (bundles.length === 0) context.setReason(`PM-07: Roaring has created no bundle for ${client.id}.`)
    return { status: 200, body: { bundles: bundles.map(viewBundle) } }
  },

  /** PM-02, PM-03, PM-05, PM-08, PM-19 to PM-21, PM-24. An unknown bundle is refused before its file is read. */
  async updateBundle({ params: { id }, body }, context) {
    const { client, collections, settings } = context
    if (isSandbox(context.environment, context)) return tryOut(id, body.getAll('file'), context)
    const bundle = await collections.bundles.get(keyOf(client.id, id))
    if (!bundle) {
      context.setReason(`PM-21: ${client.id} has no bundle ${id}.`, 'PM-21')
      return notFound(`There is no bundle ${id}.`)
    }
    const upload = await readUpload(body.getAll('file'), settings)
    if ('problem' in upload) return refuse(upload, context)
    const rows = rowsOf(upload, settings)
    const list = rows ? readNumbers(rows, context) : unreadable('The JSON is no list.', '')
    if ('problem' in list) return refuse(list, context)
    context.restOn('PM-18', 'PM-19', ...(list.short ? ['PM-24'] : []))
    if (list.faulty > 0) {
      context.setReason(
        `PM-20: ${list.faulty} of the numbers are none, so the bundle turns INCORRECT.`,
        'PM-20',
      )
    }
    const status = firstStatus(list.rows, context)
    return { status: 200, body: viewBundle(await updateBundle(bundle, list, status, context)) }
  },
} satisfies Operations<Promised, CallContext>

/** Admits clients with the permission (PM-09), and creates the bundles that every client has from the start. */
export async function admit(context: CallContext): Promise<ApiResult | undefined> {
  const { client, operation } = context
  if (operation === 'requestToken') return undefined
  if (!has('permission', client)) {
    context.setReason(`PM-09: ${client.id} was not granted the permission.`)
    return forbidden()
  }
  if (!isSandbox(context.environment, context)) await ensureReadyMade(client.id, context)
  return undefined
}

/** The sandbox takes any id and any content that is CSV or JSON, and keeps nothing (PM-08). */
async function tryOut(id: string, parts: readonly (File | string)[], context: CallContext) {
  const upload = await readUpload(parts, context.settings)
  if ('problem' in upload) return refuse(upload, context)
  const rows = rowsOf(upload, context.settings) ?? [upload.content]
  context.restOn('PM-18')
  context.setReason('PM-08: the sandbox has checked upload and format, and kept nothing.', 'PM-08')
  const shown = {
    id,
    name: SANDBOX_NAME,
    status: firstStatus(rows.length, context),
    entityCount: new Set(rows.map((row) => JSON.stringify(row))).size,
    lastModified: context.clock.iso(),
  }
  return { status: 200 as const, body: shown }
}

function refuse({ problem, values }: Unreadable, context: CallContext) {
  context.setReason(`PM-20: ${problem}`, 'PM-20')
  return badRequest(
    problem,
    values.map((value) => ({ attribute: 'file', value })),
  )
}
