/**
 * Deep-frozen copies of documents: the result of `JSON.parse(JSON.stringify(value))`, without making a text. Members that
 * are `undefined` are dropped, a Date becomes a text, NaN becomes null, -0 becomes 0.
 */

/** Returns its argument, so that a class that extends it adds its private fields to that object. */
function Given(given: object): object {
  return given
}

/**
 * Marks an object as our copy, with a private field, which is invisible to JSON, spreads and comparisons. A WeakSet does
 * the same in three times the time, and costs the garbage collector more with every document.
 */
class Mark extends (Given as unknown as new (given: object) => object) {
  #ours = true

  static isOn(object: object): boolean {
    return #ours in object
  }
}

/** From this depth on, a value is checked for containing itself. */
const DEEP = 1_000

/**
 * Copies a value and deep-freezes the copy. A value that is already such a copy, or a part of one, is not copied again.
 * @throws TypeError, as JSON does, if a value contains itself or a BigInt.
 */
export function frozenCopy<T>(value: T): T {
  return copyOf(value, 0) as T
}

function copyOf(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      // Adding 0 turns -0 into 0.
      return Number.isFinite(value) ? value + 0 : null
    case 'object':
      return value === null || Mark.isOn(value) ? value : copyOfObject(value, depth)
    default:
      return copyByJson(value)
  }
}

function copyOfObject(value: object, depth: number): unknown {
  // JSON throws if a value contains itself.
  if (depth === DEEP) JSON.stringify(value)
  if (Array.isArray(value)) return copyOfArray(value, depth)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return copyByJson(value)
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name]
    if (member === undefined) continue
    if (typeof member === 'function' && name === 'toJSON') return copyByJson(value)
    const copied = copyOf(member, depth + 1)
    if (copied === undefined) continue
    if (name === '__proto__') Object.defineProperty(copy, name, { value: copied, enumerable: true })
    else copy[name] = copied
  }
  return frozen(copy)
}

function copyOfArray(values: readonly unknown[], depth: number): unknown {
  if (Object.getPrototypeOf(values) !== Array.prototype) return copyByJson(values)
  const copy: unknown[] = []
  for (let index = 0; index < values.length; index += 1) copy.push(copyOf(values[index], depth + 1) ?? null)
  return frozen(copy)
}

/** Copies values other than plain data as JSON does. */
function copyByJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? undefined : copyOf(JSON.parse(text), 0)
}

function frozen(copy: object): object {
  new Mark(copy)
  return Object.freeze(copy)
}
