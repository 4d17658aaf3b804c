/** Names and texts as they stand in TypeScript. */

/** `.id`, or `['card-number']`. */
export const access = (name: string) => (isIdentifier(name) ? `.${name}` : `[${quote(name)}]`)

/** A member's name in an object literal. */
export const member = (name: string) => (isIdentifier(name) ? name : quote(name))

export const isIdentifier = (name: string) => /^[A-Za-z_$][\w$]*$/.test(name)

export const quote = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/** `a pet`, `an order`. */
export const withArticle = (noun: string) => `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`

const LINE_WIDTH = 110

/** `{ a, b }` of an import or export, a name a line where one line is too short for all. */
export function braces(names: readonly string[], around = 0): string {
  const inline = `{ ${names.join(', ')} }`
  return inline.length + around <= LINE_WIDTH ? inline : `{\n${names.map((name) => `  ${name},\n`).join('')}}`
}

/** A URL beside the file that is written. Put together here, since the build replaces `import.meta` + `.url` in all text. */
export const besides = (path: string) => ['new URL(', quote(path), ', import.meta', '.url)'].join('')

/** Without the lines that are empty because of what is left out. */
export function text(...blocks: (string | false | undefined)[]): string {
  return `${blocks
    .filter((block) => block !== false && block !== undefined && block !== '')
    .join('\n\n')
    .trim()}\n`
}
