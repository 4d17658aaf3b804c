import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCredentials } from '../../server/tls/credentials.ts'
import { temporaryFolder } from './secure-library.ts'
import { createWall, DAY } from './wall.ts'

async function madeNow() {
  const wall = createWall()
  const folder = join(temporaryFolder(), 'tls')
  const open = () => openCredentials({ folder }, [], wall)
  await open()
  return {
    wall,
    folder,
    open,
    dayIn: (days: number) => new Date(wall.now() + days * DAY).toISOString().slice(0, 10),
  }
}

test('an authority that is older than a year gives a warning, which says when it ends', async () => {
  const { wall, folder, open, dayIn } = await madeNow()
  const end = dayIn(5 * 365)
  wall.pass(364 * DAY)
  expect((await open()).trust?.warnings).toEqual([])
  wall.pass(2 * DAY)
  expect((await open()).trust?.warnings).toEqual([
    `The authority in ${folder} is older than a year, and ends on ${end}. Remove the folder to get a new one, and let your clients trust that.`,
  ])
})

test('an authority that has ended is refused, and its last certificate ends with it', async () => {
  const { wall, folder, open, dayIn } = await madeNow()
  const end = dayIn(5 * 365)
  wall.pass((5 * 365 - 10) * DAY)
  const last = (await open()).shown
  expect((await open()).shown).toEqual(last)
  wall.pass(11 * DAY)
  await expect(open()).rejects.toThrow(
    `The authority in ${folder} ended on ${end}. Remove the folder to get a new authority, and let your clients trust that.`,
  )
})

test('an authority without its key, or with that of another, is refused and stays as it is', async () => {
  const [one, other] = [await madeNow(), await madeNow()]
  const key = join(one.folder, 'ca-key.pem')
  const strange = readFileSync(join(other.folder, 'ca-key.pem'), 'utf8')
  writeFileSync(key, strange)
  await expect(one.open()).rejects.toThrow(
    `${join(one.folder, 'ca.pem')} and ca-key.pem beside it are not an authority and its key. Remove the folder`,
  )
  expect(readFileSync(key, 'utf8')).toBe(strange)
  rmSync(key)
  await expect(one.open()).rejects.toThrow(
    `${key} is not there, but its certificate ca.pem is. Bring the key back, or remove the folder to get a new authority.`,
  )
})

test('a certificate that is gone is made anew for the key that is there', async () => {
  const { folder, open } = await madeNow()
  const key = readFileSync(join(folder, 'ca-key.pem'), 'utf8')
  rmSync(join(folder, 'ca.pem'))
  await open()
  expect(readFileSync(join(folder, 'ca-key.pem'), 'utf8')).toBe(key)
  expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE')
})

test('a key that others can read gives a warning', async () => {
  const { folder, open } = await madeNow()
  const key = join(folder, 'ca-key.pem')
  chmodSync(key, 0o644)
  expect((await open()).trust?.warnings).toEqual([
    `Others on this machine can read ${key}, and so pretend to be any host for your clients: chmod 600 it.`,
  ])
})

test('a folder that cannot be made is named, with what to do', async () => {
  const { folder, wall } = await madeNow()
  const inFile = join(folder, 'ca.pem', 'tls')
  await expect(openCredentials({ folder: inFile }, [], wall)).rejects.toThrow(
    new RegExp(
      `^The folder ${inFile} cannot hold certificates \\(ENOTDIR: .*\\)\\. Name another with --tls-folder\\.$`,
    ),
  )
})
