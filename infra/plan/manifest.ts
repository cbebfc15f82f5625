import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWords } from '../../schema/access';
import { domainOf, fieldsOf, nestedClass } from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import type { GatewayDefinition } from '../../services/definition';
import { gatewayVersion } from '../../services/gateway-package';
import { withInternal } from '../../schema/internal';
import { required } from '../../schema/required';
import { layoutOf } from '../../schema/layout';
import type { FieldLayouts, KeyAttribute as KeyLayout, PathLayout } from '../../schema/layout';
import { partsOf } from '../../schema/sequences';
import { describeTable, tablesOf } from '../../schema/table';
import type { AttributeType, TableFact } from '../../schema/table';

/** A key attribute and the type that DynamoDB gives it: S or N. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: AttributeType;
}

/** What matters of a field to items that are stored already. */
export interface FieldNote {
  readonly kind: string;
  readonly optional: boolean;
  readonly default?: unknown;
  /** The values of an enumeration. */
  readonly values?: readonly string[];
  /** Who sees the field, in words, when that is not whoever may read the item. */
  readonly visible?: string;
  /** The attribute in which the release before stored it. */
  readonly was?: string;
}

/** How a field is stored, where that is not under its own name and as it is. */
export interface StoredNote {
  readonly name?: string;
  readonly as?: string;
  /** A function tells what the values of before mean. */
  readonly readsEarlier?: true;
}

/** What a stored item is found and read by. */
export interface LayoutNote {
  /** The template of each key attribute that is not a field by itself, with the attributes of the fields in it. */
  readonly key: Readonly<Record<string, string>>;
  readonly indexes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The key attributes that are written for other programs alone, and what they are made of. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string | number | boolean>>;
  /** The attribute of the time to live. */
  readonly expiry: string;
  /** The attribute that marks what is deleted. */
  readonly deleted?: string;
  /** By path, those of the service among them. */
  readonly fields: Readonly<Record<string, StoredNote>>;
}

/** A table as it is released: keys are partition first. */
export interface TableNote {
  /** The name of the table without the prefix of a stage, where that is not the name of the domain. */
  readonly table?: string;
  /** The table belongs to somebody else too, and no deploy changes it. */
  readonly isExisting?: boolean;
  readonly key: readonly KeyAttribute[];
  readonly indexes: Readonly<Record<string, readonly KeyAttribute[]>>;
  /** The fields that an index is over, where its attributes have other names. */
  readonly indexed?: Readonly<Record<string, readonly string[]>>;
  /** What an index is called in its declaration, and so in the plan of a list, where the table has another name for it. */
  readonly declaredAs?: Readonly<Record<string, string>>;
  /** What the stream shows of each change; none when left out. */
  readonly stream?: string;
  readonly expiresAfterDays?: number;
  /** The declared backfills and the fields that each fills. */
  readonly backfills?: Readonly<Record<string, readonly string[]>>;
  /** The attributes that a backfill drops, and those that must be done before. */
  readonly dropped?: Readonly<Record<string, { readonly drop: readonly string[]; readonly after: readonly string[] }>>;
  /** How its items are stored; a release of before does not say, which is no difference. */
  readonly layout?: LayoutNote;
  /** By path: `items.price` is a field of a nested object. */
  readonly fields: Readonly<Record<string, FieldNote>>;
}

/** What a release keeps of its declarations beside its three documents. */
export interface Manifest {
  readonly version: string;
  /** The version of the gateway that wrote it; one of before did not say. */
  readonly gateway?: string;
  readonly tables: Readonly<Record<string, TableNote>>;
  /** Who may do what, in words, by the name of the operation. */
  readonly access: Readonly<Record<string, string>>;
}

/** Where an application keeps its last release. */
export const releasedFolder = (folder: string): string => join(folder, 'schema/released');

/** The manifest in the folder of a release; none before the first. Only `npm run plan -- --release` writes one. */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, 'manifest.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : undefined;
}

/** The manifest of these declarations under the version of the application. */
export function manifestOf(
  { domains, operations }: Pick<GatewayDefinition, 'domains' | 'operations'>,
  version: string,
): Manifest {
  return {
    version,
    gateway: gatewayVersion(),
    tables: Object.fromEntries(
      tablesOf(withInternal(domains).map(domainOf)).flatMap((table) =>
        table.domains.map((domain) => [domain.name, tableNote(domain, table)]),
      ),
    ),
    access: Object.fromEntries(operations.flatMap(({ name, access }) => (access ? [[name, inWords(access)]] : []))),
  };
}

