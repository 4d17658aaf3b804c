/** An agent: a client of the official SDK, over stdio or HTTP. */
import { fileURLToPath } from 'node:url'
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { onTestFinished } from 'vitest'
import { simulators } from '../../mocks/simulators.ts'
import { serveHttp } from '../../server/mcp/http.ts'
import { createMcpServer } from '../../server/mcp/mcp-server.ts'
import { loadSdk } from '../../server/mcp/sdk.ts'
import { reachTwin, startTwin, type Twin } from '../../server/mcp/twin.ts'

const BIN = fileURLToPath(new URL('../../server/bin.ts', import.meta.url))
/** The command line of `tvilling mcp`, without its options. */
export const COMMAND = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning', BIN, 'mcp']

export interface Agent {
  client: Client
  /** What a tool answers. @throws its sentence if it is an error. */
  call(tool: string, given?: Record<string, unknown>, signal?: AbortSignal): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export interface ProcessAgent extends Agent {
  pid: number
  /** What the process has written to standard error. */
  log(): string
}

/** Protocol of 2025, which most clients speak, or of 2026. */
export type Era = 'legacy' | 'auto'

function agentOf(client: Client): Agent {
  return {
    client,
    async call(name, given = {}, signal) {
      const options = signal && { signal }
      const answer = (await client.callTool({ name, arguments: given }, options)) as CallToolResult
      const [content] = answer.content
      if (answer.isError) throw new Error(content?.type === 'text' ? content.text : 'no text')
      return answer.structuredContent as Record<string, unknown>
    },
    close: () => client.close(),
  }
}

const newClient = (mode: Era) => new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })

/** Starts `tvilling mcp` in a process of its own, as an editor does. */
export async function stdioAgent(flags: readonly string[], era: Era = 'legacy'): Promise<ProcessAgent> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...COMMAND, ...flags],
    stderr: 'pipe',
  })
  let log = ''
  transport.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const client = newClient(era)
  await client.connect(transport)
  onTestFinished(() => client.close())
  return { ...agentOf(client), pid: Number(transport.pid), log: () => log }
}

/** Connects to an endpoint. */
export async function httpAgent(url: string, token?: string, era: Era = 'legacy'): Promise<Agent> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
  const client = newClient(era)
  await client.connect(transport)
  onTestFinished(() => client.close())
  return agentOf(client)
}

/** Connects to a twin within this process, for tests of what is said and not of how it gets there. */
export async function nearAgent(twin: Twin): Promise<Agent & { defects: unknown[] }> {
  const defects: unknown[] = []
  const sdk = await loadSdk()
  const server = createMcpServer({ sdk, twin, defect: (error) => defects.push(error) })
  const [ours, theirs] = sdk.InMemoryTransport.createLinkedPair()
  await server.connect(ours)
  const client = newClient('legacy')
  await client.connect(theirs)
  onTestFinished(() => client.close())
  return { ...agentOf(client), defects }
}

/** A twin of this process. */
export async function ownTwin(): Promise<Twin> {
  const twin = await startTwin({
    harness: { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' } },
  })
  onTestFinished(twin.close)
  return twin
}

/** A server elsewhere. */
export const twinAt = (url: string, options: { tenant?: string; controlToken?: string } = {}): Twin =>
  reachTwin({ url, ...options, simulators })

/** Resolves when the only fault that is declared has matched a request. */
export async function faultMatched({ call }: Pick<Agent, 'call'>): Promise<void> {
  for (;;) {
    const [fault] = (await call('faults_list'))['faults'] as { matched: number }[]
    if (fault?.matched !== 0) return
    // Within one process nothing else would have its turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export interface Endpoint {
  url: string
  /** Our own defects. */
  defects: unknown[]
}

/** Serves a twin over HTTP in this process. */
export async function endpointOf(twin: Twin, token?: string): Promise<Endpoint> {
  const defects: unknown[] = []
  const sdk = await loadSdk()
  const endpoint = await serveHttp({ sdk, twin, port: 0, token, defect: (error) => defects.push(error) })
  onTestFinished(endpoint.close)
  return { url: endpoint.url, defects }
}
