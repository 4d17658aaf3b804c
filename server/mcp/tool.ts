/** What a tool is: its name, what it takes and gives as JSON Schemas, and what it does. */
import { checkArguments } from '../../src/simulator/arguments.ts'
import type { ArgumentsOf, ParameterSchema, ParameterSchemas } from '../../src/simulator/parameters.ts'
import type { Twin } from './twin.ts'

/**
 * What a client may tell its user before it calls: a tool that `reads` changes nothing; one that `acts` changes the twin in a
 * way that a reset takes back; one that `removes` takes away what a reset does not bring back.
 */
export type Effect = 'reads' | 'acts' | 'removes'

export interface ToolContext {
  twin: Twin
  /** Aborted when the client no longer waits. */
  signal: AbortSignal
  /** Tells a client that wants to know how much of a long work is done. */
  progress(done: number, of: number): void
}

export interface ToolAnswer {
  /** One sentence. */
  text: string
  data: Record<string, unknown>
}

export interface Tool {
  name: string
  title: string
  /** For the model that chooses among tools. */
  description: string
  effect: Effect
  /** Whether it reaches beyond the twin. */
  outside: boolean
  input: ParameterSchemas
  output: ParameterSchemas
  /** @throws UsageError if the arguments are wrong, with a sentence that says what to do. */
  call(given: Record<string, unknown>, context: ToolContext): Promise<ToolAnswer>
}

interface ToolDefinition<P> {
  title: string
  description: string
  effect: Effect
  outside?: boolean
  input?: P
  output: ParameterSchemas
  run(given: ArgumentsOf<P>, context: ToolContext): Promise<ToolAnswer>
}

/** The arguments that `run` gets are checked, and their defaults are filled in. */
export function defineTool<const P extends ParameterSchemas = Record<never, never>>(
  name: string,
  { input, outside = false, run, ...definition }: ToolDefinition<P>,
): Tool {
  const schemas: ParameterSchemas = input ?? {}
  return {
    name,
    outside,
    input: schemas,
    ...definition,
    call: async (given, context) =>
      run(
        checkArguments(
          `The tool ${name}`,
          schemas as Record<string, ParameterSchema>,
          given,
        ) as ArgumentsOf<P>,
        context,
      ),
  }
}

/** An object with these members, as JSON Schema. */
export function objectSchema(members: ParameterSchemas, closed: boolean): Record<string, unknown> {
  const entries = Object.entries(members)
  const required = entries
    .filter(([, { optional, default: fallback }]) => optional !== true && fallback === undefined)
    .map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { optional, ...schema }]) => [name, schema])),
    ...(required.length > 0 && { required }),
    ...(closed && { additionalProperties: false }),
  }
}
