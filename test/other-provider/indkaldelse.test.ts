import { indkaldelse } from 'tvilling/mocks'
import { runApp } from './indkaldelse/app.ts'
import { describeOtherProvider } from './stage.ts'

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
