/** `tvilling settings`: lists all settings with their evidence, default, value and effect. */
import { type ListedSetting, listSettings } from '../../src/simulator/list-settings.ts'
import { settingsSchema } from '../../src/simulator/settings-schema.ts'
import { type JsonFlag, printReport } from './json-report.ts'
import { withOwnSimulators } from './load-simulators.ts'
import { chosenOf, readSettings } from './settings-file.ts'
import type { Terminal } from './terminal.ts'

export interface SettingsFlags {
  simulator: string[]
  api: string[]
  settings?: string
  json?: JsonFlag
  schema?: boolean
}

export async function showSettings(flags: SettingsFlags, io: Terminal): Promise<number> {
  const all = await withOwnSimulators(flags.simulator)
  const simulators = chosenOf(all, flags.api)
  if (flags.schema) {
    io.out(`${JSON.stringify(settingsSchema(simulators), null, 1)}\n`)
    return 0
  }
  const given = flags.settings === undefined ? {} : await readSettings(flags.settings, all)
  const listed = simulators.map(
    (simulator) => [simulator.name, listSettings(simulator, given[simulator.name])] as const,
  )
  await printReport(io, flags.json, {
    text: listed.map(([name, settings]) => render(name, settings)).join(''),
    value: Object.fromEntries(listed),
  })
  return 0
}

const GROUPS: readonly [kinds: readonly ListedSetting['kind'][], title: string | undefined][] = [
  [['own'], undefined],
  [['common', 'origins'], undefined],
  [['paths'], 'paths'],
  [['names'], 'names'],
  [['words'], 'words'],
  [['required'], 'required'],
]

/** One sentence above the group is enough for all of them. */
const IN_MAPS: ReadonlySet<ListedSetting['kind']> = new Set(['paths', 'names', 'words', 'required'])

function render(simulator: string, settings: readonly ListedSetting[]): string {
  const groups = GROUPS.map(([kinds, title]) => {
    const group = settings.filter(({ kind }) => kinds.includes(kind))
    if (group.length === 0) return ''
    const head = title === undefined ? '' : `  ${title}: ${group[0]?.effect}\n`
    return head + group.map((setting) => line(setting, title === undefined ? 2 : 4)).join('')
  })
  return `${simulator}\n${groups.join('')}\n`
}

function line(setting: ListedSetting, indent: number): string {
  const { kind, name, evidence, value, effect, values } = setting
  const changed = JSON.stringify(value) !== JSON.stringify(setting.default)
  const [now, before] = [JSON.stringify(value), JSON.stringify(setting.default)]
  const notes = [evidence && `(${evidence})`, changed && `instead of ${before}`].filter(Boolean).join(' ')
  const space = ' '.repeat(indent)
  const first = `${space}${name}: ${now}${notes && `  ${notes}`}\n`
  if (IN_MAPS.has(kind)) return first
  const choice = values ? ` One of ${values.map((one) => JSON.stringify(one)).join(', ')}.` : ''
  return effect || choice ? `${first}${space}  ${`${effect}${choice}`.trim()}\n` : first
}
