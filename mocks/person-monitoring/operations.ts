/** What each operation answers. */
import type { ApiResult, Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/person-monitoring/types.gen.ts'
import { readBundleFile } from './bundle-file.ts'
import { bundlesOf, ensureReadyMade, firstStatus, updateBundle, viewBundle } from './bundles.ts'
import { has, isSandbox } from './clients.ts'
import { badRequest, forbidden, notFound } from './problems.ts'
import { type CallContext, keyOf } from './states.ts'

const SANDBOX_NAME = 'Sandbox'

export const operations = {
  /** PM-10. */
  requestToken: ({ body }, context) => context.auth.issueToken(context.request, body),

  /** PM-01, PM-06, PM-08, PM-17. */
  async listBundles(_input, context) {
    const { client } = context
    if (isSandbox(context.environment, context)) {
      context.setReason('PM-08: the sandbox offers the update alone.')
      return notFound('The sandbox does not list bundles.')
    }
    const bundles = await bundlesOf(client.id, context)
    if (bundles.length === 0) context.setReason(`PM-07: Roaring has created no bundle for ${client.id}.`)
    return { status: 200, body: { bundles: bundles.map(viewBundle) } }
  },

  /** PM-02, PM-03, PM-05, PM-08, PM-20, PM-21. An unknown bundle is refused before its file is read. */
  async updateBundle({ params: { id }, body }, context) {
    const { client, collections } = context
    const sandbox = isSandbox(context.environment, context)
    const bundle = await collections.bundles.get(keyOf(client.id, id))
    if (!sandbox && bundle?.client !== client.id) {
      context.setReason(`PM-21: ${client.id} has no bundle ${id}.`)
      return notFound(`There is no bundle ${id}.`)
    }
    const file = await readBundleFile(body.getAll('file'))
    if ('problem' in file) {
      context.setReason(`PM-20: ${file.problem}`)
      return badRequest(
        file.problem,
        file.values.map((value) => ({ attribute: 'file', value })),
      )
    }
    const status = firstStatus(file, context)
    if (sandbox || !bundle) {
      context.setReason('PM-08: the sandbox has checked upload and format, and kept nothing.')
      const { length } = file.numbers
      const lastModified = context.clock.iso()
      return { status: 200, body: { id, name: SANDBOX_NAME, status, entityCount: length, lastModified } }
    }
    if (file.faulty > 0) {
      context.setReason(`PM-20: ${file.faulty} of the numbers are none, so the bundle turns INCORRECT.`)
    }
    return { status: 200, body: viewBundle(await updateBundle(bundle, file, status, context)) }
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
