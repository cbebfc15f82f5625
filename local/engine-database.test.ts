import { DynamoDBClient, CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEngine } from './engine';
import { prepareDatabase } from './engine-database';

// The outside witness is SQLite, which Node has since 22.5: https://nodejs.org/api/sqlite.html

const run = promisify(execFile);
const node = join(__dirname, '../test/runtimes/node_modules/node-22/bin/node');
const engine = require.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
const folder = mkdtempSync(join(tmpdir(), 'tandem-database-'));
const file = join(folder, 'tables.db');
afterAll(() => rmSync(folder, { recursive: true }));

/** What SQLite answers to a statement on the file. */
async function ask(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const script = `const { DatabaseSync } = require('node:sqlite');
    const statement = new DatabaseSync(${JSON.stringify(file)}).prepare(${JSON.stringify(statement)});
    console.log(JSON.stringify(statement.all(...${JSON.stringify(/\?1/.test(statement) ? ['outbox'] : [])})));`;
  const { stdout } = await run(node, ['--no-warnings', '-e', script]);
  return JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
}

/** Skipped with a printed reason where that Node is not installed, a failure in CI. */
const isThere = existsSync(node) || Boolean(process.env.CI);
if (!isThere) {
  process.stderr.write('\nSkipped "the prepared database": Node 22 is not installed. npm ci --prefix test/runtimes\n');
}

(isThere ? describe : describe.skip)('the prepared database', () => {
  it('is sound before dynoxide has written to it and after, and is dynoxide’s', async () => {
    prepareDatabase(file);
    expect(await ask('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const running = await startEngine({ folder });
    const { endpoint } = running;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    await client.send(
      new CreateTableCommand({
        TableName: 'outbox',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    for (const id of ['a', 'b', 'c']) {
      await client.send(new PutItemCommand({ TableName: 'outbox', Item: { id: { S: id } } }));
    }
    client.destroy();
    await running.stop();
    expect(await ask('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await ask('SELECT keys_json FROM _stream_records')).toHaveLength(3);
  });

  it('answers from the end of the index what dynoxide asks with each write', async () => {
    const question =
      'SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1';
    expect(readFileSync(engine).includes(question)).toBe(true);
    expect((await ask(`EXPLAIN QUERY PLAN ${question}`))[0]).toMatchObject({
      detail: expect.stringContaining('INDEX tandem_stream_order (table_name=?)') as string,
    });
    // https://www.sqlite.org/opcode.html: it begins at the last of that table, where SeekGE would begin at the first.
    const opcodes = (await ask(`EXPLAIN ${question}`)).map(({ opcode }) => opcode);
    expect(opcodes).toContain('SeekLE');
  });

  it('leaves a file alone that is there', () => {
    const other = join(folder, 'other.db');
    writeFileSync(other, 'mine');
    prepareDatabase(other);
    expect(readFileSync(other, 'utf8')).toBe('mine');
  });
});
