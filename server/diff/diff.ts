/** `tvilling diff`: lists the changes between two versions of a contract. */
import { EXIT } from '../cli/exit-codes.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Change, Severity } from './changes.ts'
import { compareContracts } from './compare-contracts.ts'
import { readVersion } from './document.ts'

export interface DiffFlags {
  json?: JsonFlag
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
  await printReport(io, flags.json, { text: render(changes), value: { changes } })
  const isBreaking = changes.some(({ severity }) => severity === 'breaking')
  return isBreaking && !flags.allowBreaking ? EXIT.didNotHold : EXIT.held
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
