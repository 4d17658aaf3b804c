/** The numbers on the lists, stored so that replacing a list and finding a person are both fast. */
import { allRows } from 'tvilling'
import { type ApiContext, keyOf, type ListedDay } from './states.ts'

const dayOf = (number: string) => number.slice(4, 8)

type Lists = 'monitoredDays' | 'uploadedDays'

/** Stores the numbers of an upload; they are monitored when it is approved (PM-23). */
export async function storeUpload(
  bundle: string,
  numbers: readonly string[],
  context: ApiContext,
): Promise<void> {
  const days = new Map<string, string[]>()
  for (const number of numbers) {
    const known = days.get(dayOf(number))
    if (known) known.push(number)
    else days.set(dayOf(number), [number])
  }
  const listed = [...days].map(([day, members]) => ({ bundle, day, numbers: members }))
  await replaceDays('uploadedDays', bundle, listed, context)
}

/** Monitors the latest upload instead of the list before it (PM-19, PM-23). */
export async function monitorUpload(bundle: string, context: ApiContext): Promise<void> {
  const uploaded = await allRows(context.collections.uploadedDays, { index: 'bundle', equals: bundle })
  await replaceDays('monitoredDays', bundle, uploaded, context)
  await replaceDays('uploadedDays', bundle, [], context)
}

async function replaceDays(
  lists: Lists,
  bundle: string,
  days: readonly ListedDay[],
  { collections }: ApiContext,
): Promise<void> {
  const collection = collections[lists]
  const wanted = new Set(days.map(({ day }) => day))
  for (const { day } of await allRows(collection, { index: 'bundle', equals: bundle })) {
    if (!wanted.has(day)) await collection.delete(keyOf(bundle, day))
  }
  for (const day of days) await collection.put(day)
}

/** Keys of all bundles on whose monitored list a number is, whatever their status. */
export async function bundlesHolding(number: string, { collections }: ApiContext): Promise<string[]> {
  const days = await allRows(collections.monitoredDays, { index: 'day', equals: dayOf(number) })
  return days.filter(({ numbers }) => numbers.includes(number)).map(({ bundle }) => bundle)
}
