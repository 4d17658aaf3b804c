/** `tvilling diff`: lists the changes between two versions of a contract. */
import type { Terminal } from '../cli/terminal.ts'
import type { Change, Severity } from './changes.ts'
import { compareContracts } from './compare-contracts.ts'
import { readVersion } from './document.ts'

export interface DiffFlags {
  json?: boolean
  allowBreaking?: boolean
}

const HEADINGS: Readonly<Record<Severity, string>> = {
  breaking: 'Breaking: a client that was right may fail',
  additive: 'Additive: no client that was right fails',
  editorial: 'Editorial: nothing on the wire has changed',
}

/** The exit code is 1 if a change is breaking, unless that is allowed. */
export async function diff(before: string, after: string, flags: DiffFlags, io: Terminal): Promise<number> {
  const changes = compareContracts(await readVersion(before), await readVersion(after))
  io.out(flags.json ? `${JSON.stringify({ changes }, null, 2)}\n` : render(changes))
  return changes.some(({ severity }) => severity === 'breaking') && !flags.allowBreaking ? 1 : 0
}

function render(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing has changed.\n'
  const parts = (Object.keys(HEADINGS) as Severity[]).map((severity) => {
    const lines = changes.filter((change) => change.severity === severity).map(line)
    return lines.length > 0 ? `${HEADINGS[severity]} (${lines.length})\n${lines.join('')}` : ''
  })
  return parts.filter(Boolean).join('\n')
}

function line({ pointer, message, operations }: Change): string {
  const [first, ...rest] = operations
  const reach = first === undefined ? '' : `  [${first}${rest.length > 0 ? ` and ${rest.length} more` : ''}]`
  return `  #${pointer}  ${message}${reach}\n`
}
