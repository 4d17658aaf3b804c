import { defineConfig } from 'tvilling/server'

// biome-ignore lint/style/noDefaultExport: that is what a configuration file is
export default defineConfig({
  port: 0,
  log: 'silent',
  clock: 'manual',
  now: '2026-03-01T00:00:00Z',
  settings: { 'birth-report': { nulls: 'refused' } },
})
