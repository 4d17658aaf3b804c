/** Parameters that the engine neither reads nor checks. */
import { type OpenApiDocument, resolve, unreadable } from '../../../src/contract/contract.ts'
import { operationsOf } from './json.ts'

/** One sentence for each such parameter. */
export function unreadNotes(document: OpenApiDocument): string[] {
  const notes = operationsOf(document).flatMap(({ path, method, item, operation }) => {
    const at = `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const pointers = [
      ...list(operation['parameters']).map((_, index) => `${at}/${method}/parameters/${index}`),
      ...list(item['parameters']).map((_, index) => `${at}/parameters/${index}`),
    ]
    return pointers.flatMap((pointer) => {
      const why = unreadable(document, pointer)
      const { name } = resolve(document, pointer).value
      return why === undefined
        ? []
        : [`${String(operation['operationId'])}: the parameter ${String(name)} is not read, since ${why}.`]
    })
  })
  return [...new Set(notes)]
}

const list = (value: unknown) => (value as unknown[] | undefined) ?? []
