/** Reads PDFs with the tools that other people have. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGES = {
  pdftotext: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdffonts: 'poppler-utils',
  qpdf: 'qpdf',
}

/** The text of each page, laid out as on paper. */
export function pagesOf(pdf: Uint8Array): string[] {
  return run('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], pdf).split('\f').slice(0, -1)
}

/** The text as single words in a row, to look for sentences in. */
export function textOf(pdf: Uint8Array): string {
  return pagesOf(pdf).join(' ').replaceAll(/\s+/g, ' ')
}

/** The metadata, by name. */
export function infoOf(pdf: Uint8Array): Record<string, string> {
  const lines = run('pdfinfo', ['-isodates', '-'], pdf).split('\n')
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
}

/** The fonts of the file: whether it has them in it, and whether it says which characters their glyphs are. */
export function fontsOf(pdf: Uint8Array): { name: string; embedded: boolean; unicode: boolean }[] {
  const [, , ...lines] = run('pdffonts', ['-'], pdf).trim().split('\n')
  return lines.map((line) => {
    const [name = ''] = line.split(/\s+/)
    const [embedded, , unicode] = line.match(/\b(?:yes|no)\b/g) ?? []
    return { name, embedded: embedded === 'yes', unicode: unicode === 'yes' }
  })
}

/** @throws Error when the file is damaged. */
export function checkPdf(pdf: Uint8Array): void {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-'))
  try {
    writeFileSync(join(folder, 'report.pdf'), pdf)
    run('qpdf', ['--check', join(folder, 'report.pdf')])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(tool: keyof typeof PACKAGES, args: string[], input?: Uint8Array): string {
  const { error, status, stdout, stderr } = spawnSync(tool, args, {
    input,
    env: { ...process.env, TZ: 'UTC' },
  })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new Error(`${tool} is missing: install the Debian package ${PACKAGES[tool]}.`)
  }
  if (error) throw error
  if (status !== 0) throw new Error(`${tool} refuses the file: ${stderr}${stdout}`)
  return stdout.toString('utf8')
}
