/** The numbers on the lists, stored so that replacing a list and finding a person are both fast. */
import { allRows } from 'tvilling'
import { type ApiContext, keyOf, type MonitoredDay } from './states.ts'

const dayOf = (number: string) => number.slice(4, 8)

/** Replaces the numbers of a bundle (PM-19). */
export async function replaceList(
  bundle: string,
  numbers: readonly string[],
  { collections }: ApiContext,
): Promise<void> {
  const days = new Map<string, string[]>()
  for (const number of numbers) {
    const known = days.get(dayOf(number))
    if (known) known.push(number)
    else days.set(dayOf(number), [number])
  }
  const { monitoredDays } = collections
  for (const { day } of await daysWhere('bundle', bundle, collections)) {
    if (!days.has(day)) await monitoredDays.delete(keyOf(bundle, day))
  }
  for (const [day, members] of days) await monitoredDays.put({ bundle, day, numbers: members })
}

/** Keys of all bundles that hold a number, whatever their status. */
export async function bundlesHolding(number: string, { collections }: ApiContext): Promise<string[]> {
  const days = await daysWhere('day', dayOf(number), collections)
  return days.filter(({ numbers }) => numbers.includes(number)).map(({ bundle }) => bundle)
}

async function daysWhere(
  index: 'bundle' | 'day',
  equals: string,
  { monitoredDays }: ApiContext['collections'],
): Promise<MonitoredDay[]> {
  return allRows(monitoredDays, { index, equals })
}
