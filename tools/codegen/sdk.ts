import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { commandLine } from '../../services/command-line';
import type { GatewayDefinition } from '../../services/definition';
import { cachesSource } from './caches';
import { clientSources, domainsSource, methodsSource, namedSource } from './client';
import { documentsOf } from './documents';
import { enumerationsSource } from './enumerations';
import type { FileSet } from './file-set';
import { methodsOf } from './methods';
import { problemsSource } from './problems';
import { documentList, textsOf, textsSource } from './texts';

const documentHeader =
  '# Written from the declarations of the gateway. Other documents may stand beside this file.\n\n';

/** Where the SDK of an application is. */
export const sdkFolder = 'sdk';

/**
 * What an SDK has of its gateway, as files of `sdk/` in a folder: the client's methods and types, its problems, a GraphQL
 * document for each operation. Documents of one's own in `sdk/operations`, and those with a path of their own, are listed
 * with them. It needs no package that
 * the gateway does not need, and the documents that `npm run generate` has written.
 */
export function sdkFiles(definition: GatewayDefinition, folder: string): FileSet {
  const read = (name: string): string => required(textIn(folder, name), `${name}: run ${commandLine('generate')}`);
  const sdl = read('schema/generated/schema.graphql');
  const { components, paths } = recordOf(JSON.parse(read('schema/generated/openapi.json')));
  const placed = methodsOf(definition.operations);
  const documents = new Map(
    [...documentsOf(placed, sdl)].map(([name, text]) => [
      `${sdkFolder}/operations/${name}.graphql`,
      `${documentHeader}${text}\n`,
    ]),
  );
  const stored = fileNames(folder, `${sdkFolder}/operations`)
    .map((name) => `${sdkFolder}/operations/${name}`)
    .filter((path) => !documents.has(path));
  const isOwn = (path: string): boolean => !textIn(folder, path)?.startsWith(documentHeader);
  const all = new Map([...documents, ...stored.filter(isOwn).map((path) => [path, read(path)] as const)]);
  const named = definition.documents.map(({ text }) => parse(text));
  const texts = textsOf([...[...all.keys()].sort().map((path) => parse(required(all.get(path), path))), ...named]);
  const schema = buildSchema(sdl);
  const { client, items, filters, queries } = clientSources(placed, schema, recordOf(recordOf(components).schemas));
  const singular = new Map(placed.map(({ operation: { domain } }) => [domain.name, domain.singular]));
  const domainTexts = [...documentsOf(placed, sdl)].map(([name, text]): [string, string] => [
    `texts-${required(singular.get(name), name)}.ts`,
    textsSource(textsOf([parse(text)])),
  ]);
  const generated = {
    'caches.ts': cachesSource(definition, schema),
    'methods.ts': methodsSource(placed),
    'problems.ts': problemsSource(definition.problems),
    'client.ts': client,
    'items.ts': items,
    'filters.ts': filters,
    'queries.ts': queries,
    'domains.ts': domainsSource(placed),
    'named.ts': namedSource(definition.documents, {
      schemas: recordOf(recordOf(components).schemas),
      paths: recordOf(paths),
    }),
    'named-texts.ts': textsSource(textsOf(named)),
    'texts.ts': textsSource(texts),
    ...Object.fromEntries(domainTexts),
    'enumerations.ts': enumerationsSource(placed, schema),
    'documents.json': documentList(texts),
  };
  return {
    files: new Map([
      ...documents,
      ...Object.entries(generated).map(([name, text]) => [`${sdkFolder}/generated/${name}`, text] as const),
    ]),
    // The documents of a domain that is gone.
    leftovers: stored.filter((path) => !isOwn(path)),
  };
}

function textIn(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

function fileNames(folder: string, name: string): readonly string[] {
  try {
    return readdirSync(join(folder, name)).filter((file) => file.endsWith('.graphql'));
  } catch {
    return [];
  }
}
