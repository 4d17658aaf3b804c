/** Birth reports, by fetch. The client certificate is a matter of the connection. */
import type { Configuration } from './configuration.ts'

export interface Birth {
  reportId: string
  mother: string
  date: string
  gender: 'FEMALE' | 'MALE'
  aliveAtBirth: boolean
}

/** The child's number, or the message for the end user instead. */
export type Registered = { personalNumber: string } | { message: string }

export function createBirths({ births, fetch }: Configuration) {
  return {
    async report({ reportId, mother, ...child }: Birth): Promise<Registered> {
      const response = await fetch(`${births.origin}/v1/birthreport`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          reportId,
          reportedBy: { reporter: 'Onboarding' },
          mother: { personalIdentityNumber: { id: mother } },
          child: { ...child, municipality: '2480', order: 1 },
        }),
      })
      const answer = (await response.json()) as { personalIdentityNumber: string; message: Message }
      if (response.status === 201) return { personalNumber: answer.personalIdentityNumber }
      if (response.status === 202) return { message: answer.message.message }
      throw new Error(`The birth was not reported: ${response.status}.`)
    },
  }
}

interface Message {
  message: string
}
