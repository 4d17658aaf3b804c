/** Compares two versions of a contract: operations, what they take and give, and what the provider sends. */
import { type Change, type Changes, collectChanges } from './changes.ts'
import { createSchemaComparison } from './compare-schemas.ts'
import { canonical, type Json, member, members, type Place, rootOf } from './document.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

interface FoundOperation {
  /** Such as `GET /books/{}`: names of parameters in a path are no part of it. */
  key: string
  /** As it is written, for a person. */
  label: string
  place: Place
  /** The path's own entry, whose parameters and servers count for the operation as well. */
  path: Place
}

type Compare = ReturnType<typeof createSchemaComparison>['compare']

/**
 * All that has changed, breaking changes first. Parts are compared where an operation or a webhook reaches them.
 * @throws UsageError when a reference leads out of a document.
 */
export function compareContracts(before: Json, after: Json): Change[] {
  const changes = collectChanges()
  const { compare } = createSchemaComparison(changes)
  const [old, now] = [rootOf(before), rootOf(after)]
  matched(operationsOf(old, 'paths'), operationsOf(now, 'paths'), changes, 'operation', (was, is) => {
    if (was.label !== is.label)
      changes.add('editorial', is.path.site, 'parameters in the path have other names')
    compareTexts(was.place, is.place, changes)
    compareServers(was, is, changes)
    compareParameters(was, is, changes, compare)
    compareRequestBody(was, is, changes, compare)
    compareAnswers(was, is, changes, compare)
    compareSecurity(was, is, changes)
  })
  matched(operationsOf(old, 'webhooks'), operationsOf(now, 'webhooks'), changes, 'webhook', (was, is) => {
    compareTexts(was.place, is.place, changes)
    const [sent, sends] = [member(was.place, 'requestBody'), member(is.place, 'requestBody')]
    compareContent(is.label, sent, sends, 'output', changes, compare)
    compareReplies(was, is, changes)
  })
  compareTop(old, now, changes)
  return changes.list()
}

function operationsOf(root: Place, part: 'paths' | 'webhooks'): FoundOperation[] {
  return members(member(root, part)).flatMap(([name, path]) =>
    METHODS.flatMap((method) => {
      const place = member(path, method)
      if (!place) return []
      const key = part === 'paths' ? name.replaceAll(/\{[^}]*\}/g, '{}') : name
      return [
        {
          key: `${method} ${key}`,
          label: part === 'paths' ? `${method.toUpperCase()} ${name}` : `webhook ${name}`,
          place,
          path,
        },
      ]
    }),
  )
}

function matched(
  before: FoundOperation[],
  after: FoundOperation[],
  changes: Changes,
  noun: string,
  compare: (was: FoundOperation, is: FoundOperation) => void,
): void {
  for (const was of before) {
    const is = after.find(({ key }) => key === was.key)
    if (is) changes.within(is.label, () => compare(was, is))
    else changes.within(was.label, () => changes.add('breaking', was.place.site, `the ${noun} is gone`))
  }
  for (const is of after) {
    if (before.some(({ key }) => key === is.key)) continue
    changes.within(is.label, () => changes.add('additive', is.place, `the ${noun} is new`))
  }
}

const TEXTS = ['operationId', 'summary', 'description', 'tags', 'deprecated', 'externalDocs']

function compareTexts(before: Place, after: Place, changes: Changes): void {
  const [old, now] = [before.value as Json, after.value as Json]
  const extensions = [...Object.keys(old), ...Object.keys(now)].filter((name) => name.startsWith('x-'))
  for (const name of new Set([...TEXTS, ...extensions])) {
    if (canonical(old[name]) !== canonical(now[name])) changes.add('editorial', after, `${name} has changed`)
  }
}

function compareServers(was: FoundOperation, is: FoundOperation, changes: Changes): void {
  const urls = ({ place, path }: FoundOperation) =>
    members(
      member(place, 'servers') ?? member(path, 'servers') ?? member(rootOf(place.document), 'servers'),
    ).map(([, server]) => String((server.value as Json)['url']))
  const [were, are] = [urls(was), urls(is)]
  for (const url of were.filter((each) => !are.includes(each)))
    changes.add('breaking', is.place, `is no longer offered at ${url}`)
  for (const url of are.filter((each) => !were.includes(each)))
    changes.add('additive', is.place, `is offered at ${url} as well`)
}

