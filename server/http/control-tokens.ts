/** Who may control which tenants: one token for all, and tokens that are bound to a tenant. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { UsageError } from '../../src/control/usage-error.ts'
import { checkTenantName } from '../tenants/address.ts'

export interface TenantToken {
  tenant: string
  token: string
}

export interface ControlTokensOptions {
  /** Controls everything. Undefined if control needs no token. */
  token: string | undefined
  /** Each controls its tenant only. */
  tenantTokens?: readonly TenantToken[]
  /** Shortest token: 16 characters where others than this machine can reach the server. */
  shortest?: number
}

/** Which tenants a caller may control; undefined if its token is missing or unknown. */
export type Rights = 'all' | ReadonlySet<string> | undefined

export interface ControlTokens {
  rightsOf(authorization: string | undefined): Rights
}

/** @throws UsageError if a token is empty, too short, or cannot be sent as a header. */
export function createControlTokens({
  token,
  tenantTokens = [],
  shortest = 1,
}: ControlTokensOptions): ControlTokens {
  if (token === undefined && tenantTokens.length === 0) return { rightsOf: () => 'all' }
  if (token !== undefined) checkToken('The control token', token, shortest)
  for (const { tenant, token: bound } of tenantTokens) {
    checkTenantName(tenant)
    checkToken(`The token of the tenant ${tenant}`, bound, shortest)
  }
  const all = token === undefined ? undefined : digest(token)
  const bound = tenantTokens.map(({ tenant, token }) => ({ tenant, digest: digest(token) }))

  return {
    rightsOf(authorization = '') {
      // Digests have one length, and all are compared: the time tells nothing of any token.
      const given = digest(authorization.replace(/^bearer +/i, ''))
      const isForAll = all !== undefined && timingSafeEqual(given, all)
      const tenants = bound.filter((one) => timingSafeEqual(given, one.digest)).map(({ tenant }) => tenant)
      if (isForAll) return 'all'
      return tenants.length > 0 ? new Set(tenants) : undefined
    },
  }
}

const digest = (token: string) => createHash('sha256').update(token).digest()

function checkToken(what: string, token: string, shortest: number): void {
  if (token === '') throw new UsageError(`${what} is empty: give one, or leave it out.`)
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError(`${what} has a character that a header cannot have: use letters and digits.`)
  }
  if (token.length >= shortest) return
  throw new UsageError(
    `${what} has ${token.length} characters: where other machines can reach the server it needs ${shortest} or more.`,
  )
}

/**
 * Reads `<tenant>=<token>`.
 * @throws UsageError if the text has not this form.
 */
export function readTenantToken(text: string): TenantToken {
  const [, tenant, token] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  if (tenant !== undefined && token !== undefined) return { tenant, token }
  throw new UsageError('--tenant-token takes a tenant and its token, such as team-a=<token>.')
}
