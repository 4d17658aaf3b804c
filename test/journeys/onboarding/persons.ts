/** Consumer Intelligence, by fetch: who somebody is whom a register names with a date of birth. */
import type { Configuration } from './configuration.ts'
import type { Officer } from './organizations.ts'
import { createSignIn, signedIn } from './sign-in.ts'

export interface Person {
  name: string
  personalNumber: string
  city: string | undefined
}

interface Found {
  shortenedFullName: string
  legalId: { value: string }
  addresses: { city: string }[]
}

export function createPersons(configuration: Configuration) {
  const { persons, fetch } = configuration
  const signIn = createSignIn(persons, configuration)

  async function find(sought: Record<string, string>): Promise<Person | undefined> {
    const response = await signedIn(signIn, (authorization) =>
      fetch(`${persons.origin}/consumer-intelligence/v3/markets/SE/persons/_find`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(sought),
      }),
    )
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`Consumer Intelligence answered ${response.status}.`)
    const { shortenedFullName: name, legalId, addresses } = (await response.json()) as Found
    return { name, personalNumber: legalId.value, city: addresses[0]?.city }
  }

  return {
    byNumber: (legalId: string) => find({ legalId }),
    byOffice: ({ name, dateOfBirth }: Officer) =>
      find({
        firstName: name.slice(0, name.lastIndexOf(' ')),
        familyName: name.slice(name.lastIndexOf(' ') + 1),
        dateOfBirth,
      }),
  }
}
