import { isDeepStrictEqual } from 'node:util';
import { domainOf } from '../schema/facts';
import { withInternal } from '../schema/internal';
import { layoutOf } from '../schema/layout';
import type { DeclaredTable } from '../schema/table';
import { commandLine } from '../services/command-line';
import type { GatewayDefinition } from '../services/definition';
import { manifestOf, readManifest, releasedFolder } from './plan/manifest';
import type { TableNote } from './plan/manifest';
import { indexesAfter, indexWaves } from './plan/tables';

type Indexes = TableNote['indexes'];

/** How far one of several deploys brings the indexes. */
export interface Wave {
  /** The indexes of each table that the last release has, by the name of the table. */
  readonly indexes: ReadonlyMap<string, Indexes>;
  /** The declared indexes that are not there yet, such as `product.byBrand`. */
  readonly absent: readonly string[];
}

/**
 * What `-c wave=` says: which of the deploys that the plan of this application shows; nothing when left out.
 * @param folder the one of the application, where its last release is recorded
 * @throws Error for what is none of these deploys
 */
export function waveFrom(said: unknown, definition: GatewayDefinition, folder: string): Wave | undefined {
  if (said === undefined) return undefined;
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const released = readManifest(releasedFolder(folder));
  const fault = (words: string): Error =>
    new Error(`-c wave is "${text}", ${words} Leave it out to deploy all indexes at once.`);
  if (!released) {
    throw fault('and no release is recorded that the indexes could be compared with.');
  }
  const declared = manifestOf(definition, released.version);
  const { length } = indexWaves(released.tables, declared.tables);
  const number = /^[1-9]\d*$/.test(text) ? Number(said) : Number.NaN;
  if (!(number <= length)) {
    const least = length === 1 ? '1' : `1 to ${length}`;
    throw fault(
      length === 0
        ? `and no index has changed since release ${released.version}.`
        : `and ${commandLine('plan')} shows ${length === 1 ? 'one deploy' : `${length} deploys`} of indexes: write ${least}.`,
    );
  }
  const indexes = indexesAfter(released.tables, declared.tables, number);
  return { indexes, absent: absentFrom(indexes, definition, declared.tables) };
}

/** Which declared indexes a table does not have, or has with another key. */
function absentFrom(
  indexes: Wave['indexes'],
  { domains }: GatewayDefinition,
  declared: Readonly<Record<string, TableNote>>,
): string[] {
  return withInternal(domains)
    .map(domainOf)
    .flatMap((domain) => {
      const layout = layoutOf(domain);
      const there = indexes.get(layout.table);
      if (!there) return [];
      return [...layout.indexes]
        .filter(([, { index = '' }]) => !isDeepStrictEqual(there[index], declared[domain.name]?.indexes[index]))
        .map(([name]) => `${domain.name}.${name}`);
    });
}

/** A table with the indexes of a wave; as it is declared where the wave says nothing of it. */
export function inWave(declared: DeclaredTable, indexes: Indexes | undefined): DeclaredTable {
  if (!indexes) return declared;
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] } = declared;
  // In the order of the declaration, so that the template of the last wave is the one without waves.
  const names = [...new Set([...GlobalSecondaryIndexes.map(({ IndexName }) => IndexName), ...Object.keys(indexes)])];
  const there = names.flatMap((IndexName) => {
    const key = indexes[IndexName];
    return key ? [{ IndexName, key }] : [];
  });
  const keys = new Set(KeySchema.map(({ AttributeName }) => AttributeName));
  // DynamoDB refuses attributes that no key has.
  const types = new Map([
    ...AttributeDefinitions.filter(({ AttributeName }) => keys.has(AttributeName)).map(
      ({ AttributeName, AttributeType }) => [AttributeName, AttributeType] as const,
    ),
    ...there.flatMap(({ key }) => key.map(({ name, type }) => [name, type] as const)),
  ]);
  return {
    ...declared,
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    GlobalSecondaryIndexes:
      there.length === 0
        ? undefined
        : there.map(({ IndexName, key }) => ({
            IndexName,
            KeySchema: key.map(({ name }, position) => ({
              AttributeName: name,
              KeyType: position === 0 ? 'HASH' : 'RANGE',
            })),
            Projection: { ProjectionType: 'ALL' },
          })),
  };
}
