/** A contract as a simulator's operations use it: for answers, refusals and events in the form that it has. */
import { UsageError } from '../../control/usage-error.ts'
import type { EventBody, EventName, WebhookTypes } from '../../deliveries/webhook-types.ts'
import type { Random } from '../../harness/random.ts'
import { missingCredential } from '../../http/credentials.ts'
import type { FailureSetting } from '../../http/failure.ts'
import type { ApiRequest, ApiResult } from '../../http/messages.ts'
import type { OperationOutput } from '../../simulator/operations.ts'
import { type Contract, type OpenApiDocument, type Operation, readContract } from '../contract.ts'
import { createValidator } from '../validator.ts'
import { type MadeAnswer, makeAnswer, preferred, type Source, valuesAt } from './answer.ts'
import { makeRefusal } from './refusal.ts'
import { type KnownRequest, makeRequest } from './request.ts'
import type { Words } from './text.ts'
import { drawValue } from './value.ts'

/** The answer that an operation has for a status; where it has none of its own, the one for `default`. */
export type AnswerOf<Op, Status extends number> = [Extract<OperationOutput<Op>, { status: Status }>] extends [
  never,
]
  ? OperationOutput<Op> & { status: Status }
  : Extract<OperationOutput<Op>, { status: Status }>

export interface Chance {
  random: Random
}

export interface OpenContract<Ops, W = WebhookTypes> {
  /** Read when it is first asked for. */
  readonly contract: Contract
  /**
   * An answer as the contract has it: its example, or one that is made of its schema.
   * @param known what is known of the body. Members that the schema does not take are left out; a list is the body.
   * @example contract.example('getPet', 200, context, { id: 7 })
   * @throws UsageError when there is no such answer, or none could be made.
   */
  example<Id extends keyof Ops & string, Status extends number>(
    operation: Id,
    status: Status,
    chance: Chance,
    known?: object,
  ): AnswerOf<Ops[Id], Status>
  /** An error as the contract has it, with a message where its schema has a place for one. */
  refusal<Id extends keyof Ops & string, Status extends number>(
    operation: Id,
    status: Status,
    message: string,
    chance: Chance,
  ): AnswerOf<Ops[Id], Status>
  /**
   * As `refusal`, where the operation is not known beforehand.
   * @param statuses the first that the operation documents is taken, or else the first.
   */
  refuse(
    statuses: readonly [number, ...number[]],
    message: string,
    setting: Pick<FailureSetting, 'operation' | 'random'>,
  ): ApiResult
  /** A new value for a member of an answer, such as an id: drawn from its schema, never an example. */
  draw<Id extends keyof Ops & string>(operation: Id, status: number, member: string, chance: Chance): unknown
  /** The body of a webhook, with what is known of it. */
  event<E extends EventName<W>>(event: E, chance: Chance, known?: object): EventBody<W, E>
  /** A request that the contract takes, for tests. */
  request(operation: keyof Ops & string, chance: Chance, known?: KnownRequest): Promise<Request>
  /**
   * What a request lacks to be let in, where the contract asks for something else than a token by client credentials.
   * Any key, password or token that is not empty is taken.
   */
  missingCredential(context: { operation: string; request: ApiRequest }): string | undefined
}

/**
 * Opens a contract for the operations of its simulator.
 * @param words texts for members without format, such as `fakeText` of `tvilling/fixtures`.
 */
export function openContract<Ops, W = WebhookTypes>(
  document: URL | OpenApiDocument,
  { words }: { words?: Words } = {},
): OpenContract<Ops, W> {
  let source: Source | undefined

  function read(): Source {
    if (!source) {
      const contract = readContract(document)
      source = { contract, validator: createValidator(contract), words }
    }
    return source
  }

  function operationOf(id: string): Operation {
    const operation = read().contract.operations.find((candidate) => candidate.id === id)
    if (!operation) throw new UsageError(`The contract has no operation ${id}.`, 404)
    return operation
  }

  function answerOf(id: string, status: number) {
    const { answers } = operationOf(id)
    const answer = answers.get(String(status)) ?? answers.get('default')
    if (answer) return answer
    throw new UsageError(`${id} has no answer ${status} in its contract.`, 404)
  }

  // The types of a contract's answers are generated from the document that the answers are checked against.
  const typed = <T>(made: MadeAnswer) => made as T
  const typedEvent = <T>(body: object) => body as T

  return {
    get contract() {
      return read().contract
    },

    example: (id, status, { random }, known) =>
      typed(makeAnswer(read(), id, status, answerOf(id, status), random, known)),

    refusal: (id, status, message, { random }) =>
      typed(makeRefusal(read(), id, status, answerOf(id, status), message, random)),

    refuse(statuses, message, { operation, random }) {
      const { contract } = read()
      const answers = operation === undefined ? contract.unmatched : operationOf(operation).answers
      const status = statuses.find((each) => answers.has(String(each))) ?? statuses[0]
      const answer = answers.get(String(status)) ?? answers.get('default')
      if (!answer) return { status, body: { message } }
      return makeRefusal(read(), operation ?? 'x-unmatched', status, answer, message, random)
    },

    draw(id, status, member, { random }) {
      const { document } = read().contract
      const schema = preferred(answerOf(id, status).content)?.schema?.value ?? true
      const value = drawValue({ document, random, words, examples: false }, schema)
      return (value as Record<string, unknown> | undefined)?.[member]
    },

    event(event, { random }, known = {}) {
      const { contract, validator } = read()
      if (!contract.events.has(event)) throw new UsageError(`The contract has no webhook ${event}.`, 404)
      let faults: string[] = []
      for (const value of valuesAt(read(), contract.events.get(event)?.schema, random)) {
        const body = { ...(value as Record<string, unknown>), ...known }
        faults = validator.event(event, body)
        if (faults.length === 0) return typedEvent(body)
      }
      throw new UsageError(
        `${event}: no body could be made (${faults.slice(0, 3).join('; ')}). Write an "example" in the contract.`,
      )
    },

    request: (id, { random }, known) => makeRequest(read(), operationOf(id), random, known),

    missingCredential: ({ operation, request }) =>
      missingCredential(read().contract.document, operationOf(operation), request),
  }
}
