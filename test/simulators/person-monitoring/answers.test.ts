import { expect } from 'vitest'
import contract from '../../../contracts/person-monitoring/openapi.gen.json' with { type: 'json' }
import { eachDoor } from '../../doors.ts'
import { type Answer, BUNDLES, type Client, CSV, clientWith, logIn, requestToken } from './client.ts'

const promised = Object.values(contract.paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ operationId, responses }) => Object.keys(responses).map((status) => `${operationId} ${status}`))

eachDoor('[PM-11] every documented answer of every operation can be had', async (door) => {
  const client = await logIn(door)
  const sandbox = await logIn(door, 'tvilling-sandbox')
  const unpermitted = await logIn(door, 'tvilling-no-permission')
  const nobody = clientWith(door)
  const list = (by: Client) => by.call('GET', BUNDLES)
  const faulty = async (operation: string, status: number, call: () => Promise<Answer>) => {
    const simulator = 'person-monitoring'
    await door.control.faults.add({ simulator, operation, fault: 'status', status, times: 1 })
    return call()
  }
  const token = (form?: string) => requestToken(door, 'tvilling', form === undefined ? {} : { form })

  const ways: Record<string, () => Promise<Answer>> = {
    'requestToken 200': () => token(),
    'requestToken 400': () => token('grant_type=password'),
    'requestToken 401': () => requestToken(door, 'tvilling', { secret: 'wrong' }),
    'requestToken 500': () => faulty('requestToken', 500, token),
    'listBundles 200': () => list(client),
    'listBundles 400': () => faulty('listBundles', 400, () => list(client)),
    'listBundles 401': () => list(nobody),
    'listBundles 403': () => list(unpermitted),
    'listBundles 404': () => list(sandbox),
    'listBundles 500': () => faulty('listBundles', 500, () => list(client)),
    'updateBundle 200': () => client.update(CSV),
    'updateBundle 400': () => client.update(''),
    'updateBundle 401': () => nobody.update(CSV),
    'updateBundle 403': () => unpermitted.update(CSV),
    'updateBundle 404': () => client.update(CSV, {}, 'b9'),
    'updateBundle 500': () => faulty('updateBundle', 500, () => client.update(CSV)),
  }
  expect(Object.keys(ways).toSorted()).toEqual(promised.toSorted())
  for (const [name, way] of Object.entries(ways))
    expect((await way()).status, name).toBe(Number(name.slice(-3)))
})

eachDoor('[PM-11] a declared fault has the error body of its status', async (door) => {
  const client = await logIn(door)
  const errors = {
    400: 'BadRequest',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    500: 'InternalServerError',
  }
  for (const [text, error] of Object.entries(errors)) {
    const status = Number(text)
    for (const [operation, call] of Object.entries({
      listBundles: () => client.call('GET', BUNDLES),
      updateBundle: () => client.update(CSV),
    })) {
      const simulator = 'person-monitoring'
      await door.control.faults.add({ simulator, operation, fault: 'status', status, times: 1 })
      const answer = await call()
      expect(answer.status).toBe(status)
      const attributes = status === 400 ? { attributes: [] } : {}
      expect(answer.body).toEqual({ error, message: expect.any(String), ...attributes })
    }
  }
})
