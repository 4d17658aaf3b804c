/** One harness in two servers, that is, twice in this process over one PostgreSQL database. */
import { connectPostgres, type Harness, type HarnessOptions } from 'tvilling'
import { mailbox } from '../engine/mailbox.ts'
import { openLibrary } from '../engine/sample.ts'
import { createTestDatabase } from '../postgres/database.ts'

export interface TwoHarnesses extends AsyncDisposable {
  one: Harness
  other: Harness
}

/** Options of both, and those of each alone. */
export async function openTwoHarnesses(
  options: Partial<HarnessOptions> = {},
  each: readonly Partial<HarnessOptions>[] = [],
): Promise<TwoHarnesses> {
  const database = await createTestDatabase()
  const connections = [await connectPostgres(database.url), await connectPostgres(database.url)]
  const [one, other] = await Promise.all(
    connections.map((connection, index) =>
      openLibrary({
        webhooks: { send: mailbox().send },
        ...options,
        ...each[index],
        store: connection.store('t'),
      }),
    ),
  )
  if (!one || !other) throw new Error('There are two.')
  return {
    one,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([one.close(), other.close()])
      await Promise.all(connections.map((connection) => connection.close()))
      await database[Symbol.asyncDispose]()
    },
  }
}

/** A harness whose requests and calls of control go to the one and the other in turn. */
export function inTurn({ one, other }: TwoHarnesses): Harness {
  let calls = 0
  const next = () => {
    calls += 1
    return calls % 2 === 1 ? one : other
  }
  const handler = (path: readonly PropertyKey[]): ProxyHandler<object> => ({
    get: (_, name) => {
      if (name === 'then') return undefined
      return new Proxy(() => {}, handler([...path, name]))
    },
    apply: (_, __, given) => {
      // biome-ignore lint/suspicious/noExplicitAny: any call of a harness
      let holder: any = next()
      for (const name of path.slice(0, -1)) holder = holder[name]
      return holder[path.at(-1) as PropertyKey](...given)
    },
  })
  return new Proxy({}, handler([])) as Harness
}
