/** A sample application for the other provider of birth reports. */
// biome-ignore lint/suspicious/noExplicitAny: an application without types, as many are
type Json = any

interface Answer {
  status: number
  number: boolean
  code: string | undefined
}

export interface Seen {
  registered: Answer
  accepted: Answer
}

/** Reports a birth with a known mother, and one with a mother without a number. */
export async function runApp(base: string): Promise<Seen> {
  async function report(mother: object): Promise<Answer> {
    const response = await fetch(new URL('/v1/birthreport', base), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        reportId: crypto.randomUUID(),
        reportedBy: { reporter: 'Alfa Förlossning' },
        mother,
        barn: { date: '2025-12-31', gender: 'K', municipality: '0180', aliveAtBirth: true, order: 1 },
      }),
    })
    const body: Json = await response.json()
    return {
      status: response.status,
      number: /^20251231\d{4}$/.test(body.personalIdentityNumber),
      code: body.message?.messageConfirmationCode,
    }
  }

  return {
    registered: await report({ personalIdentityNumber: { id: '199404082381' } }),
    accepted: await report({ dateOfBirth: { year: '1994' } }),
  }
}
