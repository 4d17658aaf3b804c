/** The machine and the versions of a measurement. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './folders.ts'
import { findGenerator } from './load.ts'
import type { Machine } from './report.ts'

export function describeMachine(): Machine {
  const [processor] = cpus()
  return {
    processor: `${processor?.model.trim()} (${cpus().length} cores)`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    Node: process.version,
    Express: versionOf('express'),
    Java: javaVersion() ?? 'none',
    load: findGenerator().name,
    commit: commit(),
  }
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** Undefined if there is no Java. */
export function javaVersion(): string | undefined {
  try {
    return /\d[\d.]*/.exec(execFileSync('java', ['--version'], { encoding: 'utf8', stdio: 'pipe' }))?.[0]
  } catch {
    return undefined
  }
}

function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'server', 'mocks', 'fixtures', 'contracts')
    return `${git('rev-parse', '--short', 'HEAD')}${changed && ' with changes'}`
  } catch {
    return 'unknown'
  }
}
