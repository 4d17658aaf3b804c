/** Packages that only `new` and `generate` use: their users install them, and nobody else pays for them. */
import { UsageError } from '../../src/control/usage-error.ts'

const INSTALL = 'npm install --save-dev openapi-typescript typescript @scalar/openapi-upgrader'

/** @throws UsageError when it is not installed: how to install it. */
export const loadOpenapiTypescript = () => loaded('openapi-typescript', () => import('openapi-typescript'))

/** @throws UsageError when it is not installed: how to install it. */
export const loadUpgrader = () =>
  loaded('@scalar/openapi-upgrader', () => import('@scalar/openapi-upgrader/3.0-to-3.1'))

async function loaded<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new UsageError(`This needs the package ${name}, which is not installed: ${INSTALL}`, 409)
  }
}
