/** The characters that both fonts have, from the first to the last of each range. */
const PRINTABLE: readonly (readonly [first: number, last: number])[] = [
  // Line ends, ASCII, Latin with all of its extensions for languages of Europe.
  [0x0a, 0x0a],
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2b0, 0x2bf],
  [0x2c6, 0x2dd],
  // Marks above and below letters.
  [0x300, 0x33f],
  // Greek and Cyrillic.
  [0x370, 0x377],
  [0x37a, 0x37f],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x523],
  // More Latin, and Greek with accents.
  [0x1e00, 0x1e9b],
  [0x1e9e, 0x1e9e],
  [0x1ea0, 0x1efb],
  [0x1f00, 0x1f15],
  [0x1f18, 0x1f1d],
  [0x1f20, 0x1f45],
  [0x1f48, 0x1f4d],
  [0x1f50, 0x1f57],
  [0x1f5f, 0x1f7d],
  [0x1f80, 0x1fb4],
  [0x1fb6, 0x1fc4],
  [0x1fc6, 0x1fd3],
  [0x1fd6, 0x1fdb],
  [0x1fdd, 0x1fef],
  [0x1ff2, 0x1ff4],
  [0x1ff6, 0x1ffe],
  // Punctuation, currencies, № and ™, minus.
  [0x2010, 0x2027],
  [0x2030, 0x203a],
  [0x20a0, 0x20b5],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
]

/**
 * Replaces the characters that the fonts do not have: a letter loses its diacritic, or becomes a question mark (OS-26).
 *
 * @example printable('Ŋáŋŋá, Łódź, 北京') // 'Ŋáŋŋá, Łódź, ??'
 */
export function printable(text: string): string {
  // Nearly every text: it is looked at several times to lay it out.
  if (/^[\n\x20-\x7e\xa0-\u024f]*$/.test(text)) return text
  return Array.from(text.normalize('NFC'), printableCharacter).join('')
}

function printableCharacter(character: string): string {
  if (isPrintable(character)) return character
  const [bare = ''] = character.normalize('NFD')
  return isPrintable(bare) ? bare : '?'
}

function isPrintable(character: string): boolean {
  const point = character.codePointAt(0) ?? 0
  return PRINTABLE.some(([first, last]) => point >= first && point <= last)
}
