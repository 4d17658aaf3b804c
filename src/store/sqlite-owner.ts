/**
 * Which process uses a SQLite file. The lock of SQLite alone decides who may use it, and ends with its process. While it
 * lasts nobody else can read the file, so its owner is named in a small file beside it, which is only believed as long as
 * that process lives.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

export interface Owner {
  pid: number
  host: string
  /** Tells the process from others that had or get the same number. */
  started: string
}

const besides = (file: string) => `${file}-owner`

/** Writes that this process owns the file. Call it with the lock. If the disk is full, the owner just has no name. */
export function writeOwner(file: string): void {
  try {
    writeFileSync(besides(file), JSON.stringify(thisProcess()))
  } catch {}
}

export function removeOwner(file: string): void {
  rmSync(besides(file), { force: true })
}

/** The living process that last said that it owns the file. */
export function ownerOf(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(besides(file), 'utf8')) as Owner
    return Number.isSafeInteger(owner.pid) && isAlive(owner) ? owner : undefined
  } catch {
    return undefined
  }
}

export function isThisProcess({ pid, host, started }: Owner): boolean {
  const own = thisProcess()
  return pid === own.pid && host === own.host && started === own.started
}

/** Such as `process 4711`, or `process 7 on build-agent` if it is on another machine or in another container. */
export function nameOf(owner: Owner | undefined): string {
  if (!owner) return 'another process'
  return `process ${owner.pid}${owner.host === hostname() ? '' : ` on ${owner.host}`}`
}

const thisProcess = (): Owner => ({ pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '' })

function isAlive(owner: Owner): boolean {
  // Processes of another host cannot be seen from here.
  if (owner.host !== hostname()) return true
  const started = startOf(owner.pid)
  if (started !== undefined) return started === owner.started
  try {
    process.kill(owner.pid, 0)
    return process.platform !== 'linux'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process was started; undefined if the system does not say it, or if there is no such process. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return pid === process.pid ? String(performance.timeOrigin) : undefined
  try {
    // Field 22 of proc_pid_stat(5). The name of the program, in parentheses, may contain blanks.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/s, '').trim().split(' ')[19]
  } catch {
    return undefined
  }
}
