/** What an operator sets: where the five APIs are, who we are to them, and where they find us. */

export interface Api {
  origin: string
  tokenEndpoint?: string
  scope?: string
}

export interface Configuration {
  sessions: Api
  persons: Api
  monitoring: Api
  births: Api
  meetings: Api
  client: { id: string; secret: string }
  /** With which the monitoring signs its webhooks. */
  signingSecret: string
  /** All requests go through it; the platform's own by default. */
  fetch: typeof fetch
  now: () => Promise<number>
}

/** The five APIs, each at its provider's, or all at one origin. */
export function apisAt(origin?: string) {
  const at = (provider: string) => origin ?? provider
  return {
    sessions: {
      origin: at('https://aml.bankidapis.no'),
      tokenEndpoint: `${at('https://auth.bankid.no')}/auth/realms/prod/protocol/openid-connect/token`,
      scope: 'aml_organization/basic',
    },
    persons: {
      origin: at('https://api.bisnode.com'),
      tokenEndpoint: `${at('https://login.bisnode.com')}/as/token.oauth2`,
      scope: 'bci',
    },
    monitoring: {
      origin: at('https://api.roaring.io'),
      tokenEndpoint: `${at('https://api.roaring.io')}/token`,
    },
    births: { origin: at('https://birthreport.test') },
    meetings: {
      origin: at('https://indkaldelse.test'),
      tokenEndpoint: `${at('https://indkaldelse.test')}/connect/token`,
    },
  }
}
