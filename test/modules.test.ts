import { anyone } from '../schema/access';
import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError, domainOf } from '../schema/facts';
import { change, writeTouches } from '../services/change';
import type { Edit } from '../services/change';
import { defineGateway, defineModule } from '../services/definition';
import type { GatewayDefinition, Module, ModuleFacts } from '../services/definition';
import { defineProblems, ServiceError } from '../services/errors';
import { announcementTouches } from '../services/events';
import type { EventFact } from '../services/events';
import { operation } from '../services/operation';
import { itemPath } from '../services/paths';
import { tableTouches } from '../services/table-actions';
import { loadSamples } from '../local/samples';
import { complaints } from './compiled';
import { filesOf, load } from './documents';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { takeUndeclared } from './undeclared-problems';
import { definition as usual } from './usual';

/** The detail of an event. */
class Lending {
  @Text({ max: 100 }) reader!: string;
}

@Domain('bookmark', { access: { read: anyone, write: anyone } })
class Bookmark {
  @Id() id!: string;
  @Integer() row!: number;
}
const bookmarks = domainOf(Bookmark);

// docs/modules.md, done as it says: as an application does it, by what it imports.

describe('docs/modules.md', () => {
  const files = new Map([...filesOf('docs/modules.md')].filter(([path]) => path.endsWith('.ts')));
  const definition = load('tandem.ts', files).default as GatewayDefinition;

  test('the compiler takes what the page writes', () => {
    expect([...files.keys()].toSorted()).toEqual(
      ['schema/book.ts', 'services/lend.ts', 'services/problems.ts', 'tandem.ts'].toSorted(),
    );
    expect(complaints([], [...files])).toEqual([]);
  });

  test.each(formats)('is a library whose problem has a page, with %s events', async (payload) => {
    const gateway = await openGateway(payload, { definition });
    await loadSamples({ definition, gateway, payload, made: ['book'] });
    const lend = async (reader: string) => gateway.send('POST', '/book/b-1/loan', { body: { reader } });
    expect((await lend('ann')).json).toMatchObject({ id: 'b-1', reader: 'ann', version: 2 });
    expect(await lend('bob')).toMatchObject({ status: 409, json: { type: '/problems/lent-out', status: 409 } });
    const { json } = await gateway.graphql('mutation { lendBook(id: "b-1", reader: "bob") { id } }');
    expect(json.errors).toMatchObject([{ extensions: { code: 'CONFLICT', type: '/problems/lent-out' } }]);
    const page = await gateway.send('GET', '/problems/lent-out', { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('The book is lent out') });
    const { paths, info } = (await gateway.send('GET', '/openapi.json')).json;
    expect(info.title).toBe('Library');
    expect(Object.keys(paths['/book/{id}/loan'].post.responses)).toContain('409');
  });

  test('a problem of another application is none of it', async () => {
    const gateway = await openGateway('v1', { definition: defineGateway({ name: 'empty', modules: usual.modules }) });
    expect((await gateway.send('GET', '/problems/lent-out')).status).toBe(404);
  });
});

test('a verb without its noun, a consumer without its event and two things of one name are refused', () => {
  const library = usual.modules[0]!;
  const gateway =
    (...modules: Module[]) =>
    () =>
      defineGateway({ name: 'trial', modules });
  const of = (facts: Partial<Module>) => ({ ...defineModule({ name: 'part' }), ...facts });
  expect(gateway(of({ operations: library.operations }))).toThrow(/belongs to Shelf, which is in no module/);
  expect(gateway(of({ consumers: library.consumers }))).toThrow(/waits for \w+ of .*, which nobody sends/);
  expect(gateway(library, of({ events: library.events }))).toThrow(/bring the event ".* \w+"/);
  expect(gateway(library, of({ domains: library.domains }))).toThrow(/both say @Domain\('book'\)/);
  for (const name of ['gateway', 'relay', 'handler', 'Orders', 'a', '-a']) {
    const consumers = [{ ...library.consumers[0]!, name }];
    expect(gateway({ ...library, consumers })).toThrow(/gives its name to a function and a queue/);
  }
  expect(() => defineGateway({ name: 'My API', modules: [] })).toThrow(/has the name "My API"/);
});

