/** Processes that another step has started. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds that a server has to finish its requests. */
const GRACE = 15_000
const windows = process.platform === 'win32'

/** Whether a process, or one that it has started, is there. */
export function isRunning(pid) {
  try {
    process.kill(windows ? pid : -pid, 0)
    return !isDefunct(pid)
  } catch {
    return false
  }
}

/** Ends a process and its children, which are a group of their own. */
export async function endProcess(pid) {
  if (windows) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'])
  for (const name of windows ? [] : ['SIGTERM', 'SIGKILL']) {
    signal(pid, name)
    for (const end = Date.now() + GRACE; Date.now() < end; await wait(50)) if (!isRunning(pid)) return
  }
}

function signal(pid, name) {
  try {
    process.kill(-pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

/** It has ended, but nobody has asked for its exit code, as in a container without an init process. */
function isDefunct(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
