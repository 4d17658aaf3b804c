/**
 * Between the names and words of a plan, which are those of the code, and the ones that a contract has by its settings.
 * What is served already stays as it is.
 */
import type { Content, Contract, Operation } from '../../src/contract/contract.ts'
import { createTranslation, type Translation } from '../../src/contract/translate.ts'
import type { Call } from '../../src/simulator/verification.ts'

export interface ServedNames {
  call(call: Call, operation: Operation): Call
  /** A place in the body of a request as it is served, such as `barn.kön` for `child.gender`. */
  place(operation: Operation, field: string): string
  /** The body of an answer, as the plan reads it. */
  answer(operation: Operation, status: number, body: unknown): unknown
  /** The body of a message, as the plan reads it. */
  message(body: Record<string, unknown>): Record<string, unknown>
}

/** @param eventOf tells the event of a message with the names of the code. */
export function createServedNames(
  contract: Contract,
  eventOf: (body: Record<string, unknown>) => string | undefined = () => undefined,
): ServedNames {
  const translation = createTranslation(contract)
  return translation ? translating(contract, translation, eventOf) : UNCHANGED
}

const UNCHANGED: ServedNames = {
  call: (call) => call,
  place: (_operation, field) => field,
  answer: (_operation, _status, body) => body,
  message: (body) => body,
}

function translating(
  { events, unmatched }: Contract,
  { serve, take, place }: Translation,
  eventOf: (body: Record<string, unknown>) => string | undefined,
): ServedNames {
  const through = (way: Translation['serve'], content: Content | undefined, body: unknown) =>
    content?.schema ? way(content.schema.pointer, body) : body

  return {
    call(call, { parameters, body }) {
      const of = (where: 'path' | 'query' | 'header', values: Record<string, string>) =>
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => {
            const parameter = parameters.find(({ own, in: at }) => at === where && own === name)
            return parameter
              ? [parameter.name, String(serve(parameter.schema.pointer, value))]
              : [name, value]
          }),
        )
      return {
        ...call,
        ...(call.path && { path: of('path', call.path) }),
        ...(call.query && { query: of('query', call.query) }),
        ...(call.headers && { headers: of('header', call.headers) }),
        ...('body' in call && { body: through(serve, body?.content[0], call.body) }),
      }
    },

    place(operation, field) {
      const schema = operation.body?.content[0]?.schema
      return schema ? place(schema.pointer, field) : field
    },

    answer(operation, status, body) {
      const answer = operation.answers.get(String(status)) ?? unmatched.get(String(status))
      return body instanceof Uint8Array ? body : through(take, answer?.content[0], body)
    },

    message(body) {
      for (const [event, content] of events) {
        const own = through(take, content, body) as Record<string, unknown>
        if (eventOf(own) === event) return own
      }
      return body
    },
  }
}
