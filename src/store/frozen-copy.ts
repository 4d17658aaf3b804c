/**
 * Deep-frozen copies of documents: what `JSON.parse(JSON.stringify(value))` gives, without the text in between.
 * Members that are `undefined` are gone, a Date is a text, NaN is null, -0 is 0.
 */

/** Constructs what it is given, so that a class which extends it adds its private fields to that object. */
function Given(given: object): object {
  return given
}

/**
 * Marks an object as a copy of ours with a private field, which neither JSON nor a spread nor a comparison sees.
 * A WeakSet does the same for three times the time, and costs the garbage collector more with every document.
 */
class Mark extends (Given as unknown as new (given: object) => object) {
  #ours = true

  static isOn(object: object): boolean {
    return #ours in object
  }
}

/** From this depth on it is worth asking whether a value contains itself. */
const DEEP = 1_000

/**
 * Copies a value, and freezes the copy with all that is in it. What is such a copy already, or a part of one, is
 * not copied again.
 * @throws TypeError, as JSON does, when a value contains itself or a BigInt.
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
  // JSON throws when a value contains itself.
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

/** For what is no plain data: JSON says what becomes of it. */
function copyByJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? undefined : copyOf(JSON.parse(text), 0)
}

function frozen(copy: object): object {
  new Mark(copy)
  return Object.freeze(copy)
}
