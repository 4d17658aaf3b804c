/** Person monitoring: the list by axios, the webhooks by their signature. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import axios, { type AxiosRequestConfig } from 'axios'
import type { Configuration } from './configuration.ts'
import { createSignIn, signedIn } from './sign-in.ts'

const TOLERANCE = 5 * 60

export function createMonitoring(configuration: Configuration) {
  const { monitoring, fetch, signingSecret, now } = configuration
  const signIn = createSignIn(monitoring, configuration)
  const http = axios.create({
    baseURL: `${monitoring.origin}/se/person/monitoring/1.0`,
    adapter: 'fetch',
    env: { fetch, Request, Response } as NonNullable<AxiosRequestConfig['env']>,
    validateStatus: (status) => status < 300 || status === 401,
  })

  return {
    /** Replaces the list of the monitored. */
    async watch(personalNumbers: readonly string[]): Promise<void> {
      const file = new Blob([`personalNumber\n${personalNumbers.join('\n')}\n`], { type: 'text/csv' })
      await signedIn(signIn, (authorization) => {
        const form = new FormData()
        form.append('file', file, 'board.csv')
        return http.putForm('/bundle/b1', form, { headers: { authorization } })
      })
    },

    async isGenuine(header: string, raw: string): Promise<boolean> {
      const [time = '', signature = ''] = header.split(',').map((pair) => pair.split('=')[1] ?? '')
      if (Math.abs((await now()) / 1_000 - Number(time)) > TOLERANCE) return false
      const expected = createHmac('sha256', signingSecret).update(`${time}.${raw}`).digest('hex')
      return (
        signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
      )
    },
  }
}
