import { anyone, owner, role } from '../../schema/access';
import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Authentication } from '../../api/auth/authentication';
import { ServiceError } from '../../services/errors';
import { domains as shop } from './usual';
import { operationsOf } from '../../services';
import { isProblemCode, problemFor } from '../../services/errors';
import { formats, openGateway } from './harness';
import type { Answer, TestGateway } from './harness';

/** Takes "Bearer alice" for alice: what a token is made of has tests of its own. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    if (name === 'expired') throw new ServiceError('unauthenticated', 'The token has expired.');
    return name === undefined
      ? undefined
      : { id: `id-of-${name}`, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};
const as = (name?: string): Record<string, string> => (name === undefined ? {} : { authorization: `Bearer ${name}` });

test('every operation of the shop has a rule', () => {
  const without = operationsOf(shop).filter(({ access }) => access === undefined);
  expect(without.map(({ name }) => name)).toEqual([]);
});

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { authentication });
    const admin = as('admin');
    await gateway.send('POST', '/product', {
      headers: admin,
      body: { id: 'p1', title: 'p1', category: 'c', price: 5 },
    });
    for (const userName of ['alice', 'bob']) {
      const body = { userName, items: [{ productId: 'p1', quantity: 1 }] };
      expect((await gateway.send('POST', '/basket', { headers: as(userName), body })).status).toBe(201);
    }
  });

  const ask = async (who: string | undefined, method: string, path: string, body?: unknown): Promise<Answer> =>
    gateway.send(method, path, { headers: as(who), body });
  const codeOf = ({ status, text }: Answer): string =>
    status < 400 ? 'ok' : (JSON.parse(text) as { type: string }).type.replace('/problems/', '');

  // Written by hand, to check the rules themselves: who, what, and how it must end.
  const basket = { userName: 'bob', items: [] };
  const cells: [who: string | undefined, method: string, path: string, body: unknown, code: string][] = [
    [undefined, 'GET', '/product/p1', undefined, 'ok'],
    [undefined, 'GET', '/product', undefined, 'ok'],
    [undefined, 'POST', '/product', { title: 't', category: 'c', price: 1 }, 'unauthenticated'],
    ['alice', 'POST', '/product', { title: 't', category: 'c', price: 1 }, 'forbidden'],
    ['alice', 'POST', '/product', { nonsense: true }, 'forbidden'],
    ['admin', 'POST', '/product', { title: 't', category: 'c', price: 1 }, 'ok'],
    ['alice', 'PATCH', '/product/p1', { price: 1 }, 'forbidden'],
    ['alice', 'DELETE', '/product/p1', undefined, 'forbidden'],
    ['alice', 'POST', '/product/batch', { items: [{ title: 't', category: 'c', price: 1 }] }, 'forbidden'],
    [undefined, 'POST', '/product/batch/get', { keys: [{ id: 'p1' }] }, 'ok'],
    [undefined, 'GET', '/basket/alice', undefined, 'unauthenticated'],
    ['expired', 'GET', '/product/p1', undefined, 'unauthenticated'],
    ['alice', 'GET', '/basket/alice', undefined, 'ok'],
    ['alice', 'GET', '/basket/bob', undefined, 'forbidden'],
    ['alice', 'GET', '/basket/nobody', undefined, 'forbidden'],
    ['admin', 'GET', '/basket/bob', undefined, 'ok'],
    ['alice', 'GET', '/basket', undefined, 'forbidden'],
    ['admin', 'GET', '/basket', undefined, 'ok'],
    ['alice', 'POST', '/basket', basket, 'forbidden'],
    ['alice', 'POST', '/basket', { items: [] }, 'validation'],
    ['alice', 'PUT', '/basket/bob', { items: [] }, 'forbidden'],
    ['alice', 'PUT', '/basket/alice', { ...basket }, 'forbidden'],
    ['alice', 'DELETE', '/basket/bob', undefined, 'forbidden'],
    ['alice', 'POST', '/basket/bob/items/p1', { quantity: 1 }, 'forbidden'],
    ['alice', 'POST', '/basket/alice/items/p1', { quantity: 1 }, 'ok'],
    ['alice', 'DELETE', '/basket/bob/items/p1', undefined, 'forbidden'],
    ['alice', 'POST', '/basket/checkout', { userName: 'bob' }, 'forbidden'],
    ['alice', 'POST', '/basket/checkout', { email: 'a@example.com' }, 'validation'],
    [undefined, 'POST', '/basket/checkout', { userName: 'alice' }, 'unauthenticated'],
    ['alice', 'GET', '/order', undefined, 'forbidden'],
    ['alice', 'GET', '/order/bob', undefined, 'forbidden'],
    ['alice', 'GET', '/order/alice', undefined, 'ok'],
    ['alice', 'GET', '/order/bob/o1', undefined, 'forbidden'],
    ['alice', 'GET', '/order/alice/o1', undefined, 'not-found'],
    ['alice', 'PUT', '/order/bob/o1/status', { status: 'CANCELLED' }, 'forbidden'],
    ['alice', 'PUT', '/order/alice/o1/status', { status: 'PAID' }, 'forbidden'],
    ['alice', 'PUT', '/order/alice/o1/status', { status: 'CANCELLED' }, 'not-found'],
    ['admin', 'PUT', '/order/alice/o1/status', { status: 'PAID' }, 'not-found'],
  ];
  test.each(cells)('%s: %s %s %j is %s', async (who, method, path, body, code) => {
    const answer = await ask(who, method, path, body);
    expect(codeOf(answer)).toBe(code);
    if (code === 'unauthenticated') expect(answer.headers['www-authenticate']).toBe('Bearer realm="tandem"');
    if (isProblemCode(code)) expect(answer.status).toBe(problemFor(code).status);
  });

  test('over GraphQL the same rules hold, field by field', async () => {
    const query =
      '{ mine: basket(userName: "alice") { userName } bobs: basket(userName: "bob") { userName } product(id: "p1") { id } }';
    const alice = await gateway.graphql(query, {}, as('alice'));
    expect(alice.status).toBe(200);
    expect(alice.json.data).toEqual({ mine: { userName: 'alice' }, bobs: null, product: { id: 'p1' } });
    expect(alice.json.errors).toMatchObject([{ path: ['bobs'], extensions: { code: 'FORBIDDEN' } }]);
    const challenged = { 'www-authenticate': 'Bearer realm="tandem"' };
    const some = await gateway.graphql(query);
    expect(some).toMatchObject({ status: 200, headers: challenged });
    expect(some.json.data).toEqual({ mine: null, bobs: null, product: { id: 'p1' } });
    const nobody = await gateway.graphql('{ basket(userName: "alice") { userName } }');
    expect(nobody).toMatchObject({ status: 401, headers: challenged });
    expect(nobody.json.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    const write = await gateway.graphql('mutation { deleteProduct(id: "p1") }', {}, as('alice'));
    expect(write.json.errors[0].extensions.code).toBe('FORBIDDEN');
    const expired = await gateway.graphql('{ product(id: "p1") { id } }', {}, as('expired'));
    expect(expired).toMatchObject({ status: 401 });
  });

  test('over GraphQL too, who may not is told nothing of what is wrong with the variables', async () => {
    const mutation = 'mutation ($input: ProductInput!) { createProduct(input: $input) { id } }';
    const variables = { input: { title: 'T', colour: 'red' } };
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const nobody = await gateway.graphql(mutation, variables, { accept });
      expect(nobody).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="tandem"' } });
      expect(nobody.json).toEqual({ errors: [{ message: expect.any(String), extensions: expect.anything() }] });
      expect(nobody.json.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      const alice = await gateway.graphql(mutation, variables, { accept, ...as('alice') });
      expect(alice.json.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(JSON.stringify(alice.json)).not.toContain('colour');
      const admin = await gateway.graphql(mutation, variables, { accept, ...as('admin') });
      expect(admin.json.errors[0].extensions.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
        '/colour',
        '/price',
      ]);
    }
  });

  test('an answer that is given again is given to its owner alone', async () => {
    const headers = { 'idempotency-key': 'one' };
    const body = { userName: 'alice', firstName: 'A', lastName: 'B', email: 'a@b.c', address: 'x', paymentMethod: 1 };
    const first = await gateway.send('POST', '/basket/checkout', { headers: { ...headers, ...as('alice') }, body });
    expect(first.status).toBe(202);
    const stolen = await gateway.send('POST', '/basket/checkout', { headers: { ...headers, ...as('bob') }, body });
    expect(codeOf(stolen)).toBe('forbidden');
    const own = await gateway.send('POST', '/basket/checkout', {
      headers: { ...headers, ...as('bob') },
      body: { ...body, userName: 'bob' },
    });
    expect(own.status).toBe(202);
    expect(own.json.orderId).not.toBe(first.json.orderId);
  });
});

// What a domain of one's own can say.
@Domain('note', {
  key: { partition: 'author', sort: 'id' },
  access: { read: owner('author'), write: owner('author') },
  scan: true,
})
class Note {
  @Text({ max: 40 }) author!: string;
  @Id({ max: 100 }) id!: string;
  @Text({ max: 100, optional: true }) text?: string;
  @Integer({ optional: true, visible: role('editor') }) score?: number;
}

@Domain('secret', { scan: true })
class Secret {
  @Id() id!: string;
}

@Domain('sign', { access: { read: anyone, write: role('admin') }, scan: true })
class Sign {
  @Id() id!: string;
}

describe('a domain of one’s own', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway('v2', { authentication, domains: [Note, Secret, Sign] });
    for (const author of ['alice', 'bob']) {
      const body = { author, id: `of-${author}`, text: 'x', score: 5 };
      expect((await gateway.send('POST', '/note', { headers: as(author), body })).status).toBe(201);
    }
  });

  test('a list of all narrows to one’s own', async () => {
    const { json } = await gateway.send('GET', '/note', { headers: as('alice') });
    expect(json.items.map((item: any) => item.id)).toEqual(['of-alice']);
    const query = '{ allNotes { edges { node { id } } } }';
    const { data } = (await gateway.graphql(query, {}, as('bob'))).json;
    expect(data.allNotes.edges).toEqual([{ node: { id: 'of-bob' } }]);
    expect((await gateway.send('GET', '/note?author=bob', { headers: as('alice') })).json.items).toEqual([]);
  });

  test('a batch must be one’s own, every item of it', async () => {
    const keys = [
      { author: 'alice', id: 'of-alice' },
      { author: 'bob', id: 'of-bob' },
    ];
    expect((await gateway.send('POST', '/note/batch/get', { headers: as('alice'), body: { keys } })).status).toBe(403);
    expect(
      (await gateway.send('POST', '/note/batch/get', { headers: as('alice'), body: { keys: [keys[0]] } })).status,
    ).toBe(200);
    const items = [{ author: 'alice' }, { author: 'bob' }];
    expect((await gateway.send('POST', '/note/batch', { headers: as('alice'), body: { items } })).status).toBe(403);
  });

  test('a hidden field is in no answer, no error, no filter and no order', async () => {
    const headers = as('alice');
    const read = await gateway.send('GET', '/note/alice/of-alice', { headers });
    expect(read.json).not.toHaveProperty('score');
    const list = await gateway.send('GET', '/note', { headers });
    expect(list.text).not.toContain('score');
    expect((await gateway.send('GET', '/note?filter[score][ge]=1', { headers })).status).toBe(403);
    const lost = await gateway.send('PATCH', '/note/alice/of-alice', {
      headers: { ...headers, 'if-match': '"9"' },
      body: { text: 'y' },
    });
    expect(lost.json.current).toMatchObject({ text: 'x' });
    expect(lost.json.current).not.toHaveProperty('score');
    const query = '{ note(author: "alice", id: "of-alice") { text score } }';
    expect((await gateway.graphql(query, {}, headers)).json.data.note).toEqual({ text: 'x', score: null });
  });

  test('what has no rule is closed', async () => {
    expect((await gateway.send('GET', '/secret')).status).toBe(401);
    expect((await gateway.send('GET', '/secret', { headers: as('admin') })).status).toBe(403);
  });
});
