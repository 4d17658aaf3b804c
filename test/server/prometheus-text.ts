/** Reads the text format of Prometheus as strictly as its own reader does. */

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Family {
  type: string
  help: string
  samples: Sample[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`)
const SUFFIXES = { histogram: ['_bucket', '_sum', '_count'], summary: ['', '_sum', '_count'] } as const

/** @throws Error with the line that breaks the format. */
export function readPrometheusText(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: { name: string; family: Family } | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const [, keyword, name = '', rest = ''] =
      new RegExp(`^# (HELP|TYPE) (${NAME})(?: (.*))?$`).exec(line) ?? []
    if (keyword === 'HELP') {
      if (families.has(name)) throw new Error(`A second family: ${line}`)
      current = { name, family: { type: '', help: rest, samples: [] } }
      families.set(name, current.family)
    } else if (keyword === 'TYPE') {
      if (current?.name !== name || !/^(counter|gauge|histogram|summary)$/.test(rest)) throw new Error(line)
      current.family.type = rest
    } else {
      const sample = readSample(line)
      const own = current && namesOf(current.name, current.family.type)
      if (!own?.includes(sample.name)) throw new Error(`Outside of its family: ${line}`)
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()])
      if (seen.has(key)) throw new Error(`Twice: ${line}`)
      seen.add(key)
      current?.family.samples.push(sample)
    }
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkHistogram(name, family)
  return families
}

function namesOf(name: string, type: string): string[] {
  const suffixes: readonly string[] = SUFFIXES[type as keyof typeof SUFFIXES] ?? ['']
  return suffixes.map((suffix) => `${name}${suffix}`)
}

function readSample(line: string): Sample {
  const [, name, inside = '', number] = SAMPLE.exec(line) ?? []
  if (name === undefined || number === undefined) throw new Error(`No sample: ${line}`)
  const value = number === '+Inf' ? Infinity : Number(number)
  if (Number.isNaN(value) && number !== 'NaN' && number !== 'Nan') throw new Error(`No number: ${line}`)
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  for (let at = 0; at < inside.length; at = LABEL.lastIndex) {
    LABEL.lastIndex = at
    const [, label, text] = LABEL.exec(inside) ?? []
    if (label === undefined || text === undefined || label in labels) throw new Error(`No labels: ${line}`)
    labels[label] = text
  }
  return { name, labels, value }
}

/** Buckets grow, and the last one has everything. */
function checkHistogram(name: string, { samples }: Family): void {
  const groups = Map.groupBy(samples, ({ labels: { le: _, ...labels } }) => JSON.stringify(labels))
  for (const [labels, group] of groups) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`)
    const counts = buckets.map(({ value }) => value)
    const total = group.find((sample) => sample.name === `${name}_count`)?.value
    const sorted = counts.every((count, index) => index === 0 || count >= (counts[index - 1] as number))
    if (buckets.at(-1)?.labels['le'] !== '+Inf' || counts.at(-1) !== total || !sorted)
      throw new Error(`The buckets of ${name} ${labels} are no histogram.`)
  }
}
