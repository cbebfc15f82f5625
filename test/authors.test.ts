import { tokenAuthentication } from '../api/auth/authentication';
import { anyone } from '../schema/access';
import { CreatedBy, Id, Integer, Nested, Text, UpdatedBy } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { change, writeTouches } from '../services/change';
import type { Item } from '../services/context';
import { operation } from '../services/operation';
import { openApi } from '../api/documents/openapi';
import { startTestGateway } from '../package/testing';
import { exportCommand } from '../tools/transfer/export-command';
import { importCommand } from '../tools/transfer/import-command';
import { faces, schemaOf } from './faces';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { openFakeIssuer } from './tokens';
import type { FakeIssuer } from './tokens';
import { noteTables } from './noted-tables';
import { impatient, run } from './transfer/run';
import { gatewayOf } from './usual';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

@Domain('memo', {
  scan: true,
  history: true,
  indexes: { byCreator: { partition: 'createdBy' } },
  access: { read: anyone, write: anyone },
})
class Memo {
  @Id() id!: string;
  @Text({ max: 60 }) words!: string;
  @Integer({ optional: true }) count?: number;
  @CreatedBy() createdBy?: string;
  @UpdatedBy() updatedBy?: string;
}

@Domain('slip', { scan: true, access: { read: anyone, write: anyone } })
class Slip {
  @Id() id!: string;
  @Text({ max: 60 }) words!: string;
  @CreatedBy() createdBy?: string;
  @UpdatedBy() updatedBy?: string;
}

const slips = domainOf(Slip);

/** Writes whether or not there is one. */
const putSlip = operation({
  name: 'putSlip',
  kind: 'mutation',
  domain: slips,
  doc: 'Puts one slip.',
  route: { method: 'POST', path: '/slip/{id}/put', success: 200 },
  access: anyone,
  key: true,
  gives: { as: 'item', type: Slip },
  touches: writeTouches(slips).put,
  perform: async ({ key }, context) => change(slips, key, {}, context, { put: { ...key, words: 'put' } }),
});

const definition = gatewayOf([Memo, Slip], { operations: [putSlip] });

let issuer: FakeIssuer;
let gateway: TestGateway;
beforeAll(async () => {
  issuer = await openFakeIssuer();
  const { audience, jwksUri } = issuer;
  const authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
  gateway = await openGateway('v1', { authentication, definition });
});
afterAll(async () => issuer.close());

const as = async (who: string | undefined, method: string, target: string, body?: object) =>
  gateway.send(method, target, { body, headers: who ? { authorization: `Bearer ${issuer.token(who)}` } : {} });
const authors = ({ createdBy, updatedBy }: Item) => [createdBy, updatedBy];

test.each(['memo', 'slip'])('%s: who creates is told for good, who changes until the next change', async (name) => {
  const path = `/${name}/1`;
  const told = async () => authors((await as(undefined, 'GET', path)).json);
  const created = await as('alice', 'POST', `/${name}`, { id: '1', words: 'One.' });
  expect(authors(created.json)).toEqual(['alice', 'alice']);
  const patched = await as('bob', 'PATCH', path, { words: 'Two.' });
  expect(authors(patched.json)).toEqual(['alice', 'bob']);
  await as('admin', 'PUT', path, { words: 'Three.' });
  expect(await told()).toEqual(['alice', 'admin']);
  await as(undefined, 'PATCH', path, { words: 'Four.' });
  expect(await told()).toEqual(['alice', undefined]);
  expect(authors((await as('bob', 'PATCH', path, { words: 'Five.' })).json)).toEqual(['alice', 'bob']);

  const batch = await as('bob', 'POST', `/${name}/batch`, { items: [{ words: 'One.' }] });
  expect(authors(batch.json.results[0].item)).toEqual(['bob', 'bob']);
  const unknown = await as(undefined, 'POST', `/${name}`, { words: 'One.' });
  expect(authors(unknown.json)).toEqual([undefined, undefined]);
});

test('what a verb puts has its creator still, and one that it makes has its own', async () => {
  await as('alice', 'POST', '/slip', { id: 'put', words: 'One.' });
  expect(authors((await as('bob', 'POST', '/slip/put/put')).json)).toEqual(['alice', 'bob']);
  expect(authors((await as('bob', 'POST', '/slip/new/put')).json)).toEqual(['bob', 'bob']);
});

