/** Further copies of the twins with one broken promise or assumption each: defaults, formats, bounds, and rules. */
import { numberOf } from 'tvilling/fixtures'
import { answer, breaking, type Json, json, type Mutant, withHeader } from './mutants.ts'

export interface ClassedMutant extends Mutant {
  /** Whether it breaks a promise of the provider, or shows that an assumption of ours is wrong. */
  class: 'promise' | 'assumption'
  /** A setting that the report names, if one mends it. */
  setting?: string
}

const MEETINGS = /^\/v2\/Indkaldelse/
const BIRTHS = /\/birthreport$/
const OTHER = { FEMALE: 'MALE', MALE: 'FEMALE' } as const

/** A service that takes any mother: it sees another one, who can be the mother of each child, in place of some. */
function takingAnyMother(who: string, isMeant: (report: Json) => boolean, found: string): ClassedMutant {
  return {
    kind: `a number for a child whose mother ${who}`,
    api: 'birth-report',
    class: 'assumption',
    found: `createBirthReport: ${found}`,
    make: () => async (request, send) => {
      const text = request.method === 'POST' ? await request.clone().text() : ''
      const report = parsed(text)
      if (!report || !isMeant(report)) return send(request)
      const mother = { personalIdentityNumber: { id: numberOf('wife') } }
      const child = { ...(report['child'] as Json), date: '2025-06-06', order: 1 }
      const { father: _, ...rest } = report
      const { url, method, headers } = request
      const plain = new Headers(headers)
      plain.delete('content-length')
      const body = JSON.stringify({ ...rest, mother, child })
      return send(new Request(url, { method, headers: plain, body }))
    },
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const motherOf = (report: Json) => {
  const { personalIdentityNumber } = (report['mother'] ?? {}) as { personalIdentityNumber?: { id?: unknown } }
  return String(personalIdentityNumber?.id)
}
const birthOf = (report: Json) => String((report['child'] as Json | undefined)?.['date'])

export const mutantsOfAnswers: readonly ClassedMutant[] = [
  takingAnyMother(
    'is dead',
    (report) => motherOf(report) === numberOf('deceased'),
    'answers 202 with code 206 when the mother is dead on the day of birth',
  ),
  takingAnyMother(
    'has emigrated',
    (report) => motherOf(report) === numberOf('emigrated'),
    'answers 202 with code 207 when the mother has emigrated',
  ),
  takingAnyMother(
    'is eleven years old',
    (report) => Number(birthOf(report).slice(0, 4)) - Number(motherOf(report).slice(0, 4)) === 11,
    'answers 202 with code 208 when the mother was born after the child or less than twelve years before',
  ),
  takingAnyMother(
    'is the father',
    (report) => JSON.stringify(report['mother']) === JSON.stringify(report['father']),
    'answers 202 with code 209 when the mother is given as the father too',
  ),
  {
    kind: 'a page without a size has ten rows',
    api: 'consumer-intelligence',
    class: 'promise',
    found: 'listConsumers: has a hundred rows on a page without a size',
    make: () => (request, send) => {
      const url = new URL(request.url)
      if (request.method !== 'GET' || url.searchParams.has('pageSize')) return send(request)
      if (!/\/consumers$/.test(url.pathname)) return send(request)
      url.searchParams.set('pageSize', '10')
      return send(new Request(url, request))
    },
  },
  {
    kind: 'a time without an offset',
    api: 'consumer-intelligence',
    class: 'assumption',
    found: 'listConsumers 200',
    make: breaking({ method: 'GET', path: /\/consumers$/, status: 200 }, async (response) => {
      const page = (await json(response)) as { data: Json[] }
      const data = page.data.map((row) => ({ ...row, created: String(row['created']).slice(0, 19) }))
      return answer(response, { ...page, data })
    }),
  },
  {
    kind: 'Retry-After in words',
    api: 'consumer-intelligence',
    class: 'assumption',
    found: 'listConsumers 429',
    make: breaking({ path: /\/consumers$/, status: 429 }, (response) => {
      const headers = new Headers(response.headers)
      headers.set('retry-after', 'soon')
      return new Response(response.body, { status: 429, headers })
    }),
  },
  {
    kind: 'a subscribed person listed twice',
    api: 'consumer-intelligence',
    class: 'promise',
    found:
      'listSubscribedPersons: lists the person behind two consumers once, and tells a later reader who is new',
    make: breaking({ path: /\/subscriptions\/persons$/, status: 200 }, async (response) => {
      const page = (await json(response)) as { data: Json[] }
      return answer(response, { ...page, data: [...page.data, ...page.data] })
    }),
  },
  {
    kind: 'another code for a deletion',
    api: 'consumer-intelligence',
    class: 'assumption',
    found: 'deleteConsumers: answers a valid request with 202',
    make: breaking(
      { method: 'DELETE', path: /\/consumers$/, status: 202 },
      (response) => new Response(null, { status: 204, headers: response.headers }),
    ),
  },
  {
    kind: 'a personal number of ten digits',
    api: 'birth-report',
    class: 'promise',
    found: 'createBirthReport 201',
    make: breaking({ path: BIRTHS, status: 201 }, async (response) => {
      const body = await json(response)
      return answer(response, {
        ...body,
        personalIdentityNumber: String(body['personalIdentityNumber']).slice(2),
      })
    }),
  },
  {
    kind: 'a number of the other sex',
    api: 'birth-report',
    class: 'assumption',
    found: 'createBirthReport: gives the child a number of its day and sex, a different one each',
    make: () => async (request, send) => {
      const body = (await request
        .clone()
        .json()
        .catch(() => undefined)) as { child?: { gender?: string } } | undefined
      const other = OTHER[body?.child?.gender as keyof typeof OTHER]
      if (!body?.child || !other) return send(request)
      const changed = JSON.stringify({ ...body, child: { ...body.child, gender: other } })
      return send(new Request(request.url, { method: 'POST', headers: request.headers, body: changed }))
    },
  },
  {
    kind: 'other words for a list that is assumed',
    api: 'birth-report',
    class: 'assumption',
    found: 'createBirthReport 202',
    setting: 'birth-report.words["MessageConfirmationCode"]',
    make: breaking({ path: BIRTHS, status: 202 }, async (response) => {
      const { message, ...body } = (await json(response)) as { message: Json }
      return answer(response, { ...body, message: { ...message, messageConfirmationCode: '777' } })
    }),
  },
  {
    kind: 'the dead are called',
    api: 'indkaldelse',
    class: 'promise',
    found: 'createIndkaldelse: refuses to call who is dead, with 4405',
    make: () => async (request, send) => {
      const dead = numberOf('deceased-citizen')
      if (request.headers.get('x-civilregistrationidentifier') !== dead) return send(request)
      const citizen = numberOf('kommune-citizen')
      return send(await withHeader(request, 'x-civilregistrationIdentifier', citizen))
    },
  },
  {
    kind: 'an error code with a text of its own',
    api: 'indkaldelse',
    class: 'promise',
    found: 'createMyndighedsdeltager 404',
    make: breaking({ method: 'POST', path: MEETINGS, status: 404 }, async (response) => {
      const { errors = [] } = (await json(response)) as { errors?: Json[] }
      const changed = errors.map((error) =>
        error['fejlkode'] === 90102 ? { ...error, fejltekst: 'Ukendt indkaldelse' } : error,
      )
      return answer(response, { errors: changed })
    }),
  },
  {
    kind: 'another status for an error code',
    api: 'indkaldelse',
    class: 'assumption',
    found: 'createMyndighedsdeltager: refuses an indkaldelse that was not given out',
    make: breaking({ method: 'POST', path: MEETINGS, status: 404 }, async (response) =>
      answer(response, await json(response), 409),
    ),
  },
  {
    kind: 'a negative count',
    api: 'person-monitoring',
    class: 'assumption',
    found: 'listBundles 200',
    make: breaking({ method: 'GET', path: /\/bundles$/, status: 200 }, async (response) => {
      const { bundles } = (await json(response)) as { bundles: Json[] }
      return answer(response, { bundles: bundles.map((bundle) => ({ ...bundle, entityCount: -1 })) })
    }),
  },
  {
    kind: 'a report that is a page',
    api: 'organization-session',
    class: 'promise',
    found: 'getSessionReport: gives each report as PDF',
    make: breaking({ path: /\/reports\/\w+$/, status: 200 }, (response) => {
      return new Response('<html>', { status: 200, headers: response.headers })
    }),
  },
]
