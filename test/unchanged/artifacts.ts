import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sdkFiles } from '../../tools/codegen/sdk';
import { staleDocuments } from '../../tools/generate';
import { makeApplication } from '../application';
import definition from './garden';

/** What follows from the declarations of an application: the documents, the template and the files of the SDK, by their names. */
export async function artifacts(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-garden-'));
  try {
    makeApplication(folder, join(__dirname, 'garden.ts'));
    const documents = await staleDocuments(definition, folder);
    for (const { name, text } of documents) write(folder, name, text);
    // What the functions hold is no matter of the template.
    write(folder, 'build/lambda/handler.js', '');
    const file = join(folder, 'outcomes.json');
    const program = join(__dirname, '../infra/synthesise-each.ts');
    execFileSync(process.execPath, ['-r', require.resolve('@swc-node/register'), program, file, '{}'], {
      cwd: folder,
      env: { PATH: process.env.PATH, TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json') },
    });
    const [{ template }] = JSON.parse(readFileSync(file, 'utf8')) as [{ template: unknown }];
    return new Map([
      ...documents.map(({ name, text }) => [name, text] as const),
      ['template', `${JSON.stringify(template, null, 2)}\n`],
      ...sdkFiles(definition, folder).files,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
