import { copySource } from '../source-copy';
import type { SourceCopy } from '../source-copy';
import type { Judgement } from './planner-oracle';

// What a person meets who adds a comparison: the compiler names each place, and what compiles is right.

let copy: SourceCopy;
beforeAll(async () => {
  copy = await copySource(['api', 'local', 'resolvers', 'schema', 'services', 'tables', 'tools', 'test/access-paths']);
});
afterAll(async () => copy.remove());

test('a new comparison is added in the places that the compiler names, and is planned right', async () => {
  await copy.edit('schema/comparisons.ts', "'contains',", "'contains',\n  'notContains',");
  const named = (await copy.compile()).map((error) => error.split(':')[0]);
  expect(named.toSorted()).toEqual(['services/comparisons.ts', 'test/access-paths/oracle.ts']);

  await copy.edit(
    'services/comparisons.ts',
    '\n  exists: {',
    `
  notContains: {
    arity: 'one',
    operand: 'part',
    holdsWhenMissing: always,
    holds: (stored, [part]) => !contains(stored, part),
    conditions: (field, [part], write) => [\`NOT (contains(\${field}, \${write(part)}))\`],
    key: undefined,
    words: () => 'does not contain ?',
    doc: 'Does not contain this.',
  },
  exists: {`,
  );
  await copy.edit('test/access-paths/oracle.ts', '\n  exists:', '\n  notContains: negationOf(contains),\n  exists:');
  expect(await copy.compile()).toEqual([]);

  const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const printed = await copy.run(
    `const { judgePlanner } = require('./test/access-paths/planner-oracle.ts');
    console.log(JSON.stringify(judgePlanner(${seed}, 60, 30)));`,
  );
  const judgement = JSON.parse(printed) as Judgement;
  expect(judgement.disagreements.slice(0, 3)).toEqual([]);
  expect(judgement.comparisons.notContains).toBeGreaterThan(0);
  // It compiles twice, which takes a busy machine long; this only ends a test that hangs.
}, 600_000);
