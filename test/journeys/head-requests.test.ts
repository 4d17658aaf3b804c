import { expect } from 'vitest'
import { journey } from '../doors.ts'
import { BUNDLES, logIn } from '../simulators/person-monitoring/client.ts'

journey('HEAD is answered through every door as GET is, without the body', async (door) => {
  const client = await logIn(door)
  const got = await client.call('GET', BUNDLES)
  const head = await client.call('HEAD', BUNDLES)
  expect(head.status).toBe(200)
  expect(head.body).toBeUndefined()
  expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'))
  expect(head.headers.get('x-tvilling-operation')).toBe('person-monitoring.listBundles')
  expect(Number(head.headers.get('content-length'))).toBe(JSON.stringify(got.body).length)
})
