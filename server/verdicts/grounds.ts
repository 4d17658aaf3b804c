/** What the parts of a contract rest on. The nearest label counts: that of the part, or else that of what holds it. */
import type { Contract, OpenApiDocument, Operation, Parameter } from '../../src/contract/contract.ts'
import { type Ground, readGround, weakest } from '../../src/contract/evidence.ts'
import type { Fact } from '../../src/contract/facts.ts'
import { escapePointer, pointerOfReference, valueAt } from '../../src/contract/json-pointer.ts'
import { createShapes, type Shape, shapeAlong } from '../../src/contract/shape.ts'

export interface ContractGrounds {
  /** The facts with these ids; undefined for none. */
  facts(ids: readonly string[]): Ground | undefined
  /** That the operation has this path. */
  path(operation: Operation): Ground | undefined
  /** That the operation has this answer. */
  answer(operation: Operation | undefined, status: number): Ground | undefined
  /** That it has no other answer of this hundred: a promise, if the provider documents one of them. */
  answersLike(operation: Operation | undefined, status: number): Ground | undefined
  header(operation: Operation | undefined, status: number, name: string): Ground | undefined
  parameter(parameter: Parameter): Ground | undefined
  /** A part of a value, by the schema at a pointer. */
  part(schema: string, steps: readonly (string | number)[]): Ground | undefined
  /** All parts of a value, by the schema at a pointer. */
  value(schema: string, value: unknown): Ground | undefined
}

export function createContractGrounds(
  { document, unmatched }: Contract,
  known: ReadonlyMap<string, Fact>,
): ContractGrounds {
  const shapes = createShapes(document)

  function answer(operation: Operation | undefined, status: number): Ground | undefined {
    const answers = operation?.answers ?? unmatched
    const found = answers.get(String(status)) ?? answers.get('default')
    if (!found) return readGround(operation?.evidence)
    return readGround(labelAt(document, answerPointer(operation, found.status)) ?? operation?.evidence)
  }

  return {
    facts: (ids) =>
      weakest(ids.map((id) => ({ evidence: known.get(id)?.evidence ?? 'seed', facts: [id] }) as const)),

    path: ({ path }) => readGround(document.paths?.[path]?.['x-evidence'] as string | undefined),

    answer,

    answersLike(operation, status) {
      const answers = operation?.answers ?? unmatched
      const like = [...answers.keys()].map(Number).filter((one) => hundred(one) === hundred(status))
      const grounds = like.map((one) => answer(operation, one))
      if (grounds.length === 0) return readGround(operation?.evidence)
      return grounds.find((ground) => ground?.evidence !== 'assumed') ?? weakest(grounds)
    },

    header(operation, status, name) {
      const answers = operation?.answers ?? unmatched
      const pointer = answers.get(String(status))?.headers.get(name)
      const own = pointer === undefined ? undefined : labelAt(document, pointer)
      return own === undefined ? answer(operation, status) : readGround(own)
    },

    parameter({ schema: { pointer } }) {
      return readGround(shapes.at(pointer).evidence ?? labelAt(document, pointer.replace(/\/schema$/, '')))
    },

    part: (schema, steps) => readGround(shapeAlong(shapes.at(schema), steps).evidence),

    value: (schema, value) => weakest(groundsOf(value, shapes.at(schema))),
  }
}

const hundred = (status: number) => Math.floor(status / 100)

function answerPointer(operation: Operation | undefined, status: string): string {
  return operation
    ? `/paths/${escapePointer(operation.path)}/${operation.method.toLowerCase()}/responses/${status}`
    : `/x-unmatched/${status}`
}

/** The label of a part, or else of what it refers to. */
function labelAt(document: OpenApiDocument, pointer: string): string | undefined {
  const part = valueAt(document, pointer) as Record<string, unknown> | undefined
  const own = part?.['x-evidence'] as string | undefined
  const reference = part?.['$ref']
  if (own !== undefined || typeof reference !== 'string') return own
  return labelAt(document, pointerOfReference(reference))
}

function groundsOf(value: unknown, shape: Shape): (Ground | undefined)[] {
  const own = readGround(shape.evidence)
  if (typeof value !== 'object' || value === null) return [own]
  return [
    own,
    ...Object.entries(value).flatMap(([name, part]) => {
      const inside = Array.isArray(value) ? shape.items : (shape.members.get(name) ?? shape.others)
      return inside ? groundsOf(part, inside) : []
    }),
  ]
}
