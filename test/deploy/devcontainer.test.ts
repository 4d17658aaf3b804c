import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the development container has the Node of our tools, installs as CI does, and shows the port', () => {
  // JSON with comments, which are whole lines here.
  const text = readFileSync('.devcontainer/devcontainer.json', 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')
  const container = JSON.parse(text)
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const major = devDependencies.node.match(/\d+/)[0]
  expect(container.image).toMatch(new RegExp(`:${major}-\\w+$`))
  expect(container.forwardPorts).toEqual([4010])
  expect(container.postCreateCommand).toBe('npm ci')
})
