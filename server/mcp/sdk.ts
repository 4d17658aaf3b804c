/** The official SDK, which only `tvilling mcp` uses: its users install it, and nobody else pays for it. */
import { UsageError } from '../../src/control/usage-error.ts'

type ServerPart = typeof import('@modelcontextprotocol/server')
type StdioPart = typeof import('@modelcontextprotocol/server/stdio')

export type Sdk = ServerPart & StdioPart

const installed = (): Promise<[ServerPart, StdioPart]> =>
  Promise.all([import('@modelcontextprotocol/server'), import('@modelcontextprotocol/server/stdio')])

/** @throws UsageError when it is not installed: how to install it. */
export async function loadSdk(load = installed): Promise<Sdk> {
  try {
    const [server, stdio] = await load()
    return { ...server, ...stdio }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new UsageError(
      'tvilling mcp needs the package @modelcontextprotocol/server, which is not installed: npm install --save-dev @modelcontextprotocol/server',
      409,
    )
  }
}
