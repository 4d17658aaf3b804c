import { expect } from 'vitest'
import { journeyOverReplicas } from '../doors.ts'

const API = 'https://api.bisnode.com/consumer-intelligence/v3'

journeyOverReplicas(
  'a team uploads consumers and follows them until they are identified',
  async ({ fetch, control }) => {
    const signedIn = await fetch('https://login.bisnode.com/as/token.oauth2', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
    })
    const { access_token } = (await signedIn.json()) as { access_token: string }
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
    const states = async () => {
      const page = await fetch(`${API}/consumers`, { headers })
      const { data } = (await page.json()) as { data: { consumerId: string; state: string }[] }
      return Object.fromEntries(data.map(({ consumerId, state }) => [consumerId, state]))
    }

    const upload = await fetch(`${API}/consumers`, {
      method: 'POST',
      headers,
      body: JSON.stringify([
        { market: 'SE', consumerId: 'astrid', data: { legalId: '198001022386' } },
        { market: 'SE', consumerId: 'nobody', data: { legalId: '197707072380' } },
      ]),
    })
    expect(upload.status).toBe(202)
    expect(await states()).toEqual({ astrid: 'UPLOADED', nobody: 'UPLOADED' })
    await control.clock.advance('PT30S')
    expect(await states()).toEqual({ astrid: 'IDENTIFYING', nobody: 'IDENTIFYING' })
    await control.clock.advance('PT1M')
    expect(await states()).toEqual({ astrid: 'IDENTIFIED', nobody: 'NOT_IDENTIFIED' })
  },
)