test('a problem that no module declares is refused, since it would have no page and no place in the documents', () => {
  const library = usual.modules[0]!;
  expect(library.operations[0]!.problems).toContain('empty-shelf');
  const misspelt = { ...library.operations[0]!, problems: [undefined as never] };
  expect(() => defineGateway({ name: 'trial', modules: [{ ...library, operations: [misspelt] }] })).toThrow(
    'The operation borrow lists the problem "undefined", which no module declares',
  );
  expect(() => defineGateway({ name: 'trial', modules: [{ ...library, problems: [] }] })).toThrow(
    new DeclarationError(
      'The operation borrow lists the problem "empty-shelf", which no module declares: list it in the problems of its module.',
    ),
  );
});

test('an alarm of a problem that no module declares is refused', () => {
  const library = usual.modules[0]!;
  const [consumer] = library.consumers;
  const alarms = [{ name: 'torn-page', code: 'torn-page' as never, advice: 'Glue it.' }];
  const consumers = [{ ...consumer!, alarms }];
  expect(() => defineGateway({ name: 'trial', modules: [{ ...library, consumers }] })).toThrow(
    new DeclarationError(
      'An alarm of the consumer "loans" lists the problem "torn-page", which no module declares: list it in the problems of its module.',
    ),
  );
});

// EventBridge's PutEvents takes a source of 256 and a detail-type of 128 characters:
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
describe('an event is refused that', () => {
  class Bare {}
  const lent = { source: 'com.example.book', detailType: 'BookLent', doc: 'A book was lent.' };
  const noDetail =
    'The event BookLent of com.example.book has no class as its detail: write detail: { type: BookLent }, and in the class BookLent a decorator such as @Text() on each field.';

  test.each([
    ['has a class in place of its detail', { ...lent, detail: Lending }, noDetail],
    ['has no detail', lent, noDetail],
    ['has a detail of undefined, as a circle of imports leaves it', { ...lent, detail: { type: undefined } }, noDetail],
    ['has a detail of a class without fields', { ...lent, detail: { type: Bare } }, noDetail],
    [
      'has a source that EventBridge keeps for itself',
      { ...lent, source: 'aws.book', detail: { type: Lending } },
      "The event BookLent of aws.book has a name that EventBridge does not take: write a source such as 'com.example.book' and a detailType such as 'BookLent'.",
    ],
    [
      'has no detailType',
      { ...lent, detailType: undefined, detail: { type: Lending } },
      /^The event undefined of com\.example\.book has a name that EventBridge does not take: /,
    ],
  ])('%s', (_, event, sentence) => {
    const library = defineModule({ name: 'library', events: [event as never] });
    expect(() => defineGateway({ name: 'trial', modules: [library] })).toThrow(
      typeof sentence === 'string' ? new DeclarationError(sentence) : sentence,
    );
  });
});

