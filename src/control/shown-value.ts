/** How a sentence shows a value that is not what it should be. */

const LONGEST = 100

/** A text as it is, anything else as JSON, both cut to a length that can be read. */
export function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
