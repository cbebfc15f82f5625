import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { recordOf } from '../schema/guards';

/**
 * What is wrong with a built package: an import of what an application may not have, a dependency that nothing imports,
 * a path of the machine that built it, a test.
 */
export function complaintsOf(folder: string, root: string): readonly string[] {
  const { dependencies, peerDependencies } = recordOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const declared = new Set([dependencies, peerDependencies].flatMap((part) => Object.keys(recordOf(part))));
  const used = new Set<string>();
  const complaints: string[] = [];
  for (const path of filesIn(folder)) {
    const name = relative(folder, path);
    if (/\.test\./.test(name)) complaints.push(`${name} is a test.`);
    const text = readFileSync(path, /\.gz$/.test(name) ? 'latin1' : 'utf8');
    if (text.includes(root)) complaints.push(`${name} has a path of this machine in it.`);
    if (!/\.(js|d\.ts)$/.test(name)) continue;
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (isBuiltin(fileName)) continue;
      if (fileName.startsWith('.')) {
        if (!isThere(join(dirname(path), fileName)))
          complaints.push(`${name} imports ${fileName}, which is not there.`);
        continue;
      }
      const from = packageOf(fileName);
      used.add(from);
      if (!declared.has(from)) complaints.push(`${name} imports ${fileName}, which the package does not depend on.`);
    }
  }
  const unused = Object.keys(recordOf(dependencies)).filter((name) => !used.has(name));
  return [...complaints, ...unused.map((name) => `It depends on ${name}, which nothing in it imports.`)];
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const isThere = (path: string): boolean =>
  ['', '.js', '.d.ts', '/index.js', '/index.d.ts'].some((ending) => existsSync(path + ending) && path + ending !== '');

/** The package of an import, such as that of `aws-cdk-lib/aws-iam`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
