import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import { localAccess } from '../local/tables';
import { exampleObject, exampleOf, keyExample, patchExample } from '../schema/examples';
import { domainOf, fieldOf, fieldsOf, keyFields } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { withInternal } from '../schema/internal';
import type { Item, Part, Table } from '../services/context';
import type { GatewayDefinition } from '../services/definition';
import { partsBeside } from '../services/kept-beside';
import { sortableFields } from '../services/list-query';
import type { Input, Operation } from '../services/operation';
import { openTables } from '../tables';
import { faces } from './faces';
import type { Told } from './faces';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import type { Payload } from '../local/lambda';

/** When the example items of `seed` were written. */
export const moment = '2026-02-03T04:05:06.789Z';

/** A way to call an operation, made from its description, and the code that must come back. */
export interface Case {
  readonly name: string;
  readonly code: string;
  readonly input: Input;
}

/** The cases of an operation: ok, invalid, missing, conflict, precondition failed, as far as they apply. */
export function casesOf(operation: Operation): readonly Case[] {
  const { domain, body, conditional, query, route, gives } = operation;
  const key =
    operation.key.length > 0
      ? { ...Object.fromEntries(operation.key.map((field) => [field.name, exampleOf(field)])) }
      : undefined;
  const good = goodInput(operation, key);
  const cases: Case[] = [{ name: 'ok', code: 'ok', input: good }];
  const add = (name: string, code: string, change: Partial<Input>): void => {
    cases.push({ name, code, input: { ...good, ...change } });
  };
  if (key) {
    const other = Object.fromEntries(operation.key.map((field) => [field.name, otherThan(field, 'nobody')]));
    // A list of nobody's items is empty, as is their feed, and what is created where it is missing cannot be missed.
    const repeated = Object.entries(other).filter(([name]) => Object.hasOwn(good.body ?? {}, name));
    if (gives.as !== 'page' && query !== 'changes' && route.success !== 201) {
      const missing = good.body && { ...good.body, ...Object.fromEntries(repeated) };
      add('missing', 'not-found', { key: other, body: missing });
    }
    // A number in the place of a text is refused by GraphQL itself, before it looks at the others.
    const invalid = operation.key.map(({ name, kind }) => [name, isWritten(kind) ? 'a\u0000b' : key[name]]);
    add('invalid key', 'bad-path', { key: Object.fromEntries(invalid) as Record<string, unknown> });
  }
  if (body?.of === 'item') {
    for (const [name, change] of mistakes(operation, body.type, body.mode)) {
      // GraphQL itself refuses an argument that it does not know.
      if (body.flat && ['unknown field', 'version sent'].includes(name)) continue;
      add(`invalid: ${name}`, 'validation', { body: { ...(good.body as object), ...change } });
    }
  }
  if (body && body.of !== 'item' && body.of !== 'all') {
    add('empty list', 'validation', { body: { [body.of]: [] } });
    add('too many', 'validation', {
      body: { [body.of]: Array.from({ length: body.max + 1 }, () => (good.body as any)[body.of][0]) },
    });
  }
  if (operation.problems.includes('conflict'))
    // Who restores no version means an item that is not there.
    add('conflict', 'conflict', {
      body: body?.of === 'item' && body.optional ? {} : { ...(good.body as object), ...keyExample(domain) },
    });
  for (const { name, fields } of operation.name === `create${domain.typeName}` ? domain.unique : []) {
    const values = Object.fromEntries(fields.map((field) => [field, exampleOf(fieldOf(domain, field))]));
    add(`taken ${name}`, 'value-taken', { body: { ...(good.body as object), ...values } });
  }
  if (conditional) {
    // Where no path names the item, the body does.
    const about = key ? {} : { body: { ...(good.body as object), ...keyExample(domain) } };
    add('precondition holds', 'ok', { ...about, precondition: { ifMatch: [1] } });
    add('precondition failed', 'precondition-failed', { ...about, precondition: { ifMatch: [99] } });
  }
  if (query === 'list') {
    add('limit below 0', 'bad-query', { query: { ...good.query, limit: -1 } });
    add('limit above the maximum', 'bad-query', { query: { ...good.query, limit: domain.page.max + 1 } });
    const filter = { nope: { eq: 'x' } };
    add('unknown field in a filter', 'bad-query', { query: { filter } });
    add('unknown comparison', 'bad-query', { query: { filter: { [domain.key.partition]: { like: 'x' } } } });
    add('wrong value in a filter', 'bad-query', { query: { filter: { version: { ge: 'three' } } } });
    const [sortable] = sortableFields(domain);
    if (sortable && !key)
      add('an order that no path has', 'no-index', { query: { sort: { field: sortable, descending: true } } });
    add('foreign cursor', 'cursor-invalid', { query: { ...good.query, cursor: 'abc' } });
  }
  if (query === 'changes') {
    add('wait too long', 'bad-query', { query: { wait: 21 } });
    add('foreign cursor', 'cursor-invalid', { query: { since: 'abc' } });
  }
  if (query === 'dryRun') add('dry run', 'ok', { query: { dryRun: true } });
  return cases;
}

