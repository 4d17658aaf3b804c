/** The machine and the versions of a proof. */
import { readFileSync } from 'node:fs'
import { describeMachine } from '../bench/machine.ts'

const TOOLS = ['fast-check', '@stryker-mutator/core', 'vitest']

export function describeProof(): Record<string, string> {
  const { processor = '', memory = '', system = '', Node = '', commit = '' } = describeMachine()
  const versions = TOOLS.map((name) => [name, versionOf(name)] as const)
  return { processor, memory, system, Node, ...Object.fromEntries(versions), commit }
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).version
}
