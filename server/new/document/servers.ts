/** Servers with nothing but an origin: what stands behind it goes in front of the paths. */
import type { OpenApiDocument } from '../../../src/contract/contract.ts'
import { isObject, type Json } from './json.ts'

interface Place {
  origin: string
  prefix: string
}

export function settleServers(document: OpenApiDocument, name: string, notes: string[]): void {
  const fallback = `https://${name}.example`
  const places = placesOf(document['servers'], fallback)
  const [first = { origin: fallback, prefix: '' }] = places
  const own = places.filter(({ prefix }) => prefix === first.prefix)
  if (own.length < places.length) {
    notes.push(`Servers whose paths begin otherwise than with "${first.prefix || '/'}" are left out.`)
  }
  if (own.some(({ origin }) => origin === fallback)) {
    notes.push(`The document names no host: it is ${fallback}. Write the real one into "servers".`)
  }
  document['servers'] = urlsOf(own.length > 0 ? own : [first])
  const moved: Record<string, Json> = {}
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const elsewhere = isObject(item) && item['servers'] ? placesOf(item['servers'], fallback) : undefined
    if (elsewhere?.length) item['servers'] = urlsOf(elsewhere)
    moved[`${elsewhere?.[0]?.prefix ?? first.prefix}${path}`] = item
    for (const operation of Object.values(item)) if (isObject(operation)) delete operation['servers']
  }
  document.paths = moved
}

function urlsOf(places: readonly Place[]): { url: string }[] {
  return [...new Set(places.map(({ origin }) => origin))].map((url) => ({ url }))
}

function placesOf(servers: unknown, fallback: string): Place[] {
  return ((servers as Json[] | undefined) ?? []).flatMap((server) => {
    const variables = (server['variables'] ?? {}) as Record<string, { default?: unknown }>
    const written = String(server['url']).replaceAll(/\{([^}]+)\}/g, (_all, variable: string) =>
      String(variables[variable]?.default ?? variable),
    )
    const url = URL.parse(written, fallback)
    if (!url) return []
    return [
      { origin: url.origin === 'null' ? fallback : url.origin, prefix: url.pathname.replace(/\/+$/, '') },
    ]
  })
}
