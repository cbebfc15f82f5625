import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestGateway } from '../../../package/testing';
import type { BusEvent, TestGateway } from '../../../package/testing';
import { run, toolchains } from '../../../test/clients/toolchains';
import { noteTables } from '../../../test/noted-tables';
import { definition } from '../usual';

// Modelina (https://github.com/asyncapi/modelina) makes the types with which a team reads the events of the bus. Events that
// were sent are written out as values of those types, and compiled strictly.

const { npm } = toolchains;
// A machine without the tools, which the gate is not, skips it with the words that say how to get them.
const isSkipped = !npm.isThere() && !process.env['CI'];
if (isSkipped) process.stderr.write(`\nSkipped "modelina": ${npm.missing}\n`);

(isSkipped ? describe.skip : describe)('the types that Modelina makes of the AsyncAPI document', () => {
  let gateway: TestGateway;
  let documents: string;
  let folder: string;
  let names: string[];

  beforeAll(async () => {
    noteTables(definition, '');
    gateway = await startTestGateway({ definition });
    documents = mkdtempSync(join(tmpdir(), 'tandem-modelina-'));
    writeFileSync(join(documents, 'asyncapi.json'), await (await fetch(`${gateway.url}/asyncapi.json`)).text());
    folder = join(documents, 'modelina');
    cpSync(join(__dirname, 'modelina'), folder, { recursive: true });
    npm.prepare(folder);
    names = (await run(npm, folder, ['node', 'generate.mjs'])).trim().split('\n');
  });
  afterAll(async () => {
    await gateway?.stop();
    if (documents) rmSync(documents, { recursive: true });
  });

  /** Compiles events as values of the types of their detail-types. @throws Error with what does not fit */
  async function compile(events: readonly BusEvent[]): Promise<void> {
    const values = events.map(
      (event, index) => `export const event${index}: models.${event['detail-type']}Event = ${JSON.stringify(event)};`,
    );
    writeFileSync(join(folder, 'events.ts'), ["import type * as models from './models';", ...values].join('\n'));
    await run(npm, folder, ['tsc', '-p', '.']);
  }

  /** What a shop sends in a day. */
  async function sent(): Promise<readonly BusEvent[]> {
    const plain = { title: 'Plain', price: 19.99 };
    const full = {
      ...plain,
      id: 'full',
      description: 'All of it.',
      brand: 'Lumen',
      sku: 'F-1',
      rating: 4.5,
      tags: ['travel'],
    };
    for (const body of [plain, full]) expect((await gateway.rest('POST', '/product', { body })).status).toBe(201);
    await gateway.rest('PATCH', '/product/full', { body: { price: 20.49, brand: null } });
    const items = [{ productId: 'full', quantity: 1 }];
    await gateway.rest('POST', '/basket', { body: { userName: 'ada', items } });
    const buyer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', address: '1 Main Street' };
    const body = { userName: 'ada', paymentMethod: 1, ...buyer };
    expect((await gateway.rest('POST', '/basket/checkout', { body })).status).toBe(202);
    await gateway.rest('DELETE', '/product/full');
    await gateway.idle();
    return gateway.events;
  }

  test('are made with the version that the page names', async () => {
    const page = readFileSync(join(__dirname, '../../../docs/clients.md'), 'utf8');
    expect(page).toContain(`@asyncapi/modelina ${await npm.version('@asyncapi/modelina', folder)} makes them`);
  });

  test('have the names of the events and of what they hold', () => {
    expect(names.filter((name) => name.startsWith('Anonymous'))).toEqual([]);
    const events = definition.events.map(({ detailType }) => `${detailType}Event`);
    expect(names).toEqual(expect.arrayContaining([...events, 'ProductKey', 'ProductAnnounced', 'OrderStatus']));
  });

  test('are met by what is sent, and by nothing else', async () => {
    const events = await sent();
    const kinds = new Set(events.map((event) => event['detail-type']));
    // No order is ever deleted here.
    const declared = definition.events.map(({ detailType }) => detailType);
    expect([...kinds].sort()).toEqual(declared.filter((name) => name !== 'OrderDeleted').sort());
    await compile(events);
    const [first] = events.filter((event) => event['detail-type'] === 'ProductCreated');
    await expect(compile([{ ...first!, detail: { ...(first!.detail as object), version: 'one' } }])).rejects.toThrow(
      /Type 'string' is not assignable to type 'number'/,
    );
    await expect(compile([{ ...first!, detail: { version: 1 } }])).rejects.toThrow(/Property '+key'+ is missing/);
  });
});
