/** Runs a test of the service through every door. */
import type { Control } from 'tvilling'
import { type Door, type DoorOptions, journey } from '../../doors.ts'
import { apisAt } from './configuration.ts'
import { type Service, startService } from './service.ts'

const SIGNING_SECRET = 'only-the-two-of-us-know'

/** Starts the service at a door, with its webhook registered. */
export async function serviceOn(door: Door, origin?: string): Promise<Service> {
  const { control } = door
  const service = await startService({
    ...apisAt(origin),
    client: { id: 'tvilling', secret: 'tvilling' },
    signingSecret: SIGNING_SECRET,
    fetch: door.fetch,
    now: async () => Date.parse((await control.clock.read()).now),
  })
  await control.scenarios.load('monitoring-webhook-registered', {
    url: `${service.url}/hooks/monitoring`,
    secret: SIGNING_SECRET,
  })
  return service
}

export function story(
  title: string,
  run: (service: Service, control: Control) => Promise<void>,
  options?: DoorOptions,
): void {
  journey(
    title,
    async (door) => {
      const service = await serviceOn(door)
      try {
        await run(service, door.control)
      } finally {
        await service.stop()
      }
    },
    options,
  )
}
