import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'

const text = readFileSync('.deploy/Dockerfile', 'utf8')
const instructions = DockerfileParser.parse(text).getInstructions()
const words = (keyword: string) =>
  instructions
    .filter((each) => each.getKeyword() === keyword)
    .map((each) => each.getArguments().map((word) => word.getValue()))
const { version, bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  bin: { tvilling: string }
}

test('the Dockerfile is valid', () => {
  expect(validate(text)).toEqual([])
})

test('its base images are pinned, and the last one has nothing to build with', () => {
  const images = words('FROM').map(([image]) => image)
  for (const image of images) expect(image).toMatch(/^[a-z]+:\d+(\.\d+|-\w+-\w+)$/)
  expect(images.at(-1)).toMatch(/^alpine:/)
  const last = instructions.findLastIndex((each) => each.getKeyword() === 'FROM')
  const commands = instructions.slice(last).filter((each) => each.getKeyword() === 'RUN')
  expect(commands).toHaveLength(1)
  expect(String(commands[0]?.getArgumentsContent())).toMatch(/^apk add --no-cache nodejs && /)
})

test('it runs as a user that is named by number and owns the volume, and is not root', () => {
  const [[user] = []] = words('USER')
  expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
  expect(text).toContain(`chown ${user} /data`)
  expect(words('VOLUME')).toEqual([['/data']])
})

test('it starts the command, and checks its health, without a shell', () => {
  for (const keyword of ['ENTRYPOINT', 'CMD']) expect(words(keyword).at(-1)?.[0]).toMatch(/^\[/)
  expect(words('ENTRYPOINT')[0]?.join(' ')).toContain(
    `/app/node_modules/tvilling/${bin.tvilling.replace('./', '')}`,
  )
  expect(text).toMatch(/^HEALTHCHECK .* CMD \["node", "\/app\/health\.mjs"\]$/m)
  expect(words('EXPOSE')).toEqual([['4010']])
})

test('its label has the version of the package', () => {
  expect(words('ARG')).toContainEqual([`VERSION=${version}`])
})

test('it has the driver of PostgreSQL in the version that we test, and packages for spans if they are asked for', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const command = ['.deploy/image/packages.mjs', 'package-lock.json', 'pg', 'opentelemetry']
  const words = execFileSync(process.execPath, command, { encoding: 'utf8' }).trim().split(' ')
  expect(words).toContain(`pg@${packages['node_modules/pg'].version}`)
  expect(words.filter((word) => word.startsWith('@opentelemetry/'))).toHaveLength(4)
  expect(text).toMatch(/ pg \$\{OPENTELEMETRY:\+opentelemetry\}\)/)
})

test('what it copies is there, and not ignored', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n')
  const own = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
    sources.split(' '),
  )
  expect(own).toContain('.deploy/image/health.mjs')
  for (const source of own) {
    expect(existsSync(source), source).toBe(true)
    expect(ignored).not.toContain(source)
  }
})
