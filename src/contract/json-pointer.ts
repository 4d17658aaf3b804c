/** JSON Pointers (RFC 6901): paths to values inside a JSON document, such as `/paths/~1books/get`. */

/** One step as it is written in a pointer: `a/b` becomes `a~1b`. */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** @example toPointer(['data', 0, 'a/b']) // '/data/0/a~1b' */
export function toPointer(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${escapePointer(String(step))}`).join('')
}

/** @example pointerSteps('/data/0/a~1b') // ['data', '0', 'a/b'] */
export function pointerSteps(pointer: string): string[] {
  const steps = pointer.split('/').slice(1)
  // Few names have a slash or a tilde, and a contract is read with a hundred thousand steps.
  if (!pointer.includes('~')) return steps
  return steps.map((step) => (step.includes('~') ? step.replaceAll('~1', '/').replaceAll('~0', '~') : step))
}

/** The value at a pointer; undefined if there is no such value. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** The pointer of a reference inside its own document: `#/components/schemas/Book` without its `#`, decoded. */
export function pointerOfReference(reference: string): string {
  return decodeURIComponent(reference.slice(1))
}
