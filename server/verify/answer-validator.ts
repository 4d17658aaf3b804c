/** Validates an answer against the contract: status, media type, headers with their values, body. */
import type { Answer, Contract, OpenApiDocument, Operation } from '../../src/contract/contract.ts'
import { valueAt } from '../../src/contract/json-pointer.ts'
import { faultText, type MessageFault } from '../../src/contract/message-fault.ts'
import type { Validator } from '../../src/contract/validator.ts'
import type { TargetExchange } from '../../src/simulator/verification.ts'
import type { Verdict } from '../verdicts/verdict.ts'
import type { Verdicts } from '../verdicts/verdicts.ts'
import { faultsOf, lookUp, resolveSchema } from './schema.ts'

/** One way in which an answer or a message breaks the contract. */
export interface Finding {
  text: string
  verdict: Verdict
}

/** How an answer breaks the contract; empty if it does not. */
export type AnswerValidator = (exchange: TargetExchange) => Finding[]

export function createAnswerValidator(
  contract: Contract,
  validator: Validator,
  verdicts: Verdicts,
): AnswerValidator {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  return (exchange) => {
    const operation = exchange.operation === undefined ? undefined : operations.get(exchange.operation)
    return faultsIn(exchange, operation).map((fault) => ({
      text: fault.part === 'body' && fault.schema === undefined ? fault.message : faultText(fault),
      verdict: verdicts.onAnswer(fault, operation, exchange.response.status),
    }))
  }

  function faultsIn({ response }: TargetExchange, operation: Operation | undefined): MessageFault[] {
    const { status, headers, served: body, text } = response
    const answer = answerOf(contract, operation, status)
    if (!answer) return [{ part: 'status', field: '', message: `${status} is not in the contract` }]
    if (body === undefined && answer.content.length > 0) return [ofBody('the body is missing')]
    if (isBrokenJson(headers['content-type'], body, text)) return [ofBody('the body is no JSON')]
    const undocumented = documentedHeaders(contract.document, operation, status)
      .filter((name) => headers[name] === undefined && !answer.requiredHeaders.includes(name))
      .map(
        (name): MessageFault => ({
          part: 'header',
          field: name,
          message: 'is missing, which the contract has',
        }),
      )
    return [
      ...validator.answerFaults(answer, { status, headers }, body),
      ...undocumented,
      ...headerFaults(contract.document, validator, answer, headers),
    ]
  }
}

const ofBody = (message: string): MessageFault => ({ part: 'body', field: '', message })

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

/** Values of headers that their schemas forbid. */
function headerFaults(
  document: OpenApiDocument,
  validator: Validator,
  { headers: documented }: Answer,
  headers: Readonly<Record<string, string>>,
): MessageFault[] {
  return [...documented].flatMap(([name, pointer]) => {
    const text = headers[name]
    const at = `${pointer}/schema`
    const schema = valueAt(document, at)
    if (text === undefined || schema === undefined) return []
    const resolved = resolveSchema(document, schema as Record<string, unknown>)
    const type = typeof resolved === 'boolean' ? undefined : resolved['type']
    const value = type === 'integer' || type === 'number' ? readNumber(text) : text
    return faultsOf(validator, at, value).map(
      ({ message }): MessageFault => ({ part: 'header', field: name, message }),
    )
  })
}

const readNumber = (text: string) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text)
