import { DeclarationError, domainOf } from '../schema/facts';
import { defineGateway, defineModule } from '../services/definition';
import type { GatewayDefinition, Module } from '../services/definition';
import { loadSamples } from '../local/samples';
import { complaints } from './compiled';
import { filesOf, load } from './documents';
import { formats, openGateway } from './harness';
import { definition as usual } from './usual';

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
