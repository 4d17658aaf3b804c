/** Types that tie handlers to the operations which openapi-typescript generates from a contract. */

type Parameters<Op, In extends string> = Op extends { parameters: { [K in In]?: infer T } }
  ? [T] extends [never]
    ? Record<never, never>
    : NonNullable<T>
  : Record<never, never>

type Body<Op> = Op extends { requestBody: { content: infer C } }
  ? Contents<C>
  : Op extends { requestBody?: { content: infer C } }
    ? Contents<C> | undefined
    : undefined

type Contents<C> = {
  [Media in keyof C]: Media extends 'multipart/form-data' ? MultipartBody<C[Media]> : C[Media]
}[keyof C]

/**
 * The parts of a multipart body, by the names that the contract has. A part with a file name or a media type is a
 * `File`, whatever its schema says; any other is text.
 */
export interface MultipartBody<Parts> {
  get(name: keyof Parts & string): File | string | null
  getAll(name: keyof Parts & string): (File | string)[]
  has(name: keyof Parts & string): boolean
}

/** The checked input of an operation. Values are numbers and booleans where the schema has them. */
export interface OperationInput<Op> {
  params: Parameters<Op, 'path'>
  query: Parameters<Op, 'query'>
  headers: Parameters<Op, 'header'>
  body: Body<Op>
}

type ContentOf<R> = R extends { content: infer C }
  ? [C] extends [never]
    ? undefined
    : C[keyof C]
  : undefined

/** One of the answers of an operation in the contract. */
export type OperationOutput<Op> = Op extends { responses: infer R }
  ? {
      [Status in keyof R]: ContentOf<R[Status]> extends undefined
        ? { status: StatusOf<Status>; headers?: Record<string, string>; body?: undefined }
        : { status: StatusOf<Status>; headers?: Record<string, string>; body: ContentOf<R[Status]> }
    }[keyof R]
  : never

/** `default` stands for every status that is not documented. */
type StatusOf<Status> = Status extends number ? Status : number

/**
 * One function for each operation of a contract. Write the handlers' object `satisfies Operations<…>`: an operation that
 * is missing, is misspelt or has an answer that is not in the contract does not compile.
 */
export type Operations<Ops, C> = {
  [Id in keyof Ops]: (input: OperationInput<Ops[Id]>, context: C) => Promise<OperationOutput<Ops[Id]>>
}
