import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Peer, PeerResult, PeerSetup } from './peer.ts'

const PACKAGE = 'specmatic@2.55.1'

/** Fields of a form that an example leaves out have the example of their schema; without this, made-up values. */
const EXAMPLES_OF_SCHEMAS = { SCHEMA_EXAMPLE_DEFAULT: 'true' }

/** Requests of the examples, as they are, and forms once more with all fields. */
export const specmatic: Peer = {
  name: 'Specmatic test',
  packages: [PACKAGE],
  needs: 'java',
  about: 'each pair is sent, and the answer has its status and schema',
  check: (setup) => run(setup, EXAMPLES_OF_SCHEMAS),
}

/** Besides, requests that are made of the examples: members left out, other enum values, and wrong types. */
export const specmaticGenerative: Peer = {
  name: 'Specmatic generative',
  onDemand: true,
  packages: [PACKAGE],
  needs: 'java',
  about: 'requests derived from the pairs, right and wrong, are answered as the contract says',
  check: (setup) => run(setup, { ...EXAMPLES_OF_SCHEMAS, SPECMATIC_GENERATIVE_TESTS: 'true' }),
}

async function run(
  { contract, installed, folder }: PeerSetup,
  environment: Record<string, string>,
): Promise<PeerResult | undefined> {
  if (!contract.simulated) return undefined
  const jar = join(installed, 'node_modules/specmatic/specmatic.jar')
  const { url } = contract.simulated.stage
  const words = [
    '-jar',
    jar,
    'test',
    contract.file,
    `--testBaseURL=${url}`,
    `--junitReportDir=${folder}/junit`,
  ]
  const output = await new Promise<string>((resolve) => {
    const options = { cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, ...environment } }
    execFile('java', words, options, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`))
  })
  const cases = globSync(`${folder}/junit/*.xml`).flatMap((file) => readCases(readFileSync(file, 'utf8')))
  if (cases.length === 0) return { checks: 0, findings: [`it ran no test: ${output.slice(-2_000)}`] }
  return {
    checks: cases.length,
    findings: cases.flatMap(({ failure }) => (failure === undefined ? [] : [inShort(failure)])),
  }
}

/** Without the links and the repeated words of its messages. */
function inShort(failure: string): string {
  return failure
    .replace(/^.*?AssertionError: /, '')
    .replaceAll(
      /[A-Z]\d{4}: |Documentation: \S+ |Summary: .*? (?=Specification)|Testing scenario ".*?" API: /g,
      '',
    )
    .replace(/ at [\w.]+\$?[\w.$]*\(.*$/, '')
    .slice(0, 500)
}

/** The test cases of a JUnit report, with the reason of those that failed. */
function readCases(xml: string): { name: string; failure: string | undefined }[] {
  const cases = xml.matchAll(/<testcase ([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)
  return [...cases].map(([, attributes = '', inside = '']) => ({
    name: decode(/name="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    failure: inside.includes('<failure')
      ? decode(/<failure[^>]*>(.*?)<\/failure>/s.exec(inside)?.[1] ?? 'failed')
          .replaceAll(/<!\[CDATA\[|\]\]>/g, '')
          .replaceAll(/\s+/g, ' ')
          .slice(0, 3_000)
      : undefined,
  }))
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (all, code: string | undefined, name: string) =>
    code === undefined ? (ENTITIES[name] ?? all) : String.fromCodePoint(Number(code)),
  )
}
