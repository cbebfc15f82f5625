import { transformSync } from '@swc/core';
import { buildSchema, parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';
import { recordOf } from '../../../schema/guards';
import type * as Sdk from '../../../sdk/source/index.ts';
import { clientSources, methodsSource } from '../../../tools/codegen/client';
import { documentsOf } from '../../../tools/codegen/documents';
import { enumerationsSource } from '../../../tools/codegen/enumerations';
import { methodsOf } from '../../../tools/codegen/methods';
import { textsOf, textsSource } from '../../../tools/codegen/texts';
import type { Operation } from '../../../services/operation';
import type { TestGateway } from '../harness';

/** The SDK of a gateway. */
export interface Written {
  readonly sdk: typeof Sdk;
  /** The files of sdk/generated that hold types, by their names. */
  readonly sources: ReadonlyMap<string, string>;
  /** The GraphQL text of each operation. */
  readonly texts: readonly DocumentNode[];
}

/** The SDK with what codegen would have written for a gateway. A test file that calls this imports no other SDK. */
export async function writtenFor(gateway: TestGateway): Promise<Written> {
  const sdl = (await gateway.send('GET', '/schema.graphql')).text;
  return writtenFrom(gateway.operations, sdl, (await gateway.send('GET', '/openapi.json')).json);
}

/** The SDK with what codegen would have written from these operations and documents. One test takes several after jest.resetModules(). */
export function writtenFrom(operations: readonly Operation[], sdl: string, openapi: unknown): Written {
  const placed = methodsOf(operations);
  const schema = buildSchema(sdl);
  const documents = [...documentsOf(placed, sdl).values()].map((text) => parse(text));
  for (const document of documents) expect(validate(schema, document)).toEqual([]);
  const { components } = recordOf(openapi);
  const { client, items, filters } = clientSources(placed, schema, recordOf(recordOf(components).schemas));
  jest.doMock('../../../sdk/generated/methods.ts', () => evaluated(methodsSource(placed)));
  jest.doMock('../../../sdk/generated/texts.ts', () => evaluated(textsSource(textsOf(documents))));
  jest.doMock('../../../sdk/generated/enumerations.ts', () => evaluated(enumerationsSource(placed, schema)));
  return {
    sdk: require('../../../sdk/source/index.ts') as typeof Sdk,
    sources: new Map(Object.entries({ 'client.ts': client, 'items.ts': items, 'filters.ts': filters })),
    texts: documents,
  };
}

/** The module that a generated source is. */
function evaluated(source: string): Record<string, unknown> {
  const { code } = transformSync(source, { filename: 'generated.ts', configFile: `${__dirname}/../../../.swcrc` });
  const exports: Record<string, unknown> = {};
  // The source is our own, and imports nothing but types.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('exports', code)(exports);
  return exports;
}
