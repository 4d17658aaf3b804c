/** Refusals in the form that a contract has for them. */
import type { Random } from '../../harness/random.ts'
import type { Answer } from '../contract.ts'
import { isJson, type MadeAnswer, makeAnswer, preferred, type Source } from './answer.ts'

/** Members that say to a person what went wrong, and those that repeat the status. */
const MESSAGES = ['message', 'detail', 'error_description', 'errorMessage', 'description', 'title', 'reason']
const STATUSES = ['status', 'statusCode', 'code', 'httpStatus']

/**
 * An answer of an error's schema that says a message where the schema has a member for one.
 * @throws UsageError when none could be made.
 */
export function makeRefusal(
  source: Source,
  operation: string,
  status: number,
  answer: Answer,
  message: string,
  random: Random,
): MadeAnswer {
  const made = makeAnswer(source, operation, status, answer, random)
  const content = preferred(answer.content)
  if (!content || !isJson(content.mediaType)) return made
  const body = reword(made.body, status, message)
  const headers = { 'content-type': content.mediaType, ...made.headers }
  return source.validator.answer(answer, { status, headers }, body).length === 0 ? { ...made, body } : made
}

function reword(value: unknown, status: number, message: string): unknown {
  if (Array.isArray(value)) return value.map((item) => reword(item, status, message))
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return value
  const speaks = MESSAGES.find((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === speaks) return [name, message]
      if (STATUSES.includes(name) && typeof member === 'number') return [name, status]
      return [name, reword(member, status, message)]
    }),
  )
}
