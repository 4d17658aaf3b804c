/** The public door of the server: `tvilling/server`. */
export { createLog, type LogFormat, type ServerLog } from './log.ts'
export { main } from './main.ts'
export { type Server, type ServerOptions, startServer } from './start.ts'
export { parseStoreLocation, type StoreLocation } from './stores.ts'
