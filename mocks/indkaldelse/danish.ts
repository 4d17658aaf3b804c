/** What the engine says of a wrong request, in Danish (IN-29). */

/** A header that comes twice. */
export const REPEATED = 'er angivet mere end én gang'

const wordings: readonly [RegExp, string][] = [
  [/^is required$/, 'mangler'],
  [/^is given more than once$/, REPEATED],
  [/^must be a valid date$/, 'er ikke en gyldig dato'],
  [/^must be a valid date-time$/, 'er ikke et gyldigt tidspunkt med tidszone'],
  [/^must be a valid email$/, 'er ikke en gyldig e-mailadresse'],
  [/^must be a valid (\S+)$/, 'er ikke et gyldigt $1'],
  [/^must be array$/, 'skal være en liste'],
  [/^must be boolean$/, 'skal være true eller false'],
  [/^must be integer$/, 'skal være et heltal'],
  [/^must be number$/, 'skal være et tal'],
  [/^must be object$/, 'skal være et objekt'],
  [/^must be string$/, 'skal være en tekst'],
  [/^must be >= (\S+)$/, 'skal være mindst $1'],
  [/^must be <= (\S+)$/, 'må højst være $1'],
  [/^must be one of (.*)$/, 'skal være en af $1'],
  [/^must NOT have more than (\d+) characters$/, 'må højst være $1 tegn'],
  [/^must NOT have fewer than (\d+) characters$/, 'skal være mindst $1 tegn'],
  [/^must match pattern (.*)$/, 'følger ikke mønstret $1'],
  [/^The body is missing\.$/, 'mangler'],
  [/^The body is not UTF-8\.$/, 'er ikke UTF-8'],
  [/^The body is not JSON\b/, 'er ikke JSON'],
  [/^The body nests deeper than (\d+) levels\.$/, 'er indlejret dybere end $1 niveauer'],
  [/^The content encoding "(.*)" is not known\.$/, 'er indkodet som "$1", som ikke kendes'],
]

/** The message in Danish; one that is not listed says only that something is wrong. */
export function inDanish(message: string): string {
  const [pattern, wording] = wordings.find(([known]) => known.test(message)) ?? []
  const said = pattern?.exec(message)
  return pattern && said && wording !== undefined ? said[0].replace(pattern, wording) : 'er ikke gyldig'
}
