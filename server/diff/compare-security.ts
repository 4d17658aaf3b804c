/** Compares who may call an operation. */
import type { Changes } from './changes.ts'
import { canonical, type Json, member, type Place, rootOf } from './document.ts'
import type { FoundOperation } from './operations.ts'

type Requirement = Record<string, string[]>

/** Each old way to authorize must still work: there must be a new one that asks for no more. */
export function compareSecurity(was: FoundOperation, is: FoundOperation, changes: Changes): void {
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

/** As JSON without descriptions, and without the list of scopes: scopes count where a requirement asks for them. */
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
