/** Checks the state graph of a resource against the collections and settings of its simulator. */
import { parseDuration } from '../harness/clock.ts'
import type { Refuse } from './refuse.ts'
import type { SimulatorDefinition } from './simulator.ts'
import type { Move, Resource } from './state-graph.ts'

const CAUSES = ['time', 'request', 'consequence', 'command']
const MEMBERS = ['collection', 'field', 'initial', 'states', 'moves']
const MEMBERS_OF_MOVE = ['from', 'to', 'by', 'after', 'facts']

type Surroundings = Pick<SimulatorDefinition, 'collections' | 'settings'>

/** @throws UsageError if a state, setting or collection is unknown, or if a state can never be reached. */
export function checkResource(
  resource: Resource,
  { collections, settings }: Surroundings,
  refuse: Refuse,
): void {
  const { collection, initial, states, moves } = resource
  const what = `the resource "${collection}"`
  const stray = Object.keys(resource).find((name) => !MEMBERS.includes(name))
  if (stray !== undefined) refuse(`${what} has no member "${stray}".`, stray, MEMBERS)
  if (!Object.hasOwn(collections, collection)) {
    refuse(`${what}: there is no collection "${collection}".`, collection, Object.keys(collections))
  }
  if (initial.length === 0) refuse(`${what} has no initial state.`)
  const known = Object.keys(states)
  for (const state of [...initial, ...moves.flatMap(({ from, to }) => [from, to])]) {
    if (!known.includes(state)) refuse(`${what}: there is no state "${state}".`, state, known)
  }
  for (const move of moves) checkMove(move, settings, `${what}, from ${move.from} to ${move.to}`, refuse)
  checkTiming(resource, what, refuse)
  const reached = reachable(resource)
  const lost = known.find((state) => !reached.has(state))
  if (lost !== undefined) refuse(`${what}: no move leads to the state "${lost}", and it is not initial.`)
}

function checkMove(move: Move, settings: Surroundings['settings'], what: string, refuse: Refuse): void {
  const { by, after } = move
  const stray = Object.keys(move).find((name) => !MEMBERS_OF_MOVE.includes(name))
  if (stray !== undefined) refuse(`${what}: a move has no member "${stray}".`, stray, MEMBERS_OF_MOVE)
  if (!CAUSES.includes(by)) refuse(`${what}: nothing moves by "${by}".`, by, CAUSES)
  if ((by === 'time') !== (after !== undefined)) {
    refuse(`${what}: a move names a setting in "after" exactly if it is made by time.`)
  }
  if (after === undefined) return
  if (!Object.hasOwn(settings, after)) {
    refuse(`${what}: there is no setting "${after}".`, after, Object.keys(settings))
  }
  const value = settings[after]
  if (typeof value !== 'string' || parseDuration(value) === undefined) {
    refuse(`${what}: the setting "${after}" is no duration such as PT30S or P7D.`)
  }
}

/** Checks that all timed moves out of a state have the same setting, since only one time runs in a state. */
function checkTiming({ moves }: Resource, what: string, refuse: Refuse): void {
  const timers = new Map<string, string>()
  for (const { from, by, after = '' } of moves) {
    if (by !== 'time') continue
    const other = timers.get(from) ?? after
    if (other !== after) refuse(`${what}: the time in ${from} is both "${other}" and "${after}".`)
    timers.set(from, after)
  }
}

function reachable({ initial, moves }: Resource): Set<string> {
  const reached = new Set(initial)
  for (const state of reached) {
    for (const { from, to } of moves) if (from === state) reached.add(to)
  }
  return reached
}
