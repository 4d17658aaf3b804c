/** A value as XML, by the `xml` hints of its schema: for answers that have no JSON. */
import { type OpenApiDocument, resolve, type Schema } from '../contract.ts'

interface Hints {
  name?: string
  attribute?: boolean
  wrapped?: boolean
}

/** The document whose root is named by the schema. */
export function toXml(document: OpenApiDocument, schema: Schema, value: unknown): string {
  const reference = typeof schema === 'object' ? String(schema['$ref'] ?? '') : ''
  const fallback = reference.split('/').at(-1) || 'root'
  return `<?xml version="1.0" encoding="UTF-8"?>${element(document, schema, fallback, value)}`
}

function element(document: OpenApiDocument, written: Schema, fallback: string, value: unknown): string {
  const schema = followed(document, written)
  const { name = fallback, wrapped } = (schema['xml'] ?? {}) as Hints
  if (Array.isArray(value)) {
    const items = value.map((item) => element(document, (schema['items'] ?? true) as Schema, name, item))
    return wrapped ? `<${name}>${items.join('')}</${name}>` : items.join('')
  }
  if (typeof value !== 'object' || value === null) return `<${name}>${escaped(String(value ?? ''))}</${name}>`
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  let attributes = ''
  let children = ''
  for (const [member, inner] of Object.entries(value)) {
    const property = properties[member] ?? true
    const hints = (followed(document, property)['xml'] ?? {}) as Hints
    if (hints.attribute) attributes += ` ${hints.name ?? member}="${escaped(String(inner))}"`
    else children += element(document, property, member, inner)
  }
  return `<${name}${attributes}>${children}</${name}>`
}

function followed(document: OpenApiDocument, schema: Schema): Record<string, unknown> {
  if (typeof schema === 'boolean') return {}
  const { $ref, ...own } = schema
  return typeof $ref === 'string' ? { ...resolve(document, $ref.slice(1)).value, ...own } : own
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
