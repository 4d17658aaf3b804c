/** Validates an answer against the contract: status, media type, headers, body. */
import type { Answer, Contract, OpenApiDocument, Operation } from '../../src/contract/contract.ts'
import type { Validator } from '../../src/contract/validator.ts'
import type { TargetExchange } from '../../src/simulator/verification.ts'
import { lookUp } from './schema.ts'

/** How an answer breaks the contract; empty if it does not. */
export type AnswerValidator = (exchange: TargetExchange) => string[]

export function createAnswerValidator(contract: Contract, validator: Validator): AnswerValidator {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  return (exchange) => {
    const { status, headers, body, text } = exchange.response
    const operation = exchange.operation === undefined ? undefined : operations.get(exchange.operation)
    const answer = answerOf(contract, operation, status)
    if (!answer) return [`the contract has no ${status} here`]
    if (body === undefined && answer.content.length > 0) return ['the body is missing']
    if (isBrokenJson(headers['content-type'], body, text)) return ['the body is no JSON']
    const undocumented = documentedHeaders(contract.document, operation, status)
      .filter((name) => headers[name] === undefined && !answer.requiredHeaders.includes(name))
      .map((name) => `header ${name} is missing, which the contract has`)
    return [...validator.answer(answer, { status, headers }, body), ...undocumented]
  }
}

function answerOf(contract: Contract, operation: Operation | undefined, status: number): Answer | undefined {
  const answers = operation?.answers ?? contract.unmatched
  return answers.get(String(status)) ?? answers.get('default')
}

function isBrokenJson(type: string | undefined, body: unknown, text: string): boolean {
  return /\bjson\b/.test(type ?? '') && body instanceof Uint8Array && text !== ''
}

/** Names in lower case. OpenAPI lets an answer omit them, but a client needs each of these headers. */
function documentedHeaders(
  document: OpenApiDocument,
  operation: Operation | undefined,
  status: number,
): string[] {
  const item = operation && document.paths?.[operation.path]
  const method = operation && (item?.[operation.method.toLowerCase()] as Record<string, object> | undefined)
  const answers = (method?.['responses'] ?? document['x-unmatched']) as Record<string, object> | undefined
  const written = answers?.[String(status)] as { $ref?: string; headers?: object } | undefined
  const answer = written?.$ref ? (lookUp(document, written.$ref) as typeof written) : written
  return Object.keys(answer?.headers ?? {}).map((name) => name.toLowerCase())
}
