import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { treeReaders } from './tree-readers';

// Which suites the gate runs once more without the shop.

const folder = mkdtempSync(join(tmpdir(), 'tandem-tree-readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = {
  'test/documents.ts': "const root = join(__dirname, '..');",
  'test/harness.ts': "import { serve } from '../local/http';",
  'test/round.ts': "import './round';",
  'local/http.ts': "readFileSync(join(__dirname, '../schema'));",
  'a.test.ts': "import { textOf } from './test/documents';",
  'b.test.ts': "import { send } from './test/harness';\nimport './test/round';",
  'c.test.ts': "spawn('node', { cwd: process.cwd() });",
  'd.test.ts': 'const definition = await loadDefinition();',
  'e.test.ts': 'const definition = await loadDefinition(project);',
  'f.test.ts': "import prices from './prices.json';",
  'g.test.ts': "writeFileSync(join(mkdtempSync('x'), 'y'), '');",
};

test('those are found that look at the tree, themselves or by a helper, and no others', () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const suites = Object.keys(files).filter((name) => name.endsWith('.test.ts'));
  expect(treeReaders(folder, suites)).toEqual(['a.test.ts', 'c.test.ts', 'd.test.ts', 'f.test.ts']);
});
