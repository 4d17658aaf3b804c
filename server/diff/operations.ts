/** The operations and webhooks of a document, and which of two versions correspond. */
import type { Changes } from './changes.ts'
import { member, members, type Place } from './document.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

export interface FoundOperation {
  /** Such as `get /books/{}`: without the names of the path's parameters, which are not on the wire. */
  key: string
  /** Such as `GET /books/{id}`, for the report. */
  label: string
  place: Place
  /** The entry of its path, whose parameters and servers apply to the operation as well. */
  path: Place
}

export function operationsOf(root: Place, part: 'paths' | 'webhooks'): FoundOperation[] {
  return members(member(root, part)).flatMap(([name, path]) =>
    METHODS.flatMap((method) => {
      const place = member(path, method)
      if (!place) return []
      const key = part === 'paths' ? name.replaceAll(/\{[^}]*\}/g, '{}') : name
      return [
        {
          key: `${method} ${key}`,
          label: part === 'paths' ? `${method.toUpperCase()} ${name}` : `webhook ${name}`,
          place,
          path,
        },
      ]
    }),
  )
}

/** Compares each operation with its successor, and reports those that are gone or new. */
export function matchOperations(
  before: FoundOperation[],
  after: FoundOperation[],
  changes: Changes,
  noun: string,
  compare: (was: FoundOperation, is: FoundOperation) => void,
): void {
  for (const was of before) {
    const is = after.find(({ key }) => key === was.key)
    if (is) changes.within(is.label, () => compare(was, is))
    else changes.within(was.label, () => changes.add('breaking', was.place.site, `the ${noun} is gone`))
  }
  for (const is of after) {
    if (before.some(({ key }) => key === is.key)) continue
    changes.within(is.label, () => changes.add('additive', is.place, `the ${noun} is new`))
  }
}
