import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Peer, PeerResult, PeerSetup } from './peer.ts'

const PACKAGES = ['@stoplight/spectral-cli@6.16.3', '@stoplight/spectral-owasp-ruleset@2.0.1']
const OWN_RULES = join(import.meta.dirname, '../../.spectral.yaml')

export const spectral: Peer = {
  name: 'Spectral',
  packages: PACKAGES,
  about: 'the rules of spectral:oas, as .spectral.yaml has them',
  check: (setup) => lint(setup, OWN_RULES),
}

/** For control alone: the limits of a provider are not ours to invent. */
export const spectralOwasp: Peer = {
  name: 'Spectral, OWASP',
  packages: PACKAGES,
  about: "OWASP's rules, for the contract of control",
  async check(setup) {
    if (setup.contract.simulated) return undefined
    const rules = join(setup.installed, 'owasp.yaml')
    writeFileSync(rules, 'extends: ["@stoplight/spectral-owasp-ruleset"]\n')
    return lint(setup, rules)
  },
}

interface Finding {
  code: string
  path: (string | number)[]
  message: string
}

async function lint({ contract, installed }: PeerSetup, rules: string): Promise<PeerResult> {
  const words = ['lint', contract.file, '--ruleset', rules, '--format', 'json', '--quiet']
  const command = join(installed, 'node_modules/.bin/spectral')
  const output = await new Promise<string>((resolve) => {
    execFile(command, words, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve(stdout || `${stderr}${error?.message ?? ''}`),
    )
  })
  // A line of its own may follow the list.
  const list = /^\[.*\]/s.exec(output)?.[0]
  if (list === undefined) return { checks: 1, findings: [output.trim()] }
  const found = JSON.parse(list) as Finding[]
  return {
    checks: 1,
    findings: found.map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`),
  }
}
