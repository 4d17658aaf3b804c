import { describe, expect, test } from 'vitest'
import { type CpuProfile, functionOf, roomOf, sharesOf } from '../bench/cpu-profile.ts'

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 4 })
const dist = 'file:///app/node_modules/tvilling/dist'

const profile: CpuProfile = {
  startTime: 1_000,
  endTime: 1_600,
  nodes: [
    { id: 1, callFrame: frame('load', `${dist}/src/store/memory.js`) },
    { id: 2, callFrame: frame('handle', 'file:///app/node_modules/express/lib/application.js') },
    { id: 3, callFrame: frame('(idle)') },
  ],
  samples: [1, 2, 3, 2],
  timeDeltas: [300, 100, 100, 100],
}

describe('a profile of the bench is summed up', () => {
  test('by shares of the time that was not idle, greatest first', () => {
    expect(sharesOf(profile, roomOf)).toEqual([
      { name: 'src/store', percent: 60 },
      { name: 'package express', percent: 40 },
    ])
  })

  test('of its end alone, when the beginning was preparation', () => {
    expect(sharesOf(profile, roomOf, 250)).toEqual([{ name: 'package express', percent: 100 }])
  })

  test('by rooms of the built package and of the sources, packages, and parts of Node', () => {
    expect(roomOf(frame('answer', `${dist}/server/http/app.js`))).toBe('server/http')
    expect(roomOf(frame('answer', 'file:///checkout/mocks/indkaldelse/operations.ts'))).toBe(
      'mocks/indkaldelse',
    )
    expect(roomOf(frame('find', 'file:///app/node_modules/@scope/router/dist/index.js'))).toBe(
      'package @scope/router',
    )
    expect(roomOf(frame('emit', 'node:internal/streams/readable'))).toBe('node:internal/streams')
    expect(roomOf(frame('(garbage collector)'))).toBe('garbage collector')
    expect(roomOf(frame('validate12'))).toBe('compiled schemas')
    expect(roomOf(frame('writeUtf8String'))).toBe('V8 and native code')
  })

  test('by functions with their places', () => {
    expect(functionOf(frame('load', `${dist}/src/store/memory.js`))).toBe('load src/store/memory.js:5')
    const source = new URL('../../src/store/memory.ts', import.meta.url).href
    expect(functionOf(frame('load', source))).toBe('load src/store/memory.ts:5')
    expect(functionOf(frame('(program)'))).toBe('(program)')
  })
})
