/** Bounds of answers: a model reads them whole, and pays for each word. */

/** Characters of an answer, roughly: as text, or as JSON. */
export const LARGEST_ANSWER = 40_000

/** Characters of each document within a prompt. */
export const PROMPTED = LARGEST_ANSWER / 2

/** Items of a list in an answer that has no pages. */
export const LONGEST_LIST = 50

/** The beginning of a text, and how much more there is. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`
}

/** The end of a text, from the beginning of a line; the newest lines are what a reader looks for. */
export function lastPart(text: string, length = LARGEST_ANSWER): { text: string; omitted: number } {
  if (text.length <= length) return { text, omitted: 0 }
  const line = text.indexOf('\n', text.length - length)
  const start = line === -1 ? text.length - length : line + 1
  return { text: text.slice(start), omitted: start }
}

/** As many of the first items as fit into an answer, but one at least. */
export function fitting<T>(items: readonly T[], most = LARGEST_ANSWER): T[] {
  let size = 0
  const end = items.findIndex((item) => {
    size += JSON.stringify(item).length
    return size > most
  })
  return end === -1 ? [...items] : items.slice(0, Math.max(1, end))
}
