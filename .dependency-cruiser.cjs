const vendored = require('./.scripts/vendored.json')

/** Imports point downwards only; `no-circular` and the ranks say why. */
const ranks = [
  ['contracts', ['fixtures', 'mocks', 'server', 'src', 'test'], 'promises hold no code and import nothing'],
  [
    'src',
    ['contracts', 'fixtures', 'mocks', 'server', 'test'],
    'the machinery knows no registry and no door',
  ],
  ['fixtures', ['mocks', 'server', 'test'], 'data stands below behaviour'],
  ['mocks', ['server', 'test'], 'behaviour runs without a process around it'],
  ['server', ['test'], 'what ships does not depend on its proof'],
]

module.exports = {
  forbidden: [
    ...ranks.map(([room, above, why]) => ({
      name: `${room}-imports-downwards`,
      severity: 'error',
      comment: `Move the shared part down: ${why}.`,
      from: { path: `^${room}/` },
      to: { path: `^(${above.join('|')})/` },
    })),
    {
      name: 'simulators-do-not-know-each-other',
      severity: 'error',
      comment:
        'Simulators meet in the harness (people, organizations), never in code: put what they share into fixtures or src.',
      from: { path: '^mocks/([^/]+)/' },
      to: { path: '^mocks/([^/]+)/', pathNot: '^mocks/$1/' },
    },
    {
      name: 'mocks-use-the-public-door',
      severity: 'error',
      comment: "Import from 'tvilling': what our five simulators need is what everybody can use.",
      from: { path: '^mocks/' },
      to: { path: '^src/', pathNot: '^src/index\\.ts$' },
    },
    {
      name: 'tools-load-late',
      severity: 'error',
      comment:
        'Load it with import() in simulator.ts: a test that imports tvilling/mocks needs none of them.',
      from: { path: '^mocks/', pathNot: '^mocks/[^/]+/(verification|examples|seed)(/|\\.ts$)' },
      to: { path: '^mocks/[^/]+/(verification|examples|seed)(/|\\.ts$)', dynamic: false },
    },
    {
      name: 'src-knows-no-transport',
      severity: 'error',
      comment: 'Express, MSW, pino and commander belong to the doors: the engine takes plain requests.',
      from: { path: '^src/' },
      to: { path: 'node_modules/(express|msw|pino|commander|@faker-js|pdfkit)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one concept, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'index-is-for-outsiders',
      severity: 'error',
      comment: 'Inside a room import the file that has it: a barrel imported from inside makes cycles.',
      from: { path: '^([^/]+)/', pathNot: '^(server/bin|test/)' },
      to: { path: '^$1/index\\.ts$' },
    },
    {
      name: 'not-to-dev-dependency',
      severity: 'error',
      comment:
        'What ships needs its packages at run time: bundle it by a line in .scripts/vendored.json, or move it to dependencies.',
      from: { path: '^(fixtures|mocks|server|src)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        // Optional peers are installed here for the tests, and by a user who opens their door.
        dependencyTypesNot: ['type-only', 'npm-peer'],
        pathNot: `node_modules/(${vendored.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)[0]).join('|')})/`,
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.gen\\.json$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['tvilling-source', 'import', 'node', 'default'],
    },
  },
}
