import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { mcp, rest } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * GET, change a field, PUT the same body. RFC 9110, section 9.3.4: a PUT sends a representation such as a GET gives, so
 * what the service keeps by itself may stand in it. In the Kubernetes API too (API conventions, "Concurrency Control and
 * Consistency") the version in the body of a PUT is the condition.
 */
@Domain('plate', { scan: true })
class Plate {
  @Id() id!: string;
  @Integer() count!: number;
  @Text({ max: 40, optional: true }) note?: string;
}

@Domain('told', { scan: true, events: true })
class Told {
  @Id() id!: string;
  @Integer() count!: number;
  @Text({ max: 40, optional: true }) note?: string;
}

const domains = [Plate, Told];
const names = domains.map((type) => type.name.toLowerCase());
const yesterday = '2020-01-01T00:00:00.000Z';

/** The same instant as a clock two hours east of Greenwich shows it. */
const shifted = (moment: string): string =>
  new Date(Date.parse(moment) + 7_200_000).toISOString().replace('Z', '+02:00');

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  let count = 0;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains });
  });

  /** A new item as a GET gives it, in version 2. */
  async function read(name: string): Promise<{ path: string; item: Record<string, unknown> }> {
    const id = `item-${(count += 1)}`;
    const path = `/${name}/${id}`;
    await gateway.send('POST', `/${name}`, { body: { id, count: 1, note: 'as it was' } });
    await gateway.send('PATCH', path, { body: { count: 2 } });
    return { path, item: (await gateway.send('GET', path)).json };
  }

  // What writes without reading, and what reads first because its changes are announced.
  describe.each(names)('%s', (name) => {
    test.each(['PUT', 'PATCH'])('%s takes back the whole body of a GET with one field changed', async (method) => {
      const { path, item } = await read(name);
      const answer = await gateway.send(method, path, { body: { ...item, count: 3 } });
      expect([answer.status, answer.json]).toEqual([
        200,
        { ...item, count: 3, version: 3, updatedAt: expect.any(String) },
      ]);
    });

    test.each(['PUT', 'PATCH'])(
      '%s is refused once another has written: its version is the condition',
      async (method) => {
        const { path, item } = await read(name);
        await gateway.send('PATCH', path, { body: { note: 'by another' } });
        const answer = await gateway.send(method, path, { body: { ...item, count: 3 } });
        expect([answer.status, answer.json.type, answer.json.current.version]).toEqual([
          412,
          '/problems/precondition-failed',
          3,
        ]);
        expect((await gateway.send('GET', path)).json).toMatchObject({ count: 2, note: 'by another' });
      },
    );

    test.each([
      ['createdAt', { createdAt: yesterday }, 422, ['/createdAt']],
      ['updatedAt', { updatedAt: yesterday }, 422, ['/updatedAt']],
      ['both', { createdAt: yesterday, updatedAt: yesterday }, 422, ['/createdAt', '/updatedAt']],
      ['a version that is none', { version: 'two' }, 422, ['/version']],
      ['no version', { version: null }, 422, ['/version']],
      ['a date that is none', { createdAt: 3 }, 422, ['/createdAt']],
      ['another version', { version: 7 }, 412, []],
      // That of a row of another program.
      ['version 0', { version: 0 }, 412, []],
      ['a version below 0', { version: -1 }, 422, ['/version']],
    ])('a body with %s changed is refused at its path', async (_, changed, status, pointers) => {
      for (const method of ['PUT', 'PATCH']) {
        const { path, item } = await read(name);
        const answer = await gateway.send(method, path, { body: { ...item, ...changed, count: 3 } });
        const { errors = [] } = answer.json;
        expect([answer.status, errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([status, pointers]);
        expect((await gateway.send('GET', path)).json).toEqual(item);
      }
    });

    test('the dates without the version are held against the item as well', async () => {
      const { path, item } = await read(name);
      const { version, ...others } = item;
      expect(version).toBe(2);
      expect((await gateway.send('PUT', path, { body: { ...others, createdAt: yesterday } })).status).toBe(422);
      expect((await gateway.send('PUT', path, { body: { ...others, count: 3 } })).status).toBe(200);
      // The item was updated since.
      const stale = await gateway.send('PUT', path, { body: { ...others, updatedAt: yesterday } });
      expect(stale.status).toBe(422);
    });

    // RFC 3339, section 5.6: an instant has a spelling for each offset, with and without zeros behind the second.
    test.each([
      ['an offset in place of Z', (moment: string) => moment.replace('Z', '+00:00')],
      ['another offset', (moment: string) => shifted(moment)],
      ['more zeros', (moment: string) => moment.replace('Z', '000Z')],
      ['small letters', (moment: string) => moment.toLowerCase()],
    ])('dates with %s are the same instants', async (_, spell) => {
      for (const method of ['PUT', 'PATCH']) {
        const { path, item } = await read(name);
        const dates = { createdAt: spell(String(item.createdAt)), updatedAt: spell(String(item.updatedAt)) };
        const answer = await gateway.send(method, path, { body: { ...item, ...dates, count: 3 } });
        expect([answer.status, answer.json]).toEqual([
          200,
          { ...item, count: 3, version: 3, updatedAt: expect.any(String) },
        ]);
        const { version, updatedAt, ...others } = answer.json;
        expect([version, updatedAt > String(item.updatedAt)]).toEqual([3, true]);
        const later = { ...others, createdAt: spell(new Date(Date.parse(others.createdAt) + 1).toISOString()) };
        expect((await gateway.send(method, path, { body: later })).json.errors).toMatchObject([
          { pointer: '/createdAt' },
        ]);
      }
    });

    test('If-Match and the version of the body both have to hold', async () => {
      const { path, item } = await read(name);
      const put = async (match: string, version: number): Promise<number> =>
        (await gateway.send('PUT', path, { body: { ...item, version }, headers: { 'if-match': match } })).status;
      expect([await put('"1"', 2), await put('"2"', 1), await put('"1", "2"', 1)]).toEqual([412, 422, 412]);
      expect([await put('"2"', 2), (await gateway.send('GET', path)).headers.etag]).toEqual([200, '"3"']);
    });

    test('an item that is gone is no item of that version', async () => {
      const { path, item } = await read(name);
      await gateway.send('DELETE', path);
      expect((await gateway.send('PUT', path, { body: item })).status).toBe(412);
      expect((await gateway.send('GET', path)).status).toBe(404);
    });

    test('a create takes none of them: there is nothing yet that they could be of', async () => {
      const { path, item } = await read(name);
      const created = await gateway.send('POST', `/${name}`, { body: { ...item, id: 'another' } });
      const put = await gateway.send('PUT', `${path}-new`, {
        body: { ...item, id: undefined },
        headers: { 'if-none-match': '*' },
      });
      for (const { status, json } of [created, put]) {
        expect([status, json.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
          422,
          ['/createdAt', '/updatedAt', '/version'],
        ]);
      }
    });

    test.each([rest, mcp])('$name: who sends an old copy that is also wrong learns that it is old', async (face) => {
      const { item } = await read(name);
      const operation = gateway.operations.find((one) => one.name === `replace${name === 'plate' ? 'Plate' : 'Told'}`)!;
      const call = async (body: object) => face.call(gateway, operation, { key: { id: item.id }, body });
      expect(await call({ ...item, version: 1, count: 'many' })).toMatchObject({ code: 'precondition-failed' });
      expect(await call({ ...item, count: 'many' })).toMatchObject({ code: 'validation', pointers: ['/count'] });
      expect(await call({ ...item, count: 3 })).toMatchObject({ code: 'ok', result: { count: 3, version: 3 } });
    });
  });
});
