/** Characters beyond Latin-1 that the standard fonts have as well (WinAnsi). */
const FURTHER = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

/**
 * A text in the characters that a PDF's standard fonts have: those of the western European languages. Letters of others
 * lose their marks, or stand as a question mark.
 *
 * @example printable('Øst, Gdańsk') // 'Øst, Gdansk'
 */
export function printable(text: string): string {
  return Array.from(text.normalize('NFC'), printableCharacter).join('')
}

function printableCharacter(character: string): string {
  if (isPrintable(character)) return character
  const [bare = ''] = character.normalize('NFD')
  return isPrintable(bare) ? bare : '?'
}

function isPrintable(character: string): boolean {
  return /^[\n\x20-\x7e\xa0-\xff]$/.test(character) || FURTHER.includes(character)
}
