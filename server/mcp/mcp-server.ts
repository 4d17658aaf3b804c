/** A server of the protocol, with the tools, resources and prompts of a twin. One is made for each connection or request. */
import type {
  CallToolResult,
  McpServer,
  ServerContext,
  StandardSchemaWithJSON,
} from '@modelcontextprotocol/server'
import { nearest } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { checkArguments } from '../../src/simulator/arguments.ts'
import { ownVersion } from '../cli/version.ts'
import { documentKinds, JOURNAL, readDocument } from './documents.ts'
import { type Prompt, prompts } from './prompts.ts'
import type { Sdk } from './sdk.ts'
import { type Effect, objectSchema, type Tool, type ToolContext } from './tool.ts'
import { tools } from './tools/all.ts'
import type { Twin } from './twin.ts'

export interface McpServerDeps {
  sdk: Sdk
  twin: Twin
  /** Gets our own defects. */
  defect(error: unknown): void
}

const INSTRUCTIONS = `Tvilling is a stateful twin of Nordic registry APIs, for tests: it answers as the providers document, on a clock that you control, with synthetic people only. Begin with twin_address (where the application under test sends its requests) and simulators_list. Nothing that takes time happens while a manual clock stands still: call clock_advance. When something fails, call journal_explain and deliveries_explain first: each answer names the rule behind it.`

export function createMcpServer(deps: McpServerDeps): McpServer {
  const { sdk } = deps
  const server = new sdk.McpServer(
    { name: 'tvilling', title: 'Tvilling', version: ownVersion() },
    { instructions: INSTRUCTIONS, maxToolInputElements: 100_000 },
  )
  for (const tool of tools) addTool(server, tool, deps)
  addDocuments(server, deps)
  for (const prompt of prompts) addPrompt(server, prompt, deps)
  return server
}

const HINTS: Readonly<Record<Effect, { readOnlyHint: boolean; destructiveHint: boolean }>> = {
  reads: { readOnlyHint: true, destructiveHint: false },
  acts: { readOnlyHint: false, destructiveHint: false },
  removes: { readOnlyHint: false, destructiveHint: true },
}

function addTool(server: McpServer, tool: Tool, { twin, defect }: McpServerDeps): void {
  const { name, title, description, effect, outside, input, output } = tool
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: unchecked(objectSchema(input, true)),
      outputSchema: unchecked(objectSchema(output, false)),
      annotations: { title, ...HINTS[effect], idempotentHint: effect === 'reads', openWorldHint: outside },
    },
    async (given: unknown, context: ServerContext): Promise<CallToolResult> => {
      const { signal } = context.mcpReq
      const progress = progressOf(context, defect)
      try {
        await twin.ready()
        const { text, data } = await tool.call((given ?? {}) as Record<string, unknown>, {
          twin,
          signal,
          progress,
        })
        // A client that does not read structured content finds the same as text.
        const content = [text, JSON.stringify(data)].map((part) => ({ type: 'text' as const, text: part }))
        return { content, structuredContent: data }
      } catch (error) {
        // Nobody waits for the answer any more.
        if (signal.aborted) throw error
        return { content: [{ type: 'text', text: await wordError(error, twin, defect) }], isError: true }
      }
    },
  )
}

function progressOf({ mcpReq }: ServerContext, defect: McpServerDeps['defect']): ToolContext['progress'] {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return () => {}
  return (done, total) => {
    const params = { progressToken, progress: done, total }
    mcpReq.notify({ method: 'notifications/progress', params }).catch(defect)
  }
}

/** The sentence for an error. What `connect` cannot word, the twin explains. */
async function wordError(error: unknown, twin: Twin, defect: McpServerDeps['defect']): Promise<string> {
  if (error instanceof UsageError && error.message !== 'undefined') return error.message
  const trouble = await twin.wordTrouble()
  if (trouble !== undefined) return trouble
  defect(error)
  return `A defect of Tvilling, please report it: ${error instanceof Error ? error.message : String(error)}`
}

/** For the client only: the tool checks what it gets itself, with sentences of ours. */
function unchecked(schema: Record<string, unknown>): StandardSchemaWithJSON {
  return {
    '~standard': {
      version: 1,
      vendor: 'tvilling',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => schema, output: () => schema },
    },
  }
}

function addDocuments(server: McpServer, deps: McpServerDeps): void {
  const { sdk, twin } = deps
  const read = async ({ href }: URL) => {
    const { mimeType, text } = await worded(deps, () => readDocument(href, twin))
    return { contents: [{ uri: href, mimeType, text }] }
  }
  for (const kind of documentKinds) {
    const { name, title, description, mimeType } = kind
    const list = async () => ({
      resources: (await worded(deps, () => kind.of(twin))).map((simulator) => ({
        uri: `tvilling://${name}/${simulator}`,
        name: `${name}/${simulator}`,
        title: `${title} of ${simulator}`,
        description,
        mimeType,
      })),
    })
    const complete = {
      simulator: async (begun: string) => completed(begun, await worded(deps, () => kind.of(twin))),
    }
    const template = new sdk.ResourceTemplate(`tvilling://${name}/{simulator}`, { list, complete })
    server.registerResource(name, template, { title, description, mimeType }, read)
  }
  const about = {
    title: 'Journal',
    description: 'What was asked and answered, and what was done to the twin in between, as text',
    mimeType: 'text/plain',
  }
  server.registerResource('journal', JOURNAL, about, read)
}

function addPrompt(server: McpServer, prompt: Prompt, deps: McpServerDeps): void {
  const { name, title, description, arguments: parameters, write } = prompt
  const members = Object.fromEntries(
    Object.entries(parameters).map(([parameter, { description, required }]) => [
      parameter,
      { type: 'string', minLength: 1, description, optional: !required },
    ]),
  )
  const argsSchema = unchecked(objectSchema(members, true))
  server.registerPrompt(name, { title, description, argsSchema }, async (given: unknown) => {
    const text = await worded(deps, async () => {
      const checked = checkArguments(`The prompt ${name}`, members, (given ?? {}) as Record<string, unknown>)
      return write(checked as Record<string, string>, deps.twin)
    })
    return { messages: [{ role: 'user', content: { type: 'text', text } }] }
  })
}

/** Errors of resources and prompts are those of the protocol. */
async function worded<R>({ sdk, twin, defect }: McpServerDeps, work: () => Promise<R>): Promise<R> {
  try {
    await twin.ready()
    return await work()
  } catch (error) {
    throw new sdk.ProtocolError(sdk.ProtocolErrorCode.InvalidParams, await wordError(error, twin, defect))
  }
}

function completed(begun: string, names: readonly string[]): string[] {
  const starting = names.filter((name) => name.startsWith(begun))
  return starting.length > 0 ? starting : nearest(begun, names)
}
