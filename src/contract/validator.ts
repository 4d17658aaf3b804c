/** Checks requests, responses and webhook bodies against a contract. A schema is compiled at its first use. */
import { createRequire } from 'node:module'
import type { ValidateFunction } from 'ajv'
import { malformed, parseBody } from '../http/body.ts'
import type { Failure, Violation } from '../http/failure.ts'
import type { ApiRequest, ApiResponse } from '../http/messages.ts'
import { type Acceptance, accept, type NoteUse } from './accept.ts'
import type { Answer, Content, Contract, Operation, Parameter } from './contract.ts'
import { createDateTimeFormat } from './date-time.ts'
import { faultText, type MessageFault, NO_BODY } from './message-fault.ts'
import { createShapes } from './shape.ts'
import { createTranslation } from './translate.ts'
import { toViolations } from './violations.ts'

export interface Input {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: unknown
}

export interface Validator {
  /** Reads path, query and header parameters; numbers and booleans are converted from their text. */
  parameters(
    operation: Operation,
    path: Record<string, string>,
    request: ApiRequest,
  ): { input: Omit<Input, 'body'> } | { failure: Failure }
  /** Parses and checks the body; `inspect` adds violations that the schema cannot express. */
  body(
    operation: Operation,
    request: ApiRequest,
    options: BodyOptions,
  ): Promise<{ body: unknown } | { failure: Failure }>
  /** Whether settings give anything another name or word than the code. */
  readonly translates: boolean
  /** The body of an answer or of a webhook as it is served, with the names and words that settings give it. */
  serve(content: Content | undefined, body: unknown): unknown
  /** How a response breaks the contract; empty if it does not. */
  answer(answer: Answer | undefined, response: ApiResponse, body: unknown): string[]
  /** The same, with the place and the evidence of each fault. */
  answerFaults(answer: Answer | undefined, response: ApiResponse, body: unknown): MessageFault[]
  /** How a webhook's body breaks the contract. */
  event(event: string, body: unknown): string[]
  /** The same, with the place and the evidence of each fault. */
  eventFaults(event: string, body: unknown): MessageFault[]
}

export interface BodyOptions {
  /** The largest body, in bytes. */
  limit: number
  /** The most values of JSON, roughly; any number if it is left out. */
  mostValues?: number | undefined
  accept?: Acceptance
  /** Told what was accepted that the schema alone would refuse. */
  noteUse?: NoteUse
  /** Violations that the schema cannot express, in the names and words of the code. */
  inspect?: (body: unknown) => readonly Violation[]
}

type Location = Parameter['in']
const INPUTS = { path: 'params', query: 'query', header: 'headers' } as const

/** Create it once for all harnesses: compiling the schemas costs more than everything else in a harness. */
export function createValidator(contract: Contract): Validator {
  const first = createCompiler(contract, false)
  const all = createCompiler(contract, true)
  const shapes = createShapes(contract.document)
  const translation = createTranslation(contract, shapes)

  function violationsOf(
    location: Violation['in'],
    pointer: string,
    value: unknown,
    prefix = '',
  ): Violation[] {
    const validate = first(pointer)
    if (validate(value)) return []
    // Too many items are reported alone: to find every violation of 100,000 items takes minutes.
    const tooMany = validate.errors?.find(({ keyword }) => TOO_MANY.has(keyword))
    const shape = shapes.at(pointer)
    if (tooMany) return toViolations({ location, shape, prefix }, [tooMany], value)
    const validateAll = all(pointer)
    validateAll(value)
    return toViolations({ location, shape, prefix }, validateAll.errors ?? [], value)
  }

  return {
    parameters(operation, path, request) {
      const raw = {
        path,
        query: new URLSearchParams(request.query),
        header: request.headers,
      }
      const input: Omit<Input, 'body'> = { params: {}, query: {}, headers: {} }
      const violations: Violation[] = []
      for (const parameter of operation.parameters) {
        const given = readGiven(raw, parameter)
        if (given.length === 0) {
          if (parameter.required) violations.push(violation(parameter, 'is required', undefined))
          else applyDefault(parameter, input)
          continue
        }
        if (given.length > 1 && parameter.separator !== 'repeated') {
          violations.push(violation(parameter, 'is given more than once', given))
          continue
        }
        const value = readValue(given, parameter)
        input[INPUTS[parameter.in]][parameter.own] = translation
          ? translation.take(parameter.schema.pointer, value)
          : value
        violations.push(...violationsOf(parameter.in, parameter.schema.pointer, value, parameter.name))
      }
      const [first, ...rest] = violations
      return first ? { failure: { kind: 'violations', violations: [first, ...rest] } } : { input }
    },

    async body(operation, request, { limit, mostValues, accept: acceptance, noteUse, inspect }) {
      if (request.refused === 'oversized' || (request.body?.byteLength ?? 0) > limit) {
        return { failure: { kind: 'oversized', limit } }
      }
      if (!operation.body) return { body: undefined }
      if (request.refused === 'encoding') {
        return malformed(`The content encoding "${request.headers['content-encoding']}" is not known.`)
      }
      if (!request.body || request.body.byteLength === 0) {
        return operation.body.required ? malformed('The body is missing.') : { body: undefined }
      }
      const content = contentFor(operation.body.content, request.headers['content-type'])
      if (!content) {
        return {
          failure: {
            kind: 'media-type',
            received: request.headers['content-type'],
            accepted: operation.body.content.map(({ mediaType }) => mediaType),
          },
        }
      }
      const parsed = await parseBody(content.mediaType, request, mostValues)
      if ('failure' in parsed || !content.schema) return parsed
      if (content.mediaType === 'multipart/form-data') return parsed
      const { pointer } = content.schema
      const isJson = content.mediaType.endsWith('json')
      const shape = shapes.at(pointer)
      const sent = acceptance && isJson ? accept(parsed.body, shape, acceptance, noteUse) : parsed.body
      const broken = violationsOf('body', pointer, sent)
      const body = translation ? translation.take(pointer, sent) : sent
      for (const found of inspect?.(body) ?? []) {
        broken.push(translation ? { ...found, field: translation.place(pointer, found.field) } : found)
      }
      const [first, ...rest] = broken
      return first ? { failure: { kind: 'violations', violations: [first, ...rest] } } : { body }
    },

    translates: translation !== undefined,

    serve(content, body) {
      return translation && content?.schema ? translation.serve(content.schema.pointer, body) : body
    },

    answer: (answer, response, body) => answerFaults(answer, response, body).map(faultText),
    answerFaults,
    event: (event, body) => eventFaults(event, body).map(faultText),
    eventFaults,
  }

  function answerFaults(answer: Answer | undefined, response: ApiResponse, body: unknown): MessageFault[] {
    if (!answer) return [{ part: 'status', field: '', message: `${response.status} is not in the contract` }]
    const missing = answer.requiredHeaders
      .filter((name) => response.headers[name] === undefined)
      .map((name): MessageFault => ({ part: 'header', field: name, message: 'is missing' }))
    if (answer.content.length === 0) {
      return body === undefined ? missing : [...missing, { part: 'body', field: '', message: NO_BODY }]
    }
    const type = response.headers['content-type']
    const content = contentFor(answer.content, type)
    if (!content)
      return [...missing, { part: 'media-type', field: '', message: `${type} is not in the contract` }]
    if (!content.schema || body instanceof Uint8Array) return missing
    return [...missing, ...bodyFaults(content.schema.pointer, body)]
  }

  function eventFaults(event: string, body: unknown): MessageFault[] {
    if (!contract.events.has(event)) {
      return [{ part: 'status', field: '', message: `of the webhook "${event}" is not in the contract` }]
    }
    const schema = contract.events.get(event)?.schema
    return schema ? bodyFaults(schema.pointer, body) : []
  }

  function bodyFaults(schema: string, body: unknown): MessageFault[] {
    return violationsOf('body', schema, body).map(({ field, message, evidence }) => ({
      part: 'body' as const,
      field,
      message,
      schema,
      ...(evidence !== undefined && { evidence }),
    }))
  }
}

