/** A sample application for the other provider of organization sessions. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Officer {
  navn: string
  fodt: string
}

export interface Seen {
  statuses: string[]
  events: string[]
  early: { status: number; title: string }
  unknown: { status: number; title: string }
  name: string
  country: string
  turnover: number[]
  owners: { aksjonar: string; slag: string }[]
  leaders: (Officer | null)[]
  sanction: string
  swedish: { country: string; signers: number; together: number[] }
  finnish: { country: string; id: string; place: string; signers: number }
  followed: { status: number; type: string | null }[]
}

// biome-ignore lint/suspicious/noExplicitAny: an application without types, as many are
type Json = any

const jsonOf = async (response: Response): Promise<Json> => response.json()

const COLLECTED = [
  ...['lei', 'adresser', 'regnskap', 'nokkeltall', 'revisor', 'regnskapsforer', 'rettighetshavere'],
  ...['datterselskap', 'aksjonarer', 'indikatorer', 'fullmakter', 'verv', 'sanksjoner'],
]

/** Looks up an organization of each country, as a user of the application does. */
export async function runApp(base: string): Promise<Seen> {
  const receiver = await openReceiver()
  const [inSweden, inFinland] = [await openReceiver(), await openReceiver()]
  try {
    const token = await signIn(base)
    const call = (path: string, body?: object) =>
      fetch(new URL(path, base), {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
    const read = async (path: string) => jsonOf(await call(path))
    const begin = async (country: string, nummer: string, dokumenter: string[], { url }: Receiver) => {
      const created = await call(`/organization/session/${country}`, {
        nummer,
        opplysninger: COLLECTED,
        dokumenter,
        varsling: [{ adresse: url, hendelser: ['JsonDataReady', 'ReportReady', 'AllDone'] }],
      })
      return (await jsonOf(created)).sessionId as string
    }

    const sessionId = await begin('no', '300100007', ['hvitvasking', 'firmaattest'], receiver)
    const before = await read(`/oppslag/no/${sessionId}`)
    const early = await call(`/oppslag/no/${sessionId}/svar`)
    const sweden = await begin('se', '5520010009', [], inSweden)
    const finland = await begin('fi', '9010000-4', [], inFinland)
    await Promise.all([receiver, inSweden, inFinland].map(({ allDone }) => allDone))
    const after = await read(`/oppslag/no/${sessionId}`)
    const result = await read(`/oppslag/no/${sessionId}/svar`)
    const followed: Seen['followed'] = []
    for (const link of Object.values(result.links.reports as Record<string, string>)) {
      const { status, headers } = await call(new URL(link).pathname)
      followed.push({ status, type: headers.get('content-type') })
    }
    const unknown = await call('/oppslag/no/00000000-0000-4000-8000-000000000000')
    const { keyInformation, financials, ownership, roles, sanction } = result
    const { foretag, firmateckning } = await read(`/oppslag/se/${sweden}/svar`)
    const { yritys, valtuudet } = await read(`/oppslag/fi/${finland}/svar`)
    return {
      statuses: [before, after].flatMap(({ tilstand, jsonData, ...documents }) => [
        tilstand,
        jsonData,
        documents['aml-report'],
        documents['firmaattest-status'],
      ]),
      events: receiver.events,
      early: { status: early.status, title: (await jsonOf(early)).tittel },
      unknown: { status: unknown.status, title: (await jsonOf(unknown)).tittel },
      name: keyInformation.foretaksnavn,
      country: keyInformation.landkode,
      turnover: financials.accounting.map(({ omsetning }: { omsetning: number }) => omsetning),
      owners: ownership.shareholders,
      leaders: [roles.dagligLeder, roles.styreleder, ...roles.styremedlemmer],
      sanction: sanction.utfall,
      swedish: {
        country: foretag.landskod,
        signers: firmateckning.teckningsratt.length,
        together: firmateckning.kombinationer.map((combination: Json) => combination.tillsammans.length),
      },
      finnish: {
        country: yritys.maa,
        id: yritys.ytunnus,
        place: yritys.kunta,
        signers: valtuudet.nimenkirjoitus.length + valtuudet.prokuristit.length,
      },
      followed,
    }
  } finally {
    for (const { close } of [receiver, inSweden, inFinland]) close()
  }
}

async function signIn(base: string): Promise<string> {
  const response = await fetch(new URL('/auth/realms/prod/protocol/openid-connect/token', base), {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'aml_organization/basic aml_organization/OFAC',
    }),
  })
  return (await jsonOf(response)).access_token
}

interface Receiver {
  url: string
  events: string[]
  allDone: Promise<void>
  close(): void
}

/** Where the service tells of what is done. */
async function openReceiver(): Promise<Receiver> {
  const events: string[] = []
  let finish = () => {}
  const allDone = new Promise<void>((resolve) => {
    finish = resolve
  })
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { hendelse, dokument } = JSON.parse(Buffer.concat(chunks).toString())
    events.push(dokument ? `${hendelse} ${dokument}` : hendelse)
    response.end()
    if (hendelse === 'AllDone') finish()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/varsler`,
    events,
    allDone,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
