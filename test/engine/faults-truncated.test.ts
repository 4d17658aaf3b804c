import { expect } from 'vitest'
import { journey } from '../doors.ts'
import { library, logIn } from './sample.ts'

journey(
  'a truncated body: the length is that of all of it, half comes, then the connection ends',
  async (door) => {
    const { call } = await logIn(door)
    await door.control.scenarios.load('shelf', { count: 3, shelf: 'A' })
    const whole = await (await call('GET', '/books')).text()
    await door.control.faults.add({
      simulator: 'library',
      operation: 'listBooks',
      fault: 'truncated-body',
      times: 1,
    })
    const response = await call('GET', '/books')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(whole.length))

    let received = ''
    const read = async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        received += new TextDecoder().decode(chunk)
      }
    }
    await expect(read()).rejects.toMatchObject({ name: 'TypeError', message: 'terminated' })
    expect(received).toBe(whole.slice(0, Math.ceil(whole.length / 2)))
    expect(await (await call('GET', '/books')).text()).toBe(whole)
  },
  { simulators: [library()] },
)

journey(
  'an answer without a body arrives whole',
  async (door) => {
    const { call } = await logIn(door)
    await door.control.faults.add({ simulator: 'library', operation: 'fillShelf', fault: 'truncated-body' })
    const response = await call('PUT', '/shelves', [])
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  },
  { simulators: [library()] },
)
