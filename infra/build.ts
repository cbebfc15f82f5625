import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, closure } from './bundle';

// `npm run build` writes the Lambda function to build/lambda, and what it is made of to build/metafile.json.

async function main(): Promise<void> {
  const build = join(__dirname, '../build');
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: join(build, 'lambda') },
      metafile: { type: 'string', default: join(build, 'metafile.json') },
    },
  });
  rmSync(values.folder, { recursive: true, force: true });
  const chunks = await bundle(values.folder);
  const rest = closure(chunks, 'handler.js');
  writeFileSync(values.metafile, JSON.stringify({ chunks, rest: rest.map(({ fileName }) => fileName) }, null, 2));
  const size = (of: typeof chunks): string => `${Math.round(of.reduce((sum, { bytes }) => sum + bytes, 0) / 1024)} KB`;
  process.stdout.write(
    `${values.folder}: ${size(chunks)} in ${chunks.length} files, of which a REST request loads ${size(rest)}.\n`,
  );
}

void main();
