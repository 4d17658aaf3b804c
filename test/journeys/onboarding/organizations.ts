/** Organization sessions, by axios. */
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios'
import type { Configuration } from './configuration.ts'
import { createSignIn, signedIn } from './sign-in.ts'

export interface Officer {
  name: string
  dateOfBirth: string
}

export interface Organization {
  name: string
  board: Officer[]
  certificate: Buffer
}

export function createOrganizations(configuration: Configuration) {
  const { sessions, fetch } = configuration
  const signIn = createSignIn(sessions, configuration)
  const http = axios.create({
    baseURL: `${sessions.origin}/organization/session/se`,
    adapter: 'fetch',
    env: { fetch, Request, Response } as NonNullable<AxiosRequestConfig['env']>,
    validateStatus: (status) => status < 300 || status === 401,
  })
  const call = (request: AxiosRequestConfig): Promise<AxiosResponse> =>
    signedIn(signIn, (authorization) => http.request({ ...request, headers: { authorization } }))

  return {
    /** Asks about an organization; the answer comes to the webhook. */
    async ask(identifier: string, webhook: string): Promise<string> {
      const { data } = await call({
        method: 'POST',
        data: {
          identifier,
          expands: ['roles'],
          reports: ['certificate'],
          webhooks: [{ url: webhook, events: ['AllDone', 'Failed'] }],
        },
      })
      return data.sessionId
    },

    async read(session: string): Promise<Organization> {
      const { data } = await call({ url: `/${session}/result` })
      const { data: pdf } = await call({
        url: `/${session}/reports/certificate`,
        responseType: 'arraybuffer',
      })
      return {
        name: data.keyInformation.companyName,
        board: [data.roles.chairman, ...data.roles.boardMembers],
        certificate: Buffer.from(pdf),
      }
    },
  }
}
