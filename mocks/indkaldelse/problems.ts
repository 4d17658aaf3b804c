/** The service's errors: `{"errors":[{"fejlkode","fejltekst","beskrivelse"}]}` (IN-20). */
import { type ApiResult, bearerChallenge, type Dialect, type Violation } from 'tvilling'
import type { components } from '../../contracts/indkaldelse/types.gen.ts'
import { inDanish, REPEATED } from './danish.ts'
import { isRepeated } from './repeated-header.ts'

type Fejl = components['schemas']['Fejl']
type Fejlkode = Fejl['fejlkode']
type FejlWith<K extends Fejlkode> = Extract<Fejl, { fejlkode: K }>

const fejltekster: { [K in Fejlkode]: FejlWith<K>['fejltekst'] } = {
  401: 'Manglende eller ugyldigt token',
  404: 'Ressourcen findes ikke',
  405: 'Metoden er ikke tilladt',
  412: 'RequestId er allerede modtaget',
  500: 'Intern fejl',
  1001: 'Ugyldigt CPR nummer',
  1010: 'Borgeren med det specificerede CPR nummer findes ikke',
  1013: 'Manglende rettighed til den angivne borger',
  1014: 'Valideringsfejl',
  4405: 'Borgeren med det specificerede CPR nummer er død',
  4575: 'Ikke autoriseret',
  90101: 'Opdater eksisterende myndighedsdeltagere inden oprettelse af nye',
  90102: 'Det angivne IndkaldelseId findes ikke',
  90103: 'Det angivne DeltagerId hører til en anden indkaldelse end den angivne',
  90105: 'Det angivne DeltagerId findes allerede i systemet',
  90107: 'Det angivne DeltagerId findes ikke',
}

/** One error. Without its own description it repeats the error's text, as the source's tables do. */
function fejl<K extends Fejlkode>(fejlkode: K, beskrivelse: string = fejltekster[fejlkode]): FejlWith<K> {
  return { fejlkode, fejltekst: fejltekster[fejlkode], beskrivelse } as FejlWith<K>
}

function answer<S extends number, F extends Fejl>(status: S, ...errors: F[]) {
  return { status, body: { errors } }
}

/** A header, an id in the path or the body breaks constraints; each description names one (IN-18, IN-20). */
export function valideringsfejl(...beskrivelser: string[]) {
  return answer(400, ...beskrivelser.map((beskrivelse) => fejl(1014, beskrivelse)))
}

/** The token is missing, malformed, unknown, expired or revoked (IN-20). */
export function ugyldigtToken(challenge: string) {
  return { ...answer(401, fejl(401)), headers: { 'www-authenticate': challenge } }
}

/** The organization has no right to the citizen (IN-15, IN-18). */
export function manglendeRettighed() {
  return answer(403, fejl(1013))
}

/** The token lacks the scope (IN-16, IN-18). */
export function ikkeAutoriseret(scope: string) {
  return answer(403, fejl(4575, `Scope ${scope} mangler`))
}

/** No operation has the path (IN-20). */
export function ressourcenFindesIkke() {
  return answer(404, fejl(404))
}

/** Nobody has the CPR number (IN-18). */
export function borgerenFindesIkke() {
  return answer(404, fejl(1010))
}

/** No indkaldelse has the id (IN-11). */
export function indkaldelseFindesIkke() {
  return answer(404, fejl(90102))
}

/** No myndighedsdeltager has the id (IN-14). */
export function deltagerFindesIkke() {
  return answer(404, fejl(90107))
}

/** The path has no such method (IN-20). */
export function metodenErIkkeTilladt() {
  return answer(405, fejl(405))
}

/** The citizen is dead (IN-09). */
export function borgerenErDoed() {
  return answer(409, fejl(4405))
}

/** Another myndighedsdeltager has not answered yet (IN-10, IN-24). */
export function opdaterEksisterendeFoerst() {
  return answer(409, fejl(90101))
}

/** The myndighedsdeltager is part of another indkaldelse (IN-12). */
export function deltagerHoererTilEnAnden() {
  return answer(409, fejl(90103))
}

/** The id of the myndighedsdeltager is taken (IN-13). */
export function deltagerFindesAllerede() {
  return answer(409, fejl(90105))
}

/** The request id was received before (IN-03). */
export function requestIdErAlleredeModtaget() {
  return answer(412, fejl(412))
}

/** The service failed (IN-20). */
export function internFejl() {
  return answer(500, fejl(500))
}

/** The answer for each documented status that a test asks for: an error that every operation has. */
const documented: Record<number, () => ApiResult> = {
  400: () => valideringsfejl(fejltekster[1014]),
  401: () => ugyldigtToken(bearerChallenge('unknown')),
  403: manglendeRettighed,
  404: borgerenFindesIkke,
  409: borgerenErDoed,
  412: requestIdErAlleredeModtaget,
  500: internFejl,
}

export const problems: Dialect = {
  unmatched: ressourcenFindesIkke,
  method: metodenErIkkeTilladt,
  unauthenticated: ({ cause }) => ugyldigtToken(bearerChallenge(cause)),
  scope: ({ scope }) => ikkeAutoriseret(scope),
  oversized: ({ limit }) => valideringsfejl(`body må højst være ${limit} bytes`),
  'media-type': ({ received, accepted }) =>
    valideringsfejl(
      `body skal være ${accepted.join(' eller ')}, ${received === undefined ? 'men Content-Type mangler' : `ikke ${received}`}`,
    ),
  malformed: ({ detail }) => valideringsfejl(`body ${inDanish(detail)}`),
  violations: ({ violations }) => answer(400, ...violations.map(fejlOf)),
  internal: internFejl,
  // An undocumented status that a test forces gets the text of an internal error.
  fault: ({ status }) => documented[status]?.() ?? { ...internFejl(), status },
}

/** The header x-civilregistrationIdentifier does not match the pattern; one error among others (IN-01, IN-18). */
function ugyldigtCprNummer(beskrivelse: string) {
  return fejl(1001, beskrivelse)
}

function fejlOf(violation: Violation): FejlWith<1001> | FejlWith<1014> {
  const { in: location, field, message, value } = violation
  if (field === 'x-civilregistrationIdentifier' && location === 'header' && value !== undefined) {
    return ugyldigtCprNummer(`${location} ${field} er ikke et gyldigt CPR nummer`)
  }
  const repeated = field === 'x-requestId' && isRepeated(String(value ?? ''))
  const wording = repeated ? REPEATED : inDanish(message)
  return fejl(1014, [location, field, wording].filter(Boolean).join(' '))
}
