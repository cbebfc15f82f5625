import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
import { anyone } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import { operation } from '../../services/operation';
import type { Input } from '../../services/operation';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

/*
 * Another program may keep anything under `version`: the milliseconds of its last write, the number of a release.
 * GraphQL's Int is a whole number of 32 bits, and a server "must raise a field error" for any other result:
 * https://spec.graphql.org/October2021/#sec-Int.Result-Coercion
 * An ETag that was just read must match (RFC 9110, section 13.1.1).
 */

@Domain('note', { scan: true })
class Note {
  @Id({ max: 60 }) id!: string;
  @Text({ max: 60 }) text!: string;
}

const notes = domainOf(Note);
const { put, create, update } = writeTouches(notes);
const written = {
  access: anyone,
  kind: 'mutation',
  domain: notes,
  key: true,
  body: { of: 'item', type: Note, mode: 'whole' },
  gives: { as: 'item', type: Note },
  touches: [...put, ...create, ...update],
} as const;
const putNote = operation({
  ...written,
  name: 'putNote',
  doc: 'Writes a note whether or not there is one.',
  route: { method: 'POST', path: '/note/{id}/put', success: 200 },
  perform: async ({ key, body }, context) => change(notes, key, {}, context, { put: body }),
});
const spreadNote = operation({
  ...written,
  name: 'spreadNote',
  doc: 'Writes a note, and its text into two others.',
  route: { method: 'POST', path: '/note/{id}/spread', success: 200 },
  perform: async ({ key, body: { text } }, context) =>
    change(notes, key, {}, context, {
      update: { set: { text }, remove: [] },
      with: () => [
        { domain: notes, put: { id: 'b', text } },
        { domain: notes, update: { id: 'c' }, changes: { set: { text }, remove: [] }, condition: {} },
      ],
    }),
});

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

/** What is stored, and what is read of it. */
const stored: readonly (readonly [unknown, number])[] = [
  ['three', 0],
  ['4', 0],
  [true, 0],
  [null, 0],
  [[1], 0],
  [-3, 0],
  [0.5, 0],
  [2.5, 2],
  [7, 7],
  [2 ** 31 - 2, 2 ** 31 - 2],
  [2 ** 31 - 1, 0],
  [1_700_000_000_001, 0],
  [Number.MAX_SAFE_INTEGER, 0],
];

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload, { definition: gatewayOf([Note], { operations: [putNote, spreadNote] }) });
  });

  describe.each(faces)('$name', (face: Face) => {
    const call = async (name: string, input: Input): Promise<Told> =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );
    const key = { id: 'a' };
    const versionOf = ({ result }: Told): number => (result as { version: number }).version;
    const under = (version: number): Pick<Input, 'precondition'> => ({ precondition: { ifMatch: [version] } });
    const putIn = async (version: unknown): Promise<void> => {
      const Item = { ...key, text: 'old', version };
      await client.send(new PutCommand({ TableName: `${gateway.prefix}note`, Item }));
    };

    test.each(stored)('%j is read, and counted on from', async (version, read) => {
      await putIn(version);
      expect(await call('note', { key })).toMatchObject({ result: { text: 'old', version: read } });
      expect(await call('notes', { query: {} })).toMatchObject({ result: [{ text: 'old', version: read }] });

      const once = await call('updateNote', { key, body: { text: 'new' }, ...under(read) });
      expect(once).toMatchObject({ code: 'ok', result: { text: 'new' } });
      // Who has read what was there before has lost.
      expect(versionOf(once)).not.toBe(read);
      const late = await call('updateNote', { key, body: { text: 'late' }, ...under(read) });
      expect(late).toMatchObject({ code: 'precondition-failed' });
      expect(await call('deleteNote', { key, ...under(versionOf(once)) })).toMatchObject({ code: 'ok' });
    });

    test.each(stored)('%j hinders no write that asks for nothing', async (version, read) => {
      await putIn(version);
      const answer = await call('putNote', { key, body: { text: 'new' } });
      expect(answer).toMatchObject({ code: 'ok', result: { text: 'new' } });
      expect(versionOf(answer)).not.toBe(read);
      for (const id of ['a', 'b', 'c']) {
        const Item = { id, text: 'old', version };
        await client.send(new PutCommand({ TableName: `${gateway.prefix}note`, Item }));
      }
      expect(await call('spreadNote', { key, body: { text: 'all' } })).toMatchObject({ code: 'ok' });
      for (const id of ['a', 'b', 'c']) {
        const told = await call('note', { key: { id } });
        expect(told).toMatchObject({ result: { text: 'all' } });
        expect(versionOf(told)).not.toBe(read);
      }
    });

    test.each(stored)('%j hinders no write without a version', async (version, read) => {
      await putIn(version);
      const answer = await call('updateNote', { key, body: { text: 'new' } });
      expect(answer).toMatchObject({ code: 'ok', result: { text: 'new' } });
      expect(versionOf(answer)).not.toBe(read);
      await putIn(version);
      expect(await call('replaceNote', { key, body: { text: 'new' } })).toMatchObject({ code: 'ok' });
      await putIn(version);
      expect(await call('deleteNote', { key })).toMatchObject({ code: 'ok' });
      expect(await call('note', { key })).toMatchObject({ code: 'not-found' });
    });
  });
});
