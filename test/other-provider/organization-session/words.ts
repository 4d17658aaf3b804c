/** What the other provider calls the parts of an organization: each name and word, and how to say it. */

type Json = Record<string, unknown>
type Say = (value: unknown) => unknown

const same: Say = (value) => value

/** A node in the other provider's names. What is missing or null stays so. */
function node(members: Readonly<Record<string, string | [name: string, say: Say]>>): Say {
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value as Json).map(([key, member]) => {
        const [name, say] = [members[key] ?? key].flatMap((said) =>
          typeof said === 'string' ? [said, same] : said,
        ) as [string, Say]
        return [name, say(member)]
      }),
    )
  }
}

const list =
  (say: Say): Say =>
  (value) =>
    Array.isArray(value) ? value.map(say) : value

const word =
  (words: Readonly<Record<string, string>>): Say =>
  (value) =>
    words[String(value)] ?? value

const address = node({ street: 'gate', postalCode: 'postnr', city: 'poststed', country: 'land' })
const officer = node({ name: 'navn', dateOfBirth: 'fodt', organizationNumber: 'orgnr' })
const people = list(node({ name: 'fulltNavn', dateOfBirth: 'fodselsdato', role: 'rolle' }))
const authorities = list(node({ description: 'regel', holders: ['personer', people] }))

const KEY_INFORMATION = {
  companyName: 'foretaksnavn',
  organizationNumber: 'orgnr',
  dunsNumber: 'duns',
  organizationType: 'orgform',
  registeredDate: 'registrert',
  webPage: 'hjemmeside',
  employees: 'ansatte',
  memberOfRegistries: 'registre',
  statusCode: 'statuskode',
  institutionalSector: 'sektor',
  industrySector: 'bransje',
  purpose: 'formal',
  sources: 'kilder',
  lei: ['leiKode', node({ number: 'kode' })],
} satisfies Parameters<typeof node>[0]

/** What organizations of all countries have. */
const COMMON = {
  address: ['address', node({ postal: ['post', address], visiting: ['besok', address] })],
  financials: [
    'financials',
    node({
      accounting: [
        'accounting',
        list(
          node({
            year: 'ar',
            currency: 'valuta',
            turnover: 'omsetning',
            operatingProfit: 'driftsresultat',
            earnings: 'resultat',
            shareCapital: 'aksjekapital',
            equity: 'egenkapital',
          }),
        ),
      ],
      keyFigures: [
        'keyFigures',
        node({
          shareCapital: 'kapital',
          turnover: 'salg',
          operatingProfit: 'drift',
          equity: 'egen',
          earnings: 'overskudd',
          sources: 'kilde',
          accountingYears: 'regnskapsar',
        }),
      ],
      auditor: ['auditor', node({ name: 'revisor', organizationNumber: 'revisornr', sources: 'kilder' })],
      accountant: ['accountant', node({ name: 'regnskapsforer', organizationNumber: 'nr' })],
    }),
  ],
  ownership: [
    'ownership',
    node({
      beneficials: [
        'beneficials',
        list(
          node({
            name: 'eier',
            address: ['bosted', address],
            ownerShare: 'andel',
            dateOfBirth: 'fodt',
            roles: 'verv',
          }),
        ),
      ],
      subsidiaries: [
        'subsidiaries',
        list(node({ name: 'datter', organizationNumber: 'orgnr', percentage: 'prosent' })),
      ],
      shareholders: [
        'shareholders',
        list(
          node({
            name: 'aksjonar',
            organizationNumber: 'orgnr',
            percentage: 'prosent',
            type: ['slag', word({ ORGANIZATION: 'FORETAK', PERSON: 'PRIVATPERSON' })],
          }),
        ),
      ],
      indicators: [
        'indicators',
        node({
          shareholders: 'antallAksjonarer',
          beneficials: 'antallRettighetshavere',
          subsidiaries: 'antallDatre',
          groupSize: 'konsernstorrelse',
          groupLevel: 'konsernniva',
        }),
      ],
    }),
  ],
  roles: [
    'roles',
    node({
      ceo: ['dagligLeder', officer],
      chairman: ['styreleder', officer],
      deputyChairman: ['nestleder', officer],
      proprietor: ['innehaver', officer],
      boardMembers: ['styremedlemmer', list(officer)],
      deputyBoardMembers: ['varamedlemmer', list(officer)],
      contactPerson: ['kontaktperson', officer],
      companySecretary: ['sekretar', officer],
      representativeOfForeignEntity: ['norskRepresentant', officer],
      trustee: ['bostyrer', officer],
    }),
  ],
  sanction: [
    'sanction',
    node({
      status: ['utfall', word({ HIT: 'TREFF', NO_HIT: 'INGEN' })],
      message: 'melding',
      address: 'adresse',
      source: 'liste',
      dataProvider: 'leverandor',
      initialDate: 'forst',
      lastUpdate: 'sist',
      urls: 'lenker',
    }),
  ],
} satisfies Parameters<typeof node>[0]

/** An organization by country. */
export const organization: Readonly<Record<string, Say>> = {
  no: node({
    ...COMMON,
    keyInformation: [
      'keyInformation',
      node({ ...KEY_INFORMATION, country: ['landkode', word({ NO: 'NOR' })] }),
    ],
    authorities: [
      'authorities',
      node({ signatureRights: ['signatur', authorities], powerOfProcuration: ['prokura', authorities] }),
    ],
  }),
  se: node({
    ...COMMON,
    keyInformation: ['foretag', node({ ...KEY_INFORMATION, country: ['landskod', word({ SE: 'SWE' })] })],
    authorities: [
      'firmateckning',
      node({
        signatureRights: ['teckningsratt', authorities],
        signatureCombinations: ['kombinationer', list(node({ holders: ['tillsammans', people] }))],
      }),
    ],
  }),
  fi: node({
    ...COMMON,
    keyInformation: [
      'yritys',
      node({
        ...KEY_INFORMATION,
        country: ['maa', word({ FI: 'FIN' })],
        businessId: 'ytunnus',
        municipality: 'kunta',
      }),
    ],
    authorities: [
      'valtuudet',
      node({
        signatureRights: ['nimenkirjoitus', authorities],
        powerOfProcuration: ['prokuristit', authorities],
      }),
    ],
  }),
}
