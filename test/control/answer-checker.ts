/** Checks answers of control against its contract, more strictly than clients need: no member may be undocumented. */
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>

interface Answer {
  content?: Record<string, { schema: Json }>
  $ref?: string
}

interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>
  'x-unmatched': Record<string, Answer>
  components: { schemas: Record<string, Json>; responses: Record<string, Answer> }
}

export interface AskedControl {
  method: string
  path: string
  status: number
  contentType: string
  body: string
}

/** What a server answers before it knows for which operation a request is, or if Tvilling itself fails. */
const ANYWHERE = ['400', '403', '404', '408', '413', '431', '500']

/** Says what of an answer the contract does not have; undefined if it has all. */
export function createAnswerChecker(): (answer: AskedControl) => string | undefined {
  const file = new URL('../../contracts/control/openapi.gen.json', import.meta.url)
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const { schemas } = document.components
  const closed = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, close(schema)]))
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'control', components: { schemas: closed } })
  const validators = new Map<string, ValidateFunction>()

  /** Members that a schema does not name are refused, unless it says that there are others. */
  function close(schema: unknown, open = false): unknown {
    if (Array.isArray(schema)) return schema.map((part) => close(part))
    if (typeof schema !== 'object' || schema === null) return schema
    const { allOf, properties, ...rest } = schema as Json & { allOf?: Json[]; properties?: Json }
    const inner = Object.entries(rest).map(([name, value]) => [name, close(value)])
    const refused = !open && (allOf || (properties && rest['additionalProperties'] === undefined))
    return {
      ...Object.fromEntries(inner),
      ...(allOf && { allOf: allOf.map((part) => close(followed(part), true)) }),
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, value]) => [name, close(value)]),
        ),
      }),
      ...(refused && { unevaluatedProperties: false }),
    }
  }

  function followed(schema: Json): Json {
    const name =
      String(schema['$ref'] ?? '')
        .split('/')
        .at(-1) ?? ''
    return schemas[name] ?? schema
  }

  function validatorOf(schema: Json): ValidateFunction {
    const text = JSON.stringify(close(schema)).replaceAll('"#/', '"control#/')
    const known = validators.get(text) ?? ajv.compile(JSON.parse(text) as Json)
    validators.set(text, known)
    return known
  }

  const resolve = (answer: Answer | undefined): Answer | undefined =>
    answer?.$ref ? document.components.responses[answer.$ref.split('/').at(-1) ?? ''] : answer

  function operationOf(method: string, path: string) {
    const found = Object.entries(document.paths).filter(([template]) =>
      new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]*')}$`).test(path),
    )
    const [, item] = found.find(([template]) => !template.includes('{')) ?? found[0] ?? []
    return item?.[(method === 'HEAD' ? 'GET' : method).toLowerCase()]
  }

  return ({ method, path, status, contentType, body }) => {
    const operation = operationOf(method, path)
    const anywhere = !operation || ANYWHERE.includes(String(status))
    const known = resolve(operation?.responses[status] ?? document['x-unmatched'][status])
    const answer = known ?? (anywhere ? document.components.responses['Mistake'] : undefined)
    if (!answer) return `${operation?.operationId} has no ${status}: ${body.slice(0, 300)}`
    if (method === 'HEAD') return undefined
    const { content } = answer
    if (!content) return body === '' ? undefined : `${status} has a body: ${body.slice(0, 300)}`
    const media = content[contentType.split(';')[0] ?? '']
    if (!media) return `${operation?.operationId} ${status} has no ${contentType}: ${body.slice(0, 300)}`
    if (!contentType.includes('json')) return undefined
    const validate = validatorOf(media.schema)
    if (validate(JSON.parse(body))) return undefined
    const [error] = validate.errors ?? []
    const member = error?.params['unevaluatedProperty'] ?? ''
    return `${operation?.operationId} ${status}: ${error?.instancePath} ${error?.message} ${member}`
  }
}
