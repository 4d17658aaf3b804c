/** `npm run build`: writes JavaScript, types and data files to `dist/`, or to a given folder. */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

process.chdir(join(import.meta.dirname, '..'))
const dist = process.argv[2] ?? 'dist'
rmSync(dist, { recursive: true, force: true })
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', dist], { stdio: 'inherit' })
for (const file of globSync('{contracts,fixtures}/**/*.gen.json')) {
  mkdirSync(join(dist, dirname(file)), { recursive: true })
  cpSync(file, join(dist, file))
}
