/** Reads paged lists, from token to token. */
import { type Call, must, Unreached, type VerifySession } from 'tvilling'

export interface Page {
  nextPageToken: string | null
  data: Record<string, unknown>[]
}

export async function fetchPage(session: VerifySession, call: Call, pageToken?: string): Promise<Page> {
  const query = { ...call.query, ...(pageToken !== undefined && { pageToken }) }
  const exchange = await session.expect(200, { ...call, query })
  const page = exchange.response.body as Page
  must(Array.isArray(page?.data), 'a page with data', exchange)
  return page
}

const MOST_PAGES = 500

/**
 * Reads all rows, starting at a token if one is given. The last page of a list has a null token. An `endless` list goes on
 * when new rows come: its last page is empty and has a token.
 */
export async function walk(
  session: VerifySession,
  call: Call,
  { endless = false, from }: { endless?: boolean; from?: string | undefined } = {},
): Promise<{ rows: Record<string, unknown>[]; token: string | null }> {
  const rows: Record<string, unknown>[] = []
  let token = from
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await fetchPage(session, call, token)
    rows.push(...page.data)
    if (endless) must(typeof page.nextPageToken === 'string', 'a nextPageToken on every page')
    else if (page.nextPageToken === null) return { rows, token: null }
    else
      must(page.data.length > 0, 'null as nextPageToken of the last page, not a token that leads to nothing')
    if (page.data.length === 0) return { rows, token: page.nextPageToken }
    token = page.nextPageToken ?? undefined
  }
  throw new Unreached(`there are more than ${MOST_PAGES} pages`)
}

/** @throws Mismatch if two rows have the same key. */
export function eachOnce(
  rows: readonly Record<string, unknown>[],
  key: (row: Record<string, unknown>) => unknown,
): void {
  const seen = new Set<unknown>()
  for (const row of rows) {
    must(!seen.has(key(row)), `every row once, but ${String(key(row))} came twice`)
    seen.add(key(row))
  }
}
