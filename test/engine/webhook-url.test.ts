import { webhookUrlProblem } from 'tvilling'
import { expect, test } from 'vitest'

test.each([
  'http://127.0.0.1:4000/hook',
  'https://receiver.example/hook?team=a&x=%20#part',
  'HTTPS://Receiver.Example',
  'hTTp://localhost:65535',
  'http://[::1]:8080/hook',
  'https://kund.åäö.example/',
  'http://receiver.example/a@b',
  'http://receiver.example:80',
])('[CI-41] a webhook can be sent to %s', (url) => {
  expect(webhookUrlProblem(url)).toBeUndefined()
})

const NO_URL = 'is not a URL'
const SCHEME = 'must begin with http:// or https://'
const PORT = 'must have a port from 1 to 65535'
const USER = 'must not have user information'

test.each([
  ['', NO_URL],
  ['receiver.example/hook', NO_URL],
  ['//receiver.example/hook', NO_URL],
  ['http://', NO_URL],
  ['http:///hook', NO_URL],
  ['http:receiver.example', NO_URL],
  ['http:/receiver.example', NO_URL],
  ['http:\\\\receiver.example', NO_URL],
  [' http://receiver.example', NO_URL],
  ['http://receiver.example/a b', NO_URL],
  ['http://rece iver.example', NO_URL],
  ['http://[::1/hook', NO_URL],
  ['http://receiver.example:http/', NO_URL],
  ['http://256.256.256.256/', NO_URL],
  ['ftp://receiver.example/hook', SCHEME],
  ['mailto:hook@receiver.example', SCHEME],
  ['javascript:alert(1)', SCHEME],
  ['file:///etc/hosts', SCHEME],
  ['localhost:8080/hook', SCHEME],
  ['http://receiver.example:65536/hook', PORT],
  ['https://receiver.example:99999999999', PORT],
  ['http://receiver.example:0/', PORT],
  ['http://user@receiver.example/', USER],
  ['https://user:secret@receiver.example/hook', USER],
  ['https://:@receiver.example/hook', USER],
])('[CI-41] a webhook cannot be sent to "%s": it %s', (url, problem) => {
  expect(webhookUrlProblem(url)).toBe(problem)
})
