import type { CollectionModel } from '../collections.ts'
import type { Model, OperationModel } from '../model.ts'
import { access, isIdentifier, member, quote, text } from './code.ts'

/** `operations.ts`: one function for each operation of the contract. */
export function operationsFile(model: Model): string {
  const roles = model.operations.map(({ role }) => role)
  const keys = [
    ...new Set(
      roles.flatMap((role) =>
        role.kind === 'create' && !role.collection.keyIsGiven ? [`new${role.collection.type}Key`] : [],
      ),
    ),
  ]
  const tokens = roles.some(({ kind }) => kind === 'token')
  const own = model.operations.some(({ role }) => role.kind !== 'token')
  return text(
    `/**
 * What each operation answers: what is kept if it keeps something, else the example of the contract, or one that is made
 * of its schema. Write your own where that is not enough.
 */
import type { ${[tokens && 'OperationOutput', 'Operations'].filter(Boolean).join(', ')} } from 'tvilling'
import type { operations as Promised } from '../../contracts/${model.name}/types.gen.ts'
${own ? `import { contract } from './contract.ts'\n` : ''}import ${keys.length > 0 ? `{ ${['type CallContext', ...keys].join(', ')} }` : 'type { CallContext }'} from './states.ts'`,
    `export const operations = {
${model.operations.map((operation) => `${handler(operation, model)}\n`).join('\n')}} satisfies Operations<Promised, CallContext>`,
  )
}

function handler(operation: OperationModel, model: Model): string {
  const { fact, summary, role } = operation
  const comment = `  /** ${fact}. ${summary}. */`
  if (role.kind === 'plain') return `${comment}\n${plain(operation)}`
  if (role.kind === 'token') return `${comment}\n${token(operation)}`
  const body = { create, read, list, change, remove }[role.kind](operation, role.collection, model)
  return `${comment}\n  async ${member(operation.id)}(${body}\n  },`
}

function plain({ id, status }: OperationModel): string {
  return `  ${member(id)}: async (_input, context) => contract.example(${quote(id)}, ${status}, context),`
}

function token({ id }: OperationModel): string {
  return `  async ${member(id)}({ body }, context) {
    const issued = await context.auth.issueToken(context.request, { ...body })
    return issued as OperationOutput<Promised[${quote(id)}]>
  },`
}

const keyIn = ({ parameter }: CollectionModel) => `params${access(parameter)}`

function kept({ read }: CollectionModel, { operations }: Model, known: string): string {
  const { status = 200 } = operations.find(({ id }) => id === read) ?? {}
  return `contract.example(${quote(read)}, ${status}, context, ${known}).body`
}

function store({ name, single, states }: CollectionModel): string {
  return states
    ? `await context.begin(${quote(name)}, ${single})`
    : `await context.collections.${name}.put(${single})`
}

function create(operation: OperationModel, collection: CollectionModel, model: Model): string {
  const { single, type, key, name, keyIsGiven } = collection
  const { id, status } = operation
  const { answers, body } = operationIn(model, id)
  const conflict = answers.has('409')
    ? `
    if (await context.collections.${name}.get(String(${single}${access(key)}))) {
      return contract.refusal(${quote(id)}, 409, 'There is such a ${single} already.', context)
    }`
    : ''
  const fresh = `${member(key)}: new${type}Key(context)`
  return `${body ? '{ body }' : '_input'}, context) {
    const ${single} = ${kept(collection, model, keyIsGiven ? 'body' : body ? `{ ${fresh}, ...body }` : `{ ${fresh} }`)}${conflict}
    ${store(collection)}
    return contract.example(${quote(id)}, ${status}, context, ${single})`
}

function read({ id, status }: OperationModel, collection: CollectionModel, model: Model): string {
  const { single, name } = collection
  const plainly = operationIn(model, id).answers.get(String(status))?.requiredHeaders.length === 0
  return `{ params }, context) {
    const ${single} = await context.collections.${name}.get(String(${keyIn(collection)}))
    if (!${single}) return ${missing(id, collection)}
    return ${plainly ? `{ status: ${status}, body: ${single} }` : `contract.example(${quote(id)}, ${status}, context, ${single})`}`
}

const missing = (id: string, collection: CollectionModel) =>
  `contract.refusal(${quote(id)}, 404, \`There is no ${collection.single} \${${keyIn(collection)}}.\`, context)`

const DEFAULT_PAGE = 100

function list({ id, status }: OperationModel, { name, list }: CollectionModel): string {
  const limit =
    list?.limit === undefined ? String(DEFAULT_PAGE) : `query${access(list.limit)} ?? ${DEFAULT_PAGE}`
  const found =
    list?.member === undefined
      ? name
      : list.member === name
        ? `{ ${name} }`
        : `{ ${member(list.member)}: ${name} }`
  return `${list?.limit === undefined ? '_input' : '{ query }'}, context) {
    const { rows } = await context.collections.${name}.page({ limit: ${limit} })
    const ${name} = rows.map(({ doc }) => doc)
    return contract.example(${quote(id)}, ${status}, context, ${found})`
}

/** By the key of the path, or by that of the body. */
function change({ id, status }: OperationModel, collection: CollectionModel, model: Model): string {
  const { single, name, key, parameter } = collection
  const { path, answers } = operationIn(model, id)
  const byPath = path.endsWith(`{${parameter}}`)
  const given = byPath ? keyIn(collection) : `body${access(key)}`
  const refuses = answers.has('404') || answers.has('default')
  const refused = `contract.refusal(${quote(id)}, 404, \`There is no ${single} \${${given}}.\`, context)`
  const same = byPath
    ? `, ${member(key)}: before${refuses ? '' : '?'}${refuses || isIdentifier(key) ? access(key) : `.${access(key)}`}`
    : ''
  return `{ ${byPath ? 'params, ' : ''}body }, context) {
    const before = await context.collections.${name}.get(String(${given}))${refuses ? `\n    if (!before) return ${refused}` : ''}
    const ${single} = ${kept(collection, model, `{ ...before, ...body${same} }`)}
    ${store(collection)}
    return contract.example(${quote(id)}, ${status}, context, ${single})`
}

function remove({ id, status }: OperationModel, collection: CollectionModel, model: Model): string {
  const { name, states, single } = collection
  const { answers } = operationIn(model, id)
  const shows = (answers.get(String(status))?.content.length ?? 0) > 0
  const key = keyIn(collection)
  return `{ params }, context) {
    const ${single} = await context.collections.${name}.get(String(${key}))
    if (!${single}) return ${missing(id, collection)}${states ? `\n    await context.forget(${quote(name)}, String(${key}))` : ''}
    await context.collections.${name}.delete(String(${key}))
    return contract.example(${quote(id)}, ${status}, context${shows ? `, ${single}` : ''})`
}

function operationIn({ contract }: Model, id: string) {
  const operation = contract.operations.find((candidate) => candidate.id === id)
  if (!operation) throw new Error(`The contract has no operation ${id}.`)
  return operation
}
