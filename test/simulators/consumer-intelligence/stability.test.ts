import { consumerIntelligence } from 'tvilling/mocks'
import { expect, test } from 'vitest'

test('[CI-38] each operation has the label that the provider gives it', () => {
  const { document } = consumerIntelligence.contract
  const labels: Record<string, string[]> = {}
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item as object) as Record<string, unknown>[]) {
      const { operationId, 'x-stability': label = 'none' } = operation
      if (!operationId) continue
      labels[String(label)] = [...(labels[String(label)] ?? []), String(operationId)]
    }
  }
  expect(labels).toEqual({
    none: ['requestToken', 'requestSandboxToken', 'putSandboxPerson'],
    beta: ['findPerson', 'getPerson'],
    experimental: [
      'listSubscribedPersons',
      'listConsumers',
      'uploadConsumers',
      'deleteConsumers',
      'listAuditEvents',
      'listWebhooks',
      'createWebhook',
      'deleteWebhook',
    ],
  })
})
