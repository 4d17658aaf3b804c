#!/usr/bin/env node
/**
 * `exec node …` in an npm script. A POSIX shell has it built in and becomes Node, which then gets npm's signals; without it
 * the shell would end and leave the server behind. cmd.exe has no such word and takes this program, which runs Node.
 */
import { spawn } from 'node:child_process'

const [name, ...words] = process.argv.slice(2)
if (name !== 'node') throw new Error('exec runs node only.')
const child = spawn(process.execPath, words, { stdio: 'inherit' })
// Ctrl-C reaches both of them, and the server decides when it ends.
process.on('SIGINT', () => {})
child.on('close', (code) => {
  process.exitCode = code ?? 1
})
