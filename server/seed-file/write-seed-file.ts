/** Writes seed data as a file. */
import { extname } from 'node:path'
import { stringify } from 'yaml'
import type { SeedData } from '../../src/seed/seed-data.ts'

/** JSON for a file with that ending, otherwise YAML. */
export function seedFileText(seedData: SeedData, name = ''): string {
  if (extname(name).toLowerCase() === '.json') return `${JSON.stringify(seedData, null, 2)}\n`
  return stringify(seedData, { lineWidth: 110, aliasDuplicateObjects: false })
}
