/** Characters outside Latin-1 that the standard fonts have (WinAnsi). */
const FURTHER = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

/**
 * Replaces the characters that a PDF's standard fonts do not have: a letter loses its diacritic, or becomes a question
 * mark.
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
