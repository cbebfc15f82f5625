import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import type { Module } from 'node:module';

// `node -r @tandem/gateway/register` lets Node load the TypeScript of an application. Node's own way takes types away
// and no more, and the decorators of a noun are more; the options are those with which the gateway itself is built.

type Loader = (module: Module & { _compile(code: string, path: string): void }, path: string) => void;

/** Compiles a file when it is required, with its source map in it. */
const load: Loader = (module, path) => {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      parser: { syntax: 'typescript', decorators: true, tsx: path.endsWith('x') },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: false,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
      target: 'es2022',
      keepClassNames: true,
    },
  });
  module._compile(code, path);
};

// Positions in traces and in a debugger are those of the source.
process.setSourceMapsEnabled(true);

// In the place of Node's own, which later versions have.
for (const ending of ['.ts', '.tsx']) require.extensions[ending] = load as (typeof require.extensions)['.ts'];
