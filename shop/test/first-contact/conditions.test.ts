import { faces, graphql, mcp } from '../../../test/faces';
import type { Face } from '../../../test/faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * A condition is kept or refused on every write. RFC 9110, section 13.1: a server must not do what is asked when
 * If-Match (13.1.1) or If-None-Match (13.1.2) is false, and section 13.2.2 gives the order in which they are looked at.
 */
const basket = (userName: string, quantity: number) => ({ userName, items: [{ productId: 'p-1', quantity }] });
const buyer = (userName: string) => ({
  userName,
  firstName: 'Ann',
  lastName: 'Lee',
  email: 'ann@example.com',
  address: '1 Main Street',
  paymentMethod: 1,
});

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  let users = 0;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    await gateway.send('POST', '/product', { body: { id: 'p-1', title: 'Pen', category: 'Office', price: 1 } });
  });

  const operation = (name: string) => gateway.operations.find((one) => one.name === name)!;
  const newUser = (): string => `user-${(users += 1)}`;
  const problem = (code: string) => `/problems/${code}`;
  const quantityOf = async (userName: string): Promise<unknown> =>
    (await gateway.send('GET', `/basket/${userName}`)).json.items?.[0]?.quantity;

  /** A user whose basket has version 2. */
  async function withBasket(): Promise<string> {
    const userName = newUser();
    await gateway.send('POST', '/basket', { body: basket(userName, 1) });
    await gateway.send('POST', '/basket', { body: basket(userName, 2) });
    return userName;
  }

  describe('POST /basket, which writes over what is there', () => {
    test.each([
      ['If-Match of another version', { 'if-match': '"1"' }, 412, 'precondition-failed'],
      ['If-Match of a weak tag, which matches nothing', { 'if-match': 'W/"2"' }, 412, 'precondition-failed'],
      ['If-None-Match: *', { 'if-none-match': '*' }, 412, 'precondition-failed'],
      ['If-Match that is no tag', { 'if-match': 'two' }, 400, 'bad-header'],
      ['If-None-Match with a tag', { 'if-none-match': '"2"' }, 400, 'bad-header'],
      ['both', { 'if-match': '"2"', 'if-none-match': '*' }, 400, 'bad-header'],
      ['If-Unmodified-Since', { 'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }, 400, 'bad-header'],
    ])('is refused with %s', async (_, headers, status, code) => {
      const userName = await withBasket();
      const answer = await gateway.send('POST', '/basket', { body: basket(userName, 9), headers });
      expect([answer.status, answer.json.type]).toEqual([status, problem(code)]);
      expect(await quantityOf(userName)).toBe(2);
    });

    test.each([['"2"'], ['"7", "2"'], ['*']])('is done with If-Match: %s, which holds', async (match) => {
      const userName = await withBasket();
      const { createdAt } = (await gateway.send('GET', `/basket/${userName}`)).json;
      const headers = { 'if-match': match };
      const answer = await gateway.send('POST', '/basket', { body: basket(userName, 9), headers });
      expect([answer.status, answer.headers.etag]).toEqual([200, '"3"']);
      expect((await gateway.send('GET', `/basket/${userName}`)).json).toMatchObject({ createdAt, version: 3 });
      expect(await quantityOf(userName)).toBe(9);
    });

    test('makes a basket with If-None-Match: *, and none with If-Match', async () => {
      const userName = newUser();
      const body = basket(userName, 3);
      const lost = await gateway.send('POST', '/basket', { body, headers: { 'if-match': '*' } });
      expect([lost.status, lost.json.type]).toEqual([412, problem('precondition-failed')]);
      const made = await gateway.send('POST', '/basket', { body, headers: { 'if-none-match': '*' } });
      expect([made.status, made.headers.etag]).toEqual([201, '"1"']);
    });

    test('tells who has an old copy of that, not of what is wrong with the body', async () => {
      const userName = await withBasket();
      const body = { ...basket(userName, 3), more: true };
      const answer = await gateway.send('POST', '/basket', { body, headers: { 'if-match': '"1"' } });
      expect([answer.status, answer.json.current]).toEqual([412, expect.objectContaining({ userName, version: 2 })]);
    });

    test('of many at once with one version, one is done', async () => {
      const userName = await withBasket();
      const answers = await Promise.all(
        [3, 4, 5, 6].map(async (quantity) =>
          gateway.send('POST', '/basket', { body: basket(userName, quantity), headers: { 'if-match': '"2"' } }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
    });
  });

  describe('a checkout', () => {
    test('is refused with another version of the basket, which stays', async () => {
      const userName = await withBasket();
      const headers = { 'if-match': '"1"' };
      const answer = await gateway.send('POST', '/basket/checkout', { body: buyer(userName), headers });
      expect([answer.status, answer.json.current.version]).toEqual([412, 2]);
      expect(await quantityOf(userName)).toBe(2);
      expect((await gateway.send('GET', `/order/${userName}`)).json.items).toEqual([]);
    });

    test.each([
      ['garbage', { 'if-match': 'two' }],
      ['If-None-Match: *', { 'if-none-match': '*' }],
    ])('is refused with %s', async (_, headers) => {
      const userName = await withBasket();
      const answer = await gateway.send('POST', '/basket/checkout', { body: buyer(userName), headers });
      expect([answer.status, answer.json.type]).toEqual([400, problem('bad-header')]);
      expect(await quantityOf(userName)).toBe(2);
    });

    // Section 13.1.1: a server that can tell that the change has been made already may answer with success.
    test.each([
      ['with', { 'idempotency-key': 'once' }],
      ['without', {}],
    ])('sent again %s an Idempotency-Key gets its first answer', async (_, others) => {
      const userName = await withBasket();
      const call = { body: buyer(userName), headers: { 'if-match': '"2"', ...others } };
      const first = await gateway.send('POST', '/basket/checkout', call);
      const again = await gateway.send('POST', '/basket/checkout', call);
      expect([first.status, again.status]).toEqual([202, 202]);
      expect(again.json).toEqual(first.json);
    });

    test('of a basket that is not there is refused for its version', async () => {
      const call = { body: buyer(newUser()), headers: { 'if-match': '"2"' } };
      expect((await gateway.send('POST', '/basket/checkout', call)).status).toBe(412);
    });
  });

  describe.each(faces.map((face): [string, Face] => [face.name, face]))('over %s', (_, face) => {
    test.each<[string, (userName: string) => unknown]>([
      ['putBasket', (userName) => basket(userName, 9)],
      ['checkout', (userName) => buyer(userName)],
    ])('%s keeps the version that the caller has seen', async (name, bodyOf) => {
      const userName = await withBasket();
      const body = bodyOf(userName);
      const call = async (version: number) =>
        face.call(gateway, operation(name), { body, precondition: { ifMatch: [version] } });
      expect(await call(1)).toMatchObject({ code: 'precondition-failed', current: { version: 2 } });
      expect(await quantityOf(userName)).toBe(2);
      expect(await call(2)).toMatchObject({ code: 'ok' });
    });
  });

  test('a change of an order refuses If-None-Match, and the order stays', async () => {
    const headers = { 'if-none-match': '*' };
    const answer = await gateway.send('PUT', '/order/u/o/status', { body: { status: 'CANCELLED' }, headers });
    expect([answer.status, answer.json.type]).toEqual([400, problem('bad-header')]);
  });

  // Every write, by the list of operations: one that is new is tried too.
  test('no write of REST passes over a condition', async () => {
    const writes = gateway.operations.filter(({ kind }) => kind === 'mutation');
    const headers: Record<string, string>[] = [
      { 'if-match': '"77"' },
      { 'if-match': 'garbage' },
      { 'if-none-match': '"1"' },
    ];
    const met = await Promise.all(
      writes.flatMap(({ name, route, body }) =>
        headers.map(async (sent) => {
          const path = route.path.replace(/{\w+}/g, 'nobody');
          const call = { headers: sent, ...(body && { body: { userName: 'nobody' } }) };
          return [name, (await gateway.send(route.method, path, call)).status] as const;
        }),
      ),
    );
    expect(met.filter(([, status]) => status !== 400 && status !== 412)).toEqual([]);
  });

  test.each([
    ['/graphql', { query: 'mutation { deleteProduct(id: "p-1") }' }],
    [
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'deleteProduct', arguments: { id: 'p-1' } } },
    ],
    ['/dynamodbmanager', { operation: 'delete', tableName: 'product', payload: { Key: { id: 'p-1' } } }],
  ])('POST %s, which names no item, refuses the headers of a condition', async (path, body) => {
    for (const name of ['if-match', 'if-none-match', 'if-unmodified-since']) {
      const answer = await gateway.send('POST', path, { body, headers: { [name]: '"77"' } });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('bad-header')]);
    }
    expect((await gateway.send('GET', '/product/p-1')).status).toBe(200);
  });

  describe('a read with If-Match', () => {
    test.each([
      ['/product/p-1', '"1"', 200],
      ['/product/p-1', '"9", "1"', 200],
      ['/product/p-1', '*', 200],
      ['/product/p-1', '"2"', 412],
      // Compared strongly.
      ['/product/p-1', 'W/"1"', 412],
      ['/product/p-1', 'one', 400],
      // Section 13.2.1: what would not be a success is answered as without conditions.
      ['/product/none', '"1"', 404],
      // A list has no entity tag.
      ['/product', '*', 200],
      ['/product', '"1"', 412],
    ])('of %s: %s is %d', async (path, match, status) => {
      for (const method of ['GET', 'HEAD']) {
        expect((await gateway.send(method, path, { headers: { 'if-match': match } })).status).toBe(status);
      }
    });

    // Section 13.2.2: If-Match first, and only then If-None-Match.
    test('that fails is 412, also where If-None-Match would be 304', async () => {
      const headers = { 'if-match': '"2"', 'if-none-match': '"1"' };
      expect((await gateway.send('GET', '/product/p-1', { headers })).status).toBe(412);
    });
  });

  test('GraphQL and MCP tell of expectedVersion where REST tells of If-Match', async () => {
    const conditional = gateway.operations.filter((one) => one.conditional).map(({ name }) => name);
    expect(conditional).toEqual(expect.arrayContaining(['putBasket', 'checkout', 'setOrderStatus', 'addBasketItem']));
    expect([graphql.name, mcp.name]).toEqual(['GraphQL', 'MCP']);
    const { json } = await gateway.send('GET', '/openapi.json');
    for (const { name, route } of gateway.operations.filter(({ kind }) => kind === 'mutation')) {
      const { parameters } = json.paths[route.path][route.method.toLowerCase()];
      const told = parameters.some((one: { name: string }) => one.name === 'If-Match');
      expect([name, told]).toEqual([name, conditional.includes(name)]);
    }
  });
});
