import { methodsOf } from '../../../tools/codegen/methods';
import { serve } from '../../../local/http';
import { shopOf } from '../changed-shop';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { exampleObject } from '../../../schema/examples';
import { writtenFor } from './written';
import type { Written } from './written';

// The domains that docs/add-a-domain.md writes have their methods in the SDK by codegen alone.

const { domains } = shopOf('docs/add-a-domain.md')!;

let gateway: TestGateway;
let sdk: Written['sdk'];
let sources: Written['sources'];

beforeAll(async () => {
  gateway = await openGateway('v1', { domains });
  ({ sdk, sources } = await writtenFor(gateway));
});

test.each(['rest', 'graphql'] as const)('they live their whole life over %s', async (transport) => {
  const { handler } = gateway;
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined });
  const client = sdk.createClient({ url: listening.url, transport }) as any;
  const Supplier = domains.find(({ name }) => name === 'Supplier')!;
  const made = await client.supplier.create({ ...exampleObject(Supplier), id: 'acme' });
  expect(made).toMatchObject({ id: 'acme', version: 1 });
  expect(await client.supplier.get('acme')).toEqual(made);
  expect(await client.supplier.getMany(['acme', 'nobody'])).toEqual([made, undefined]);
  expect(await client.supplier.delete(made)).toBeUndefined();
  expect(await client.supplier.get('acme')).toBeUndefined();
  await listening.close();
});

test('they have types, and two methods of one name are refused', () => {
  const { operations } = gateway;
  expect(sources.get('client.ts')).toContain('  readonly supplier: SupplierMethods;');
  expect(sources.get('client.ts')).toMatch(
    /readonly create: \(input: SupplierInput, options\?: CallOptions & Idempotent\) => Promise<Supplier>;/,
  );
  expect(sources.get('items.ts')).toContain('export type SupplierPatch = {');
  expect(sources.get('filters.ts')).toContain('export type SupplierFilter = {');
  const twin = operations.find(({ name }) => name === 'createSupplier')!;
  expect(() => methodsOf([...operations, twin])).toThrow('Two operations would both be supplier.create in the SDK');
});
