import { routesOf } from '../../services/routes';
import { payloads } from '../../local/lambda';
import { Enumeration, Id, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError } from '../../schema/facts';
import { definition } from '../usual';
import { operationsOf } from '../../services';
import { checkRoutes } from '../../services/paths';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { routeOf } from '../infra/front-door';

// Whatever its key is, an item is reached at the Location that its create has told, and nothing else is there. RFC 9110,
// section 10.2.2: Location is the primary resource that was created. A client takes dot segments out of a path before it
// sends it (RFC 3986, section 5.2.4; of "%2e" too, https://url.spec.whatwg.org/#path-state), and anybody on the way may
// decode what is unreserved (RFC 3986, section 6.2.2.2). API Gateway takes a fixed part of a path before a parameter
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).

@Domain('entry', { events: true, scan: true, plural: 'entries' })
class Entry {
  @Id() id!: string;
  @Text({ max: 60 }) label!: string;
}

@Domain('sheet', { events: true, scan: true, key: { partition: 'folder', sort: 'name' } })
class Sheet {
  @Text({ max: 60 }) folder!: string;
  @Text({ max: 60 }) name!: string;
  @Text({ max: 60 }) label!: string;
}

@Domain('route', { scan: true, key: { partition: 'line', sort: 'leg' } })
class Leg {
  @Enumeration('Line', ['batch', 'north']) line!: string;
  @Id({ max: 100 }) leg!: string;
  @Reference(() => Entry, { optional: true }) entryId?: string;
  @Text({ max: 60 }) label!: string;
}

const domains = [Entry, Sheet, Leg];
const operations = operationsOf(domains);

/** Every word of the route table, whatever its place, and what else means something in a path. */
const literals = [...new Set(operations.flatMap(({ route }) => route.path.split('/').slice(1)))].filter(
  (segment) => !segment.startsWith('{'),
);
const special = ['.', '..', '~', 'plain'];
const words = [...literals, ...special].flatMap((word) => [word, `~${word}`]).concat('~~changes', '~~..');

/** A path as a client sends it that knows the rules of URLs, with what is unreserved decoded on the way. */
function sent(location: string): string {
  const { pathname } = new URL(location, 'http://gateway.test');
  return pathname.replace(/%([0-9A-F]{2})/gi, (coded, digits: string) => {
    const letter = String.fromCharCode(parseInt(digits, 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : coded;
  });
}

/** The resource that API Gateway chooses for a path, among all that the stack declares. */
const resources = [
  ...new Set(
    routesOf({ operations, documents: [], envelope: true, onlyGatewayVerifies: true }).map(({ path }) => path),
  ),
];

interface Made {
  readonly key: Readonly<Record<string, string>>;
  readonly path: string;
}

async function make(
  gateway: TestGateway,
  domain: string,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const key of keys) {
    const label = JSON.stringify(key);
    const answer = await gateway.send('POST', `/${domain}`, { body: { ...key, label } });
    expect(answer.status).toBe(201);
    made.push({ key, path: sent(answer.headers.location!) });
  }
  expect(new Set(made.map(({ path }) => path)).size).toBe(keys.length);
  return made;
}

/** Reads, changes and deletes each item at its path, among all the others. */
async function live(gateway: TestGateway, pattern: string, made: readonly Made[]): Promise<void> {
  for (const { key, path } of made) {
    expect({ path, resource: routeOf(resources, path)?.resource }).toEqual({ path, resource: pattern });
    const read = await gateway.send('GET', path);
    expect({ path, ...read.json }).toMatchObject({ path, ...key, label: JSON.stringify(key), version: 1 });
    const changed = await gateway.send('PATCH', path, { body: { label: path } });
    expect({ path, ...changed.json }).toMatchObject({ path, ...key, label: path, version: 2 });
    const replaced = await gateway.send('PUT', path, { body: { ...key, label: `${path}!` } });
    expect({ path, ...replaced.json }).toMatchObject({ path, ...key, label: `${path}!`, version: 3 });
  }
  for (const { key, path } of made) {
    const read = await gateway.send('GET', path);
    expect({ path, ...read.json }).toMatchObject({ path, ...key, label: `${path}!`, version: 3 });
    expect((await gateway.send('DELETE', path)).status).toBe(204);
    expect((await gateway.send('GET', path)).status).toBe(404);
    const again = await gateway.send('PUT', path, {
      headers: { 'if-none-match': '*' },
      body: { ...key, label: 'anew' },
    });
    expect(again.status).toBe(201);
    expect(sent(again.headers.location!)).toBe(path);
    expect((await gateway.send('DELETE', path)).status).toBe(204);
  }
}

describe.each(payloads)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains });
  });

  test('each id that is a word of a route is one item, at the place that its create has told', async () => {
    const made = await make(
      gateway,
      'entry',
      words.map((id) => ({ id })),
    );
    await live(gateway, '/entry/{id}', made);
  });

  test('each part of a key of two fields may be a word of a route', async () => {
    const keys = words.flatMap((word) => [
      { folder: word, name: word },
      { folder: word, name: 'changes' },
      { folder: 'changes', name: word },
    ]);
    const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
    await live(gateway, '/sheet/{folder}/{name}', await make(gateway, 'sheet', distinct));
  });

  test('a folder with the name of a route has its list and its feed', async () => {
    const folders = words.filter((word) => word !== '~plain' && word !== 'plain');
    const made = await make(
      gateway,
      'sheet',
      folders.map((folder) => ({ folder, name: 'changes' })),
    );
    for (const { key, path } of made) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      const list = await gateway.send('GET', folder);
      expect({ folder, keys: list.json.items.map((item: any) => item.folder) }).toEqual({ folder, keys: [key.folder] });
      const { cursor, changes } = (await gateway.send('GET', `${folder}/changes`)).json;
      expect(changes).toEqual([]);
      await gateway.send('PATCH', path, { body: { label: 'told' } });
      const told = await gateway.send('GET', `${folder}/changes?since=${cursor}`);
      expect(told.json.changes.map((change: any) => change.item.folder)).toEqual([key.folder]);
      await gateway.send('DELETE', path);
    }
  });

  test('a word that is a value of an enumeration, too', async () => {
    const keys = ['batch', 'north'].flatMap((line) => ['batch', 'get', '..'].map((leg) => ({ line, leg })));
    await live(gateway, '/route/{line}/{leg}', await make(gateway, 'route', keys));
  });

  test('the routes that were there before, and paths that were told before, lead to where they led', async () => {
    await make(gateway, 'entry', [{ id: 'batch' }, { id: '~other' }, { id: 'changes' }]);
    expect((await gateway.send('GET', '/entry/changes')).json).toMatchObject({
      changes: [],
      cursor: expect.any(String),
    });
    expect((await gateway.send('GET', '/sheet/changes')).json).toMatchObject({ cursor: expect.any(String) });
    expect((await gateway.send('GET', '/sheet/plain/changes')).json).toMatchObject({ cursor: expect.any(String) });
    const batch = await gateway.send('POST', '/entry/batch/get', {
      body: { keys: [{ id: 'batch' }, { id: '~batch' }] },
    });
    expect(batch.json.items).toMatchObject([{ id: 'batch' }, null]);
    // Only a read meets the feed: these were always told by their method.
    expect((await gateway.send('PATCH', '/entry/changes', { body: { label: 'a' } })).json).toMatchObject({
      id: 'changes',
    });
    const tilde = '%7E';
    for (const [path, id] of [
      ['/entry/batch', 'batch'],
      ['/entry/~other', '~other'],
      [`/entry/${tilde}other`, '~other'],
      [`/entry/${tilde}batch`, 'batch'],
      ['/entry/~changes', 'changes'],
    ] as const) {
      expect((await gateway.send('GET', path)).json).toMatchObject({ id });
    }
    for (const path of ['/entry/~batch', '/entry/~other', '/entry/~changes']) {
      expect((await gateway.send('DELETE', path)).status).toBe(204);
    }
  });
});

