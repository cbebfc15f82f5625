import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { followPage } from './followed-page';

// docs/your-own-data.md as its reader follows it.

const { project } = followPage('docs/your-own-data.md');

test('a release is recorded', () => expect(existsSync(join(project(), 'schema/released/manifest.json'))).toBe(true));
