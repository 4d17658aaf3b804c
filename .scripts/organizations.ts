import { generateOrganizations } from '../fixtures/generate-organizations.ts'
import { documentedFirm } from '../fixtures/organization-subjects.ts'
import { subjectPeople } from '../fixtures/subjects.ts'
import { peopleFile } from './people.ts'

/** The file of the generated organizations, one per line: the same text in every run. */
export async function organizationsFile(): Promise<{ path: string; text: string }> {
  const { text } = await peopleFile()
  const people = [...subjectPeople, ...JSON.parse(text)]
  const organizations = generateOrganizations({ seed: 118, count: 20, people, firm: documentedFirm })
  const lines = organizations.map((organization) => JSON.stringify(organization))
  return { path: 'fixtures/organizations.gen.json', text: `[\n${lines.join(',\n')}\n]\n` }
}
