import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Locked>
}

/** Whether the lock file has a package where another finds it: in its own folder, or in one above. */
function isFound(name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

/** npm leaves those of other platforms out when it writes a lock file beside packages that are installed already. */
test('the lock file has the packages of all platforms', () => {
  const optional = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => [name, from] as const),
  )
  expect(optional.length).toBeGreaterThan(100)
  expect(optional.filter(([name, from]) => !isFound(name, from))).toEqual([])
  for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']) {
    expect(
      optional.some(([name]) => name.includes(platform)),
      platform,
    ).toBe(true)
  }
})

test('the lock file has what package.json asks for', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(packages['']).toMatchObject({ dependencies, devDependencies })
})
