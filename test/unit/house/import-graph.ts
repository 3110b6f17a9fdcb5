import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync, Visitor } from 'vite';

export interface Import {
  /** The importing file, relative to the checkout, with forward slashes. */
  readonly from: string;
  /** What stands in the source; `*computed*` when it is not a plain string. */
  readonly specifier: string;
  /** The imported file, relative to the checkout; null for packages and Node's own modules. */
  readonly to: string | null;
}

const isSource = /\.(ts|tsx|mts|js|mjs)$/;

/** Every source file below the folders, relative to the root. */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && isSource.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Everything a module names: imports (of types too), re-exports, dynamic imports, `import()` types and `require`. */
function specifiersOf(file: string, source: string): string[] {
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message ?? ''}`);
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
  ];
  const literal = (node: { type: string; value?: unknown }) =>
    node.type === 'Literal' && typeof node.value === 'string' ? node.value : '*computed*';
  new Visitor({
    ImportExpression: (node) => void found.push(literal(node.source)),
    TSImportType: (node) => void found.push(literal(node.source)),
    CallExpression: (node) => {
      const argument = node.arguments[0];
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && argument) found.push(literal(argument));
    },
  }).visit(program);
  return [...new Set(found)];
}

/** The imports of one file; `source` may be given for a file that does not exist. */
export function importsOf(root: string, file: string, source = readFileSync(join(root, file), 'utf8')): Import[] {
  return specifiersOf(file, source).map((specifier) => {
    const target = specifier.startsWith('.') ? resolve(dirname(join(root, file)), specifier) : null;
    return { from: file, specifier, to: target === null ? null : relative(root, target).split(sep).join('/') };
  });
}
