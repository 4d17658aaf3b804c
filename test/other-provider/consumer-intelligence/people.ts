/** The people whom the other Consumer Intelligence knows, and how it shows them. */

export type Json = Record<string, unknown>

export interface KnownAddress {
  streetName: string
  streetNumber: string
  stair?: string
  level?: string
  flat?: string
  zip: string
  town: string
  country?: string
  since?: string
}

export interface KnownPerson {
  gedi: string
  source: string
  legalId: string
  firstNames: string[]
  familyName: string
  sex: string
  birthDate: string
  birthTown?: string
  married?: string
  citizenship: string[]
  address: KnownAddress
  earlier?: KnownAddress
  phone: string
  since: string
  touched: string
}

export const astrid: KnownPerson = {
  gedi: 'MEF741BA00F6',
  source: 'SPAR',
  legalId: '198001022386',
  firstNames: ['Astrid', 'Maria'],
  familyName: 'Lindqvist',
  sex: 'F',
  birthDate: '1980-01-02',
  birthTown: 'Göteborg',
  married: 'UNWED',
  citizenship: ['SE'],
  address: {
    ...{ streetName: 'Storgatan', streetNumber: '22', stair: 'B', zip: '41114', town: 'Göteborg' },
    ...{ country: 'SE', since: '2018-04-01' },
  },
  earlier: {
    ...{ streetName: 'Linnégatan', streetNumber: '5', zip: '41114', town: 'Göteborg' },
    ...{ country: 'SE', since: '2009-08-15' },
  },
  phone: '+46701740605',
  since: '1980-01-02T00:00:00.000Z',
  touched: '2018-04-01T00:00:00.000Z',
}

/** Everybody here is alive, lives in Sweden and is of age. */
export function showPerson(known: KnownPerson): Json {
  const { gedi, source, legalId, firstNames, familyName, sex, birthDate, birthTown, address, earlier } = known
  const home = showAddress(address)
  const moves = earlier && [
    { kind: 'MOVE', day: address.since, origin: showAddress(earlier), destination: home },
  ]
  return {
    status: { dead: false, deadSince: null, abroad: false, abroadSince: null, hidden: false },
    relationships: { partner: null, elders: [], offspring: [] },
    relocationEvents: moves ?? [],
    addresses: [home],
    birthPlace: birthTown ? { town: birthTown, land: 'SE' } : null,
    phoneNumbers: [{ kind: 'CELL', digits: known.phone }],
    enrichment: { stage: 'GROWN' },
    customEnrichment: {},
    metadata: { person: gedi, register: source, land: 'SE', since: known.since, touched: known.touched },
    languageTag: 'sv-SE',
    directMarketingRestriction: false,
    charityMarketingRestriction: false,
    onlineMarketingRestriction: false,
    sex,
    gender: sex,
    minor: 'GROWN_UP',
    citizenship: known.citizenship,
    legalId: { digits: legalId, land: 'SE' },
    estimatedAge: new Date().getFullYear() - Number(birthDate.slice(0, 4)),
    firstNames,
    possibleNicknames: [],
    preferredFirstName: firstNames[0],
    additionalName: null,
    familyName,
    honorificPrefix: null,
    honorificSuffix: null,
    shortenedFullName: `${firstNames[0]} ${familyName}`,
    baseNameCode: null,
    birthDate,
    birthDatePrecision: 'D',
    maritalStatus: known.married ?? null,
    diplomaticImmunity: false,
    futureLegalAuthorization: false,
    identificationClaim: false,
  }
}

export function showAddress(address: KnownAddress): Json {
  const { streetName, streetNumber, stair, level, flat, zip, town, country, since } = address
  return {
    kind: 'HOME',
    care: null,
    street: streetName,
    house: streetNumber,
    stair: stair ?? null,
    level: level ?? null,
    flat: flat ?? null,
    zip,
    town,
    land: country ?? null,
    since: since ?? null,
  }
}
