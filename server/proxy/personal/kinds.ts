/** Finds out which values are personal or secret: by marks and formats in the contract, and by names. */
import type { Schema } from '../../../src/contract/contract.ts'
import { pointerOfReference, valueAt } from '../../../src/contract/json-pointer.ts'
import { NAMES as OWN_NAMES } from '../../../src/contract/shape.ts'

/** Values of `x-personal` in a schema. Besides these there is `none`, for a value whose name misleads. */
export type Kind = 'name' | 'number' | 'date' | 'address' | 'phone' | 'email' | 'secret' | 'id' | 'url'

const KINDS: readonly string[] = [
  'name',
  'number',
  'date',
  'address',
  'phone',
  'email',
  'secret',
  'id',
  'url',
]

type Json = Record<string, unknown>

/** The place of a value: its name, and all schemas that apply, with references and choices followed. */
export interface Site {
  schemas: readonly Json[]
  name: string
  /** Its name in the contract, if settings give it another one. */
  ownName?: string | undefined
  /** The mark of a schema around it, which applies to everything inside. */
  inherited: Kind | 'none' | undefined
}

export interface Schemas {
  site(pointer: string | undefined, name?: string): Site
  inside(site: Site, step: string | number): Site
  /** Whether the contract has a member of this name. */
  declares(site: Site, name: string): boolean
  /** Undefined if the value is not personal. */
  kind(site: Site): Kind | undefined
  /** Whether the value is one that the contract lists, so that it cannot be personal. */
  isFixed(site: Site, value: unknown): boolean
  patternOf(site: Site): RegExp | undefined
}

const PARTS = ['allOf', 'oneOf', 'anyOf'] as const
const CONDITIONS = ['if', 'then', 'else'] as const

/** Reads the schemas of a document. Without a document only names decide. */
export function createSchemas(document: Json | undefined): Schemas {
  const lookUp = (pointer: string) => valueAt(document, pointer)

  function expand(schema: unknown, found: Set<Json>): void {
    if (typeof schema !== 'object' || schema === null || found.has(schema as Json)) return
    const known = schema as Json
    found.add(known)
    if (typeof known['$ref'] === 'string') expand(lookUp(pointerOfReference(known['$ref'])), found)
    for (const part of PARTS)
      for (const each of (known[part] as Schema[] | undefined) ?? []) expand(each, found)
    for (const condition of CONDITIONS) expand(known[condition], found)
  }

  function siteOf(
    schemas: readonly unknown[],
    { name, ownName, inherited }: Pick<Site, 'name' | 'ownName' | 'inherited'>,
  ): Site {
    const found = new Set<Json>()
    for (const schema of schemas) expand(schema, found)
    const marked = [...found].find((schema) => typeof schema['x-personal'] === 'string')?.['x-personal']
    const own = marked === 'none' || KINDS.includes(String(marked)) ? (marked as Kind | 'none') : undefined
    return { schemas: [...found], name, ownName, inherited: own ?? inherited }
  }

  return {
    site: (pointer, name = '') =>
      siteOf(pointer === undefined ? [] : [lookUp(pointer)], { name, inherited: undefined }),

    inside(site, step) {
      if (typeof step === 'number') {
        const items = site.schemas.flatMap((schema) => itemSchemas(schema, step))
        return siteOf(items, site)
      }
      const members = site.schemas.flatMap((schema) => propertySchemas(schema, step))
      return siteOf(members, { name: step, ownName: ownNameOf(site, step), inherited: site.inherited })
    },

    declares: ({ schemas }, name) =>
      schemas.some((schema) => Object.hasOwn((schema['properties'] as Json | undefined) ?? {}, name)),

    kind(site) {
      if (site.inherited === 'none') return undefined
      return (
        site.inherited ??
        kindByFormat(site.schemas) ??
        kindByName(site.name) ??
        kindByName(site.ownName ?? '')
      )
    },

    isFixed(site, value) {
      return site.schemas.some(
        (schema) =>
          schema['const'] === value || ((schema['enum'] as unknown[] | undefined) ?? []).includes(value),
      )
    },

    patternOf(site) {
      const pattern = site.schemas.find((schema) => typeof schema['pattern'] === 'string')?.['pattern']
      return pattern === undefined ? undefined : new RegExp(String(pattern), 'u')
    },
  }
}

function ownNameOf({ schemas }: Site, name: string): string | undefined {
  const names = schemas.map((schema) => schema[OWN_NAMES] as Readonly<Record<string, string>> | undefined)
  return names.find((own) => own && Object.hasOwn(own, name))?.[name]
}

function propertySchemas(schema: Json, name: string): unknown[] {
  const properties = schema['properties'] as Json | undefined
  if (properties && Object.hasOwn(properties, name)) return [properties[name]]
  const patterns = Object.entries((schema['patternProperties'] as Json | undefined) ?? {})
  const matching = patterns.filter(([pattern]) => new RegExp(pattern, 'u').test(name))
  return matching.length > 0 ? matching.map(([, part]) => part) : [schema['additionalProperties']]
}

function itemSchemas(schema: Json, index: number): unknown[] {
  const first = (schema['prefixItems'] as unknown[] | undefined) ?? []
  return index < first.length ? [first[index]] : [schema['items']]
}

function kindByFormat(schemas: readonly Json[]): Kind | undefined {
  return schemas.some(({ format }) => format === 'email' || format === 'idn-email') ? 'email' : undefined
}

/** Names of personal data in Nordic APIs, in lower case without punctuation. */
const NAMES: readonly [RegExp, Kind][] = [
  [/(?:secret|password|passwd|accesstoken|refreshtoken|idtoken|apikey|assertion|pagetoken)$/, 'secret'],
  [/^(?:authorization|cookie|setcookie|token|code)$/, 'secret'],
  [/^(?:client|consumer|customer|user|person|citizen|patient|employee)ids?$/, 'id'],
  [
    /(?:personal|national|legal|identity|identification|civil|social|organi[sz]ation|business|company|corporate).*(?:number|nr|no|id|identifier)$/,
    'number',
  ],
  [
    /^(?:cpr|cvr|ssn|pnr|orgnr|hetu|duns|lei|ytunnus|personnummer|foedselsnummer|fodselsnummer|henkilotunnus)/,
    'number',
  ],
  [/(?:first|last|middle|family|given|sur|full|maiden|nick|birth|company)names?$/, 'name'],
  [/(?:fornavn|efternavn|etternavn|mellomnavn|fornamn|efternamn|tilltalsnamn|etunimi|sukunimi)$/, 'name'],
  [/(?:phone|mobile|telefon|tlf|msisdn|puhelin)(?:number|nummer|nr|no)?s?$/, 'phone'],
  [/(?:email|emailaddress|epost|mail)s?$/, 'email'],
  [
    /(?:street|streetname|address|addressline\d?|postalcode|postcode|zipcode|postnummer|careof|adresse|adress|osoite)$/,
    'address',
  ],
  [/(?:dateofbirth|birthdate|dateofdeath|deceaseddate|foedselsdato|fodselsdato|syntymaaika)$/, 'date'],
  [/(?:webhook|callback|hook)(?:url|uri)$/, 'url'],
]

export function kindByName(name: string): Kind | undefined {
  const plain = name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase()
  return NAMES.find(([pattern]) => pattern.test(plain))?.[1]
}
