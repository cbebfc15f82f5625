import { join } from 'node:path';
import ts from 'typescript';

/** How the compiler sees this repository. */
export function compilerOptions(root: string): ts.CompilerOptions {
  const config: unknown = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config;
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}