/** Runs a case over every face on tables of its own and gives what each told and left behind. */
export async function runCase(operation: Operation, { input }: Case, payload: Payload, definition: GatewayDefinition) {
  const runs: { face: string; told: Told; stored: unknown }[] = [];
  for (const face of faces) {
    const { gateway, seeded } = await gatewayFor(face.name, payload, definition);
    const told = withoutMadeIds(await face.call(gateway, operation, input));
    const left = await rowsOf(gateway);
    runs.push({ face: face.name, told, stored: comparable(gateway, left) });
    await putBack(seeded, left);
  }
  return runs;
}

/** Whether a value of the kind is any text. */
const isWritten = (kind: FieldFact['kind']): boolean => ['id', 'text', 'email'].includes(kind);

/** A value of a field that no example has, where the field takes more than a few. */
function otherThan(field: FieldFact, text: string): unknown {
  if (field.kind === 'email') return `${text}@example.com`;
  return isWritten(field.kind) ? text : exampleOf(field);
}

/** Values for all that is unique in the items of a domain. */
const uniqueFields = (domain: DomainFact, valueOf: (field: FieldFact) => unknown): Item =>
  Object.fromEntries(
    domain.unique.flatMap(({ fields }) => fields.map((name) => [name, valueOf(fieldOf(domain, name))])),
  );

/** A value of a key field that no example has: a text, or a number where the key is one. */
const keyValue = (field: FieldFact, text: string): unknown =>
  typeof exampleOf(field) === 'number' ? 1000 + text.length : text;

/** The rows of tables by their names. */
type Rows = ReadonlyMap<string, { readonly domain: DomainFact; readonly items: readonly Row[] }>;
type Row = Readonly<Record<string, AttributeValue>>;

interface SeededGateway {
  readonly gateway: TestGateway;
  readonly seeded: Rows;
}

const gateways = new Map<string, Promise<SeededGateway>>();

/** One gateway for all cases of a face: making tables takes longer than a case. */
async function gatewayFor(face: string, payload: Payload, definition: GatewayDefinition): Promise<SeededGateway> {
  const name = [face, payload, definition.name, ...definition.domains.map((type) => type.name)].join();
  const open = async (): Promise<SeededGateway> => {
    const gateway = await openGateway(payload, { definition, now: () => new Date(moment) });
    await seed(gateway);
    return { gateway, seeded: await rowsOf(gateway) };
  };
  if (!gateways.has(name)) gateways.set(name, open());
  return gateways.get(name)!;
}

const raw = new DynamoDBClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });

/** All that the tables of a gateway hold, those of the gateway itself too. */
async function rowsOf(gateway: TestGateway): Promise<Rows> {
  const domains = withInternal(domainsOf(gateway).map(({ type }) => type)).map(domainOf);
  const read = domains.map(async (domain) => {
    const TableName = `${gateway.prefix}${domain.name}`;
    const { Items: items = [] } = await raw.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return [TableName, { domain, items }] as const;
  });
  return new Map(await Promise.all(read));
}

