/** All rows of a collection, in pages. */
import type { Transaction } from './postgres-transaction.ts'
import type { GiveWay, StoreDump } from './store.ts'

/** So many rows are read at once. */
const PAGE = 10_000

/** All rows at a place, in their order. */
export async function rowsIn(
  transaction: Transaction,
  place: string,
  giveWay: GiveWay,
): Promise<StoreDump['collections'][string]['rows']> {
  const rows: StoreDump['collections'][string]['rows'] = []
  for (let after = -1; ; ) {
    const { rows: page } = await transaction.query(
      'SELECT position, doc FROM tvilling.documents WHERE place = $1 AND position > $2 ORDER BY position LIMIT $3',
      [place, after, PAGE],
    )
    for (const { position, doc } of page) {
      rows.push({ position: Number(position), doc: JSON.parse(String(doc)) })
      const turn = giveWay()
      if (turn) await turn
    }
    if (page.length < PAGE) return rows
    after = Number(page.at(-1)?.['position'])
  }
}
