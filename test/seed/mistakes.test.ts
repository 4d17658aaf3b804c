import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { type AnySeed, START } from './seeded.ts'

const person = {
  market: 'SE',
  birthDate: '1990-05-05',
  sex: 'FEMALE',
  firstNames: ['Astrid'],
  familyName: 'Ekblad',
}
const bundle = { id: 'b1', people: ['legal-id'] }
const bundles = (...entries: object[]) => ({ 'person-monitoring': { bundles: entries } })

/** What is wrong, the data, and the sentence. */
const MISTAKES: [string, AnySeed, string][] = [
  ['a misspelt section', { poeple: [] }, 'seedData.poeple: There is no section "poeple". Nearest: people.'],
  [
    'a misspelt list',
    { 'person-monitoring': { bundels: [] } },
    'seedData.person-monitoring.bundels: There is no list "bundels". Nearest: bundles.',
  ],
  [
    'a misspelt member',
    bundles({ ...bundle, stauts: 'APPROVED' }),
    'seedData.person-monitoring.bundles[0].stauts: There is no member "stauts". Nearest: status.',
  ],
  [
    'a misspelt member inside',
    {
      people: [
        {
          ...person,
          addresses: [
            { streetName: 'A', streetNumber: '1', postalCode: '41114', town: 'Lund', city: 'Lund' },
          ],
        },
      ],
    },
    'seedData.people[0].addresses[0].town: There is no member "town".',
  ],
  [
    'a wrong state',
    bundles({ ...bundle, status: 'APROVED' }),
    'seedData.person-monitoring.bundles[0].status: It is one of APPROVED, INCORRECT, MISSING, PENDING, SENT_IN, not APROVED. Nearest: APPROVED.',
  ],
  ['a missing member', bundles({ people: [] }), 'seedData.person-monitoring.bundles[0]: "id" is missing.'],
  [
    'a value of another type',
    bundles({ id: ['b1'] }),
    'seedData.person-monitoring.bundles[0].id: It is of type string, not ["b1"].',
  ],
  ['a list that is none', { people: person }, 'seedData.people: "people" is a list of entries.'],
  ['an entry that is none', { people: ['astrid'] }, 'seedData.people[0]: An entry is a map with members.'],
  [
    'a wrong check digit',
    { people: [{ ...person, number: '199005052386' }] },
    'seedData.people[0].number: 199005052386 is no identity number: perhaps its check digit is wrong.',
  ],
  [
    'a number that somebody may have',
    { people: [{ ...person, number: '189005051009' }] },
    'seedData.people[0].number: 189005051009 may be the number of a real person.',
  ],
  [
    'a number in a list that somebody may have',
    bundles({ id: 'b1', people: ['18900505-1009'] }),
    'seedData.person-monitoring.bundles[0].people[0]: 189005051009 may be the number of a real person.',
  ],
  [
    'a real-looking Norwegian number',
    { people: [{ ...person, market: 'NO', number: '05059050003' }] },
    '05059050003 may be the number of a real person. A number for tests is one of which 80 is added to its month.',
  ],
  [
    'an organization that may be real',
    { organizations: [{ number: '5560000001' }] },
    'seedData.organizations[0].number: 5560000001 may be the number of a real organization.',
  ],
  [
    'a DUNS number that may be real',
    { organizations: [{ market: 'SE', duns: '123456789' }] },
    'seedData.organizations[0].duns: 123456789 may be the number of a real organization',
  ],
  [
    'an unknown name',
    bundles({ id: 'b1', people: ['legal-idd'] }),
    'seedData.person-monitoring.bundles[0].people[0]: Nobody in people is called "legal-idd". Nearest: legal-id.',
  ],
  [
    'an unknown relation',
    { people: [{ ...person, spouse: '199005052395' }] },
    'seedData.people[0].spouse: Nobody in people has the number 199005052395.',
  ],
  [
    'a number that is given twice',
    {
      people: [
        { ...person, number: '199005052387' },
        { ...person, number: '19900505-2387' },
      ],
    },
    'seedData.people[1]: 199005052387 is given twice.',
  ],
  [
    'a name that is given twice',
    {
      people: [
        { ...person, ref: 'a' },
        { ...person, ref: 'a' },
      ],
    },
    'seedData.people[1].ref: Two entries are called "a".',
  ],
  [
    'an id that is given twice',
    bundles(bundle, bundle),
    'seedData.person-monitoring.bundles[1].id: tvilling has two bundles "b1".',
  ],
  [
    'a date that contradicts the number',
    { people: [{ ...person, number: '199005052387', birthDate: '1990-05-06' }] },
    'seedData.people[0].birthDate: 199005052387 is born on 1990-05-05.',
  ],
  [
    'a spouse of somebody else',
    {
      people: [
        { ...person, ref: 'a', spouse: 'b' },
        { ...person, ref: 'b', spouse: 'c' },
        { ...person, ref: 'c' },
      ],
    },
    'is married to',
  ],
  [
    'a child older than its mother',
    {
      people: [
        { ...person, ref: 'a', mother: 'b' },
        { ...person, ref: 'b', birthDate: '2000-01-01' },
      ],
    },
    'seedData.people[0].mother: 200001012384 is born on 2000-01-01, after the child.',
  ],
  [
    'a new person without a name',
    { people: [{ number: '199005052387' }] },
    'seedData.people[0]: "firstNames" is missing, since 199005052387 is a new person.',
  ],
  [
    'a list that is not approved',
    bundles({ id: 'b1', people: ['wrong-check-digit', '199005052386'] }),
    'A list with 198001022387 is not approved: its check digit is wrong.',
  ],
  [
    'a list that is correct',
    bundles({ ...bundle, status: 'INCORRECT' }),
    'seedData.person-monitoring.bundles[0]: A list is incorrect only if a check digit in it is wrong.',
  ],
  [
    'an instant that is not over',
    bundles({ ...bundle, lastModified: '2026-02-01T00:00:00Z' }),
    'seedData.person-monitoring.bundles[0]: 2026-02-01T00:00:00Z is later than 2026-01-01T08:00:00.000Z, when the clock starts.',
  ],
  [
    'an unknown client',
    bundles({ ...bundle, client: 'them' }),
    'seedData.person-monitoring.bundles[0]: person-monitoring has no client "them".',
  ],
  [
    'a body that the contract refuses',
    { 'consumer-intelligence': { consumers: [{ consumerId: '_a', person: 'legal-id' }] } },
    'seedData.consumer-intelligence.consumers[0]: This is no body of uploadConsumers:',
  ],
  [
    'somebody who cannot be identified',
    { 'consumer-intelligence': { consumers: [{ consumerId: 'a', data: { legalId: '197707072380' } }] } },
    'seedData.consumer-intelligence.consumers[0]: The consumer a cannot be identified.',
  ],
  [
    'a birth in the future',
    { 'birth-report': { reports: [{ mother: 'mother', child: { date: '2026-02-01', gender: 'MALE' } }] } },
    'seedData.birth-report.reports[0].child: It must not be after 2026-01-01.',
  ],
  [
    'a meeting of nobody',
    { indkaldelse: { indkaldelser: [{ person: 'nobody-danish' }] } },
    'seedData.indkaldelse.indkaldelser[0].person: Nobody in people has the number',
  ],
  [
    'a second participant before the first has answered',
    {
      indkaldelse: {
        indkaldelser: [{ id: '0b0b0b0b-0000-4000-8000-000000000001', person: 'kommune-citizen' }],
        myndighedsdeltagere: [
          { indkaldelse: '0b0b0b0b-0000-4000-8000-000000000001' },
          { indkaldelse: '0b0b0b0b-0000-4000-8000-000000000001' },
        ],
      },
    },
    'seedData.indkaldelse.myndighedsdeltagere[1]: IN-24: nobody is added while',
  ],
  [
    'a report that is ready before the JSON',
    {
      'organization-session': {
        sessions: [{ organization: 'norwegian-full', json: 'IN_PROGRESS', aml: 'READY' }],
      },
    },
    'seedData.organization-session.sessions[0]: reports',
  ],
  [
    'a fault of no operation',
    { faults: [{ simulator: 'indkaldelse', operation: 'createIndkaldelze', fault: 'reset' }] },
    'seedData.faults[0]: ',
  ],
  [
    'organizations that own each other',
    {
      organizations: [
        { ref: 'a', market: 'SE', shareholders: [{ organization: 'b', percentage: 60 }] },
        { ref: 'b', market: 'SE', shareholders: [{ organization: 'a', percentage: 60 }] },
      ],
    },
    'owns itself',
  ],
  ['a clock that is none', { clock: 'tomorrow' }, 'seedData.clock.now: tomorrow is no date-time.'],
  [
    'no map at all',
    'people',
    'The option "seedData" of createHarness takes seed data or a list of them, not "people".',
  ],
]

describe('seed data is refused for', () => {
  test.each(MISTAKES)('%s', async (_, seedData, sentence) => {
    const refused = createHarness({ simulators, now: START, seedData })
    await expect(refused).rejects.toThrow(sentence)
    await expect(refused).rejects.toMatchObject({ name: 'UsageError' })
  })
})

test('all mistakes of the entries are said at once, each with its place', async () => {
  const seedData = [
    bundles({ id: 'b1', people: ['nobdy'] }),
    bundles({ ...bundle, status: 'NEW' }),
  ] as AnySeed
  const refused = createHarness({ simulators, seedData })
  await expect(refused).rejects.toThrow(
    /^seedData\[1\]\.person-monitoring\.bundles\[0\]\.status: .*\nseedData\.person/,
  )
})

test('who refers to an entry with a mistake is not blamed', async () => {
  const seedData = {
    people: [{ ...person, ref: 'a', number: '1' }],
    ...bundles({ id: 'b1', people: ['a'] }),
  } as AnySeed
  const refused = createHarness({ simulators, seedData })
  await expect(refused).rejects.toThrow(/^seedData\.people\[0\]\.number: [^\n]*$/)
})
