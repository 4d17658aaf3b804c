/** Sums up V8's CPU profiles by room and by package. Pure functions. */

/** The part of the DevTools protocol's `Profile` that is read here. */
export interface CpuProfile {
  nodes: readonly {
    id: number
    callFrame: { functionName: string; url: string; lineNumber: number }
  }[]
  /** Microseconds on V8's clock. */
  startTime: number
  endTime: number
  /** The node at the top of the stack in each sample. */
  samples?: readonly number[]
  /** Microseconds between a sample and the one before. */
  timeDeltas?: readonly number[]
}

/** A room, package or function, and its share of the time that was not idle. */
export interface Share {
  name: string
  percent: number
}

/**
 * Shares of the last so many microseconds of a profile, greatest first; of the whole profile by default.
 * Idle time does not count.
 */
export function sharesOf(
  { nodes, startTime, samples = [], timeDeltas = [], endTime }: CpuProfile,
  nameOf: (frame: CpuProfile['nodes'][number]['callFrame']) => string,
  last = Number.POSITIVE_INFINITY,
): Share[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const spent = new Map<string, number>()
  let at = startTime
  let total = 0
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0
    at += delta
    const frame = frames.get(id)
    if (!frame || frame.functionName === '(idle)' || at < endTime - last) continue
    total += delta
    const name = nameOf(frame)
    spent.set(name, (spent.get(name) ?? 0) + delta)
  }
  return [...spent]
    .map(([name, time]) => ({ name, percent: (100 * time) / total }))
    .sort((a, b) => b.percent - a.percent)
}

/** `src/store`, `server/http`, `mocks/indkaldelse`, `package ajv`, `node:internal/streams`, garbage collector … */
export function roomOf({ functionName, url }: { functionName: string; url: string }): string {
  if (url === '') {
    if (/^\((?!anonymous)/.test(functionName)) return functionName.slice(1, -1)
    // Functions compiled by ajv have no file.
    return /^validate\d/.test(functionName) ? 'compiled schemas' : 'V8 and native code'
  }
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/')
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  if (name !== undefined && name !== 'tvilling') return `package ${name}`
  const room = /\/((?:src|server|mocks)\/[^/]+|contracts|fixtures)\/(?!.*\/(?:src|server|mocks)\/)/.exec(
    url,
  )?.[1]
  return room ?? url.replace(/.*\//, '')
}

const CHECKOUT = new URL('../../', import.meta.url).href

/** A function with its place, without the path of the checkout. */
export function functionOf({
  functionName,
  url,
  lineNumber,
}: CpuProfile['nodes'][number]['callFrame']): string {
  const place = url.replace(CHECKOUT, '').replace(/^.*\/(?:dist|node_modules)\/(?=.)/, '')
  return `${functionName || '(anonymous)'}${place && ` ${place}:${lineNumber + 1}`}`
}
