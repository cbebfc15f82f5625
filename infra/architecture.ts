import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { domains } from '../schema';
import { configurationOf } from './configuration';
import { architectureDocument } from './picture';
import type { PictureTemplate } from './picture';
import { synthesise } from './synthesise';

// `npm run architecture` draws docs/architecture.md from the template of production; a test compares the two.

const folder = mkdtempSync(join(tmpdir(), 'tandem-architecture-'));
// The picture does not depend on the bundle, so that any folder stands for it.
synthesise({ configuration: configurationOf('prod'), domains, asset: __dirname, environment: {}, folder });
const template = JSON.parse(readFileSync(join(folder, 'Tandem.template.json'), 'utf8')) as PictureTemplate;
rmSync(folder, { recursive: true });
writeFileSync(join(__dirname, '../docs/architecture.md'), architectureDocument(template));
