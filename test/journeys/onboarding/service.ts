/**
 * A service that takes companies on: it asks who runs them, looks these people up, and has them monitored. It knows
 * five APIs by their documents and of Tvilling nothing at all.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createBirths } from './births.ts'
import type { Configuration } from './configuration.ts'
import { createMeetings } from './meetings.ts'
import { createMonitoring } from './monitoring.ts'
import { createOrganizations } from './organizations.ts'
import { createPersons, type Person } from './persons.ts'

export interface Company {
  state: 'WAITING' | 'ONBOARDED' | 'REJECTED'
  name?: string
  board: Person[]
  certificate?: Buffer
}

export async function startService(configuration: Configuration) {
  const organizations = createOrganizations(configuration)
  const persons = createPersons(configuration)
  const monitoring = createMonitoring(configuration)
  /** By session. */
  const companies = new Map<string, Company>()

  async function complete(session: string): Promise<void> {
    const { name, board: officers, certificate } = await organizations.read(session)
    const board: Person[] = []
    for (const officer of officers) {
      const person = await persons.byOffice(officer)
      if (person) board.push(person)
    }
    const others = [...companies.values()].flatMap((company) => company.board)
    await monitoring.watch([...others, ...board].map(({ personalNumber }) => personalNumber))
    companies.set(session, { state: 'ONBOARDED', name, board, certificate })
  }

  async function refresh(personalNumber: string): Promise<void> {
    const known = await persons.byNumber(personalNumber)
    for (const company of companies.values()) {
      company.board = company.board.map((person) =>
        person.personalNumber === personalNumber ? (known ?? person) : person,
      )
    }
  }

  const app = express()

  app.post('/hooks/session', express.json(), async (request, response) => {
    const { sessionId, status } = request.body as { sessionId: string; status: string }
    if (status === 'Failed') companies.set(sessionId, { state: 'REJECTED', board: [] })
    else await complete(sessionId)
    response.sendStatus(200)
  })

  app.post('/hooks/monitoring', express.text({ type: () => true }), async (request, response) => {
    const genuine = await monitoring.isGenuine(String(request.headers['roaring-signature']), request.body)
    if (!genuine) return void response.sendStatus(400)
    const { requestType, keyMap } = JSON.parse(request.body)
    if (requestType === 'payload') await refresh(keyMap.personalNumber)
    response.sendStatus(200)
  })

  // What fails is tried again by whoever sent it.
  app.use(((_error, _request, response, _next) => {
    response.sendStatus(500)
  }) satisfies express.ErrorRequestHandler)

  const server = createServer(app)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    births: createBirths(configuration),
    meetings: createMeetings(configuration),
    persons,

    /** Begins with a company and tells under which key it can be asked for. */
    async onboard(organizationNumber: string): Promise<string> {
      const session = await organizations.ask(organizationNumber, `${url}/hooks/session`)
      companies.set(session, { state: 'WAITING', board: [] })
      return session
    },

    company: (key: string): Company | undefined => companies.get(key),

    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export type Service = Awaited<ReturnType<typeof startService>>