function compareParameters(
  was: FoundOperation,
  is: FoundOperation,
  changes: Changes,
  compare: Compare,
): void {
  const [before, after] = [parametersOf(was), parametersOf(is)]
  for (const [key, place] of before) {
    const still = after.get(key)
    if (!still) {
      changes.add('breaking', place.site, `the ${key} is gone`)
      continue
    }
    const [old, now] = [place.value as Json, still.value as Json]
    if (old['required'] !== true && now['required'] === true)
      changes.add('breaking', still, `the ${key} is required now`)
    if (old['required'] === true && now['required'] !== true)
      changes.add('additive', still, `the ${key} is no longer required`)
    for (const name of ['style', 'explode', 'allowReserved', 'content']) {
      if (canonical(old[name]) !== canonical(now[name]))
        changes.add('breaking', still, `${name} of the ${key} has changed`)
    }
    for (const name of ['description', 'example', 'examples', 'deprecated']) {
      if (canonical(old[name]) !== canonical(now[name]))
        changes.add('editorial', still, `${name} of the ${key} has changed`)
    }
    compare(is.label, member(place, 'schema'), member(still, 'schema'), 'input')
  }
  for (const [key, place] of after) {
    if (before.has(key)) continue
    const required = (place.value as Json)['required'] === true
    changes.add(
      required ? 'breaking' : 'additive',
      place.site,
      `the ${required ? 'required ' : ''}${key} is new`,
    )
  }
}

/** By place and name; those in the path by their order, since their names are not on the wire. */
function parametersOf({ place, path, label }: FoundOperation): Map<string, Place> {
  const order = [...label.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name)
  const found = new Map<string, Place>()
  for (const holder of [path, place]) {
    for (const [, parameter] of members(member(holder, 'parameters'))) {
      const { in: location, name } = parameter.value as Json
      const known = location === 'header' ? String(name).toLowerCase() : String(name)
      const key =
        location === 'path'
          ? `path parameter ${order.indexOf(known) + 1}`
          : `${String(location)} parameter ${known}`
      found.set(key, parameter)
    }
  }
  return found
}

function compareRequestBody(
  was: FoundOperation,
  is: FoundOperation,
  changes: Changes,
  compare: Compare,
): void {
  const [before, after] = [member(was.place, 'requestBody'), member(is.place, 'requestBody')]
  if (before && !after) {
    changes.add('breaking', before, 'the request body is gone')
    return
  }
  if (!before && !after) return
  const requires = (place: Place | undefined) => (place?.value as Json | undefined)?.['required'] === true
  if (after && requires(after) && !requires(before))
    changes.add('breaking', after, 'a request body is required now')
  if (before && after && requires(before) && !requires(after))
    changes.add('additive', after, 'the request body is no longer required')
  if (!before && after && !requires(after)) changes.add('additive', after, 'a request body may be sent now')
  if (before && after) compareContent(is.label, before, after, 'input', changes, compare)
}

function compareContent(
  label: string,
  before: Place | undefined,
  after: Place | undefined,
  direction: 'input' | 'output',
  changes: Changes,
  compare: Compare,
): void {
  const [were, are] = [member(before, 'content'), member(after, 'content')]
  for (const [type, place] of members(were)) {
    const still = member(are, type)
    if (still) {
      compare(label, member(place, 'schema'), member(still, 'schema'), direction)
      for (const name of ['example', 'examples']) {
        if (canonical((place.value as Json)[name]) !== canonical((still.value as Json)[name]))
          changes.add('editorial', still, `${name} has changed`)
      }
    } else changes.add('breaking', place.site, `${type} is gone`)
  }
  for (const [type, place] of members(are)) {
    if (!member(were, type)) changes.add('additive', place.site, `${type} is new`)
  }
}

function compareAnswers(was: FoundOperation, is: FoundOperation, changes: Changes, compare: Compare): void {
  const [before, after] = [member(was.place, 'responses'), member(is.place, 'responses')]
  for (const [status, place] of members(before)) {
    const still = member(after, status)
    if (!still) {
      changes.add(
        status.startsWith('2') ? 'breaking' : 'additive',
        place.site,
        `the answer ${status} is gone`,
      )
      continue
    }
    if ((place.value as Json)['description'] !== (still.value as Json)['description'])
      changes.add('editorial', still, 'description has changed')
    compareContent(is.label, place, still, 'output', changes, compare)
    compareHeaders(is.label, place, still, changes, compare)
  }
  for (const [status, place] of members(after)) {
    if (!member(before, status)) changes.add('additive', place.site, `the answer ${status} is new`)
  }
}

