import { describe, expect, test } from 'vitest'
import {
  basicAuthorization,
  basicTokenOf,
  joinBasicToken,
  readBasicToken,
  splitBasicToken,
} from '../../src/http/basic-credentials.ts'

describe('what follows "Basic" in an Authorization header', () => {
  test.each([
    ['Basic abc', 'abc'],
    ['bAsIc   abc', 'abc'],
    ['Basic ', ''],
    ['Basic', undefined],
    ['xBasic abc', undefined],
    ['Basic abc def', undefined],
    ['Bearer abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %s is %s', (header, token) => {
    expect(basicTokenOf(header)).toBe(token)
  })
})

test('id and secret are written form-encoded, and read back', () => {
  const credentials = { id: 'a:b c', secret: 'å%+&=' }
  const header = basicAuthorization(credentials)
  expect(header).toBe(`Basic ${btoa('a%3Ab%20c:%C3%A5%25%2B%26%3D')}`)
  expect(readBasicToken(basicTokenOf(header) ?? '')).toEqual(credentials)
})

test('a secret that is not form-encoded is understood as well', () => {
  expect(readBasicToken(btoa('id:100%'))).toEqual({ id: 'id', secret: '100%' })
  expect(readBasicToken(btoa('id:a+b'))).toEqual({ id: 'id', secret: 'a b' })
})

test('the secret begins after the first colon; without one there is none', () => {
  expect(splitBasicToken(btoa('id:a:b'))).toEqual({ id: 'id', secret: 'a:b' })
  expect(splitBasicToken(btoa('id'))).toEqual({ id: 'id', secret: undefined })
  expect(splitBasicToken(btoa(':'))).toEqual({ id: '', secret: '' })
  expect(readBasicToken(btoa('id'))).toBeUndefined()
  expect(joinBasicToken({ id: 'id', secret: 'a:b' })).toBe(btoa('id:a:b'))
})