function tableNote(domain: DomainFact, table: TableFact): TableNote {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = describeTable(
    { ...table, domains: [domain] },
    '',
  );
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const attributes = (schema: typeof KeySchema): KeyAttribute[] =>
    schema.map(({ AttributeName }) => ({
      name: AttributeName,
      type: required(types.get(AttributeName), `the type of the key attribute ${AttributeName}`),
    }));
  return {
    ...(table.name !== domain.name && { table: table.name }),
    ...(table.isExisting && { isExisting: true }),
    key: attributes(KeySchema),
    indexes: Object.fromEntries(
      (GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, attributes(index.KeySchema)]),
    ),
    indexed: indexedFields(domain),
    declaredAs: declaredNames(domain),
    stream: StreamSpecification?.StreamViewType,
    expiresAfterDays: domain.expiresAfterDays,
    backfills: backfillNotes(domain),
    dropped: dropNotes(domain),
    layout: layoutNote(domain),
    fields: Object.fromEntries(fieldNotes(domain.type, '', new Set())),
  };
}

function layoutNote(domain: DomainFact): LayoutNote {
  const { fields, key, indexes, kept, constants, expiry, tombstone } = layoutOf(domain);
  const template = ({ name, template }: KeyLayout): [string, string] => [
    name,
    String(template).replace(
      /\{(\w+)/g,
      (_, field: string) => `{${required(fields.byName.get(field), `the field ${field}`).attribute}`,
    ),
  ];
  const templates = ({ partition, sort }: PathLayout): Record<string, string> =>
    Object.fromEntries([partition, ...(sort ? [sort] : [])].filter(({ field }) => field === undefined).map(template));
  return {
    key: templates(key),
    indexes: Object.fromEntries(
      [...indexes].map(([declared, path]) => [path.index ?? declared, templates(path)] as const),
    ),
    ...(kept.length > 0 && { kept: Object.assign({}, ...kept.map(templates)) as Record<string, string> }),
    constants,
    expiry,
    ...(tombstone !== undefined && { deleted: tombstone }),
    fields: Object.fromEntries(storedNotes(fields, '', new Set())),
  };
}

function storedNotes(
  { byName }: FieldLayouts,
  prefix: string,
  above: ReadonlySet<FieldLayouts>,
): (readonly [string, StoredNote])[] {
  return [...byName].flatMap(([name, { attribute, form, was, inner }]) => {
    const note: StoredNote = {
      ...(attribute !== name && { name: attribute }),
      ...(form !== undefined && { as: form }),
      ...(was?.read && { readsEarlier: true as const }),
    };
    const path = `${prefix}${name}`;
    return [
      ...(Object.keys(note).length > 0 ? [[path, note] as const] : []),
      ...(inner && !above.has(inner) ? storedNotes(inner, `${path}.`, new Set([...above, inner])) : []),
    ];
  });
}

function indexedFields(domain: DomainFact): TableNote['indexed'] {
  const { isPlain, indexes } = layoutOf(domain);
  if (isPlain || indexes.size === 0) return undefined;
  return Object.fromEntries(
    [...indexes].map(([declared, { index = declared }]) => {
      const { partition, sort } = required(domain.indexes[declared], `the index ${declared}`);
      return [index, [partition, ...(sort === undefined ? [] : [sort])].flatMap(partsOf)];
    }),
  );
}

function declaredNames(domain: DomainFact): TableNote['declaredAs'] {
  const names = [...layoutOf(domain).indexes].flatMap(([declared, { index = declared }]) =>
    index === declared ? [] : [[index, declared] as const],
  );
  return names.length > 0 ? Object.fromEntries(names) : undefined;
}

function backfillNotes({ backfills }: DomainFact): TableNote['backfills'] {
  const notes = Object.entries(backfills).map(([name, { fields = [] }]) => [name, fields] as const);
  return notes.length > 0 ? Object.fromEntries(notes) : undefined;
}

function dropNotes({ backfills }: DomainFact): TableNote['dropped'] {
  const notes = Object.entries(backfills).flatMap(([name, { drop = [], after = [] }]) =>
    drop.length > 0 ? [[name, { drop, after }] as const] : [],
  );
  return notes.length > 0 ? Object.fromEntries(notes) : undefined;
}

function fieldNotes(type: DeclaredClass, prefix: string, above: ReadonlySet<DeclaredClass>): [string, FieldNote][] {
  return fieldsOf(type).flatMap((field): [string, FieldNote][] => {
    const path = `${prefix}${field.name}`;
    const nested = nestedClass(field);
    return [
      [path, fieldNote(field)],
      ...(nested && !above.has(nested) ? fieldNotes(nested, `${path}.`, new Set([...above, nested])) : []),
    ];
  });
}

function fieldNote(field: FieldFact): FieldNote {
  const { kind, optional, default: fallback, visible, was } = field;
  return {
    kind: 'each' in field ? `list of ${field.each.kind}` : kind,
    optional,
    default: fallback,
    values: 'enumeration' in field ? field.enumeration.values : undefined,
    visible: visible && inWords(visible),
    was: was && (was.name ?? field.stored?.name ?? field.name),
  };
}
