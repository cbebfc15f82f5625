import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestGateway } from '../../../package/testing';
import { linters } from '../../../test/clients/linters';
import { toolchains } from '../../../test/clients/toolchains';
import { noteTables } from '../../../test/noted-tables';
import { definition } from '../usual';
import * as broken from './broken';

// The documents as they are served, by all rules that linters of others recommend: Spectral
// (https://github.com/stoplightio/spectral), Redocly (https://redocly.com/docs/cli), and GraphQL ESLint with the rules for
// Relay (https://the-guild.dev/graphql/eslint). What is found and stays is in a table of docs/clients.md.

const { isThere, missing } = toolchains.npm;
// A machine without the tools, which the gate is not, skips it with the words that say how to get them.
const isSkipped = !isThere() && !process.env['CI'];
if (isSkipped) process.stderr.write(`\nSkipped the linters: ${missing}\n`);

/** A row of the table: a linter, its rule, the names of which it is let off, or none for all, and the reason. */
const exceptions = readFileSync(join(__dirname, '../../../docs/clients.md'), 'utf8')
  .split('\n')
  .map((line) => line.split(/ *\| */).slice(1, 5))
  .filter(([linter]) => linter! in linters)
  .map(([linter, rule, names, reason]) => ({ linter, rule, names: [...names!.matchAll(/`(\w+)`/g)], reason }));

const served: Readonly<Record<string, readonly string[]>> = {
  spectral: ['openapi.json', 'asyncapi.json'],
  redocly: ['openapi.json'],
  'graphql-eslint': ['schema.graphql'],
};

(isSkipped ? describe.skip : describe)('linters of others', () => {
  let folder: string;
  const empty = () => mkdtempSync(join(tmpdir(), 'tandem-lint-'));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('find nothing in what is served but what is in the table, and the table has nothing else', async () => {
    folder = empty();
    noteTables(definition, '');
    const gateway = await startTestGateway({ definition });
    for (const name of new Set(Object.values(served).flat())) {
      writeFileSync(join(folder, name), await (await fetch(`${gateway.url}/${name}`)).text());
    }
    await gateway.stop();
    const used = new Set<unknown>();
    const left: unknown[] = [];
    for (const [name, lint] of Object.entries(linters)) {
      for (const { file, rule, message } of await lint(folder, served[name]!)) {
        const exception = exceptions.find(
          (one) =>
            one.linter === name &&
            one.rule === `\`${rule}\`` &&
            (one.names.length === 0 || one.names.some(([, end]) => message.includes(`${end}"`))),
        );
        if (exception) used.add(exception);
        else left.push([name, file, rule, message]);
      }
    }
    expect(left).toEqual([]);
    expect(exceptions.filter((exception) => !used.has(exception) || !exception.reason)).toEqual([]);
  });

  test.each<[linter: string, document: () => any, cases: readonly (readonly [string, (document: any) => void])[]]>([
    ['spectral', broken.openapi, broken.brokenForSpectral],
    ['spectral', broken.asyncapi, broken.brokenEvents],
    ['redocly', broken.openapi, broken.brokenForRedocly],
  ])('%s finds what is broken', async (linter, document, cases) => {
    folder = empty();
    const write = (name: string, content: unknown) =>
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
    write('right', document());
    for (const [rule, breakIt] of cases) {
      const copy = document();
      breakIt(copy);
      write(rule, copy);
    }
    const names = ['right', ...cases.map(([rule]) => rule)];
    const findings = await linters[linter]!(
      folder,
      names.map((name) => `${name}.json`),
    );
    expect(findings.filter(({ file }) => file === 'right.json')).toEqual([]);
    const seen = findings.filter(({ file, rule }) => file === `${rule}.json`).map(({ rule }) => rule);
    expect([...new Set(seen)].sort()).toEqual(cases.map(([rule]) => rule).sort());
  });

  test('graphql-eslint finds what is broken', async () => {
    folder = empty();
    const files = [['right', broken.schema] as const, ...broken.brokenSchemas];
    for (const [name, text] of files) writeFileSync(join(folder, `${name}.graphql`), text);
    const findings = await linters['graphql-eslint']!(
      folder,
      files.map(([name]) => `${name}.graphql`),
    );
    // The table lets types off that are no items.
    const excepted = findings.filter(({ file }) => file === 'right.graphql');
    expect(excepted.map(({ rule }) => rule)).toEqual([
      'strict-id-in-types',
      'strict-id-in-types',
      'strict-id-in-types',
    ]);
    const others = findings.filter(({ message }) => excepted.every((one) => one.message !== message));
    const seen = others.filter(({ file, rule }) => file === `${rule}.graphql`).map(({ rule }) => rule);
    expect([...new Set(seen)].sort()).toEqual(broken.brokenSchemas.map(([rule]) => rule).sort());
  });
});
