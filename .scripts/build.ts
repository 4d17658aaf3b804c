/** `npm run build`: the package in `dist/`, as JavaScript with types, and the data files beside it. */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

process.chdir(join(import.meta.dirname, '..'))
rmSync('dist', { recursive: true, force: true })
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
for (const file of globSync('{contracts,fixtures}/**/*.gen.json')) {
  mkdirSync(join('dist', dirname(file)), { recursive: true })
  cpSync(file, join('dist', file))
}
