import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDefinition } from '../services/application';
import { usualStages } from './configuration';
import { architectureDocument } from './picture';
import type { PictureTemplate } from './picture';
import { synthesise } from './synthesise';

// `npm run architecture` draws docs/architecture.md from the template of production; a test compares the two.

async function main(): Promise<void> {
  const definition = await loadDefinition();
  const folder = mkdtempSync(join(tmpdir(), 'tandem-architecture-'));
  // The picture does not depend on the bundle, so that any folder stands for it.
  synthesise({
    definition,
    configuration: { ...usualStages(definition.name).prod, alarmEmail: 'you@shop.example' },
    asset: __dirname,
    environment: {},
    folder,
  });
  const template = JSON.parse(readFileSync(join(folder, 'Tandem.template.json'), 'utf8')) as PictureTemplate;
  rmSync(folder, { recursive: true });
  writeFileSync(join(process.cwd(), 'docs/architecture.md'), architectureDocument(template));
}

void main();
