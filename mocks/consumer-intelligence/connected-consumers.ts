/** The consumers that are connected to a person (CI-11, CI-21). */
import { allRows } from 'tvilling'
import { type ApiContext, type Consumer, keyOf } from './states.ts'

export async function isConnected(client: string, gedi: string, context: ApiContext): Promise<boolean> {
  const query = { index: 'person' as const, equals: keyOf(client, gedi), limit: 1 }
  return (await context.collections.consumers.page(query)).rows.length > 0
}

/** The client's consumers that are connected to a person, in order of creation. */
export async function consumersOf(client: string, gedi: string, context: ApiContext): Promise<Consumer[]> {
  return allRows(context.collections.consumers, { index: 'person', equals: keyOf(client, gedi) })
}

export async function consumerIdsOf(client: string, gedi: string, context: ApiContext): Promise<string[]> {
  return (await consumersOf(client, gedi, context)).map(({ consumerId }) => consumerId)
}
