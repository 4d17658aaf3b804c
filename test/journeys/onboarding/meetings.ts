/** Meetings with citizens, by fetch: called once, however often it has to be said. */
import type { Configuration } from './configuration.ts'
import { createSignIn, signedIn } from './sign-in.ts'

export function createMeetings(configuration: Configuration) {
  const { meetings, fetch } = configuration
  const signIn = createSignIn(meetings, configuration)

  return {
    /** Calls a citizen. The id is that of the intention: a repetition is known by it and changes nothing. */
    async call(requestId: string, cpr: string, start: string): Promise<'called' | 'was called before'> {
      const response = await signedIn(signIn, (authorization) =>
        fetch(`${meetings.origin}/v2/Indkaldelse`, {
          method: 'POST',
          headers: {
            authorization,
            'content-type': 'application/json',
            'x-civilregistrationIdentifier': cpr,
            'x-requestId': requestId,
          },
          body: JSON.stringify({ moedeStarttidspunkt: start }),
        }),
      )
      if (response.status === 412) return 'was called before'
      if (!response.ok) throw new Error(`The citizen was not called: ${await response.text()}`)
      return 'called'
    },
  }
}
