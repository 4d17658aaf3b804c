import { openPageToken, sealPageToken } from 'tvilling'
import { expect, test } from 'vitest'

const PURPOSE = ['listNotes', 'tvilling', undefined]
const CURSORS = [{ position: 0 }, { position: 100 }, { position: 7, value: 'b' }, { position: 7, value: 5 }]

test.each(CURSORS)('a token opens to the place that was sealed: %j', (cursor) => {
  expect(openPageToken(sealPageToken(cursor, PURPOSE), PURPOSE)).toStrictEqual({
    cursor,
    issuedAt: undefined,
  })
  expect(openPageToken(sealPageToken(cursor, PURPOSE, 1_234), PURPOSE)).toStrictEqual({
    cursor,
    issuedAt: 1_234,
  })
})

test('a token of another purpose does not open', () => {
  const token = sealPageToken({ position: 1 }, PURPOSE)
  for (const other of [
    ['listNotes', 'tvilling'],
    ['listNotes', 'tvillinh', undefined],
    ['listNotes', 'tvilling', 'open'],
    ['tvilling', 'listNotes', undefined],
  ]) {
    expect(openPageToken(token, other)).toBeUndefined()
  }
})

test('a token does not open with any of its characters changed, left out or added', () => {
  const token = sealPageToken({ position: 1_000, value: '2026-01-01' }, PURPOSE, 1_234)
  const changed = [...token].flatMap((letter, at) => [
    `${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
    `${token.slice(0, at)}${token.slice(at + 1)}`,
    `${token.slice(0, at)}=${token.slice(at)}`,
  ])
  expect(changed.filter((text) => openPageToken(text, PURPOSE) !== undefined)).toEqual([])
  for (const text of ['', 'A', token.slice(0, 16), `${token} `, 'null']) {
    expect(openPageToken(text, PURPOSE)).toBeUndefined()
  }
})

test('near places have seals of twelve characters that have little in common', () => {
  const seals = Array.from({ length: 500 }, (_, position) =>
    Buffer.from(sealPageToken({ position }, PURPOSE), 'base64url').toString('utf8'),
  )
  for (const text of seals) expect(text).toMatch(/^[0-9a-z]{12}\[\d+\]$/)
  for (const half of [0, 3, 6, 9]) {
    expect(new Set(seals.map((text) => text.slice(half, half + 3))).size).toBeGreaterThan(450)
  }
})
