/** What is simulated. */
import { unknownName } from '../../../src/control/nearest.ts'
import { defineTool, objectSchema } from '../tool.ts'
import { listOf, record, records, simulator, text, texts } from './schemas.ts'

export const twinAddress = defineTool('twin_address', {
  title: 'Where the twin listens',
  description:
    'Tells the base URL that the application under test must use instead of the origin of the provider: keep the path, replace the origin. Also tells the ready-made OAuth client.',
  effect: 'reads',
  output: {
    url: { ...text, description: 'Base URL; put it where the configuration has the origin of the provider' },
    ownProcess: {
      type: 'boolean',
      description: 'Whether the twin ends, with all that it holds, when this MCP server ends',
    },
    client: { ...record, description: 'OAuth client that has every scope: id and secret' },
    providers: {
      ...listOf({ simulator: text, origins: texts }),
      description: 'For which origins the URL stands',
    },
  },
  async run(_, { twin }) {
    const providers = twin.simulators.map(({ name, contract }) => ({
      simulator: name,
      origins: [...contract.hosts.keys()].map((host) => `https://${host}`),
    }))
    return {
      text: `The application under test calls ${twin.url} instead of the provider.`,
      data: {
        url: twin.url,
        ownProcess: twin.own,
        client: { id: 'tvilling', secret: 'tvilling' },
        providers,
      },
    }
  },
})

export const simulatorsList = defineTool('simulators_list', {
  title: 'List simulators',
  description: 'Lists the simulated APIs. Start here; simulator_read tells the rest of one.',
  effect: 'reads',
  output: { simulators: listOf({ name: text, title: text, provider: text, operations: texts }) },
  async run(_, { twin }) {
    const simulators = (await twin.control.simulators.list()).map(
      ({ name, title, provider, operations }) => ({
        name,
        title,
        provider,
        operations: operations.map(({ id }) => id),
      }),
    )
    const names = simulators.map(({ name }) => name).join(', ')
    return { text: `${simulators.length} simulators: ${names}.`, data: { simulators } }
  },
})

export const simulatorRead = defineTool('simulator_read', {
  title: 'Read a simulator',
  description:
    'Tells the operations of a simulator (id, method, path, evidence), its collections, the states of its resources with their moves, its webhook events, and its settings.',
  effect: 'reads',
  input: { simulator },
  output: {
    simulator: objectSchema(
      {
        name: text,
        title: text,
        provider: text,
        operations: listOf({ id: text, method: text, path: text }),
        collections: texts,
        resources: listOf({ collection: text, states: record, moves: records }),
        events: listOf({ event: text, about: text, parameters: record }),
        settings: record,
      },
      false,
    ),
  },
  async run({ simulator: wanted }, { twin }) {
    const all = await twin.control.simulators.list()
    const found = all.find(({ name }) => name === wanted)
    if (!found) {
      throw unknownName(
        'simulator',
        wanted,
        all.map(({ name }) => name),
      )
    }
    const { resources, ...rest } = found
    // The moves say the same as the diagram.
    const simulator = { ...rest, resources: resources.map(({ diagram, ...resource }) => resource) }
    return { text: `${found.title} of ${found.provider}.`, data: { simulator } }
  },
})
