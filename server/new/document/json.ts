/** JSON values as they stand in documents. */
export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Visits each object of a value, from the inside out; each once, also where it is used more than once. */
export function walk(value: unknown, visit: (part: Json) => void, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const part of Object.values(value)) walk(part, visit, seen)
  if (!Array.isArray(value)) visit(value as Json)
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

export interface PlacedOperation {
  path: string
  method: string
  item: Json
  operation: Json
}

/** All operations of a document, in its order. */
export function operationsOf(document: { paths?: Record<string, Json> }): PlacedOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => isObject(item[method])).map((method) => ({
      path,
      method,
      item,
      operation: item[method] as Json,
    })),
  )
}
