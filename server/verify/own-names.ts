/**
 * Between the names and words of a plan and those that settings give the contract: requests go out as they are served, and
 * answers and messages are read in the names of the plan.
 */
import type { Contract, Operation, Parameter } from '../../src/contract/contract.ts'
import { createTranslation } from '../../src/contract/translate.ts'
import type { Call, TargetExchange, WebhookPlan } from '../../src/simulator/verification.ts'

type Json = Record<string, unknown>

export interface OwnNames {
  /** The request as it is served. To do it twice changes nothing more. */
  serve(call: Call): Call
  /** The exchange with the body of its answer in the names of the plan. */
  take(exchange: TargetExchange): TargetExchange
  /** A place in the body of an operation's request as it is served, such as `barn.kön` for `child.gender`. */
  place(operation: string, field: string): string
  /** The event of a message, and its body in the names of the plan. */
  message(body: Json): { event: string | undefined; body: Json }
}

export function createOwnNames(contract: Contract, webhooks: WebhookPlan | undefined): OwnNames {
  const translation = createTranslation(contract)
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  if (!translation) {
    return {
      serve: (call) => call,
      take: (exchange) => exchange,
      place: (_operation, field) => field,
      message: (body) => ({ event: webhooks?.eventOf(body), body }),
    }
  }
  return {
    serve(call) {
      const operation = operations.get(call.operation)
      const schema = operation?.body?.content[0]?.schema
      return {
        ...call,
        ...(call.query && { query: renamed(call.query, operation, 'query') }),
        ...(call.headers && { headers: renamed(call.headers, operation, 'header') }),
        ...(call.body !== undefined && schema && { body: translation.serve(schema.pointer, call.body) }),
      }
    },

    take(exchange) {
      const { status, body } = exchange.response
      const answers = operations.get(exchange.operation ?? '')?.answers
      const schema = (answers?.get(String(status)) ?? answers?.get('default'))?.content[0]?.schema
      if (!schema || body instanceof Uint8Array) return exchange
      return { ...exchange, response: { ...exchange.response, body: translation.take(schema.pointer, body) } }
    },

    place(operation, field) {
      const schema = operations.get(operation)?.body?.content[0]?.schema
      return schema ? translation.place(schema.pointer, field) : field
    },

    message(body) {
      for (const [event, content] of contract.events) {
        const own = content?.schema ? (translation.take(content.schema.pointer, body) as Json) : body
        if (webhooks?.eventOf(own) === event) return { event, body: own }
      }
      return { event: webhooks?.eventOf(body), body }
    },
  }
}

function renamed(
  values: Record<string, string>,
  operation: Operation | undefined,
  location: Parameter['in'],
): Record<string, string> {
  const served = (operation?.parameters ?? []).filter(({ in: where }) => where === location)
  const nameOf = (own: string) => served.find((parameter) => parameter.own === own)?.name ?? own
  return Object.fromEntries(Object.entries(values).map(([own, value]) => [nameOf(own), value]))
}
