#!/usr/bin/env node
// This file is read by Node of any age: no syntax and no import that an old one does not have.
const [major, minor] = process.versions.node.split('.').map(Number)
if (Number(major) > 22 || (major === 22 && Number(minor) >= 13)) import('./cli/start.ts')
else {
  process.stderr.write(
    `Tvilling needs Node 22.13 or newer, and this is Node ${process.versions.node}: get a newer one from https://nodejs.org\n`,
  )
  process.exitCode = 3
}
