import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/harness/random.ts'

const draw = (random: Random) => [
  random.uuid(),
  random.hex(7),
  random.token(40),
  random.integer(1, 6),
  random.pick(['a', 'b', 'c']),
]

test('the same seed gives the same sequence, another seed another one', () => {
  expect(draw(createRandom(1))).toEqual(draw(createRandom(1)))
  expect(draw(createRandom(1))).not.toEqual(draw(createRandom(2)))
})

test('the sequence goes on from a position', () => {
  const whole = createRandom('seed')
  draw(whole)
  const { position } = whole
  expect(draw(createRandom('seed', position()))).toEqual(draw(whole))
})

test('what it draws has the promised form', () => {
  const random = createRandom(7)
  for (let turn = 0; turn < 200; turn += 1) {
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  expect(random.hex(7)).toMatch(/^[0-9A-F]{7}$/)
  expect(random.token(24)).toMatch(/^[\w-]{32}$/)
  const thrown = new Set(Array.from({ length: 300 }, () => random.integer(1, 6)))
  expect([...thrown].sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(random.integer(5, 5)).toBe(5)
})
