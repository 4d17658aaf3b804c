import { expect, test } from 'vitest'
import { type Resource, targetsFrom, timedMovesFrom, toMermaid } from '../../src/simulator/state-graph.ts'

const resource: Resource = {
  collection: 'parcels',
  field: 'state',
  initial: ['NEW', 'LOST'],
  states: { NEW: 'Just made.', SENT: 'On its way.', LOST: 'Nobody knows.' },
  moves: [
    { from: 'NEW', to: 'SENT', by: 'time', after: 'sendingTime' },
    { from: 'NEW', to: 'SENT', by: 'request' },
    { from: 'NEW', to: 'LOST', by: 'time', after: 'sendingTime' },
    { from: 'SENT', to: 'LOST', by: 'command' },
  ],
}

test('a state that two moves lead to is one target', () => {
  expect(targetsFrom(resource, 'NEW')).toEqual(['SENT', 'LOST'])
  expect(targetsFrom(resource, 'SENT')).toEqual(['LOST'])
  expect(targetsFrom(resource, 'LOST')).toEqual([])
})

test('time makes the moves that say so, and no others', () => {
  expect(timedMovesFrom(resource, 'NEW').map(({ to }) => to)).toEqual(['SENT', 'LOST'])
  expect(timedMovesFrom(resource, 'SENT')).toEqual([])
})

test('a diagram has each beginning and each move, with the setting that times it or what causes it', () => {
  expect(toMermaid(resource)).toBe(
    [
      'stateDiagram-v2',
      '  [*] --> NEW',
      '  [*] --> LOST',
      '  NEW --> SENT : sendingTime',
      '  NEW --> SENT : request',
      '  NEW --> LOST : sendingTime',
      '  SENT --> LOST : command',
    ].join('\n'),
  )
})
