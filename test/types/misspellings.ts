/** Every name in a source file, misspelt one at a time in copies of the file. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { copyRepository, root } from '../project/repository-copy.ts'

const ROOMS = ['contracts', 'fixtures', 'mocks', 'server', 'src']

export interface Misspelling {
  file: string
  /** What was misspelt, and where. */
  what: string
  /** The whole file with that one name misspelt. */
  text: string
}

/** A name and the place in its file where it stands; `as` is written instead of it. */
interface Place {
  name: string
  node: ts.Node
  as: string
}

const broken = (name: string) => name + name.at(-1)

function sourceOf(file: string): ts.SourceFile {
  const text = ts.sys.readFile(join(root, file))
  if (text === undefined) throw new Error(`There is no ${file}.`)
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
}

/** Members whose value is free text: no other place refers to it. */
const FREE = ['name', 'provider', 'id', 'secret', 'scopes', 'states', 'body', 'facts', 'scenarios']

function collect(node: ts.Node, found: Place[], isName: (text: string) => boolean): void {
  if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
    const name = node.name.getText().replaceAll("'", '')
    const quoted = ts.isStringLiteral(node.name)
    if (isName(name)) found.push({ name, node: node.name, as: quoted ? `'${broken(name)}'` : broken(name) })
    if (ts.isPropertyAssignment(node) && FREE.includes(name)) {
      // The names of states are names; what is said of them is not.
      if (name === 'states') visitKeys(node.initializer, found, isName)
      return
    }
    const rest = ts.isMethodDeclaration(node) ? node.body : node.initializer
    if (rest) collect(rest, found, isName)
    return
  }
  if (ts.isReturnStatement(node) && ts.findAncestor(node, ts.isMethodDeclaration)) return
  if (ts.isShorthandPropertyAssignment(node)) {
    const name = node.name.text
    if (isName(name)) found.push({ name, node, as: `${broken(name)}: ${name}` })
    return
  }
  // The input of an operation has types where the contract's are generated.
  const ofInput = ts.isPropertyAccessExpression(node) && node.expression.getText() === 'params'
  if (ts.isPropertyAccessExpression(node) && !ofInput && isName(node.name.text)) {
    found.push({ name: node.name.text, node: node.name, as: broken(node.name.text) })
  }
  if (ts.isStringLiteral(node) && isName(node.text)) {
    found.push({ name: node.text, node, as: `'${broken(node.text)}'` })
  }
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return
  ts.forEachChild(node, (child) => collect(child, found, isName))
}

function visitKeys(node: ts.Node, found: Place[], isName: (text: string) => boolean): void {
  if (!ts.isObjectLiteralExpression(node)) return
  for (const { name } of node.properties) {
    if (name && isName(name.getText()))
      found.push({ name: name.getText(), node: name, as: broken(name.getText()) })
  }
}

/** The argument of the call of a function, wherever in the file it is. */
function argumentOf(source: ts.SourceFile, called: string): ts.Node[] {
  const found: ts.Node[] = []
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === called) found.push(...node.arguments)
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

function initializerOf(source: ts.SourceFile, name: string): ts.Node[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap((one) => (one.name.getText() === name && one.initializer ? [one.initializer] : []))
}

function misspell(file: string, source: ts.SourceFile, places: readonly Place[]): Misspelling[] {
  const text = source.text
  return places.map(({ name, node, as }) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    return {
      file,
      what: `${name} in ${file}:${line + 1}`,
      text: text.slice(0, node.getStart()) + as + text.slice(node.getEnd()),
    }
  })
}

/** Each name inside a call of `defineSimulator` or `defineResource`, and in declarations that are named. */
export function namesDefined(file: string, declarations: readonly string[] = []): Misspelling[] {
  const source = sourceOf(file)
  const places: Place[] = []
  const parts = [
    ...argumentOf(source, 'defineSimulator'),
    ...argumentOf(source, 'defineResource'),
    ...declarations.flatMap((name) => initializerOf(source, name)),
  ]
  for (const part of parts) collect(part, places, () => true)
  return misspell(file, source, places)
}

/** Each place in a file where one of these names is used as a text or a member. */
export function namesUsed(file: string, names: ReadonlySet<string>): Misspelling[] {
  const source = sourceOf(file)
  const places: Place[] = []
  collect(source, places, (text) => names.has(text))
  return misspell(file, source, places)
}

/** Compiles all copies in one program, each beside its original in a copy of this repository; tells the messages of each. */
export async function compile(copies: readonly Pick<Misspelling, 'file' | 'text'>[]): Promise<string[][]> {
  const { folder, run, remove } = copyRepository([...ROOMS, 'test/journeys', 'package.json', 'tsconfig.json'])
  try {
    const paths = copies.map(({ file }, index) => file.replace(/\.ts$/, `.copy-${index}.ts`))
    for (const [index, { text }] of copies.entries()) writeFileSync(join(folder, paths[index] ?? ''), text)
    // An unused name is no misspelt one.
    const compilerOptions = { noUnusedLocals: false }
    const project = { extends: './tsconfig.json', compilerOptions, files: paths, include: [] }
    writeFileSync(join(folder, 'copies.json'), JSON.stringify(project))
    const { output } = await run(join(root, 'node_modules/typescript-7/bin/tsc'), '-p', 'copies.json')
    const said = [...output.matchAll(/^(.+?)\(\d+,\d+\): error (.*)$/gm)]
    return paths.map((path) => said.filter(([, file]) => file === path).map(([, , message = '']) => message))
  } finally {
    remove()
  }
}

/** Runs a copy as its original would run, and returns what it exports. */
export async function run({
  file,
  text,
}: Pick<Misspelling, 'file' | 'text'>): Promise<Record<string, unknown>> {
  const url = pathToFileURL(join(root, file)).href
  const { outputText } = ts.transpileModule(text.replaceAll('import.meta.url', JSON.stringify(url)), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const modules = new Map<string, unknown>()
  for (const [, name = ''] of outputText.matchAll(/require\("([^"]+)"\)/g)) {
    modules.set(name, await import(name.startsWith('.') ? join(root, dirname(file), name) : name))
  }
  const exported: Record<string, unknown> = {}
  new Function('exports', 'require', outputText)(exported, (name: string) => modules.get(name))
  return exported
}
