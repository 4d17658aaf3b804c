import type { Model } from '../model.ts'
import { text } from './code.ts'

/** `README.md` of the simulator: the next steps. */
export function readmeFile(model: Model, notes: readonly string[]): string {
  const { name, identifier, title, version, source, collections, events } = model
  const kept = collections.map(({ name }) => `\`${name}\``).join(', ')
  return text(
    `# ${name}

The twin of ${title} ${version}, written by \`tvilling new\` from \`${source}\` and yours from here on: nothing writes over it.`,
    `## Try it

\`\`\`sh
npx vitest run mocks/${name}
npx tvilling serve --simulator mocks/${name}
\`\`\`

\`\`\`ts
import { createHarness } from 'tvilling'
import { ${identifier} } from './mocks/${name}/simulator.ts'

await using harness = await createHarness({ simulators: [${identifier}], now: '2026-01-01T00:00:00Z', seed: 1 })
\`\`\``,
    `## Next steps

1. Read [openapi.yaml](../../contracts/${name}/openapi.yaml). What Tvilling has added is marked \`x-evidence: assumed\`. After a change of it, or
   of \`facts.yaml\`, run \`npx tvilling generate\`: JSON and types are made of them.
2. ${
      kept
        ? `\`operations.ts\` keeps ${kept}; every other operation answers the example of its contract. Give those that matter a life of their own.`
        : '`operations.ts` answers with the examples of the contract. Give the operations that matter a life of their own.'
    }
3. ${
      collections.some(({ states }) => states)
        ? '`states.ts` takes each state for one that leads to the next, by command. Say which moves time makes, and after what.'
        : '`states.ts` has no states yet: a resource with a state graph moves by itself when the clock is advanced.'
    }
4. ${
      events.length > 0
        ? '`events.ts` sends what is fired on command. Call `publish` where something happens, and sign messages as the provider does.'
        : 'The document has no webhooks. If the service sends some, write them into its `webhooks` and add `events.ts`.'
    }
5. \`problems.ts\` takes the contract's errors and puts a message in. Use the provider's own words.
6. \`facts.yaml\` has one fact for each operation. Write what else the provider promises, with where it says so.
7. \`tvilling verify\` compares an implementation with what is promised here, and pacts can be made of examples. Nobody but you
   knows how the service is driven, so \`verification.ts\` and \`examples.ts\` are not written: add them when you need them, and
   name them in \`simulator.ts\`. The guide *Your own simulator* has one.`,
    notes.length > 0 &&
      `## What was changed in the document\n\n${notes.map((note) => `- ${note}`).join('\n')}`,
  )
}
