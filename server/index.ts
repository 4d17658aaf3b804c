/** The public door of the server: `tvilling/server`. */

export { main } from './cli/main.ts'
export { type Config, defineConfig } from './config/define-config.ts'
export { createLog, type LogFormat, type ServerLog } from './http/log.ts'
export { type TvillingHandler, type TvillingOptions, tvilling } from './http/mounted.ts'
export { type Server, type ServerOptions, startServer } from './http/server.ts'
export { parseStoreLocation, type StoreLocation } from './tenants/stores.ts'
