import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const stories = globSync('test/journeys/onboarding-*.test.ts').flatMap((file) => {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\/\*\*(.+?)\*\/\n(?:story|test)\('(.+?)'.+? => \{(.+?\n)\}\)/gs)].map(
    ([, story = '', title, code = '']) => ({
      title,
      story: story.replaceAll(/\s*\n \*\s*/g, ' ').trim().length,
      code: code.replaceAll(/\s+/g, ' ').trim().length,
    }),
  )
})

test('the sample application has stories to its tests', () => {
  expect(stories.length).toBeGreaterThan(7)
})

test.each(stories)('$title: the test is shorter than its story in prose', ({ story, code }) => {
  expect(code).toBeLessThan(story)
})
