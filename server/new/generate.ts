/** `tvilling generate`: makes JSON and types of the contracts that were written or changed by hand. */
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type OpenApiDocument, readContract } from '../../src/contract/contract.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import type { Terminal } from '../cli/terminal.ts'
import { jsonFile, typesFile } from './contract-files.ts'

/** Resolves with 0 when every contract below `contracts` is up to date. */
export async function generate(flags: { into: string; json?: JsonFlag }, io: Terminal): Promise<number> {
  const contracts = join(flags.into, 'contracts')
  if (!existsSync(contracts)) {
    throw new UsageError(
      `There is no folder ${contracts}. Run this beside it, or name its folder with --into.`,
    )
  }
  let found = 0
  const written: string[] = []
  for (const { name } of await readdir(contracts, { withFileTypes: true })) {
    const folder = join(contracts, name)
    if (!existsSync(join(folder, 'openapi.yaml'))) continue
    found += 1
    for (const [file, text] of await filesOf(folder)) {
      const path = join(folder, file)
      if (existsSync(path) && (await readFile(path, 'utf8')) === text) continue
      await writeFile(path, text)
      written.push(relative(flags.into, path))
    }
  }
  if (found === 0) throw new UsageError(`No folder of ${contracts} has an openapi.yaml.`)
  const text = written.map((path) => `wrote ${path}\n`).join('')
  await printReport(io, flags.json, { text, value: { written } })
  return EXIT.held
}

async function filesOf(folder: string): Promise<[file: string, text: string][]> {
  const document = (await readYaml(join(folder, 'openapi.yaml'))) as OpenApiDocument
  try {
    readContract(document)
  } catch (error) {
    throw new UsageError(`${join(folder, 'openapi.yaml')}: ${(error as Error).message}`)
  }
  const facts = join(folder, 'facts.yaml')
  return [
    ['openapi.gen.json', jsonFile(document)],
    ['types.gen.ts', await typesFile(document, 'tvilling generate')],
    ...(existsSync(facts)
      ? ([['facts.gen.json', jsonFile(await readYaml(facts))]] as [string, string][])
      : []),
  ]
}

async function readYaml(file: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(await readFile(file, 'utf8'), { maxAliasCount: -1 })
  } catch (error) {
    const [first] = (error as Error).message.split('\n')
    throw new UsageError(`${file} is no YAML: ${first?.replace(/[:.]$/, '')}.`)
  }
}
