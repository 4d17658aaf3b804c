/** Tokens of the Indkaldelse twin: something small that a server issues and must remember. */
export async function fetchToken(
  origin: string,
  client = 'tvilling',
  init: RequestInit = {},
): Promise<string> {
  const response = await fetch(`${origin}/connect/token`, {
    ...init,
    method: 'POST',
    headers: {
      ...(init.headers as Record<string, string> | undefined),
      authorization: `Basic ${btoa(`${encodeURIComponent(client)}:${client.split('@')[0]}`)}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Creates an indkaldelse and returns the status, such as 200, or 401 for an unknown token. */
export async function createIndkaldelse(
  origin: string,
  token: string,
  requestId: string,
  init: RequestInit = {},
) {
  const response = await fetch(`${origin}/v2/Indkaldelse`, {
    method: 'POST',
    headers: {
      ...(init.headers as Record<string, string> | undefined),
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-civilregistrationIdentifier': '1702900991',
      'x-requestId': requestId,
    },
    body: JSON.stringify({ moedeStarttidspunkt: '2026-02-01T10:00:00Z' }),
  })
  return response.status
}
