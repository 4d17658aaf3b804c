/** What is wrong with an answer: each must be one that a contract documents, with its media type and body. */
import { simulators } from 'tvilling/mocks'
import { controlContract } from '../../../server/http/control-contract.ts'
import { createVerdicts } from '../../../server/verdicts/verdicts.ts'
import { type AnswerValidator, createAnswerValidator } from '../../../server/verify/answer-validator.ts'
import type { FuzzAnswer } from './exchange.ts'
import type { FuzzRequest } from './requests.ts'

/**
 * Statuses of HTTP itself, which no contract has for each operation, so that the words of its errors do not fit them either:
 * the answer must be a JSON object all the same, and not the bare text of Node.
 */
const OF_HTTP = new Set([400, 408, 413, 417, 431])

export interface Judgement {
  /** What answered: an operation, `unmatched`, or the server itself. */
  by: string
  faults: string[]
}

export type Judge = (request: FuzzRequest, answer: FuzzAnswer) => Judgement

export function createJudge(): Judge {
  const [anySimulator] = simulators
  const validators = new Map(
    simulators.map((simulator) => [
      simulator.name as string,
      createAnswerValidator(simulator.contract, simulator.validator, createVerdicts(simulator, undefined)),
    ]),
  )
  // Only whether there is a fault counts here, so that anybody's verdicts will do.
  const ofControl = createAnswerValidator(controlContract.contract, controlContract.validator, {
    ...createVerdicts(anySimulator as (typeof simulators)[0], undefined),
    onAnswer: () => ({}) as never,
  })

  function faultsOf(validate: AnswerValidator, operation: string | undefined, answer: FuzzAnswer): string[] {
    const { status, headers, body } = answer
    const text = body.toString('utf8')
    const served = read(body, text, headers['content-type'])
    const response = { status, headers, body: served, served, text }
    const request = { method: '', url: '', headers: {}, body: '' }
    return validate({ operation, request, response }).map(({ text: said }) => said)
  }

  function errorFaultsOf(
    validate: AnswerValidator,
    operation: string | undefined,
    answer: FuzzAnswer,
  ): string[] {
    const found = faultsOf(validate, operation, answer)
    const isNamed = !found.some((fault) => fault.includes('is not in the contract'))
    if (isNamed || !OF_HTTP.has(answer.status)) return found
    return isJsonObject(answer) ? [] : found
  }

  function ofTheServer(answer: FuzzAnswer): string[] {
    return faultsOf(ofControl, undefined, { ...answer, status: 404 })
  }

  return ({ method, path }, answer) => {
    const { status, headers } = answer
    const faults: string[] = []
    if (status >= 500) faults.push(`${status} is a failure of the server`)
    if (!answer.isWhole) faults.push('the body is shorter than the answer said')
    const named = headers['x-tvilling-operation']
    if (method === 'HEAD') return { by: named ?? 'unmatched', faults }
    if (named) {
      const [api = '', operation] = named.split('.')
      const validate = validators.get(api)
      if (!validate) return { by: named, faults: [...faults, 'there is no such simulator'] }
      return { by: named, faults: [...faults, ...errorFaultsOf(validate, operation, answer)] }
    }
    if (headers['x-tvilling-exchange']) {
      // No operation has this path and method: the dialect of any of the providers may answer.
      const all = [...validators.values(), ofControl].map((validate) =>
        errorFaultsOf(validate, undefined, answer),
      )
      return { by: 'unmatched', faults: [...faults, ...shortest(all)] }
    }
    const own = path.replace(/^https?:\/\/[^/]*/, '').replace(/^(?:\/[te]\/[^/]*){0,2}(?=\/)/, '')
    const operation = controlContract.routes.find(own)?.route.byMethod.get(method)
    const asControl = operation ? faultsOf(ofControl, operation.id, answer) : undefined
    if (asControl?.length === 0) return { by: `control.${operation?.id}`, faults }
    // Our own form for what is wrong before an operation is known, such as the name of a tenant.
    const asServer = status >= 400 && status < 500 ? ofTheServer(answer) : [`${status} is in no contract`]
    if (asServer.length === 0) return { by: 'server', faults }
    return { by: 'server', faults: [...faults, ...(asControl ?? asServer)] }
  }
}

function isJsonObject({ headers, body }: FuzzAnswer): boolean {
  const value = read(body, body.toString('utf8'), headers['content-type'])
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

const shortest = (all: string[][]) => all.toSorted((a, b) => a.length - b.length)[0] ?? []

function read(body: Buffer, text: string, type = ''): unknown {
  if (body.length === 0) return undefined
  if (!/\bjson\b/.test(type)) return /^text\//.test(type) ? text : new Uint8Array(body)
  try {
    return JSON.parse(text)
  } catch {
    return new Uint8Array(body)
  }
}
