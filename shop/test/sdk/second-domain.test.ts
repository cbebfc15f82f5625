import { transformSync } from '@swc/core';
import { buildSchema, parse, validate } from 'graphql';
import { recordOf } from '../../../schema/guards';
import { clientSources, methodsSource } from '../../../tools/codegen/client';
import { documentsOf } from '../../../tools/codegen/documents';
import { methodsOf } from '../../../tools/codegen/methods';
import { textsOf, textsSource } from '../../../tools/codegen/texts';
import { serve } from '../../../local/http';
import type * as Sdk from '../../../sdk/source/index.ts';
import { shopOf } from '../changed-shop';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { exampleObject } from '../../../schema/examples';

// The domains that docs/add-a-domain.md writes have their methods in the SDK by codegen alone.

const { domains } = shopOf('docs/add-a-domain.md')!;

/** The module that a generated source is. */
function evaluated(source: string): Record<string, unknown> {
  const { code } = transformSync(source, { filename: 'generated.ts', configFile: `${__dirname}/../../../.swcrc` });
  const exports: Record<string, unknown> = {};
  // The source is our own, and imports nothing but types.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('exports', code)(exports);
  return exports;
}

let gateway: TestGateway;
let sdk: typeof Sdk;

beforeAll(async () => {
  gateway = await openGateway('v1', { domains });
  const placed = methodsOf(gateway.operations);
  const sdl = (await gateway.send('GET', '/schema.graphql')).text;
  const documents = [...documentsOf(placed, sdl).values()].map((text) => parse(text));
  for (const document of documents) expect(validate(buildSchema(sdl), document)).toEqual([]);
  // The SDK is loaded after this, with what codegen would have written for these domains.
  jest.doMock('../../../sdk/generated/methods.ts', () => evaluated(methodsSource(placed)));
  jest.doMock('../../../sdk/generated/texts.ts', () => evaluated(textsSource(textsOf(documents))));
  sdk = require('../../../sdk/source/index.ts') as typeof Sdk;
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

test('they have types, and two methods of one name are refused', async () => {
  const { operations } = gateway;
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const { components } = (await gateway.send('GET', '/openapi.json')).json;
  const { client, items, filters } = clientSources(methodsOf(operations), schema, recordOf(components.schemas));
  expect(client).toContain('  readonly supplier: SupplierMethods;');
  expect(client).toMatch(
    /readonly create: \(input: SupplierInput, options\?: CallOptions & Idempotent\) => Promise<Supplier>;/,
  );
  expect(items).toContain('export type SupplierPatch = {');
  expect(filters).toContain('export type SupplierFilter = {');
  const twin = operations.find(({ name }) => name === 'createSupplier')!;
  expect(() => methodsOf([...operations, twin])).toThrow('Two operations would both be supplier.create in the SDK');
});
