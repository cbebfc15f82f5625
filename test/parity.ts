import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../local/tables';
import { exampleObject, exampleOf, keyExample, patchExample } from '../schema/examples';
import { domainOf, fieldsOf, keyFields } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { withInternal } from '../schema/internal';
import type { Item, Table } from '../services/context';
import type { GatewayDefinition } from '../services/definition';
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
    const other = Object.fromEntries(
      operation.key.map(({ name, kind }) => [name, kind === 'id' || kind === 'text' ? 'nobody' : key[name]]),
    );
    // A list of nobody's items is empty, as is their feed, and what is created where it is missing cannot be missed.
    const repeated = Object.entries(other).filter(([name]) => Object.hasOwn(good.body ?? {}, name));
    if (gives.as !== 'page' && query !== 'changes' && route.success !== 201) {
      const missing = good.body && { ...good.body, ...Object.fromEntries(repeated) };
      add('missing', 'not-found', { key: other, body: missing });
    }
    // A number in the place of a text is refused by GraphQL itself, before it looks at the others.
    const invalid = operation.key.map(({ name, kind }) => [
      name,
      kind === 'id' || kind === 'text' ? 'a\u0000b' : key[name],
    ]);
    add('invalid key', 'bad-path', { key: Object.fromEntries(invalid) as Record<string, unknown> });
  }
  if (body?.of === 'item') {
    for (const [name, change] of mistakes(operation, body.type, body.mode)) {
      // GraphQL itself refuses an argument that it does not know.
      if (body.flat && ['unknown field', 'version sent'].includes(name)) continue;
      add(`invalid: ${name}`, 'validation', { body: { ...(good.body as object), ...change } });
    }
  }
  if (body && body.of !== 'item') {
    add('empty list', 'validation', { body: { [body.of]: [] } });
    add('too many', 'validation', {
      body: { [body.of]: Array.from({ length: body.max + 1 }, () => (good.body as any)[body.of][0]) },
    });
  }
  if (operation.problems.includes('conflict'))
    add('conflict', 'conflict', { body: { ...(good.body as object), ...keyExample(domain) } });
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
  if (gives.as === 'outcomes') add('dry run', 'ok', { query: { dryRun: true } });
  return cases;
}

/** Runs a case over every face on a table of its own and gives what each told and left behind. */
export async function runCase(operation: Operation, { input }: Case, payload: Payload, definition: GatewayDefinition) {
  const runs: { face: string; told: Told; stored: unknown }[] = [];
  for (const face of faces) {
    const gateway = await gatewayFor(face.name, payload, definition);
    await clear(gateway);
    await seed(gateway);
    const told = withoutMadeIds(await face.call(gateway, operation, input));
    runs.push({ face: face.name, told, stored: await everything(gateway) });
  }
  return runs;
}

/** A value of a key field that no example has: a text, or a number where the key is one. */
const keyValue = (field: FieldFact, text: string): unknown =>
  typeof exampleOf(field) === 'number' ? 1000 + text.length : text;

const gateways = new Map<string, Promise<TestGateway>>();

/** One gateway for all cases of a face: making tables takes longer than a case. */
async function gatewayFor(face: string, payload: Payload, definition: GatewayDefinition): Promise<TestGateway> {
  const name = [face, payload, definition.name, ...definition.domains.map((type) => type.name)].join();
  if (!gateways.has(name)) gateways.set(name, openGateway(payload, { definition, now: () => new Date(moment) }));
  return gateways.get(name)!;
}

const raw = new DynamoDBClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });

async function clear(gateway: TestGateway): Promise<void> {
  const clearing = withInternal(domainsOf(gateway).map(({ type }) => type))
    .map(domainOf)
    .map(async (domain) => {
      const TableName = `${gateway.prefix}${domain.name}`;
      const { Items = [] } = await raw.send(new ScanCommand({ TableName, ConsistentRead: true }));
      const keys = Items.map((item) => Object.fromEntries(keyFields(domain).map(({ name }) => [name, item[name]!])));
      await Promise.all(keys.map(async (Key) => raw.send(new DeleteItemCommand({ TableName, Key }))));
    });
  await Promise.all(clearing);
}

/** An example item of every domain, put straight into its table: not every domain has a create. */
export async function seed(gateway: TestGateway): Promise<void> {
  const item = (domain: DomainFact): Item => ({
    ...exampleObject(domain.type),
    ...keyExample(domain),
    createdAt: moment,
    updatedAt: moment,
  });
  await Promise.all(domainsOf(gateway).map(async (domain) => tableOf(gateway, domain).create(item(domain))));
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
          : body && {
              keys: [
                keyExample(domain),
                Object.fromEntries(keyFields(domain).map((field) => [field.name, keyValue(field, 'nobody')])),
              ],
            },
    query: filterName ? { filter: { [filterName]: { eq: keyExample(domain)[filterName] } } } : {},
  };
}

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
  const text = JSON.stringify(told)
    .replace(/"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/g, '"made"')
    .replace(/"cursor":"[\w-]+"/g, '"cursor":"sealed"');
  return JSON.parse(text) as Told;
}

async function everything(gateway: TestGateway): Promise<unknown> {
  const read = domainsOf(gateway).map(async (domain) => {
    const keys = [
      keyExample(domain),
      ...['fresh', 'nobody'].map((value) =>
        Object.fromEntries(keyFields(domain).map((field) => [field.name, keyValue(field, value)])),
      ),
    ];
    return [domain.name, await tableOf(gateway, domain).getMany(keys)];
  });
  return Object.fromEntries(await Promise.all(read)) as unknown;
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
