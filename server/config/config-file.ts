/** What a configuration file says, and where. */

/** Steps from the whole file to a value, such as `settings`, the name of a simulator, `nulls`. */
export type KeyPath = readonly (string | number)[]

export interface ConfigFile {
  /** As the user names it. */
  file: string
  /** Where its paths start. */
  folder: string
  values: Readonly<Record<string, unknown>>
  /** Where a value is, for an error: file, line and column, or the key where a file has no lines for it. */
  at(path: KeyPath, part?: 'key' | 'value'): string
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
