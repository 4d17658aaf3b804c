import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Deployment } from 'kubernetes-types/apps/v1.js'
import type { Service } from 'kubernetes-types/core/v1.js'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { readServeOptions } from '../../server/config/read-serve-options.ts'

interface Manifest {
  apiVersion: string
  kind: string
}

const manifests = parseAllDocuments(readFileSync('.deploy/kubernetes.yaml', 'utf8')).map(
  (document) => document.toJS() as Manifest,
)
const find = (kind: string) => manifests.find((each) => each.kind === kind)
const { spec } = find('Deployment') as Deployment
const pod = spec?.template.spec
const container = pod?.containers[0]

/** What TypeScript says of the manifests as literals with the types of the API: unknown members are errors as well. */
async function typeErrors(all: readonly Manifest[]): Promise<string> {
  const folder = mkdtempSync(resolve('node_modules/.cache/tvilling-kubernetes-'))
  const groups: Record<string, string> = { v1: 'core/v1', 'apps/v1': 'apps/v1', 'policy/v1': 'policy/v1' }
  const lines = all.flatMap(({ apiVersion, kind }, index) => [
    `import type { ${kind} as T${index} } from 'kubernetes-types/${groups[apiVersion]}.js'`,
    `export const m${index}: T${index} = ${JSON.stringify(all[index], null, 2)}`,
  ])
  try {
    writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'))
    const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', lib: ['es2024'], types: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    const flags = ['node_modules/typescript-7/bin/tsc', '-p', folder]
    return await promisify(execFile)(process.execPath, flags).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('the manifests have the members and types of the Kubernetes API, and no others', async () => {
  const misspelt = JSON.parse(JSON.stringify(find('Deployment')).replace('"replicas"', '"replica"'))
  const errors = (await typeErrors([...manifests, misspelt])).trim().split('\n')
  expect(errors).toEqual([expect.stringMatching(/'"replica"' does not exist in type 'DeploymentSpec'/)])
})

test('the pods keep the restricted security standard, with a read-only root', () => {
  expect(pod?.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  })
  expect(readFileSync('.deploy/Dockerfile', 'utf8')).toContain(`USER ${pod?.securityContext?.runAsUser}:`)
  expect(container?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  expect(container?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/tmp', '/data'])
})

test('service, budget and deployment mean the same pods and the same port', () => {
  const labels = spec?.template.metadata?.labels
  const service = (find('Service') as Service).spec
  expect(spec?.selector.matchLabels).toEqual(labels)
  expect(service?.selector).toEqual(labels)
  expect(find('PodDisruptionBudget')).toMatchObject({ spec: { selector: { matchLabels: labels } } })
  const names = container?.ports?.map(({ name }) => name)
  expect(names).toContain(service?.ports?.[0]?.targetPort)
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
    expect(container?.[probe]?.httpGet).toEqual({ path: '/_tvilling/health', port: names?.[0] })
  }
})

test('serve takes its options, also with the variables that Kubernetes makes of the service', async () => {
  const environment = Object.fromEntries(
    (container?.env ?? []).map(({ name, value, valueFrom }) => [
      name,
      valueFrom?.secretKeyRef?.key === 'store'
        ? 'postgres://user@database/tvilling'
        : (value ?? 'x'.repeat(16)),
    ]),
  )
  const flags = { trustProxy: true, log: 'json' }
  expect(container?.args).toEqual(['serve', '--trust-proxy', '--log=json'])
  const { options } = await readServeOptions({
    flags,
    environment: { ...environment, TVILLING_PORT: 'tcp://10.0.0.1:80' },
    folder: '.deploy',
  })
  expect(options).toMatchObject({ store: 'postgres://user@database/tvilling', port: 4010 })
  expect(options.webhookHosts).toBeUndefined()
})