function compareHeaders(
  label: string,
  before: Place,
  after: Place,
  changes: Changes,
  compare: Compare,
): void {
  const headers = (place: Place) =>
    new Map(members(member(place, 'headers')).map(([name, header]) => [name.toLowerCase(), header]))
  const [were, are] = [headers(before), headers(after)]
  for (const [name, place] of were) {
    const still = are.get(name)
    if (!still) {
      changes.add('breaking', place.site, `the header ${name} is gone`)
      continue
    }
    const [old, now] = [place.value as Json, still.value as Json]
    if (old['required'] === true && now['required'] !== true)
      changes.add('breaking', still, `the header ${name} may be missing now`)
    if (old['required'] !== true && now['required'] === true)
      changes.add('additive', still, `the header ${name} is always there now`)
    compare(label, member(place, 'schema'), member(still, 'schema'), 'output')
  }
  for (const [name, place] of are) {
    if (!were.has(name)) changes.add('additive', place.site, `the header ${name} is new`)
  }
}

/** What a receiver of webhooks may answer. */
function compareReplies(was: FoundOperation, is: FoundOperation, changes: Changes): void {
  const [before, after] = [member(was.place, 'responses'), member(is.place, 'responses')]
  for (const [status, place] of members(before)) {
    if (!member(after, status)) changes.add('breaking', place.site, `the receiver's answer ${status} is gone`)
  }
  for (const [status, place] of members(after)) {
    if (!member(before, status)) changes.add('additive', place, `the receiver may answer ${status}`)
  }
}

type Requirement = Record<string, string[]>

/** A caller who was let in must still be: for each way in there was, one that asks for no more. */
function compareSecurity(was: FoundOperation, is: FoundOperation, changes: Changes): void {
  const ways = ({ place }: FoundOperation): Requirement[] => {
    const own = (place.value as Json)['security'] ?? place.document['security'] ?? []
    return (own as Requirement[]).length > 0 ? (own as Requirement[]) : [{}]
  }
  const asksNoMore = (now: Requirement, old: Requirement) =>
    Object.entries(now).every(([scheme, scopes]) => {
      const granted = old[scheme]
      return granted !== undefined && scopes.every((scope) => granted.includes(scope))
    })
  const [were, are] = [ways(was), ways(is)]
  for (const old of were.filter((each) => !are.some((now) => asksNoMore(now, each))))
    changes.add('breaking', is.place, `who is authorized by ${worded(old)} is no longer let in`)
  for (const now of are.filter((each) => !were.some((old) => asksNoMore(old, each))))
    changes.add('additive', is.place, `${worded(now)} lets in`)
  compareSchemes(were, was, is, changes)
}

function compareSchemes(
  used: Requirement[],
  was: FoundOperation,
  is: FoundOperation,
  changes: Changes,
): void {
  for (const name of new Set(used.flatMap((way) => Object.keys(way)))) {
    const at = (place: Place) =>
      member(member(member(rootOf(place.document), 'components'), 'securitySchemes'), name)
    const [before, after] = [at(was.place), at(is.place)]
    if (!before || !after) continue
    const wire = ({ value }: Place) => withoutTexts(value)
    if (wire(before) !== wire(after))
      changes.add('breaking', after, `the security scheme ${name} has changed`)
  }
}

/** Without descriptions; scopes count by the requirements that ask for them. */
function withoutTexts(value: unknown): string {
  return JSON.stringify(JSON.parse(canonical(value)), (name, inner: unknown) =>
    name === 'description' || name === 'scopes' || name.startsWith('x-') ? undefined : inner,
  )
}

function worded(requirement: Requirement): string {
  const parts = Object.entries(requirement).map(([scheme, scopes]) =>
    scopes.length > 0 ? `${scheme} with ${scopes.join(', ')}` : scheme,
  )
  return parts.join(' and ') || 'nothing'
}

/** All else in the document changes nothing on the wire. */
function compareTop(before: Place, after: Place, changes: Changes): void {
  const compared = ['paths', 'webhooks', 'components', 'servers', 'security']
  const names = new Set([...members(before), ...members(after)].map(([name]) => name))
  for (const name of names) {
    if (compared.includes(name)) continue
    const [old, now] = [(before.value as Json)[name], (after.value as Json)[name]]
    if (canonical(old) !== canonical(now)) changes.add('editorial', `/${name}`, `${name} has changed`)
  }
}
