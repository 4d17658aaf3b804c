/** Adds the child as a person, which all simulators of the harness know from then on (BR-22). */
import { latestOf } from '../../fixtures/calendar-date.ts'
import { cities } from '../../fixtures/cities.ts'
import { currentAddress, gediOf, type Person } from '../../fixtures/person.ts'
import type { ApiContext, BirthReport } from './states.ts'

interface Parents {
  /** Canonical numbers. */
  mother: string
  father: string | undefined
}

/**
 * Adds the child to the population, and to the children of the parents who are in it; that is a change of the parents,
 * which is sent to who subscribes to them or monitors them (BR-28). The child has no first name yet; it has the mother's
 * family name and address. If the mother is unknown, the report gives her name (BR-22).
 */
export async function addNewborn(
  number: string,
  parents: Parents,
  { mother: reported, child }: BirthReport,
  { populations: { people }, clock }: ApiContext,
): Promise<void> {
  const mother = await people.get(parents.mother)
  const father = parents.father === undefined ? undefined : await people.get(parents.father)
  const home = mother && currentAddress(mother)
  const citizenship = new Set([...(mother?.citizenship ?? []), ...(father?.citizenship ?? [])])
  await people.put({
    number,
    market: 'SE',
    gedi: gediOf(number),
    firstNames: [],
    preferredFirstName: '',
    familyName: mother?.familyName ?? reported.name?.lastName ?? '',
    sex: child.gender,
    birthDate: child.date,
    birthPlace: { city: cityOf(child.municipality), country: 'SE' },
    protectedIdentity: false,
    maritalStatus: 'UNMARRIED',
    mother: parents.mother,
    ...(parents.father !== undefined && { father: parents.father }),
    children: [],
    citizenship: citizenship.size > 0 ? [...citizenship] : ['SE'],
    addresses: home ? [{ ...home, from: latestOf(home.from, child.date) }] : [],
    phoneNumbers: [],
    affiliations: [],
  })
  const changedAt = clock.iso()
  for (const parent of [mother, father]) if (parent) await people.put(withChild(parent, number, changedAt))
}

function withChild(parent: Person, child: string, changedAt: string): Person {
  return { ...parent, children: [...parent.children, child], changedAt }
}

/** The city of a municipality; empty if no person of the fixtures lives there. */
function cityOf(municipality: string): string {
  return cities.SE.find((city) => city.municipality === municipality)?.name ?? ''
}
