/**
 * Prints what the image installs beside Tvilling, in the versions of our lock file, which are those that were tested:
 * `node packages.mjs package-lock.json pg opentelemetry`.
 */
import { readFileSync } from 'node:fs'

const [lock, ...wanted] = process.argv.slice(2)
const { packages } = JSON.parse(readFileSync(lock, 'utf8'))
const names = Object.keys(packages[''].peerDependencies).filter((name) =>
  wanted.some((word) => name === word || name.startsWith(`@${word}/`)),
)
const versions = names.map((name) => `${name}@${packages[`node_modules/${name}`].version}`)
process.stdout.write(`${versions.join(' ')}\n`)
