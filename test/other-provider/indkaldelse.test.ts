import { readFile } from 'node:fs/promises'
import { indkaldelse } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { runApp, signIn } from './indkaldelse/app.ts'
import { describeOtherProvider, SETTINGS, startService } from './stage.ts'

describeOtherProvider({
  simulator: indkaldelse,
  run: runApp,
  expected: {
    access: { sekunder: 1800, slags: 'ihaendehaver', omraade: 'kontaktforloeb.samtale.write' },
    noAccess: [
      [401, 'ukendt_klient'],
      [400, 'ukendt_anmodning'],
    ],
    meeting: { status: 200, id: true },
    participants: [
      [200],
      [409, '90101 Opdater eksisterende myndighedsdeltagere inden oprettelse af nye'],
      [204],
      [200],
      [204],
    ],
    refusals: {
      code: [400, '1014 Fejl i anmodningen'],
      taken: [409, '90105 Det angivne DeltagerId findes allerede i systemet'],
      missing: [404, '90107 Det angivne DeltagerId findes ikke'],
      elsewhere: [409, '90103 Det angivne DeltagerId hører til en anden indkaldelse end den angivne'],
      meeting: [404, '90102 Det angivne IndkaldelseId findes ikke'],
      repeated: [412, '9012 Anmodningen er set før'],
      nobody: [404, '1010 CPR nummeret er ikke i brug'],
      dead: [409, '4405 Borgeren med det specificerede CPR nummer er død'],
      client: [403, '1013 Borgeren er ikke jeres'],
      scope: [403, '4575 Adgangen rækker ikke'],
      token: [401, '9001 Log på først'],
    },
  },
})

/** What is wrong in itself, so that a proxy would report it. */
async function mistakes(base: string): Promise<unknown[]> {
  const { body: access } = await signIn(base, 'tvilling', 'tvilling')
  const send = async (method: string, path: string, cpr: string) => {
    const headers = {
      authorization: `Bearer ${access.noegle}`,
      'content-type': 'application/json',
      'x-civilregistrationIdentifier': cpr,
      'x-requestId': crypto.randomUUID(),
    }
    const body = JSON.stringify({ moedeStarttidspunkt: '2026-02-02T09:00:00' })
    const response = await fetch(new URL(path, base), { method, headers, body })
    const { fejl } = (await response.json()) as { fejl: { kode: number; tekst: string }[] }
    return [response.status, ...fejl.map(({ kode, tekst }) => `${kode} ${tekst}`)]
  }
  return [
    await send('POST', '/v2/indkaldelse', '1702900991'),
    await send('PUT', '/v2/Indkaldelse', '1702900991'),
    await send('POST', '/v2/Indkaldelse', '3202900991'),
  ]
}

test('[IN-20] [IN-28] a path in small letters, another method and a wrong CPR number are refused in the same words', {
  timeout: 60_000,
}, async () => {
  const service = await startService()
  const settings = parse(await readFile(SETTINGS, 'utf8'))
  const twin = await startServer({
    port: 0,
    harness: { simulators: [indkaldelse], settings: { indkaldelse: settings.indkaldelse } },
  })
  try {
    expect(await mistakes(service.url)).toEqual([
      [404, '9004 Siden kendes ikke'],
      [405, '9005 Det kan man ikke her'],
      [400, '1001 Forkert CPR nummer'],
    ])
    expect(await mistakes(twin.url)).toEqual(await mistakes(service.url))
  } finally {
    service.end()
    await twin.close()
  }
})
