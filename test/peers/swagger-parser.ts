import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Peer } from './peer.ts'

export const swaggerParser: Peer = {
  name: 'swagger-parser',
  packages: ['@apidevtools/swagger-parser@13.1.0'],
  about: 'the document is valid, and all of its references can be followed',
  async check({ contract, installed }) {
    const entry = createRequire(join(installed, 'package.json')).resolve('@apidevtools/swagger-parser')
    const { default: parser } = await import(pathToFileURL(entry).href)
    try {
      await parser.validate(contract.file)
      return { checks: 1, findings: [] }
    } catch (error) {
      return { checks: 1, findings: [(error as Error).message] }
    }
  },
}
