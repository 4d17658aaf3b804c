/** Compares two versions of a contract: operations with their requests and responses, and webhooks. */
import { type Change, type Changes, collectChanges } from './changes.ts'
import { createSchemaComparison } from './compare-schemas.ts'
import { compareSecurity } from './compare-security.ts'
import { canonical, type Json, member, members, type Place, rootOf } from './document.ts'
import { type FoundOperation, matchOperations, operationsOf } from './operations.ts'

type Compare = ReturnType<typeof createSchemaComparison>['compare']

/**
 * All changes, breaking ones first. Components are compared where an operation or a webhook uses them.
 * @throws UsageError if a reference leads out of a document.
 */
export function compareContracts(before: Json, after: Json): Change[] {
  const changes = collectChanges()
  const { compare } = createSchemaComparison(changes)
  const [old, now] = [rootOf(before), rootOf(after)]
  matchOperations(operationsOf(old, 'paths'), operationsOf(now, 'paths'), changes, 'operation', (was, is) => {
    if (was.label !== is.label)
      changes.add('editorial', is.path.site, 'parameters in the path have other names')
    compareTexts(was.place, is.place, changes)
    compareServers(was, is, changes)
    compareParameters(was, is, changes, compare)
    compareRequestBody(was, is, changes, compare)
    compareAnswers(was, is, changes, compare)
    compareSecurity(was, is, changes)
  })
  matchOperations(
    operationsOf(old, 'webhooks'),
    operationsOf(now, 'webhooks'),
    changes,
    'webhook',
    (was, is) => {
      compareTexts(was.place, is.place, changes)
      const [sent, sends] = [member(was.place, 'requestBody'), member(is.place, 'requestBody')]
      compareContent(is.label, sent, sends, 'output', changes, compare)
      compareReplies(was, is, changes)
    },
  )
  compareTop(old, now, changes)
  return changes.list()
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

/** By location and name; path parameters by their order, since their names are not on the wire. */
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

/** The statuses with which a receiver of webhooks may answer. */
function compareReplies(was: FoundOperation, is: FoundOperation, changes: Changes): void {
  const [before, after] = [member(was.place, 'responses'), member(is.place, 'responses')]
  for (const [status, place] of members(before)) {
    if (!member(after, status)) changes.add('breaking', place.site, `the receiver's answer ${status} is gone`)
  }
  for (const [status, place] of members(after)) {
    if (!member(before, status)) changes.add('additive', place, `the receiver may answer ${status}`)
  }
}

/** Changes of all other parts of the document, which change nothing on the wire. */
function compareTop(before: Place, after: Place, changes: Changes): void {
  const compared = ['paths', 'webhooks', 'components', 'servers', 'security']
  const names = new Set([...members(before), ...members(after)].map(([name]) => name))
  for (const name of names) {
    if (compared.includes(name)) continue
    const [old, now] = [(before.value as Json)[name], (after.value as Json)[name]]
    if (canonical(old) !== canonical(now)) changes.add('editorial', `/${name}`, `${name} has changed`)
  }
}
