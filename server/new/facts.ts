/** The facts of a new contract: one for each operation to begin with, from the provider's public document. */
import type { OpenApiDocument } from '../../src/contract/contract.ts'
import type { Json } from './document/json.ts'
import type { Model } from './model.ts'

interface Fact {
  id: string
  evidence: 'public' | 'assumed'
  statement: string
}

const LINE_WIDTH = 110

export function factsOf({ operations, contract, title, version, source, document }: Model) {
  const facts = operations.map(({ id, fact, summary }): Fact => {
    const { method, path } = contract.operations.find((operation) => operation.id === id) ?? {}
    const written = document.paths?.[path ?? '']?.[(method ?? '').toLowerCase()] as Json | undefined
    const evidence = String(written?.['x-evidence']).startsWith('assumed') ? 'assumed' : 'public'
    return { id: fact, evidence, statement: `${method} ${path}: ${summary}.` }
  })
  const where = addressOf(document)
  const head = [
    `# What the twin of ${title} is built on. "public" is the provider's word, "assumed" is ours.`,
    `# Source: ${source}, version ${version}${where ? `, ${where}` : ''}.`,
  ]
  const rows = facts.map(
    ({ id, evidence, statement }) =>
      `- id: ${id}\n  evidence: ${evidence}\n  statement: ${JSON.stringify(statement)}\n`,
  )
  return { facts, text: `${head.map((line) => line.replaceAll(/\s+/g, ' ')).join('\n')}\n${rows.join('')}` }
}

/** Where the provider documents the API. */
function addressOf(document: OpenApiDocument): string | undefined {
  const external = document['externalDocs'] as Json | undefined
  const contact = (document.info as unknown as Json)['contact'] as Json | undefined
  const found = external?.['url'] ?? contact?.['url']
  return found === undefined ? undefined : String(found)
}

/** Without aliases: what is used more than once is written out, as everybody reads it. */
export async function yamlOf(document: OpenApiDocument): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(document, { lineWidth: LINE_WIDTH, aliasDuplicateObjects: false })
}
