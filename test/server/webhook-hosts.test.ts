import { UsageError } from 'tvilling'
import { expect, test } from 'vitest'
import { readWebhookHosts } from '../../server/http/webhook-hosts.ts'

test.each([
  ['example.org', 'https://example.org/hook'],
  ['example.org', 'http://EXAMPLE.org:8080/'],
  ['Example.ORG', 'https://example.org/'],
  ['example.org.', 'https://example.org/'],
  ['example.org', 'https://example.org./'],
  [' example.org ', 'https://example.org/'],
  ['räksmörgås.example', 'https://xn--rksmrgs-5wao1o.example/'],
  ['example.org:8443', 'https://example.org:8443/'],
  ['example.org:443', 'https://example.org/'],
  ['example.org:80', 'http://example.org/'],
  ['*.example.org', 'https://hooks.example.org/'],
  ['*.Example.org', 'https://a.b.example.org:8443/'],
  ['*.example.org:8443', 'https://hooks.example.org:8443/'],
  ['127.0.0.1', 'http://127.0.0.1:4000/'],
  ['127.0.0.1', 'http://0x7f.1/'],
  ['0x7f.1', 'http://127.0.0.1/'],
  ['2130706433', 'http://127.1/'],
  ['127.0.0.1', 'http://[::ffff:127.0.0.1]/'],
  ['[::ffff:127.0.0.1]:4000', 'http://127.0.0.1:4000/'],
  ['::1', 'http://[::1]:4000/'],
  ['[0:0:0:0:0:0:0:1]', 'http://[::1]/'],
  ['[2001:DB8::1]:443', 'https://[2001:db8::1]/'],
])('%s on the list allows %s', (entry, url) => {
  expect(readWebhookHosts(['other.example', entry]).has(new URL(url))).toBe(true)
})

test.each([
  ['example.org', 'https://hooks.example.org/'],
  ['example.org', 'https://example.org.evil.example/'],
  ['example.org', 'https://badexample.org/'],
  ['*.example.org', 'https://example.org/'],
  ['*.example.org', 'https://badexample.org/'],
  ['example.org:8443', 'https://example.org/'],
  ['example.org:443', 'http://example.org/'],
  ['*.example.org:8443', 'https://hooks.example.org/'],
  ['127.0.0.1', 'http://127.0.0.2/'],
  ['127.0.0.1', 'http://localhost/'],
  ['private', 'http://10.0.0.1/'],
  ['private', 'http://private/'],
])('%s on the list does not allow %s', (entry, url) => {
  expect(readWebhookHosts([entry]).has(new URL(url))).toBe(false)
})

test.each([
  '',
  '*',
  '*.',
  'a*.example.org',
  '*.*.example.org',
  '*.127.0.0.1',
  '*.[::1]',
  'https://example.org',
  'example.org/hook',
  'example.org?x',
  'user@example.org',
  'example.org:0',
  'example.org:',
  'example.org:65536',
  'example.org:https',
  '[::1',
  '::g',
  'fe80::1%eth0',
  '256.1.1.1',
  'two words',
])('the entry "%s" is refused with a sentence', (entry) => {
  expect(() => readWebhookHosts([entry])).toThrow(
    new UsageError(
      `"${entry}" is no host that webhooks can go to. Write example.org, example.org:8443, *.example.org, 10.0.0.5, [::1] or private.`,
    ),
  )
})

const url = new URL('https://hooks.example.org/')

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
])('a listed name is not connected to at %s, unless the list has that or "private"', (address) => {
  expect(readWebhookHosts(['hooks.example.org']).mayBeAt(url, address)).toBe(false)
  expect(readWebhookHosts(['hooks.example.org', 'private']).mayBeAt(url, address)).toBe(true)
  const itself = address.replace(/%.*/, '')
  expect(readWebhookHosts(['hooks.example.org', itself]).mayBeAt(url, address)).toBe(true)
})

test.each(['93.184.216.34', '172.32.0.1', '172.15.0.1', '11.0.0.1', '2606:2800:220:1::1', '::ffff:8.8.8.8'])(
  'a listed name may be at %s',
  (address) => {
    expect(readWebhookHosts(['hooks.example.org']).mayBeAt(url, address)).toBe(true)
  },
)

test('localhost is at loopback by its name, and an address that is listed with a port only there', () => {
  const local = new URL('http://localhost:4000/')
  expect(readWebhookHosts(['localhost']).mayBeAt(local, '127.0.0.1')).toBe(true)
  expect(readWebhookHosts(['hooks.example.org', '10.0.0.5:443']).mayBeAt(url, '10.0.0.5')).toBe(true)
  expect(readWebhookHosts(['hooks.example.org', '10.0.0.5:80']).mayBeAt(url, '10.0.0.5')).toBe(false)
})
