import { expect } from 'vitest'
import { type Door, journey } from '../doors.ts'

const API = 'https://api.bisnode.com/consumer-intelligence/v3'

interface Page {
  nextPageToken: string | null
  data: { consumerId: string }[]
}

async function logIn({ fetch }: Door) {
  const signedIn = await fetch('https://login.bisnode.com/as/token.oauth2', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
  })
  const { access_token } = (await signedIn.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const call = (method: string, path: string, body?: unknown) =>
    fetch(API + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return {
    call,
    upload: (...ids: string[]) =>
      call(
        'POST',
        '/consumers',
        ids.map((consumerId) => ({ market: 'SE', consumerId, data: {} })),
      ),
    remove: (...consumerIds: string[]) => call('DELETE', '/consumers', { consumerIds }),
    async page(query: string): Promise<Page> {
      const response = await call('GET', `/consumers?${query}`)
      expect(response.status).toBe(200)
      return (await response.json()) as Page
    },
  }
}

const idsOf = ({ data }: Page) => data.map(({ consumerId }) => consumerId)

journey('a walk goes on, whatever is added or deleted meanwhile, in pages of any size', async (door) => {
  const { upload, remove, page } = await logIn(door)
  await upload('a', 'b', 'c', 'd', 'e', 'f', 'g')

  const first = await page('pageSize=3')
  expect(idsOf(first)).toEqual(['a', 'b', 'c'])
  // The page's own last row goes, one before it, and one to come; others come at the end.
  await remove('c', 'a', 'e')
  await upload('h', 'i')

  const second = await page(`pageSize=1&pageToken=${first.nextPageToken}`)
  expect(idsOf(second)).toEqual(['d'])
  await remove('d')
  await upload('b')

  const last = await page(`pageSize=100&pageToken=${second.nextPageToken}`)
  expect(idsOf(last)).toEqual(['f', 'g', 'h', 'i'])
  expect(last.nextPageToken).toBeNull()
  expect(idsOf(await page(`pageSize=2&pageToken=${first.nextPageToken}`))).toEqual(['f', 'g'])
})

journey(
  'a token that was tampered with is refused, and the walk can go on with the true one',
  async (door) => {
    const { upload, page, call } = await logIn(door)
    await upload('a', 'b', 'c')
    const { nextPageToken } = await page('pageSize=1')
    const token = String(nextPageToken)
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A'
      const tampered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`
      const answer = await call('GET', `/consumers?pageToken=${tampered}`)
      expect(answer.status, tampered).toBe(400)
    }
    expect(idsOf(await page(`pageToken=${token}`))).toEqual(['b', 'c'])
  },
)
