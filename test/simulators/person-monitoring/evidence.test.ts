import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { BUNDLES, CSV, clientWith, logIn } from './client.ts'

eachDoor(
  '[PM-17] [PM-18] [PM-19] [PM-21] each answer names the assumptions that it rests on',
  async (door) => {
    const client = await logIn(door)
    const sandbox = await logIn(door, 'tvilling-sandbox')
    const rests = async (answer: ReturnType<typeof client.update>) =>
      (await answer).headers.get('x-tvilling-evidence')
    expect(await rests(client.call('GET', BUNDLES))).toBe('assumed (PM-17, PM-18)')
    expect(await rests(client.update(CSV))).toBe('assumed (PM-17, PM-18, PM-19)')
    expect(await rests(client.update('800102-2386'))).toBe('assumed (PM-17, PM-18, PM-19, PM-24)')
    expect(await rests(client.update('198001022387'))).toBe('assumed (PM-17, PM-18, PM-19, PM-20)')
    expect(await rests(client.update(''))).toBe('assumed (PM-20)')
    expect(await rests(client.update(CSV, {}, 'b9'))).toBe('assumed (PM-21)')
    expect(await rests(clientWith(door).call('GET', BUNDLES))).toBe('assumed (PM-21)')
    expect(await rests(sandbox.update('anything'))).toBe('assumed (PM-17, PM-18)')
  },
)
