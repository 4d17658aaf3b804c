/** Brings the examples of a document to the names and words that it now has. */
import type { OpenApiDocument } from './contract.ts'
import { resolve } from './contract.ts'
import { escapePointer } from './json-pointer.ts'
import { createTranslation } from './translate.ts'

/** The second are requests that the schema forbids; other tools check those of `examples`. */
const NAMED_EXAMPLES = ['examples', 'x-refused-examples']

type Json = Record<string, unknown>

/** Changes the document: examples of bodies and parameters, and examples and defaults of schemas. */
export function translateExamples(document: OpenApiDocument): void {
  const translation = createTranslation({ document })
  if (!translation) return
  const { serve } = translation
  /** Several places may refer to one example. */
  const done = new Set<Json>()

  function translateMember(holder: Json, name: string, schema: string): void {
    if (name in holder) holder[name] = serve(schema, holder[name])
  }

  function visit(value: unknown, pointer: string): void {
    if (typeof value !== 'object' || value === null) return
    const holder = value as Json
    if (typeof holder['schema'] === 'object') {
      translateMember(holder, 'example', `${pointer}/schema`)
      for (const kind of NAMED_EXAMPLES) {
        for (const name of Object.keys((holder[kind] as Json | undefined) ?? {})) {
          const example = resolve(document, `${pointer}/${kind}/${escapePointer(name)}`).value
          if (!done.has(example)) translateMember(example, 'value', `${pointer}/schema`)
          done.add(example)
        }
      }
    } else if ('type' in holder || 'enum' in holder) {
      translateMember(holder, 'example', pointer)
      translateMember(holder, 'default', pointer)
      if (Array.isArray(holder['examples'])) {
        holder['examples'] = holder['examples'].map((example) => serve(pointer, example))
      }
    }
    for (const [name, member] of Object.entries(holder)) {
      if (name !== 'example' && !NAMED_EXAMPLES.includes(name))
        visit(member, `${pointer}/${escapePointer(name)}`)
    }
  }

  visit(document, '')
}
