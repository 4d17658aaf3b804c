/** Every command with its options. */
import { Argument, Command, Option } from 'commander'
import { EXIT_CODES } from './exit-codes.ts'
import { collect, commanderOptions, OTHER_PLACES } from './option-flags.ts'
import type { Terminal } from './terminal.ts'
import { ownVersion } from './version.ts'

/**
 * All commands with their options. The completions and the reference page are made of them too.
 * @param run gets what a command does, as its exit code.
 */
export function createProgram(io: Terminal, run: (work: Promise<number>) => Promise<void>): Command {
  const program = new Command('tvilling')
    .description('Stateful twins of Nordic registry APIs, on a clock that your test owns.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.error })
    .showHelpAfterError('(tvilling <command> --help tells more)')
    .addHelpText('afterAll', EXIT_CODES_TEXT)

  const serve = program
    .command('serve')
    .description('run the simulators as a server')
    .addHelpText('after', OTHER_PLACES)
  serve.option('--config <file>', 'read the options from it, and not from tvilling.config.* of this folder')
  for (const option of commanderOptions()) serve.addOption(option)
  serve.action((options) => run(import('./serve.ts').then((command) => command.serve(options, io))))

  program
    .command('export')
    .description('write the state of a running server as a seed file, for --seed-file')
    .option('--url <base>', 'where the server listens', 'http://127.0.0.1:4010')
    .option('--tenant <name>', 'which tenant; the default one if left out')
    .option('--file <file>', 'write it there, as JSON if it ends in .json, otherwise as YAML; else print it')
    .addOption(
      new Option('--control-token <token>', 'if the server demands one').env('TVILLING_CONTROL_TOKEN'),
    )
    .action((options) => run(import('./export.ts').then(({ exportSeedFile }) => exportSeedFile(options, io))))

  program
    .command('init')
    .description('write tvilling.config.yaml, with a sentence on each option of serve')
    .addOption(
      new Option('--format <format>', 'what it is written in')
        .choices(['yaml', 'json', 'ts'])
        .default('yaml'),
    )
    .option('--into <folder>', 'where it is written', '.')
    .action((options) => run(import('../config/init.ts').then(({ init }) => init(options, io))))

  program
    .command('scenarios')
    .description('list the scenarios with their parameters')
    .option(...JSON_REPORT)
    .option(...OWN_SIMULATORS)
    .action((options) =>
      run(import('./scenarios.ts').then(({ listScenarios }) => listScenarios(options, io))),
    )

  program
    .command('settings')
    .description('list all settings with what they rest on, their default, their value and their effect')
    .option(...OWN_SIMULATORS)
    .option('--api <name>', 'only those of this simulator (repeatable)', collect, [])
    .option(...SETTINGS)
    .option(...JSON_REPORT)
    .option('--schema', 'print the JSON Schema of a settings file')
    .action((options) => run(import('./settings.ts').then(({ showSettings }) => showSettings(options, io))))

  const pact = program.command('pact').description('verify the pacts of your clients against the twins')

  pact
    .command('verify')
    .description('verify pacts with the official verifier, provider states being scenarios')
    .requiredOption('--pact <source>', 'file, folder, URL of a pact or of a broker (repeatable)', collect)
    .option(...OWN_SIMULATORS)
    .option('--provider <name>', 'only pacts with this provider; a broker needs it')
    .option(
      '--tag <name>',
      'of a broker: not the latest pacts, but those with this tag (repeatable)',
      collect,
      [],
    )
    .option(
      '--client <id>',
      'OAuth client that bearer tokens in pacts count as; none checks them',
      'tvilling',
    )
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--now <instant>', 'where the clock stands', '2026-01-01T00:00:00Z')
    .option(...SETTINGS)
    .option('--junit <file>', 'write the result as JUnit XML')
    .option(...JSON_REPORT)
    .option('--publish <version>', 'tell the broker the result, for this version of the provider')
    .action((options) => run(import('../pact/verify.ts').then(({ verifyPacts }) => verifyPacts(options, io))))

  pact
    .command('states')
    .description('list the provider states that a pact can name, with their parameters')
    .option(...JSON_REPORT)
    .option(...OWN_SIMULATORS)
    .action((options) => run(import('../pact/list.ts').then(({ listStates }) => listStates(options, io))))

  pact
    .command('write')
    .description(
      'write the pacts of an example client of each API, with the paths, names and words of your settings',
    )
    .argument('<folder>', 'where to; a file there that tvilling did not write stays as it is')
    .option(...JSON_REPORT)
    .option(...OWN_SIMULATORS)
    .option('--api <name>', 'only that of this simulator (repeatable)', collect, [])
    .option(...SETTINGS)
    .action((folder, options) =>
      run(import('../pact/write.ts').then(({ writePacts }) => writePacts(folder, options, io))),
    )

  program
    .command('verify')
    .description('is this server what the contract says? Drives any implementation of an API')
    .requiredOption('--api <name>', 'which API it implements: the name of its simulator')
    .option(...OWN_SIMULATORS)
    .option(...SETTINGS)
    .requiredOption('--url <base>', "what stands before the contract's paths, such as http://127.0.0.1:4010")
    .option('--token-url <base>', 'the same for tokens, where they are elsewhere')
    .option('--environment <name>', 'whose client it is, such as sandbox')
    .option('--client-id <id>', 'OAuth client; by default the ready-made ones of a Tvilling server')
    .option('--client-secret <secret>', 'its secret')
    .option('--subjects <file>', "YAML: the provider's test people (subjects) and other clients (clients)")
    .option('--control <url>', 'Tvilling server behind the target; found by itself when it is the target')
    .option('--control-token <token>', 'if that server demands one')
    .option('--read-only', 'only reads and asks for tokens: for real services')
    .option('--patience <duration>', 'how long to wait, in all, when time cannot be moved', 'PT0S')
    .option('--seed <number>', 'seed of the generated cases; another one each time if left out')
    .option('--runs <number>', 'generated cases of each property', '25')
    .option(
      '--receiver <url>',
      'where the target reaches our receiver of webhooks, if it is on another machine',
    )
    .option('--receiver-port <number>', 'port that it listens on; a free one if left out')
    .option('--strict', 'where our assumption is wrong, that counts as a failure too')
    .option('--minimum <percent>', 'score from which the exit code is 0', '100')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option(...JSON_REPORT)
    .option('--html <file>', 'write the report as a page')
    .action((options) => run(import('../verify/command.ts').then(({ runVerify }) => runVerify(options, io))))

  program
    .command('mcp')
    .description('let an agent control a twin, over the Model Context Protocol')
    .option('--http [port]', 'over HTTP on loopback, not over stdio (default port: 4012; 0 picks a free one)')
    .option('--url <address>', 'control the server that runs there; without it, a twin of its own is started')
    .option('--tenant <name>', 'of the server at --url')
    .option(
      '--control-token <token>',
      'of the server; whoever calls over HTTP must send it too (also TVILLING_CONTROL_TOKEN)',
    )
    .option('--port <number>', 'port of its own twin, for the application under test; a free one if left out')
    .option('--seed <number>', 'seed of everything random (default: 1)')
    .option('--now <instant>', 'where its clock starts, such as 2026-01-01T00:00:00Z')
    .option('--clock <mode>', 'real, manual, or x60 for sixty times as fast (default: manual)')
    .option('--config <file>', 'read the options from it, and not from tvilling.config.* of this folder')
    .option(...OWN_SIMULATORS)
    .option(...SETTINGS)
    .action((options) => run(import('../mcp/command.ts').then(({ mcp }) => mcp(options, io))))

  program
    .command('new')
    .description('write a simulator of your own for an OpenAPI document')
    .argument('<name>', 'what it is called, in lower case, such as parcel')
    .requiredOption('--from <file>', 'OpenAPI 3.0 or 3.1 document, YAML or JSON')
    .option('--into <folder>', 'where contracts/<name> and mocks/<name> are written', '.')
    .option(...JSON_REPORT)
    .action((name, options) =>
      run(import('../new/new.ts').then(({ newSimulator }) => newSimulator(name, options, io))),
    )

  program
    .command('generate')
    .description('make JSON and types of each contracts/<name>/openapi.yaml that you have changed')
    .option('--into <folder>', 'where contracts is', '.')
    .option(...JSON_REPORT)
    .action((options) => run(import('../new/generate.ts').then(({ generate }) => generate(options, io))))

  program
    .command('replay')
    .description('play a recorded journal again and tell the first exchange that differs')
    .argument('<file>', 'HAR that GET /_tvilling/journal or journal.har() gave')
    .option(...JSON_REPORT)
    .option(...OWN_SIMULATORS)
    .action((file, options) =>
      run(import('./replay.ts').then(({ replayFile }) => replayFile(file, options, io))),
    )

  program
    .command('proxy')
    .description('stand between a client and a service, and tell where either breaks the contract')
    .requiredOption(
      '--target <url>',
      'the service; for some paths only: /as=https://login.example (repeatable)',
      collect,
    )
    .option(...OWN_SIMULATORS)
    .option(...SETTINGS)
    .option('--api <name>', 'whose contract counts (repeatable); all by default', collect, [])
    .option('--port <number>', 'port to listen on; 0 picks a free one', '4011')
    .option('--record <file>', 'write a HAR without personal data and secrets when it is stopped')
    .option(...JSON_REPORT)
    .option('--strict', 'exit with 1 where our assumption is wrong as well')
    .action((options) => run(import('../proxy/proxy.ts').then(({ proxy }) => proxy(options, io))))

  program
    .command('drift')
    .description('play a recording against the twin and tell where its answers differ')
    .argument('<file>', 'HAR that tvilling proxy recorded')
    .option(...OWN_SIMULATORS)
    .option(...SETTINGS)
    .option('--api <name>', 'which APIs to look at (repeatable); all by default', collect, [])
    .option('--volatile <pointer>', 'what may differ, such as /data/*/id (repeatable)', collect, [])
    .option('--strict', 'exit with 1 where our assumption is wrong as well')
    .option(...JSON_REPORT)
    .action((file, options) => run(import('../drift/drift.ts').then(({ drift }) => drift(file, options, io))))

  program
    .command('diff')
    .description('tell breaking, additive and editorial changes between two versions of a contract')
    .argument('<old>', 'OpenAPI document, YAML or JSON')
    .argument('<new>', 'the same contract, later')
    .option(...JSON_REPORT)
    .option('--allow-breaking', 'exit with 0 all the same')
    .action((before, after, options) =>
      run(import('../diff/diff.ts').then(({ diff }) => diff(before, after, options, io))),
    )

  program
    .command('completion')
    .description('print a script that makes your shell complete commands, options and names')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .action((shell) =>
      run(
        import('./completion/completion.ts').then(({ printCompletion }) =>
          printCompletion(shell, program, io),
        ),
      ),
    )

  return program
}

const EXIT_CODES_TEXT = `\nExit codes:\n${EXIT_CODES.map(([code, about]) => `  ${code}  ${about}\n`).join('')}`

/** Commands that make a harness take simulators of a user's own. */
const OWN_SIMULATORS: [flags: string, about: string, collect: typeof collect, fallback: string[]] = [
  '--simulator <module>',
  'a simulator of your own: file, folder or package (repeatable)',
  collect,
  [],
]

/** Every command that reports takes it. */
const JSON_REPORT: [flags: string, about: string] = [
  '--json [file]',
  'report as JSON: into the file, or without one on standard output, where nothing else is then',
]

const SETTINGS: [flags: string, about: string] = ['--settings <file>', 'YAML or JSON: settings by simulator']
