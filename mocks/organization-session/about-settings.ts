/** What each setting of this simulator does, and what its default rests on. */
import type { settings } from './states.ts'

export const aboutSettings = {
  tokenLifetime: { effect: 'How long an access token is valid.', fact: 'OS-14' },
  jsonTime: {
    effect: 'How long after its creation the JSON of a session is ready, or fails.',
    fact: 'OS-17',
  },
  reportTime: { effect: 'How long the making of one report takes.', fact: 'OS-17' },
  lifetime: {
    effect: 'How long each result can be fetched from when it became available.',
    fact: 'OS-08',
  },
  retries: {
    effect: 'Pauses before each further attempt to send a webhook message; an empty list sends once.',
    fact: 'OS-18',
  },
  webhookTimeout: {
    effect: 'How long a receiver of webhooks may take to answer, in wall-clock time.',
    fact: 'OS-18',
  },
  nulls: {
    effect: 'Whether an optional member of a session request that is null counts as absent, or is refused.',
    fact: 'OS-22',
  },
} as const satisfies Record<keyof typeof settings | 'nulls', { effect: string; fact: string }>
