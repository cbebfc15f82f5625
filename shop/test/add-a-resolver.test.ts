import 'reflect-metadata';
import { defineGateway } from '../../services/definition';
import type { Module } from '../../services/definition';
import { complaints } from '../../test/compiled';
import { filesOf, linesFor, load, textOf } from '../../test/documents';
import { formats, openGateway } from './harness';
import { definition as usual } from './usual';

// docs/add-a-resolver.md, done as it says.

describe('docs/add-a-resolver.md', () => {
  const page = 'docs/add-a-resolver.md';
  const list = 'shop/index.ts';
  const place = '  legacy: legacyForms,\n';
  const files = new Map([
    ...[...filesOf(page)].filter(([path]) => path.endsWith('.ts') && path !== list),
    [list, textOf(list).replace(place, linesFor(page, list, 'in defineModule'))],
  ] as const);

  test('the compiler takes what the page writes', () => expect(complaints([], [...files])).toEqual([]));

  test.each(formats)('the field and the query are there, with %s events', async (payload) => {
    const { shop } = load(list, files) as { readonly shop: Module };
    const definition = defineGateway({ ...usual, modules: [shop] });
    const gateway = await openGateway(payload, { definition });
    const body = { id: 'p-100', title: 'Lamp', category: 'Light', price: 11.9, stock: 4 };
    await gateway.send('POST', '/product', { body });
    const { json } = await gateway.graphql('{ product(id: "p-100") { netPrice } stockOf }');
    expect(json).toEqual({ data: { product: { netPrice: 10 }, stockOf: 4 } });
  });
});
