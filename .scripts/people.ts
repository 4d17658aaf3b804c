import { generatePeople } from '../fixtures/generate-people.ts'
import { subjects } from '../fixtures/subjects.ts'

/** The file of the generated people, one per line: the same text in every run. */
export async function peopleFile(): Promise<{ path: string; text: string }> {
  const people = await generatePeople({
    seed: 118,
    count: 400,
    today: '2025-01-01',
    taken: new Set(subjects.map((subject) => subject.number)),
  })
  const lines = people.map((person) => JSON.stringify(person))
  return { path: 'fixtures/people.gen.json', text: `[\n${lines.join(',\n')}\n]\n` }
}
