/** What an answer rests on: the provider's document, its other public documents, or an assumption of ours. */
import type { Contract, OpenApiDocument, Operation } from './contract.ts'
import { resolve } from './contract.ts'
import { escapePointer } from './json-pointer.ts'
import { createShapes, type Shape, type Shapes } from './shape.ts'

export type Evidence = 'seed' | 'public' | 'assumed'

/** Evidence with the facts that it comes from, as `x-evidence` writes it: `assumed BR-15 BR-16`. */
export interface Ground {
  evidence: Evidence
  facts: readonly string[]
}

const STRENGTH: Readonly<Record<Evidence, number>> = { seed: 0, public: 1, assumed: 2 }

/** Reads an `x-evidence`; undefined if there is none. */
export function readGround(text: string | undefined): Ground | undefined {
  const [evidence, ...facts] = (text ?? '').split(/[\s,]+/).filter(Boolean)
  return evidence !== undefined && evidence in STRENGTH
    ? { evidence: evidence as Evidence, facts }
    : undefined
}

/** The weakest of several grounds, with all of its facts; undefined if there is none. */
export function weakest(grounds: readonly (Ground | undefined)[]): Ground | undefined {
  const known = grounds.filter((ground) => ground !== undefined)
  const strength = Math.max(...known.map(({ evidence }) => STRENGTH[evidence]))
  const weak = known.filter(({ evidence }) => STRENGTH[evidence] === strength)
  const [first] = weak
  if (!first) return undefined
  const facts = [...new Set(weak.flatMap(({ facts }) => facts))].sort()
  return { evidence: first.evidence, facts }
}

/** As the header `x-tvilling-evidence` has it: `seed`, `public`, or `assumed (BR-15, BR-16)`. */
export function groundText({ evidence, facts }: Ground): string {
  return evidence === 'assumed' && facts.length > 0 ? `assumed (${facts.join(', ')})` : evidence
}

export interface Grounds {
  /** What an answer with this status rests on by the contract: its operation, its path, and the parts of its body. */
  of(operation: Operation | undefined, status: string): Ground | undefined
}

/** The grounds of a contract's answers. Each is computed once. */
export function createGrounds(contract: Contract): Grounds {
  const shapes = createShapes(contract.document)
  const known = new Map<string, Ground | undefined>()
  return {
    of(operation, status) {
      const id = `${operation?.id ?? ''} ${status}`
      if (!known.has(id)) known.set(id, groundOf(contract, shapes, operation, status))
      return known.get(id)
    },
  }
}

function groundOf(
  { document, unmatched }: Contract,
  shapes: Shapes,
  operation: Operation | undefined,
  status: string,
): Ground | undefined {
  const answers = operation?.answers ?? unmatched
  const answer = answers.get(status) ?? answers.get('default')
  if (!answer) return readGround(operation?.evidence)
  const item = operation && (document.paths?.[operation.path]?.['x-evidence'] as string | undefined)
  const holder = operation
    ? `/paths/${escapePointer(operation.path)}/${operation.method.toLowerCase()}/responses/${answer.status}`
    : `/x-unmatched/${answer.status}`
  const written = evidenceAt(document, holder)
  const bodies = answer.content.flatMap(({ schema }) =>
    schema ? groundsIn(shapes.at(schema.pointer, written), new Set()) : [],
  )
  return weakest([readGround(operation?.evidence), readGround(item), readGround(written), ...bodies])
}

function evidenceAt(document: OpenApiDocument, pointer: string): string | undefined {
  return resolve(document, pointer).value['x-evidence'] as string | undefined
}

/** The grounds of a shape and of all of its parts. */
function groundsIn(shape: Shape, seen: Set<Shape>): (Ground | undefined)[] {
  if (seen.has(shape)) return []
  seen.add(shape)
  const parts = [...shape.members.values(), shape.items, shape.others].filter((part) => part !== undefined)
  return [readGround(shape.evidence), ...parts.flatMap((part) => groundsIn(part, seen))]
}
