import { expect, vi } from 'vitest'
import { journey } from '../doors.ts'
import { library, logIn } from './sample.ts'

journey(
  'a slow body comes in pieces as the clock goes on, and is whole when its time is over',
  async (door) => {
    const { call } = await logIn(door)
    await door.control.scenarios.load('shelf', { count: 3, shelf: 'A' })
    const whole = await (await call('GET', '/books')).text()
    await door.control.faults.add({
      simulator: 'library',
      operation: 'listBooks',
      fault: 'slow-body',
      during: 'PT7S',
    })
    const response = await call('GET', '/books')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let received = ''
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        received += new TextDecoder().decode(value)
      }
    })()
    const eighth = whole.length / 8
    const hasCome = (pieces: number) =>
      vi.waitFor(() => expect(received).toBe(whole.slice(0, Math.floor(eighth * pieces))))

    await hasCome(1)
    await door.control.clock.advance('PT1S')
    await hasCome(2)
    await door.control.clock.advance('PT3S')
    await hasCome(5)
    await door.control.clock.advance('PT3S')
    await reading
    expect(received).toBe(whole)
  },
  { simulators: [library()] },
)
