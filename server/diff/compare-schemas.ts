/**
 * Classifies changes of a schema from the view of a client. To allow more is breaking in what a client receives
 * (`output`) and additive in what it sends (`input`); to allow less is the opposite.
 */
import type { Changes } from './changes.ts'
import { canonical, isObject, type Json, member, members, type Place } from './document.ts'
import { ANNOTATIONS, deepValue, pairUp } from './schema-parts.ts'

export type Direction = 'input' | 'output'

/** Limits: a larger value allows less in the first list, and more in the second. */
const AT_LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains']
const AT_MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains']
/** Keywords of which any other value may refuse what was valid before. */
const CONSTRAINTS = ['pattern', 'format', 'multipleOf', 'contentEncoding', 'contentMediaType']
/** Keywords that are compared as a whole, since their parts cannot be compared alone. */
const JUDGED_AS_A_WHOLE = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'discriminator',
]

export function createSchemaComparison(changes: Changes) {
  /** Pairs that were compared or are being compared, so that recursive schemas come to an end. */
  const seen = new Set<string>()
  let scope = ''

  /** Adds a change that allows less than before. */
  function narrowed(direction: Direction, place: Place | string, message: string): void {
    changes.add(direction === 'input' ? 'breaking' : 'additive', place, message)
  }

  /** Adds a change that allows more than before. */
  function widened(direction: Direction, place: Place | string, message: string): void {
    changes.add(direction === 'output' ? 'breaking' : 'additive', place, message)
  }

  function compare(before: Place | undefined, after: Place | undefined, direction: Direction): void {
    if (!before || !after) {
      if (before) widened(direction, before, 'the schema is gone: any value is allowed')
      if (after) narrowed(direction, after, 'has a schema now; any value was allowed')
      return
    }
    const pair = `${scope}|${direction}|${before.pointer}|${after.pointer}`
    if (seen.has(pair)) return
    seen.add(pair)
    if (compareBooleans(before, after, direction)) return
    const [old, now] = [before.value as Json, after.value as Json]
    compareAnnotations(before, after)
    compareTypes(old, now, after, direction)
    compareValues(old, now, after, direction)
    compareLimits(old, now, after, direction)
    compareRequired(old, now, after, direction)
    compareProperties(before, after, direction)
    compareItems(before, after, direction)
    compareAll(before, after, direction)
    for (const keyword of ['oneOf', 'anyOf']) compareChoice(keyword, before, after, direction)
    for (const keyword of JUDGED_AS_A_WHOLE) {
      if (canonical(deepValue(before, keyword)) === canonical(deepValue(after, keyword))) continue
      changes.add('breaking', after, `${keyword} has changed, which may refuse or give what was not before`)
    }
    compareUse(old, now, after, direction)
  }

  /** Compares schemas of which one allows anything or nothing; false if neither does. */
  function compareBooleans(before: Place, after: Place, direction: Direction): boolean {
    const [old, now] = [kindOf(before), kindOf(after)]
    if (old === 'object' && now === 'object') return false
    if (old === now) return true
    if (now === 'nothing') narrowed(direction, after, 'nothing is allowed any more')
    else if (old === 'nothing') widened(direction, after, 'is allowed now; nothing was')
    else if (now === 'anything') widened(direction, after, 'any value is allowed now')
    else narrowed(direction, after, 'has a schema now; any value was allowed')
    return true
  }

  function compareAnnotations(before: Place, after: Place): void {
    const [old, now] = [before.value as Json, after.value as Json]
    const extensions = [...Object.keys(old), ...Object.keys(now)].filter((name) => name.startsWith('x-'))
    for (const name of new Set([...ANNOTATIONS, ...extensions])) {
      if (canonical(old[name]) !== canonical(now[name]))
        changes.add('editorial', after, `${name} has changed`)
    }
  }

  function compareTypes(old: Json, now: Json, after: Place, direction: Direction): void {
    const [were, are] = [typesOf(old), typesOf(now)]
    if (canonical(were) === canonical(are)) return
    const gone = ALL_TYPES.filter((type) => allows(were, type) && !allows(are, type))
    const added = ALL_TYPES.filter((type) => !allows(were, type) && allows(are, type))
    if (gone.length > 0) narrowed(direction, after, `${gone.join(' and ')} is no longer allowed`)
    if (added.length > 0) widened(direction, after, `${added.join(' and ')} is allowed now`)
  }

  function compareValues(old: Json, now: Json, after: Place, direction: Direction): void {
    const [were, are] = [valuesOf(old), valuesOf(now)]
    if (!were && !are) return
    if (!were) {
      narrowed(direction, after, `only ${are?.join(', ')} is allowed now`)
      return
    }
    if (!are) {
      widened(direction, after, `other values than ${were.join(', ')} are allowed now`)
      return
    }
    const gone = were.filter((value) => !are.includes(value))
    const added = are.filter((value) => !were.includes(value))
    if (gone.length > 0) narrowed(direction, after, `${gone.join(', ')} is no longer allowed`)
    if (added.length > 0) widened(direction, after, `${added.join(', ')} is allowed now`)
  }

  function compareLimits(old: Json, now: Json, after: Place, direction: Direction): void {
    for (const keyword of [...AT_LEAST, ...AT_MOST]) {
      const [was, is] = [old[keyword], now[keyword]]
      if (was === is) continue
      const text = `${keyword} is ${formatValue(is)}; it was ${formatValue(was)}`
      const more = AT_MOST.includes(keyword) ? Number(is) > Number(was) : Number(is) < Number(was)
      if (was === undefined || (is !== undefined && !more)) narrowed(direction, after, text)
      else widened(direction, after, text)
    }
    for (const keyword of CONSTRAINTS) {
      const [was, is] = [old[keyword], now[keyword]]
      if (was === is) continue
      const text = `${keyword} is ${formatValue(is)}; it was ${formatValue(was)}`
      if (was === undefined) narrowed(direction, after, text)
      else if (is === undefined) widened(direction, after, text)
      else changes.add('breaking', after, text)
    }
    const [wereUnique, areUnique] = [old['uniqueItems'] === true, now['uniqueItems'] === true]
    if (!wereUnique && areUnique) narrowed(direction, after, 'the items must be unique now')
    if (wereUnique && !areUnique) widened(direction, after, 'the items need not be unique any more')
  }

  function compareRequired(old: Json, now: Json, after: Place, direction: Direction): void {
    const [were, are] = [listOf(old['required']), listOf(now['required'])]
    for (const name of are.filter((each) => !were.includes(each))) {
      narrowed(direction, after, `${name} is required now`)
    }
    for (const name of were.filter((each) => !are.includes(each))) {
      widened(direction, after, `${name} is no longer required`)
    }
  }

  function compareProperties(before: Place, after: Place, direction: Direction): void {
    for (const keyword of ['properties', 'patternProperties']) {
      const [were, are] = [member(before, keyword), member(after, keyword)]
      for (const [name, place] of members(were)) {
        const still = member(are, name)
        if (still) compare(place, still, direction)
        else changes.add('breaking', place.site, `the property ${name} is gone`)
      }
      for (const [name, place] of members(are)) {
        if (!member(were, name)) changes.add('additive', place.site, `the property ${name} is new`)
      }
    }
    const [were, are] = [member(before, 'additionalProperties'), member(after, 'additionalProperties')]
    const [open, stillOpen] = [kindOf(were), kindOf(are)]
    if (open === 'object' && stillOpen === 'object') {
      compare(were, are, direction)
      return
    }
    if (open === stillOpen) return
    if (stillOpen === 'nothing' || open === 'anything')
      narrowed(direction, after, 'additional properties are no longer allowed as freely')
    else widened(direction, after, 'additional properties are allowed more freely now')
  }

  function compareItems(before: Place, after: Place, direction: Direction): void {
    const [were, are] = [member(before, 'items'), member(after, 'items')]
    if (were || are) compare(were, are, direction)
    const [first, firstNow] = [member(before, 'prefixItems'), member(after, 'prefixItems')]
    const places = new Set([...members(first), ...members(firstNow)].map(([index]) => index))
    for (const index of places) compare(member(first, index), member(firstNow, index), direction)
  }

  /** `allOf`: each part narrows. */
  function compareAll(before: Place, after: Place, direction: Direction): void {
    const { pairs, gone, added } = pairUp(member(before, 'allOf'), member(after, 'allOf'))
    for (const [was, is] of pairs) compare(was, is, direction)
    for (const place of gone) widened(direction, place.site, 'a part of allOf is gone')
    for (const place of added) narrowed(direction, place.site, 'a part of allOf is new')
  }

  /** `oneOf` and `anyOf`: each part widens. */
  function compareChoice(keyword: string, before: Place, after: Place, direction: Direction): void {
    const [were, are] = [member(before, keyword), member(after, keyword)]
    if (were && !are) {
      widened(direction, before, `${keyword} is gone`)
      return
    }
    if (!were && are) {
      narrowed(direction, after, `${keyword} is new`)
      return
    }
    const { pairs, gone, added } = pairUp(were, are)
    for (const [was, is] of pairs) compare(was, is, direction)
    for (const place of gone) narrowed(direction, place.site, `an alternative of ${keyword} is gone`)
    for (const place of added) widened(direction, place.site, `an alternative of ${keyword} is new`)
  }

  function compareUse(old: Json, now: Json, after: Place, direction: Direction): void {
    if (canonical(old['default']) !== canonical(now['default'])) {
      const text = `the default is ${formatValue(now['default'])}; it was ${formatValue(old['default'])}`
      changes.add(direction === 'input' ? 'breaking' : 'editorial', after, text)
    }
    const hidden = direction === 'input' ? 'readOnly' : 'writeOnly'
    if (old[hidden] !== now[hidden]) {
      changes.add(
        now[hidden] === true ? 'breaking' : 'additive',
        after,
        `${hidden} is ${formatValue(now[hidden])}`,
      )
    }
  }

  return {
    /** Compares a schema of one operation. A change that several operations share is added for each of them. */
    compare(operation: string, before: Place | undefined, after: Place | undefined, direction: Direction) {
      scope = operation
      compare(before, after, direction)
    },
  }
}

const ALL_TYPES = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']

/** The allowed types; undefined if there is no limit. */
function typesOf(schema: Json): string[] | undefined {
  const { type, nullable } = schema as { type?: string | string[]; nullable?: boolean }
  if (type === undefined) return undefined
  return [...new Set([type].flat().concat(nullable === true ? 'null' : []))].sort()
}

function allows(types: string[] | undefined, type: string): boolean {
  return types === undefined || types.includes(type) || (type === 'integer' && types.includes('number'))
}

/** The values of an enumeration as JSON. */
function valuesOf(schema: Json): string[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [canonical(schema['const'])]
  return Array.isArray(schema['enum']) ? schema['enum'].map(canonical) : undefined
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function kindOf(place: Place | undefined): 'anything' | 'nothing' | 'object' {
  if (place === undefined || place.value === true) return 'anything'
  if (place.value === false) return 'nothing'
  return isObject(place.value) && Object.keys(place.value).length === 0 ? 'anything' : 'object'
}

function formatValue(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value)
}
