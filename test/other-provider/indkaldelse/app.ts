/** A sample application for the other provider of indkaldelser. */
// biome-ignore lint/suspicious/noExplicitAny: an application without types, as many are
type Json = any

/** A status, and the errors of the answer as `<code> <text>`. */
type Step = [status: number, ...errors: string[]]

export interface Seen {
  access: object
  noAccess: [status: number, why: string][]
  meeting: { status: number; id: boolean }
  participants: Step[]
  refusals: Record<string, Step>
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CITIZEN = '1702900991'
const NOBODY = '0707770990'
const DEAD = '2605510991'
/** Roles and a reason of the provider's code lists. */
const [SAGSBEHANDLER, TOLK, SYGDOM] = [21, 23, 31]

/** Asks for an access token. */
export async function signIn(
  base: string,
  klient: string,
  kodeord: string,
  anmodning = 'client_credentials',
): Promise<{ status: number; body: Json }> {
  const form = { anmodning, klient, kodeord }
  const response = await fetch(new URL('/sikkerhed/adgang', base), {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return { status: response.status, body: await response.json() }
}

/** Calls a citizen to a meeting, and lets other authorities take part in it. */
export async function runApp(base: string): Promise<Seen> {
  async function refusedAccess(kodeord: string, anmodning?: string): Promise<[number, string]> {
    const { status, body } = await signIn(base, 'tvilling', kodeord, anmodning)
    return [status, body.afvisning]
  }

  const { body: access } = await signIn(base, 'tvilling', 'tvilling')

  interface Call {
    body?: object
    citizen?: string
    requestId?: string
    token?: string | undefined
  }
  function call(method: string, path: string, { body, citizen, requestId, token = access.noegle }: Call) {
    return fetch(new URL(path, base), {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        'x-civilregistrationIdentifier': citizen ?? CITIZEN,
        'x-requestId': requestId ?? crypto.randomUUID(),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
  }
  async function step(...of: Parameters<typeof call>): Promise<Step> {
    const response = await call(...of)
    const text = await response.text()
    const { fejl = [] } = response.ok ? {} : (JSON.parse(text) as Json)
    return [response.status, ...fejl.map(({ kode, tekst }: Json) => `${kode} ${tekst}`)]
  }

  const meeting = {
    moedeStarttidspunkt: '2026-02-02T09:00:00',
    slut: '2026-02-02T09:45:00',
    minutter: 45,
    kanFlyttes: true,
    flyttesSenest: '2026-01-29',
    kanAflyses: true,
    aflysningsfrist: '2026-01-30',
    type: 1,
    form: 2,
    gruppe: 3,
    link: 'https://moede.example.test/1',
  }
  const requestId = crypto.randomUUID()
  const created = await call('POST', '/v2/Indkaldelse', { body: meeting, requestId })
  const id = (await created.json()) as string
  const other = (await (await call('POST', '/v2/Indkaldelse', { body: meeting })).json()) as string

  const [first, second, unknown] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const at = (deltager: string) => `/v2/Indkaldelse/myndighedsdeltager/${deltager}`
  const of = (deltagerrolle: number, more: object = {}, indkaldelseIdentifier = id) => ({
    body: { indkaldelseIdentifier, deltagerrolle, ...more },
  })
  const declined = { myndighedsrepraesentantenDeltager: false, afbudsaarsag: SYGDOM }

  const participants = [
    await step('POST', at(first), of(SAGSBEHANDLER, { navn: 'Prøve Prøvesen' })),
    await step('POST', at(second), of(TOLK)),
    await step('PUT', at(first), of(SAGSBEHANDLER, declined)),
    await step('POST', at(second), of(TOLK)),
    await step('DELETE', `${at(second)}/indkaldelse/${id}`, {}),
  ]
  const abroad = await signIn(base, 'a-kasse', 'a-kasse')
  const narrow = await signIn(base, 'tvilling-no-scope', 'tvilling-no-scope')
  return {
    access: { ...access, noegle: typeof access.noegle },
    noAccess: [await refusedAccess('x'), await refusedAccess('tvilling', 'password')],
    meeting: { status: created.status, id: UUID.test(id) },
    participants,
    refusals: {
      code: await step('POST', at(unknown), of(1)),
      taken: await step('POST', at(first), of(TOLK)),
      missing: await step('PUT', at(unknown), of(TOLK, declined)),
      elsewhere: await step('PUT', at(first), of(TOLK, declined, other)),
      meeting: await step('POST', at(unknown), of(TOLK, {}, unknown)),
      repeated: await step('POST', '/v2/Indkaldelse', { body: meeting, requestId }),
      nobody: await step('POST', '/v2/Indkaldelse', { body: meeting, citizen: NOBODY }),
      dead: await step('POST', '/v2/Indkaldelse', { body: meeting, citizen: DEAD }),
      client: await step('POST', '/v2/Indkaldelse', { body: meeting, token: abroad.body.noegle }),
      scope: await step('POST', '/v2/Indkaldelse', { body: meeting, token: narrow.body.noegle }),
      token: await step('POST', '/v2/Indkaldelse', { body: meeting, token: '' }),
    },
  }
}
