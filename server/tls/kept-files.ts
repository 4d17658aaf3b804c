/** Files that are written once and as a whole, also if several servers start at the same time. */
import { constants, copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomSecret } from '../../src/harness/random.ts'
import { unusable } from './unusable.ts'

/** For a file with a private key. */
export const OWNER_ONLY = 0o600
export const EVERYBODY_READS = 0o644

export interface KeptFiles {
  path(name: string): string
  /** The text of a file, or undefined if there is none. */
  read(name: string): Promise<string | undefined>
  /** Writes a file unless there is one. @returns what it has now, which another server may have written. */
  keep(name: string, content: string | Buffer, mode: number): Promise<string>
  /** Writes a file in place of the one that is there. */
  replace(name: string, content: string, mode: number): Promise<void>
  /** Whether other users of this machine may read a file. Windows does not say so by its mode. */
  isOpen(name: string): Promise<boolean>
}

/**
 * Opens a folder for keys, and makes it if it is not there: for its owner alone, and ignored by Git.
 * @throws UsageError if it cannot be made, read or written.
 */
export async function openKeptFiles(folder: string): Promise<KeptFiles> {
  const path = (name: string) => join(folder, name)

  async function attempt<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work()
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      throw unusable(
        `The folder ${folder} cannot hold certificates (${message}). Name another with --tls-folder.`,
      )
    }
  }

  /** Calls `put` with a complete file under another name, which is gone afterwards. */
  async function prepared(
    name: string,
    content: string | Buffer,
    mode: number,
    put: (from: string) => Promise<void>,
  ): Promise<void> {
    const draft = path(`${name}.${randomSecret()}`)
    try {
      await writeFile(draft, content, { mode, flag: 'wx' })
      await put(draft)
    } finally {
      await rm(draft, { force: true })
    }
  }

  const read = (name: string) =>
    attempt(() => readFile(path(name), 'utf8').catch((error) => ignore(error, 'ENOENT')))

  await attempt(async () => {
    if (await mkdir(folder, { recursive: true, mode: 0o700 })) {
      await writeFile(path('.gitignore'), '*\n', { flag: 'wx' }).catch((error) => ignore(error, 'EEXIST'))
    }
  })

  return {
    path,
    read,
    async keep(name, content, mode) {
      await attempt(() =>
        prepared(name, content, mode, (draft) =>
          link(draft, path(name))
            // Not every file system has hard links.
            .catch((error) =>
              error.code === 'EEXIST'
                ? undefined
                : copyFile(draft, path(name), constants.COPYFILE_EXCL).catch((again) =>
                    ignore(again, 'EEXIST'),
                  ),
            ),
        ),
      )
      return (await read(name)) ?? String(content)
    },
    replace: (name, content, mode) =>
      attempt(() => prepared(name, content, mode, (draft) => rename(draft, path(name)))),
    isOpen: (name) =>
      attempt(async () => process.platform !== 'win32' && ((await stat(path(name))).mode & 0o077) !== 0),
  }
}

function ignore(error: NodeJS.ErrnoException, code: string): undefined {
  if (error.code !== code) throw error
}
