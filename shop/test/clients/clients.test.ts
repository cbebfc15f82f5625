import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestGateway } from '../../../package/testing';
import type { TestGateway } from '../../../package/testing';
import { live, missingFor } from '../../../test/clients/client';
import { noteTables } from '../../../test/noted-tables';
import { definition } from '../usual';
import { clients, outcomes } from './clients';

// Clients that generators of others make of the documents as they are served, compiled strictly and run against the shop.
// Each program does the same in its language: it keeps two prices, filters, pages, meets a stale version and a wrong body,
// buys, and reads what has changed. docs/clients.md has the table.

const page = readFileSync(join(__dirname, '../../../docs/clients.md'), 'utf8');
const columns = Object.keys(outcomes);
const rows: string[] = [];
let gateway: TestGateway;
let documents: string;

beforeAll(async () => {
  noteTables(definition, '');
  gateway = await startTestGateway({ definition, samples: true });
  documents = mkdtempSync(join(tmpdir(), 'tandem-clients-'));
  for (const name of ['openapi.json', 'schema.graphql']) {
    writeFileSync(join(documents, name), await (await fetch(`${gateway.url}/${name}`)).text());
  }
  cpSync(join(__dirname, 'life.graphql'), join(documents, 'life.graphql'));
});
afterAll(async () => {
  await gateway?.stop();
  if (documents) rmSync(documents, { recursive: true });
  process.stdout.write(`\nClient | Made with | Outcomes\n${rows.join('\n')}\n`);
});

describe.each(clients)('$name', (client) => {
  const missing = missingFor(client);
  // A machine without the tools, which the gate is not, skips it with the words that say how to get them.
  const isSkipped = missing.length > 0 && !process.env['CI'];
  if (isSkipped) process.stderr.write(`\nSkipped "${client.name}": ${missing.join(' ')}\n`);

  (isSkipped ? test.skip : test)('is generated, compiles and lives', async () => {
    const { made, outcomes: printed } = await live(client, __dirname, documents, gateway.url);
    const expected = Object.fromEntries(columns.map((column) => [column, outcomes[column]!(client)]));
    const missed = columns.filter((column) => printed[column] !== expected[column]);
    const row = [client.name, made, `${columns.length - missed.length} of ${columns.length}`];
    rows.push([...row, ...missed].join(' | '));
    expect(printed).toEqual(expected);
    expect(page.split('\n').map((line) => line.split(/ *\| */).filter(Boolean))).toContainEqual(row);
  });
});

test('the page names these clients and no other', () => {
  const named = page.split('\n').flatMap((line) => /^\| ([\w-]+) +\| .* of \d+ +\|$/.exec(line)?.[1] ?? []);
  expect(named).toEqual(clients.map(({ name }) => name));
});
