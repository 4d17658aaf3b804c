/** The documented organizations and identifiers, and what each triggers here. */
import type { Trigger } from 'tvilling'
import { type OrganizationSubjectName, organizationNumberOf } from '../../fixtures/organization-subjects.ts'

type Row = [triggers: string, ...facts: string[]]

/** What each kind of documented organization triggers, with the facts. */
const KINDS = {
  full: ['no node is empty; sanction tells of no hit.', 'OS-11', 'OS-17'],
  sparse: ['every node that is asked for is empty but sanction, which tells of no hit.', 'OS-12'],
  sanctioned: ['sanction is an exact hit.', 'OS-09', 'OS-11'],
  parent: ['ownership.subsidiaries has two.', 'OS-11'],
  subsidiary: ['ownership.shareholders is one organization.', 'OS-11'],
  'joint-venture': ['ownership.shareholders are an organization and a person.', 'OS-11'],
  'sole-proprietorship': ['roles has a proprietor; financials.accounting is empty.', 'OS-11', 'OS-12'],
  bankrupt: ['roles has a trustee; equity is negative, in JSON and reports.', 'OS-11'],
  branch: ['roles has a representative of a foreign entity.', 'OS-11'],
  duns: ['the session finds the "full" organization of the country.', 'OS-02', 'OS-20'],
  unregistered: ['the session fails after 10 s and sends Failed.', 'OS-19'],
} satisfies Record<string, Row>

const COUNTRIES = { norwegian: '/no', swedish: '/se', finnish: '/fi' }

const single: [OrganizationSubjectName, Row][] = [
  ['unknown-duns', ['On each path: the session fails after 10 s and sends Failed.', 'OS-19', 'OS-20']],
  ['invalid-identifier', ['On each path: 400 when the session is created.', 'OS-19']],
  ['norwegian-full', ['403 for tvilling-no-ofac when expands has sanction.', 'OS-09', 'OS-19']],
  ['norwegian-full', ['403 for tvilling-no-scope in every operation.', 'OS-09', 'OS-19']],
  ['norwegian-full', ['409 for results after the scenarios session-created and session-failed.', 'OS-19']],
  ['norwegian-full', ['410 for results after the scenario session-expired.', 'OS-08', 'OS-19']],
]

export const subjects: readonly Trigger[] = [
  ...typedEntries(COUNTRIES).flatMap(([adjective, path]) =>
    typedEntries(KINDS).map(([kind, [triggers, ...facts]]) =>
      trigger(`${adjective}-${kind}`, `On ${path}: ${triggers}`, facts),
    ),
  ),
  ...single.map(([name, [triggers, ...facts]]) => trigger(name, triggers, facts)),
]

function trigger(subject: OrganizationSubjectName, triggers: string, facts: string[]): Trigger {
  return { subject, number: organizationNumberOf(subject), triggers, facts }
}

function typedEntries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][]
}