describe('what a verb sends or ends with, and no module lists, is a defect, which the log tells', () => {
  const { 'torn-page': torn } = defineProblems({
    'torn-page': { status: 409, title: 'A page is torn', graphql: 'CONFLICT', help: 'Glue it.' },
  });
  const lent: EventFact = {
    source: 'com.example.book',
    detailType: 'BookLent',
    doc: 'A book was lent.',
    detail: { type: Lending },
  };
  const verb = (name: string, edit: () => Edit) =>
    operation({
      name,
      kind: 'mutation',
      access: anyone,
      domain: bookmarks,
      doc: 'A verb of the test.',
      route: { method: 'POST', path: `${itemPath(bookmarks)}/${name}`, success: 200 },
      key: true,
      gives: { as: 'item', type: Bookmark },
      touches: [...tableTouches(bookmarks).get, ...writeTouches(bookmarks).update, ...announcementTouches],
      perform: async ({ key, precondition }, context) =>
        change(bookmarks, key, precondition, context, { existing: edit }),
    });
  const operations = [
    verb('announce', () => ({
      update: { set: { row: 2 }, remove: [] },
      events: [{ event: lent, key: 'bookmark/a', detail: { reader: 'ann' } }],
    })),
    verb('tear', () => {
      throw new ServiceError(torn, 'The page is torn.');
    }),
  ];
  const facts = { name: 'library', domains: [Bookmark], operations };
  const gatewayWith = (further: Partial<ModuleFacts>) =>
    defineGateway({ name: 'trial', modules: [defineModule({ ...facts, ...further })] });
  const faces: [string, (gateway: TestGateway, name: string) => Promise<unknown>][] = [
    ['REST', async (gateway, name) => (await gateway.send('POST', `/bookmark/a/${name}`)).json.type],
    [
      'GraphQL',
      async (gateway, name) => {
        const { json } = await gateway.graphql(`mutation { ${name}(id: "a") { id } }`);
        return json.errors?.[0].extensions.type;
      },
    ],
    [
      'MCP',
      async (gateway, name) => {
        const params = { name, arguments: { id: 'a' } };
        const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
        const { result, error } = (await gateway.send('POST', '/mcp', { body })).json;
        return (error?.data ?? result.structuredContent).type;
      },
    ],
  ];

  test.each(faces)('over %s', async (_, ask) => {
    const gateway = await openGateway('v1', { definition: gatewayWith({}) });
    await gateway.send('POST', '/bookmark', { body: { id: 'a', row: 1 } });
    expect(await ask(gateway, 'announce')).toBe('/problems/internal');
    expect(JSON.stringify(gateway.log)).toContain(
      'The event BookLent of com.example.book is sent, and no module lists it: list it in the events of its module.',
    );
    expect((await gateway.send('GET', '/bookmark/a')).json).toMatchObject({ row: 1, version: 1 });
    expect(await ask(gateway, 'tear')).toBe('/problems/internal');
    expect(JSON.stringify(gateway.log)).toContain(
      'An operation ends with the problem \\"torn-page\\", which no module declares: list it in the problems of its module.',
    );
  });

  test.each(faces)('and is sent and told when one lists it, over %s', async (_, ask) => {
    const definition = gatewayWith({ events: [lent], problems: { torn } });
    const gateway = await openGateway('v1', { definition });
    await gateway.send('POST', '/bookmark', { body: { id: 'a', row: 1 } });
    expect(await ask(gateway, 'announce')).toBeUndefined();
    expect((await gateway.send('GET', '/bookmark/a')).json).toMatchObject({ row: 2, version: 2 });
    expect(await ask(gateway, 'tear')).toBe('/problems/torn-page');
    expect(takeUndeclared()).toEqual(['tear torn-page']);
  });
});

test('what a circle of imports has left undefined is refused, with its place', () => {
  const library = usual.modules[0]!;
  const nothing = undefined as never;
  for (const list of ['domains', 'operations', 'events', 'consumers', 'legacy'] as const) {
    expect(() => defineModule({ name: 'part', [list]: [library[list][0], nothing] })).toThrow(
      new DeclarationError(
        `${list}[${list === 'legacy' ? 0 : 1}] of the module "part" is undefined: look for files that import each other, and for a name that its file does not export.`,
      ),
    );
  }
  expect(() => domainOf(nothing)).toThrow(
    new DeclarationError(
      'The class whose domain is asked for is undefined: look for files that import each other, and for a name that its file does not export.',
    ),
  );
  expect(() => defineGateway({ name: 'trial', modules: [library, nothing] })).toThrow(
    /^modules\[1\] of the gateway "trial" is undefined: /,
  );
});
