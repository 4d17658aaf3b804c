import type { Operations } from 'tvilling'
import type { components, operations as Promised } from '../../contracts/indkaldelse/types.gen.ts'
import { findCitizen } from './access.ts'
import {
  deltagerFindesAllerede,
  deltagerFindesIkke,
  deltagerHoererTilEnAnden,
  indkaldelseFindesIkke,
  opdaterEksisterendeFoerst,
  valideringsfejl,
} from './problems.ts'
import { type CallContext, type Myndighedsdeltager, svarOf } from './states.ts'

type DeltagerBody = components['schemas']['CreateMyndighedsdeltagerRequestDto']

/** One function for each operation. Each makes its checks in the order of IN-23. */
export const operations = {
  /** Replaces the provider's certificates (IN-21). */
  requestToken: ({ body }, context) => context.auth.issueToken(context.request, body),

  /** IN-17, IN-19, IN-20. */
  async createIndkaldelse({ headers, body }, context) {
    const { citizen, refusal } = await findCitizen(headers['x-civilregistrationIdentifier'], context)
    if (refusal) return refusal
    const id = context.random.uuid()
    await context.collections.indkaldelser.put({
      id,
      cpr: citizen.number,
      oprettet: context.clock.iso(),
      oplysninger: body,
    })
    return { status: 200, body: id }
  },

  /** IN-06, IN-08, IN-10, IN-11, IN-13, IN-24. */
  async createMyndighedsdeltager({ params, headers, body }, context) {
    const unknownCode = checkCodes(body, context)
    if (unknownCode) return unknownCode
    const { citizen, refusal } = await findCitizen(headers['x-civilregistrationIdentifier'], context)
    if (refusal) return refusal
    const missing = await missIndkaldelse(body.indkaldelseIdentifier, citizen.number, context)
    if (missing) return missing

    const deltager = deltagerFrom(params.myndighedsdeltagerid, body)
    const { myndighedsdeltagere } = context.collections
    const taken = await myndighedsdeltagere.get(deltager.id)
    if (taken) {
      context.setReason(
        `IN-13: ${taken.id} is a participant of the indkaldelse ${taken.indkaldelse} already.`,
        'IN-13',
      )
      return deltagerFindesAllerede()
    }
    const unanswered = await myndighedsdeltagere.page({
      index: 'afventer',
      equals: deltager.indkaldelse,
      limit: 1,
    })
    const [awaited] = unanswered.rows
    if (awaited) {
      context.setReason(`IN-24: the participant ${awaited.doc.id} has not answered yet.`, 'IN-10', 'IN-24')
      return opdaterEksisterendeFoerst()
    }
    await context.begin('myndighedsdeltagere', deltager)
    return { status: 200, body: deltager.id }
  },

  /** Replaces the participant's data, and moves the participant to the state of its answer (IN-07, IN-08). */
  async updateMyndighedsdeltager({ params, headers, body }, context) {
    const unknownCode = checkCodes(body, context)
    if (unknownCode) return unknownCode
    const { citizen, refusal } = await findCitizen(headers['x-civilregistrationIdentifier'], context)
    if (refusal) return refusal
    const missing = await missIndkaldelse(body.indkaldelseIdentifier, citizen.number, context)
    if (missing) return missing

    const deltager = deltagerFrom(params.myndighedsdeltagerid, body)
    const found = await findDeltager(deltager.id, deltager.indkaldelse, context)
    if (found.refusal) return found.refusal
    const { svar } = found.deltager
    await context.collections.myndighedsdeltagere.put({ ...deltager, svar })
    if (svar !== deltager.svar) await context.move('myndighedsdeltagere', deltager.id, deltager.svar)
    return { status: 204 }
  },

  /** IN-08, IN-11, IN-12, IN-14. */
  async deleteMyndighedsdeltager({ params, headers }, context) {
    const { citizen, refusal } = await findCitizen(headers['x-civilregistrationIdentifier'], context)
    if (refusal) return refusal
    const missing = await missIndkaldelse(params.indkaldelseid, citizen.number, context)
    if (missing) return missing

    const found = await findDeltager(
      canonical(params.myndighedsdeltagerid),
      canonical(params.indkaldelseid),
      context,
    )
    if (found.refusal) return found.refusal
    await context.collections.myndighedsdeltagere.delete(found.deltager.id)
    return { status: 204 }
  },
} satisfies Operations<Promised, CallContext>

/** UUIDs are case-insensitive (RFC 9562). */
function canonical(id: string): string {
  return id.toLowerCase()
}

function deltagerFrom(id: string, body: DeltagerBody): Myndighedsdeltager {
  const { indkaldelseIdentifier, myndighedsrepraesentantenDeltager, ...oplysninger } = body
  return {
    id: canonical(id),
    indkaldelse: canonical(indkaldelseIdentifier),
    svar: svarOf(myndighedsrepraesentantenDeltager),
    oplysninger,
  }
}

/** Refuses codes that are not on the code lists; a part of the check of the body (IN-25). */
function checkCodes({ deltagerrolle, afbudsaarsag }: DeltagerBody, { settings, setReason }: CallContext) {
  const unknown = [
    ...(settings.deltagerroller.includes(deltagerrolle) ? [] : [`deltagerrolle ${deltagerrolle}`]),
    ...(afbudsaarsag === undefined || settings.afbudsaarsager.includes(afbudsaarsag)
      ? []
      : [`afbudsaarsag ${afbudsaarsag}`]),
  ]
  if (unknown.length === 0) return undefined
  setReason(`IN-25: the code list, a setting, does not have ${unknown.join(' and ')}.`, 'IN-25')
  return valideringsfejl(...unknown.map((code) => `body ${code} findes ikke i kodelisten`))
}

/** Refuses an id that no indkaldelse of this citizen has: access is to one citizen only (IN-11, IN-15). */
async function missIndkaldelse(id: string, cpr: string, { collections, setReason }: CallContext) {
  const indkaldelse = await collections.indkaldelser.get(canonical(id))
  if (indkaldelse?.cpr === cpr) return undefined
  setReason(
    indkaldelse
      ? `IN-11: the indkaldelse ${id} is for another citizen.`
      : `IN-11: there is no indkaldelse ${id}.`,
    'IN-11',
  )
  return indkaldelseFindesIkke()
}

async function findDeltager(
  id: string,
  indkaldelse: string,
  { collections, setReason, deletedIn }: CallContext,
) {
  const deltager = await collections.myndighedsdeltagere.get(id)
  if (!deltager) {
    const deleted = await deletedIn('myndighedsdeltagere', id)
    setReason(
      deleted === undefined
        ? `IN-14: there is no participant ${id}.`
        : `IN-14: there is no participant ${id}: exchange ${deleted} deleted it.`,
      'IN-14',
    )
    return { refusal: deltagerFindesIkke() }
  }
  if (deltager.indkaldelse !== indkaldelse) {
    setReason(`IN-12: the participant ${id} is part of the indkaldelse ${deltager.indkaldelse}.`, 'IN-12')
    return { refusal: deltagerHoererTilEnAnden() }
  }
  return { deltager }
}