test('what is brought back has its creator, and who has brought it back', async () => {
  await as('alice', 'POST', '/memo', { id: 'back', words: 'One.' });
  await as('bob', 'PATCH', '/memo/back', { words: 'Two.' });
  expect(authors((await as('admin', 'POST', '/memo/back/restore', { version: 1 })).json)).toEqual(['alice', 'admin']);
  await as('bob', 'DELETE', '/memo/back');
  expect(authors((await as('bob', 'POST', '/memo/back/restore', {})).json)).toEqual(['alice', 'bob']);
});

test('callers do not write them: a new one is refused at its field, and what was read may be sent back', async () => {
  const { json: item } = await as('alice', 'POST', '/memo', { id: 'mine', words: 'One.' });
  const refused = [
    await as('bob', 'POST', '/memo', { words: 'One.', createdBy: 'bob' }),
    await as('bob', 'PATCH', '/memo/mine', { createdBy: 'bob' }),
    await as('bob', 'PUT', '/memo/mine', { words: 'One.', updatedBy: 'bob' }),
    await as('bob', 'PATCH', '/memo/mine', { updatedBy: null }),
  ];
  expect(refused.map(({ status, json }) => [status, json.errors[0].pointer])).toEqual([
    [422, '/createdBy'],
    [422, '/createdBy'],
    [422, '/updatedBy'],
    [422, '/updatedBy'],
  ]);
  expect(refused[0]!.json.errors[0].detail).toContain('is kept by the service');
  const back = await as('bob', 'PUT', '/memo/mine', { ...item, words: 'Two.' });
  expect([back.status, ...authors(back.json)]).toEqual([200, 'alice', 'bob']);
  // It is not what it was.
  expect((await as('bob', 'PUT', '/memo/mine', { ...back.json, updatedBy: 'alice' })).status).toBe(422);
});

test('an index finds the items that somebody has created, over every face', async () => {
  await as('carol', 'POST', '/memo', { id: 'found', words: 'One.' });
  const list = gateway.operations.find(({ name }) => name === 'memos')!;
  for (const face of faces) {
    const { result } = await face.call(gateway, list, { query: { filter: { createdBy: { eq: 'carol' } } } });
    expect((result as Item[]).map(({ id }) => id)).toEqual(['found']);
  }
});

test('the documents say that they are read only', () => {
  const { components } = openApi(definition) as any;
  expect(components.schemas.Memo.properties.createdBy).toMatchObject({ readOnly: true });
  expect(components.schemas.MemoInput.properties).not.toHaveProperty('createdBy');
  const fields = (name: string) => Object.keys((schemaOf(gateway).getType(name) as any).getFields());
  expect(fields('Memo')).toEqual(expect.arrayContaining(['createdBy', 'updatedBy']));
  expect([...fields('MemoInput'), ...fields('MemoPatch')].filter((name) => name.endsWith('By'))).toEqual([]);
});

test('a declaration that makes no sense is refused', () => {
  class Part {
    by?: string;
  }
  CreatedBy()(Part.prototype, 'by');
  class Whole {
    id!: string;
    part?: Part;
  }
  Id()(Whole.prototype, 'id');
  Nested(() => Part, { optional: true })(Whole.prototype, 'part');
  expect(() => Domain('whole')(Whole)).toThrow(/Part\.by says who has written an item.*class of the domain/);
  expect(() => Domain('whole', { key: { partition: 'by' } })(Part)).toThrow(/Part\.by is a key field and filled/);
});

test('an export leaves out who has written, so that it can be imported again', async () => {
  noteTables(definition, '');
  const folder = mkdtempSync(join(tmpdir(), 'tandem-authors-'));
  const running = await startTestGateway({ definition, auth: 'jwt' });
  try {
    const token = running.token('alice');
    const body = { id: 's1', words: 'kept' };
    const headers = { authorization: `Bearer ${token}` };
    const made = await running.rest('POST', '/slip', { body, headers });
    expect(made.json).toMatchObject({ createdBy: 'alice' });
    const [file, words] = [join(folder, 'slips.jsonl'), ['--url', running.url, '--token', token]];
    const whole = await run(exportCommand(impatient), ['slip', ...words, '--all']);
    expect(JSON.parse(whole.output)).toEqual(made.json);
    expect(JSON.parse((await run(exportCommand(impatient), ['slip', ...words])).output)).toEqual(body);
    expect((await run(exportCommand(impatient), ['slip', ...words, '--output', file])).exitCode).toBe(0);
    await running.rest('DELETE', '/slip/s1', { headers });
    const bob = ['--url', running.url, '--token', running.token('bob')];
    expect((await run(importCommand(impatient), ['slip', file, ...bob])).output).toContain('1 created');
    expect((await running.rest('GET', '/slip/s1', { headers })).json).toMatchObject({ ...body, createdBy: 'bob' });
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true });
  }
});