test('a hand-written word is one too: a shelf and the loans of somebody called like a route', async () => {
  const gateway = await openGateway('v1', { definition });
  const items = [{ bookId: 'b', quantity: 1 }];
  await gateway.send('POST', '/book', { body: { id: 'b', title: 'Birds', price: 1 } });
  for (const userName of ['borrow', 'changes', '~changes', 'batch', '..']) {
    const shelf = await gateway.send('POST', '/shelf', { body: { userName, items } });
    const path = sent(shelf.headers.location!);
    expect((await gateway.send('GET', path)).json).toMatchObject({ userName });
    const borrowed = await gateway.send('POST', '/shelf/borrow', { body: { userName } });
    expect(borrowed.status).toBe(202);
    const loan = sent(borrowed.headers.location!);
    expect((await gateway.send('GET', loan)).json).toMatchObject({ userName });
    const { json } = await gateway.send('GET', loan.slice(0, loan.lastIndexOf('/')));
    expect(json.items).toMatchObject([{ userName }]);
  }
});

test('two operations at one path are refused at start', () => {
  const [first] = operations;
  const twin = {
    ...first!,
    name: 'twin',
    key: [{ ...first!.key[0]!, name: 'other' }],
    route: { ...first!.route, path: first!.route.path.replace('{id}', '{other}') },
  };
  expect(() => checkRoutes([...operations, twin])).toThrow(
    new DeclarationError('twin and entry both answer GET /entry/{other}: give one of them another path or method.'),
  );
});

test('the API reference tells where to write the mark', async () => {
  const gateway = await openGateway('v1', { domains });
  const { paths } = (await gateway.send('GET', '/openapi.json')).json;
  const described = Object.keys(paths).flatMap((path) =>
    Object.values<any>(paths[path]).flatMap(({ parameters = [] }) =>
      parameters.filter((one: any) => one.in === 'path').map((one: any) => [path, one.name, one.description]),
    ),
  );
  const text = (path: string, name: string) => described.find((one) => one[0] === path && one[1] === name)?.[2];
  const feed = 'Write "~" before what is batch or changes here, as in ~batch: without it that is another path.';
  expect(text('/entry/{id}', 'id')).toBe(feed);
  expect(text('/sheet/{folder}/{name}', 'folder')).toBe(feed);
  expect(text('/sheet/{folder}/{name}', 'name')).toContain('what is changes here');
  expect(text('/route/{line}/{leg}', 'leg')).toBeUndefined();
});
