/** Compares names. */

const COUNTED = 3

/**
 * The words of a name that are compared: the first three, with any separators (CI-13). Case does not matter, diacritics
 * do.
 *
 * @example wordsOfName('Anna-Lisa, Maria Berit') // ['anna', 'lisa', 'maria']
 */
export function wordsOfName(name: string): string[] {
  return allWordsOf(name).slice(0, COUNTED)
}

/** Whether each compared word is one of the person's names; false if there are no words (CI-13, CI-29). */
export function isNamed(name: string, names: readonly string[]): boolean {
  const words = wordsOfName(name)
  const known = new Set(names.flatMap(allWordsOf))
  return words.length > 0 && words.every((word) => known.has(word))
}

function allWordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter(Boolean)
}
