import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFile } from '../services/application';

/** Makes a folder that of an application, so that programs that start there have a gateway: the trial one, or another. */
export function makeApplication(folder: string, definition = join(__dirname, 'trial', definitionFile)): void {
  const from = definition.replace(/\.ts$/, '');
  writeFileSync(join(folder, definitionFile), `export { default } from ${JSON.stringify(from)};\n`);
}
