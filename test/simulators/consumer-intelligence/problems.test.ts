import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Answer, logIn } from './client.ts'

const TRACE = /^urn:bisnode:traceid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function expectProblem(answer: Answer, status: number, title: string): void {
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.body).toEqual({
    status,
    title,
    type: 'about:blank',
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(TRACE),
  })
}

eachDoor('[CI-05] [CI-32] what a client can get wrong is answered with a problem', async (door) => {
  const client = await logIn(door)
  expectProblem(await client.call('POST', '/consumers', '[{'), 400, 'Bad Request')
  const text = { 'content-type': 'text/plain' }
  expectProblem(await client.call('POST', '/consumers', '[]', text), 400, 'Bad Request')
  expectProblem(await client.call('GET', '/persons/ME0000000000'), 404, 'Not Found')
  expectProblem(await client.call('GET', '/nowhere'), 404, 'Not Found')
  expectProblem(await client.call('GET', '/consumers', undefined, { authorization: '' }), 401, 'Unauthorized')
  const wrongMethod = await client.call('PATCH', '/consumers')
  expectProblem(wrongMethod, 405, 'Method Not Allowed')
  expect(wrongMethod.headers.get('allow')?.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'POST'])
})

eachDoor('[CI-05] every problem has a trace id of its own', async (door) => {
  const client = await logIn(door)
  const instances = []
  for (let call = 0; call < 3; call += 1) instances.push((await client.call('GET', '/nowhere')).body.instance)
  expect(new Set(instances).size).toBe(3)
})

eachDoor(
  '[CI-32] a body that is too large is 400',
  async (door) => {
    const client = await logIn(door)
    const data = { city: 'x'.repeat(250) }
    const many = Array.from({ length: 10 }, (_, index) => ({ consumerId: `c${index}`, data }))
    expectProblem(await client.upload(...many), 400, 'Bad Request')
    expect((await client.upload({ consumerId: 'small' })).status).toBe(202)
  },
  { bodyLimit: 1_000 },
)

eachDoor('[CI-05] each documented error can be had as a fault', async (door) => {
  const client = await logIn(door)
  const titles = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    409: 'Conflict',
    429: 'Too Many Requests',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
    504: 'Gateway Timeout',
  }
  for (const [status, title] of Object.entries(titles)) {
    await door.control.faults.add({
      simulator: 'consumer-intelligence',
      operation: 'uploadConsumers',
      fault: 'status',
      status: Number(status),
      times: 1,
    })
    const answer = await client.upload({ consumerId: 'a' })
    expectProblem(answer, Number(status), title)
    if (status === '429') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    if (status === '401') expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  }
  expect((await client.consumers()).data).toEqual([])
})
