/** Files that lie in the package, from source and from `dist`. */
import { existsSync } from 'node:fs'

/** What holds `server`: the repository, or `dist`. There the pages of all rooms lie in a folder of their own. */
const FOLDERS = ['../../pages/', '../../'].map((path) => new URL(path, import.meta.url))

/** A file of the package by its path from the root; undefined if it is not there. */
export function packagedFile(path: string): URL | undefined {
  return FOLDERS.map((folder) => new URL(path, folder)).find((file) => existsSync(file))
}
