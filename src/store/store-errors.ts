/** Errors of a store that are not defects of Tvilling. Each message is a sentence for the user. */

/** A file or database that cannot be opened as a store, or must not be. It was not changed. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
}

/**
 * The disk or the file failed an open store. All calls that fail for the same reason, until one writes again, throw the
 * same error: who reports it can tell that it is known.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
}