const keyOf = (domain: DomainFact, row: Row): Row =>
  Object.fromEntries(keyFields(domain).map(({ name }) => [name, row[name]!]));

const nameOf = (domain: DomainFact, row: Row): string => JSON.stringify(keyOf(domain, row));

/** Makes the tables hold what they held before a case: only what the case has changed is written. */
async function putBack(seeded: Rows, left: Rows): Promise<void> {
  const requests = [...left].flatMap(([table, { domain, items }]) => {
    const wanted = new Map(seeded.get(table)!.items.map((item) => [nameOf(domain, item), item]));
    const found = new Map(items.map((item) => [nameOf(domain, item), item]));
    const changed = [...wanted].filter(([name, item]) => !isDeepStrictEqual(found.get(name), item));
    const added = [...found].filter(([name]) => !wanted.has(name));
    return [
      ...changed.map(([, Item]) => ({ table, request: { PutRequest: { Item } } })),
      ...added.map(([, item]) => ({ table, request: { DeleteRequest: { Key: keyOf(domain, item) } } })),
    ];
  });
  // BatchWriteItem takes 25 of them.
  for (let start = 0; start < requests.length; start += 25) {
    const RequestItems: Record<string, WriteRequest[]> = {};
    for (const { table, request } of requests.slice(start, start + 25)) (RequestItems[table] ??= []).push(request);
    await raw.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

/** An example item of every domain, put straight into its table: not every domain has a create. */
export async function seed(gateway: TestGateway): Promise<void> {
  const item = (domain: DomainFact): Item => ({
    ...exampleObject(domain.type),
    ...uniqueFields(domain, exampleOf),
    ...keyExample(domain),
    createdAt: moment,
    updatedAt: moment,
  });
  const write = async (part: Part): Promise<unknown> => {
    if ('create' in part) return tableOf(gateway, part.domain).create(part.create);
    return 'put' in part && tableOf(gateway, part.domain).put({ ...part.put, createdAt: moment, updatedAt: moment });
  };
  const items = domainsOf(gateway).map((domain) => ({ domain, create: item(domain) }));
  const beside = partsBeside(
    items.map(({ domain, create }) => ({ domain, before: undefined, after: { ...create, version: 1 } })),
    { moment, author: {} },
  );
  await Promise.all([...items, ...beside].map(write));
}

const domainsOf = ({ operations }: TestGateway): readonly DomainFact[] => [
  ...new Set(operations.map(({ domain }) => domain)),
];

const tablesOf = new Map<string, ReturnType<typeof openTables>>();

function tableOf({ prefix }: TestGateway, domain: DomainFact): Table {
  if (!tablesOf.has(prefix)) {
    tablesOf.set(prefix, openTables({ ...localAccess, endpoint: process.env.TEST_ENGINE!, prefix }));
  }
  return tablesOf.get(prefix)!({ signal: new AbortController().signal, now: () => new Date(moment) }).table(domain);
}

/** The key of the item that is seeded, where a body says by its fields which item is meant. */
function seededKey(domain: DomainFact, type: DeclaredClass): Record<string, unknown> {
  const names = fieldsOf(type).map(({ name }) => name);
  return Object.fromEntries(Object.entries(keyExample(domain)).filter(([name]) => names.includes(name)));
}

function goodInput({ body, domain, query }: Operation, key: Record<string, unknown> | undefined): Input {
  const fresh = {
    ...exampleObject(domain.type),
    ...uniqueFields(domain, (field) => otherThan(field, 'fresh')),
    ...Object.fromEntries(keyFields(domain).map(({ name }) => [name, 'fresh'])),
  };
  const [filterName] = query === 'list' && !domain.scan ? [domain.key.partition] : [];
  return {
    key,
    body:
      body?.of === 'item'
        ? body.mode === 'patch'
          ? patchExample(body.type)
          : key || body.type !== domain.type
            ? { ...exampleObject(body.type), ...seededKey(domain, body.type) }
            : fresh
        : body?.of === 'items'
          ? { items: [fresh, { ...fresh, ...keyExample(domain) }] }
          : body?.of === 'updates'
            ? {
                updates: [
                  { key: keyExample(domain), patch: patchExample(domain.type) },
                  { key: missingKey(domain), patch: patchExample(domain.type) },
                ],
              }
            : body && {
                keys: [keyExample(domain), missingKey(domain)],
              },
    query: filterName ? { filter: { [filterName]: { eq: keyExample(domain)[filterName] } } } : {},
  };
}

const missingKey = (domain: DomainFact): Record<string, unknown> =>
  Object.fromEntries(keyFields(domain).map((field) => [field.name, keyValue(field, 'nobody')]));

/** One mistake for each declared field, and one for a field that is not declared. */
function mistakes({ key, domain }: Operation, type: DeclaredClass, mode: 'whole' | 'patch'): [string, object][] {
  const keys = type === domain.type ? keyFields(domain) : key;
  const fields = fieldsOf(type).filter(({ name }) => !keys.some((field) => field.name === name));
  const wrong = fields
    .filter(({ kind }) => kind !== 'json')
    .map((field): [string, object] => [`${field.name} wrong`, { [field.name]: wrongValue(field) }]);
  const needed = mode === 'whole' ? fields.filter((field) => !field.optional && field.default === undefined) : [];
  return [
    ...wrong,
    ...needed.map((field): [string, object] => [`${field.name} missing`, { [field.name]: undefined }]),
    ...fields
      .filter(({ optional }) => !optional)
      .map((field): [string, object] => [`${field.name} null`, { [field.name]: null }]),
    ['unknown field', { isAdmin: true }],
    ['version sent', { version: 'seven' }],
  ];
}

function wrongValue({ kind }: FieldFact): unknown {
  if (kind === 'text' || kind === 'dateTime' || kind === 'enumeration') return ' ';
  if (kind === 'object') return 'text';
  if (kind === 'list' || kind === 'objects') return { not: 'a list' };
  return 'a text';
}

/** Ids that the service made differ from run to run, and so does the cursor of a feed. */
function withoutMadeIds(told: Told): Told {
  const text = withoutMade(JSON.stringify(told)).replace(/"cursor":"[\w-]+"/g, '"cursor":"sealed"');
  return JSON.parse(text) as Told;
}

const withoutMade = (text: string): string =>
  text.replace(/"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/g, '"made"');

/** What is stored of each declared domain, whatever its key; what marks one write alone is left out. */
function comparable({ prefix, operations }: TestGateway, left: Rows): unknown {
  const declared = new Set(operations.map(({ domain }) => `${prefix}${domain.name}`));
  const stored = [...left]
    .filter(([table]) => declared.has(table))
    .map(([table, { domain, items }]) => {
      const rows = items.map(({ _write, ...row }) => JSON.parse(withoutMade(JSON.stringify(row))) as Row);
      const byKey = rows.map((row): [string, Row] => [nameOf(domain, row), row]);
      return [table.slice(prefix.length), byKey.toSorted(([one], [other]) => (one < other ? -1 : 1))];
    });
  return Object.fromEntries(stored) as unknown;
}

/**
 * All three faces, both event formats: the same mistake has the same error, the same write stores the same item.
 * The cases are made from the operations' descriptions, so that a new one is covered without a line here.
 */
export function describeParity(definition: GatewayDefinition): void {
  describe.each(formats)('with %s events', (payload) => {
    describe.each(definition.operations.map((operation) => ({ name: operation.name, operation })))(
      '$name',
      ({ operation }) => {
        test.each(casesOf(operation).map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
          const [rest, ...others] = await runCase(operation, one, payload, definition);
          expect(rest!.told.code).toBe(one.code);
          expect(others).toHaveLength(2);
          for (const { face, told, stored } of others) {
            expect({ face, told, stored }).toEqual({ ...rest, face });
          }
        });
      },
    );
  });
}
