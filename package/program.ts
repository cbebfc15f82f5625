import { extname, join } from 'node:path';

/** With what Node runs TypeScript in a further process: what this one was started with. */
export const nodeOptions: readonly string[] =
  extname(__filename) === '.ts' ? ['-r', '@swc-node/register'] : ['-r', join(__dirname, 'register.js')];
