/** The memory of another process. */
import { readFileSync } from 'node:fs'

/** Resident memory in MiB; 0 if the process has ended. */
export function residentMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}