type Compiler = (pointer: string) => ValidateFunction

const TOO_MANY = new Set(['maxItems', 'maxProperties'])

/** Compiles the schema at a pointer at its first use. */
function createCompiler(contract: Contract, allErrors: boolean): Compiler {
  const compiled = new Map<string, ValidateFunction>()
  let ajv: import('ajv/dist/2020.js').Ajv2020 | undefined
  return (pointer) => {
    let validate = compiled.get(pointer)
    if (!validate) {
      ajv ??= createAjv(contract, allErrors)
      // As a part of the whole: what one place refers to is compiled once for all places.
      validate = ajv.getSchema(`contract#${encodeURI(pointer)}`)
      if (!validate) throw new Error(`The document has no schema at ${pointer}.`)
      compiled.set(pointer, validate)
    }
    return validate
  }
}

function createAjv(contract: Contract, allErrors: boolean): import('ajv/dist/2020.js').Ajv2020 {
  // Loaded here, so that a process that validates nothing does not load it.
  const require = createRequire(import.meta.url)
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const addFormats = require('ajv-formats') as (ajv: unknown) => void
  const ajv = new Ajv2020({ strict: false, allErrors, verbose: true, validateSchema: false })
  addFormats(ajv)
  // JSON Schema's uuid has no prefix; ajv-formats also accepts `urn:uuid:` before it.
  ajv.addFormat('uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  // Most answers have dates, and the check of ajv-formats costs as much as all other checks together.
  ajv.addFormat('date-time', createDateTimeFormat())
  ajv.addSchema({ ...contract.document, $id: 'contract' })
  return ajv
}

function violation(parameter: Parameter, message: string, value: unknown): Violation {
  return { in: parameter.in, field: parameter.name, message, value }
}

function readGiven(
  raw: { path: Record<string, string>; query: URLSearchParams; header: Readonly<Record<string, string>> },
  { in: location, name }: Parameter,
): string[] {
  if (location === 'query') return raw.query.getAll(name)
  const value = location === 'path' ? raw.path[name] : raw.header[name.toLowerCase()]
  return value === undefined ? [] : [value]
}

function schemaOf(parameter: Parameter): Record<string, unknown> {
  return typeof parameter.schema.value === 'object' ? parameter.schema.value : {}
}

function applyDefault(parameter: Parameter, input: Omit<Input, 'body'>): void {
  const fallback = schemaOf(parameter)['default']
  if (fallback !== undefined) input[INPUTS[parameter.in as Location]][parameter.own] = fallback
}

function readValue(given: readonly string[], { types, separator }: Parameter): unknown {
  const [text = ''] = given
  if (!separator) return read(text, types)
  const texts = separator === 'repeated' ? given : text.split(separator)
  return texts.map((each) => read(each, types))
}

/** Converts text to the schema's type, strictly: `1e2` and ` 1` are no integers. Other text stays text. */
function read(text: string, types: readonly string[]): unknown {
  if (types.includes('integer') && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (types.includes('number') && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text)
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

const mediaTypeOf = (contentType: string | undefined) => contentType?.split(';')[0]?.trim().toLowerCase()

function contentFor(contents: readonly Content[], contentType: string | undefined): Content | undefined {
  const [first] = contents
  if (first?.mediaType === contentType) return first
  const received = mediaTypeOf(contentType)
  return contents.find(({ mediaType }) => mediaType.toLowerCase() === received)
}
