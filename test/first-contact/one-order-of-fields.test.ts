import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
import { anyone } from '../../schema/access';
import { Enumeration, Id, Integer, Nested, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import { operation } from '../../services/operation';
import { formats, openGateway } from '../harness';
import type { Answer, TestGateway } from '../harness';
import { gatewayOf } from '../usual';

// RFC 8259, section 4: the members of an object have no order, and so a program must not depend on one. People compare
// texts: a log, a snapshot of a test, a diff of two answers. A map of DynamoDB has no order at all.

class Frame {
  @Integer({ optional: true }) width?: number;
  @Integer({ optional: true }) height?: number;
}

@Domain('poster', { scan: true })
class Poster {
  @Id() id!: string;
  @Text() title!: string;
  @Enumeration('PosterState', ['NEW', 'SOLD'], { default: 'NEW' }) state!: string;
  @Nested(() => Frame, { optional: true }) frame?: Frame;
  @Text({ optional: true }) note?: string;
}

/** One that announces its changes is written in a transaction, and what was written is not read back. */
@Domain('print', { scan: true, events: true })
class Print extends Poster {}

const prints = domainOf(Print);
const turn = operation({
  access: anyone,
  name: 'turnPrint',
  kind: 'mutation',
  domain: prints,
  doc: 'Puts a print into a frame.',
  route: { method: 'POST', path: '/print/{id}/turn', success: 200 },
  key: true,
  gives: { as: 'item', type: Print },
  touches: writeTouches(prints).update,
  perform: async ({ key, precondition }, context) =>
    change(prints, key, precondition, context, { update: { set: { frame: { height: 1, width: 2 } }, remove: [] } }),
});

const inOrder = ['id', 'title', 'state', 'frame', 'note', 'version', 'createdAt', 'updatedAt'];
const item = { note: 'last', frame: { height: 1, width: 2 }, state: 'NEW', title: 'A', id: 'a' };

describe.each(formats)('with %s events', (payload) => {
  describe.each([
    { noun: 'poster', domain: Poster },
    { noun: 'print', domain: Print },
  ])('a $noun', ({ noun, domain }) => {
    let gateway: TestGateway;
    beforeEach(async () => {
      gateway = await openGateway(payload, { domains: [domain] });
    });
    const fieldsIn = ({ json }: Answer): readonly unknown[] => [Object.keys(json), Object.keys(json.frame)];
    const expected = [inOrder, ['width', 'height']];

    test('has the order of its class whatever was done with it', async () => {
      const made = await gateway.send('POST', `/${noun}`, { body: item });
      expect([made.status, ...fieldsIn(made)]).toEqual([201, ...expected]);
      const read = await gateway.send('GET', `/${noun}/a`);
      expect(fieldsIn(read)).toEqual(expected);
      expect(read.text).toBe(made.text);
      const { id, ...rest } = item;
      const replaced = await gateway.send('PUT', `/${noun}/${id}`, { body: rest });
      expect([replaced.status, ...fieldsIn(replaced)]).toEqual([200, ...expected]);
      for (const body of [{ note: 'x', title: 'B' }, { frame: { width: 3 } }, { frame: { height: 4, width: 5 } }]) {
        const patched = await gateway.send('PATCH', `/${noun}/a`, { body });
        expect([patched.status, ...fieldsIn(patched)]).toEqual([200, ...expected]);
        expect(patched.text).toBe((await gateway.send('GET', `/${noun}/a`)).text);
      }
      const page = await gateway.send('GET', `/${noun}`);
      expect(Object.keys(page.json.items[0])).toEqual(inOrder);
      const several = await gateway.send('POST', `/${noun}/batch/get`, { body: { keys: [{ id: 'a' }] } });
      expect(Object.keys(several.json.items[0])).toEqual(inOrder);
      const chosen = await gateway.send('GET', `/${noun}/a?fields=note,title,id`);
      expect(Object.keys(chosen.json)).toEqual(['id', 'title', 'note']);
    });

    test('has it where another program has stored less', async () => {
      const documents = DynamoDBDocumentClient.from(
        new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }),
      );
      // Its default is not stored.
      const { state, ...Item } = item;
      await documents.send(new PutCommand({ TableName: `${gateway.prefix}${noun}`, Item }));
      const names = inOrder.filter((name) => !name.endsWith('At'));
      const read = await gateway.send('GET', `/${noun}/a`);
      expect([read.json.state, Object.keys(read.json)]).toEqual([state, names]);
      expect(Object.keys((await gateway.send('GET', `/${noun}`)).json.items[0])).toEqual(names);
      const lost = await gateway.send('PUT', `/${noun}/a`, { body: item, headers: { 'if-match': '"9"' } });
      expect([lost.status, Object.keys(lost.json.current)]).toEqual([412, names]);
    });

    test('has it in a batch and in an answer that is given again', async () => {
      const batch = await gateway.send('POST', `/${noun}/batch`, { body: { items: [item] } });
      expect(Object.keys(batch.json.results[0].item)).toEqual(inOrder);
      const again = { body: { ...item, id: 'b' }, headers: { 'idempotency-key': 'twice' } };
      const [first, second] = [
        await gateway.send('POST', `/${noun}`, again),
        await gateway.send('POST', `/${noun}`, again),
      ];
      expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
      expect(second.text).toBe(first.text);
      expect(fieldsIn(second)).toEqual(expected);
    });
  });

  test('an object has it too, in whatever order a verb has made it', async () => {
    const gateway = await openGateway(payload, { definition: gatewayOf([Print], { operations: [turn] }) });
    const { frame, ...flat } = item;
    await gateway.send('POST', '/print', { body: flat });
    const turned = await gateway.send('POST', '/print/a/turn');
    expect([turned.status, Object.keys(turned.json.frame)]).toEqual([200, Object.keys(frame).toReversed()]);
    expect(turned.text).toBe((await gateway.send('GET', '/print/a')).text);
  });

  test('a change has the item in the order of its class', async () => {
    const gateway = await openGateway(payload, { domains: [Print] });
    const { cursor } = (await gateway.send('GET', '/print/changes')).json;
    await gateway.send('POST', '/print', { body: item });
    const { json } = await gateway.send('GET', `/print/changes?since=${cursor}`);
    expect(Object.keys(json.changes[0].item)).toEqual(inOrder);
  });
});
