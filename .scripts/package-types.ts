/** The types of the package: those that can be reached from its doors, in both kinds of modules. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

interface Door {
  name: string
  file: string
  /** Whether it can be required as well as imported. */
  forBoth: boolean
}

/** Where a declaration names another file: `from '…'`, `import('…')`. */
const REFERENCE = /(\bfrom |\bimport\()(['"])([^'"]+)\2/g

/** Packages that are vendored and whose types a door shows: these come along. */
const SHOWN = ['@msw/data']

/**
 * Writes them into `dist`, where they are CommonJS like the code, so that they can be read from both kinds of modules.
 * @param own doors whose peer has types of its own for `import`.
 */
export function writeTypes(
  dist: string,
  doors: readonly Door[],
  own: readonly string[],
  check: boolean,
): void {
  // tsc is given a folder of its own: most of what it writes cannot be reached from a door.
  const all = mkdtempSync(join(tmpdir(), 'tvilling-types-'))
  const written = new Set<string>()
  try {
    const flags = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', all]
    if (!check) flags.push('--noCheck')
    execFileSync(process.execPath, ['node_modules/typescript-7/bin/tsc', ...flags], { stdio: 'inherit' })
    for (const { file, forBoth } of doors) {
      const text = copy(file, forBoth ? '.d.ts' : '.d.mts')
      const reExport = `export * from './${basename(file)}.js'\n`
      if (forBoth) writeFileSync(join(dist, `${file}.d.mts`), own.includes(file) ? text : reExport)
    }
  } finally {
    rmSync(all, { recursive: true, force: true })
  }

  /** Copies the declarations of a file of ours, and of those that it names; returns them. */
  function copy(file: string, suffix = '.d.ts'): string {
    const text = readFileSync(join(all, `${file}.d.ts`), 'utf8')
    return write(`${file}${suffix}`, text, (name) => {
      if (SHOWN.includes(name)) return copyForeign(name, fileURLToPath(import.meta.url))
      const door = doors.find((one) => one.name === name)?.file
      const path = door ?? (name.startsWith('.') && posix.join(dirname(file), name.replace(/\.[jt]s$/, '')))
      if (!path) return undefined
      if (!written.has(path)) {
        written.add(path)
        copy(path)
      }
      return `${path}.js`
    })
  }

  /** Copies the declarations that a package has, and those of its packages; returns the place of the module below `dist`. */
  function copyForeign(name: string, importer: string): string | undefined {
    const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
    const { resolvedModule } = ts.resolveModuleName(name, importer, options, ts.sys)
    const file = resolvedModule?.resolvedFileName
    if (!file || file.includes('/@types/node/')) return undefined
    const place = `vendor/types/${file.slice(file.lastIndexOf('node_modules/') + 'node_modules/'.length)}`
    const target = place.replace(/(?:\.d)?\.[cm]?ts$/, '')
    if (!written.has(target)) {
      written.add(target)
      write(`${target}.d.ts`, readFileSync(file, 'utf8'), (other) => copyForeign(other, file))
    }
    return `${target}.js`
  }

  /** Writes a file of declarations. `place` tells where the modules that it names lie below `dist`. */
  function write(file: string, text: string, place: (name: string) => string | undefined): string {
    const named = text.replaceAll(REFERENCE, (whole, before: string, quote: string, name: string) => {
      const path = place(name)
      if (!path) return whole
      const relative = posix.relative(dirname(file), path)
      return `${before}${quote}${relative.startsWith('.') ? '' : './'}${relative}${quote}`
    })
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    writeFileSync(join(dist, file), named)
    return named
  }
}
