/** What options take: the words for a sentence, and whether a value fits. */

export interface OptionKind {
  /** As it stands after "takes", such as `a whole number`. */
  takes: string
  fits(value: unknown): boolean
  required?: true
  /** Kinds of the members, if the value is an object. */
  members?: Readonly<Record<string, OptionKind>>
}

/** A kind for each option of a type: an option without one does not compile. */
export type OptionKinds<T> = { readonly [K in keyof T]-?: OptionKind }

export const required = (kind: OptionKind): OptionKind => ({ ...kind, required: true })

export const text = (takes: string): OptionKind => ({ takes, fits: (value) => typeof value === 'string' })

export const flag: OptionKind = { takes: 'true or false', fits: (value) => typeof value === 'boolean' }

export const number = (takes: string): OptionKind => ({
  takes,
  fits: (value) => typeof value === 'number' && !Number.isNaN(value),
})

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): OptionKind => ({
  takes: `a whole number from ${least} to ${most}`,
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
})

export const oneOf = (...words: string[]): OptionKind => ({
  takes: words.map((word) => `"${word}"`).join(' or '),
  fits: (value) => words.includes(value as string),
})

export const aFunction = (takes: string): OptionKind => ({
  takes,
  fits: (value) => typeof value === 'function',
})

/** Another kind of value, or something else. */
export const either = (one: OptionKind, other: OptionKind): OptionKind => ({
  takes: `${one.takes} or ${other.takes}`,
  fits: (value) => one.fits(value) || other.fits(value),
  ...((one.members ?? other.members) && { members: { ...one.members, ...other.members } }),
})

export const listOf = (takes: string, fits: (item: unknown) => boolean): OptionKind => ({
  takes,
  fits: (value) => Array.isArray(value) && value.every(fits),
})

export const isText = (value: unknown): value is string => typeof value === 'string'

/** An object, such as a store, that has functions of these names. */
export const objectWith = (takes: string, ...functions: string[]): OptionKind => ({
  takes,
  fits: (value) =>
    isPlain(value) &&
    functions.every((name) => typeof (value as Record<string, unknown>)[name] === 'function'),
})

/** An object whose members are options themselves. */
export const group = <T>(takes: string, members: OptionKinds<T>): OptionKind => ({
  takes,
  fits: isPlain,
  members: members as Readonly<Record<string, OptionKind>>,
})

/** An object with members of any name. */
export const mapOf = (takes: string, fits: (item: unknown) => boolean = () => true): OptionKind => ({
  takes,
  fits: (value) => isPlain(value) && Object.values(value).every((item) => item === undefined || fits(item)),
})

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
}
