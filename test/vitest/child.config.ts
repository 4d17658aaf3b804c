import { mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { include: _suite, ...test } = base.test ?? {}

// biome-ignore lint/style/noDefaultExport: Vitest reads the default export
export default mergeConfig({ ...base, test }, { test: { include: ['test/vitest/failing.ts'] } })
