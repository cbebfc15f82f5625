import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { adopted as adoptedAs, raw } from './adopted';
import type { Adopted, Attribute, Item } from './adopted';

// cspell:words orderid tenantid userid noteid stateid

/*
 * Single tables as programs design them: keys of several fields with fixed texts between, indexes that kinds share. The
 * oracle is how the other program makes its keys, written here from what such programs document, and knows no template of
 * the gateway:
 * ElectroDB https://electrodb.dev/en/modeling/indexes/#key-schema (`$service#attribute_value`, `$entity_1#attribute_value`,
 * all in lower case), OneTable https://doc.onetable.io/api/table/schemas/attributes/ (`account#${id}`, and `account#` alone),
 * and by hand https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/data-modeling-blocks.html (`USER#1`, `META`).
 */

type Maker = (item: Item) => string;
/** Key attributes, and how the other program makes each of an item. */
type Makers = Readonly<Record<string, Maker>>;

const indexes = {
  GSI1: ['GSI1PK', 'GSI1SK'],
  GSI2: ['GSI2PK', 'GSI2SK'],
} as const;
const keyNames = ['PK', 'SK', ...Object.values(indexes).flat()];
const texts = (names: readonly string[]): readonly Attribute[] => names.map((name) => ({ name, type: 'S' }));
const table = Object.fromEntries(Object.entries(indexes).map(([name, key]) => [name, { key: texts(key) }]));
const adopted = async (rows: readonly Item[]): Promise<Adopted> =>
  adoptedAs('design', texts(['PK', 'SK']), rows, table);

const made = (makers: Makers, item: Item): Item =>
  Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make(item)]));

// ---- programs

/** How a program spells its keys: a kind alone, a value behind its word, several of them. */
interface Spelling {
  readonly kind: (kind: string) => string;
  readonly of: (...fields: readonly string[]) => Maker;
  /** Values that belong to a kind, in a sort key. */
  readonly inKind: (kind: string, ...fields: readonly string[]) => Maker;
  readonly marks: (kind: string) => Item;
}

const wordOf = (field: string): string => field.replace(/Id$/, '');
/** The order of numbers is kept by zeros before them. */
const spelled = (value: unknown): string =>
  typeof value === 'number' ? String(value).padStart(6, '0') : String(value);

/** By hand, or by OneTable: words and values by turns. */
const words = (mark: string, inCase: (word: string) => string, marks: Spelling['marks']): Spelling => {
  const join = (...pieces: readonly string[]): string => pieces.join(mark);
  const pairs = (fields: readonly string[], item: Item): readonly string[] =>
    fields.flatMap((field) => [inCase(wordOf(field)), spelled(item[field])]);
  return {
    kind: (kind) => inCase(kind),
    of:
      (...fields) =>
      (item) =>
        join(...pairs(fields, item)),
    inKind:
      (kind, ...fields) =>
      (item) =>
        join(inCase(kind), ...fields.map((field) => spelled(item[field]))),
    marks,
  };
};

/** @param collection what stands before the entity in the sort keys of a collection; empty where there is none */
const electro = (collection: string): Spelling => {
  const labelled = (fields: readonly string[], item: Item): string =>
    fields.map((field) => `#${field}_${spelled(item[field])}`).join('');
  const kind = (name: string): string => `$${collection}${name}_1`;
  return {
    kind,
    of:
      (...fields) =>
      (item) =>
        `$shop${labelled(fields, item)}`.toLowerCase(),
    inKind:
      (name, ...fields) =>
      (item) =>
        `${kind(name)}${labelled(fields, item)}`.toLowerCase(),
    marks: (name) => ({ __edb_e__: name, __edb_v__: '1' }),
  };
};

const upper = (word: string): string => word.toUpperCase();
const lower = (word: string): string => word.toLowerCase();
const spellings: Readonly<Record<string, Spelling>> = {
  'by hand': words('#', upper, () => ({})),
  'DynamoDB-Toolbox': words(':', upper, (kind) => ({ _et: kind })),
  OneTable: words('#', lower, (kind) => ({ _type: kind })),
  ElectroDB: electro(''),
  // https://electrodb.dev/en/modeling/collections/
  'ElectroDB with collections': electro('all#'),
};

// ---- designs

const shapes = {
  key: ['of its tenant', 'of both alone', 'of itself', 'by number'],
  partition: ['state', 'tenant and state', 'kind', 'tenant'],
  sort: ['kind', 'day', 'state and day', 'number', 'itself'],
} as const;

const kindNames = ['order', 'user', 'note'] as const;

const designs = fc.record({
  by: fc.constantFrom(...Object.keys(spellings)),
  /** Tenant and own id stand in the keys alone. */
  isKeyOnly: fc.boolean(),
  kinds: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...kindNames),
      key: fc.constantFrom(...shapes.key),
      first: fc.record({ partition: fc.constantFrom(...shapes.partition), sort: fc.constantFrom(...shapes.sort) }),
      second: fc.option(
        fc.record({ partition: fc.constantFrom(...shapes.partition), sort: fc.constantFrom(...shapes.sort) }),
        { nil: undefined },
      ),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
  ),
  tenants: fc.constantFrom(1, 3),
  rows: fc.integer({ min: 11, max: 20 }),
});
type Design = typeof designs extends fc.Arbitrary<infer Drawn> ? Drawn : never;
type DesignedKind = Design['kinds'][number];

/** Everything that is known of a kind: the oracle. */
interface Kind {
  readonly name: string;
  readonly makers: Makers;
  readonly keyFields: readonly string[];
  readonly items: readonly Item[];
  /** The items as their program stores them. */
  readonly row: (item: Item) => Item;
  readonly itemOf: (number: number) => Item;
}

function kindOf(design: Design, { name, key, first, second }: DesignedKind, order: number): Kind {
  const spelling = spellings[design.by]!;
  const id = `${name}Id`;
  const keys: Record<DesignedKind['key'], readonly [Maker, Maker, readonly string[]]> = {
    'of its tenant': [spelling.of('tenantId'), spelling.inKind(name, id), ['tenantId', id]],
    'of both alone': [spelling.of('tenantId', id), () => spelling.kind(name), ['tenantId', id]],
    'of itself': [spelling.of(id), () => spelling.kind(name), [id]],
    'by number': [spelling.of('tenantId'), spelling.inKind(name, 'number'), ['tenantId', 'number']],
  };
  const partitions: Record<(typeof shapes.partition)[number], Maker> = {
    state: spelling.of('state'),
    'tenant and state': spelling.of('tenantId', 'state'),
    kind: () => spelling.kind(name),
    tenant: spelling.of('tenantId'),
  };
  const sorts: Record<(typeof shapes.sort)[number], Maker> = {
    kind: () => spelling.kind(name),
    day: spelling.inKind(name, 'day'),
    'state and day': spelling.inKind(name, 'state', 'day'),
    number: spelling.inKind(name, 'number'),
    itself: spelling.inKind(name, id),
  };
  const [PK, SK, keyFields] = keys[key];
  // Of an item without a tenant in its key no other key of it could tell the tenant.
  const isTold = (index: { readonly partition: string } | undefined): boolean =>
    !(isKeyOnly && index?.partition.startsWith('tenant') && !keyFields.includes('tenantId'));
  const isKeyOnly = design.isKeyOnly && !design.by.startsWith('ElectroDB') && key !== 'by number';
  const indexed = (at: 1 | 2, index: DesignedKind['first'] | undefined): Makers =>
    index && isTold(index) ? { [`GSI${at}PK`]: partitions[index.partition], [`GSI${at}SK`]: sorts[index.sort] } : {};
  const makers: Makers = { PK, SK, ...indexed(1, first), ...indexed(2, second) };
  const itemOf = (number: number): Item => {
    const own = {
      tenantId: `T-${number % design.tenants}x`,
      [id]: `${name[0]!.toUpperCase()}${number * 7 + order}q`,
      number: number * 3 + 1,
      state: ['OPEN', 'DONE'][number % 2],
      day: `2026-0${1 + (number % 3)}-1${number % 10}`,
      [`${name}Title`]: `Title ${number % 5} of a thing`,
    };
    // What stands in no attribute and in no key is no part of the item.
    return isKeyOnly && !keyFields.includes('tenantId') ? without(own, 'tenantId') : own;
  };
  return {
    name,
    makers,
    keyFields,
    itemOf,
    items: Array.from({ length: design.rows }, (_, number) => itemOf(number)),
    row: (item) => ({
      ...(isKeyOnly ? without(item, ...keyFields) : item),
      ...made(makers, item),
      ...spelling.marks(name),
    }),
  };
}

const without = (item: Item, ...names: readonly string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));

// ---- what has to hold

class Served {
  constructor(
    private readonly result: Adopted,
    private readonly kind: Kind,
    private readonly type: DeclaredClass,
  ) {}

  private get domain() {
    return domainOf(this.type);
  }

  private path(item: Item): string {
    const { key, name } = this.domain;
    const fields = [key.partition, ...(key.sort === undefined ? [] : [key.sort])];
    expect(fields.toSorted()).toEqual([...this.kind.keyFields].toSorted());
    return `/${[name, ...fields.map((field) => encodeURIComponent(String(item[field])))].join('/')}`;
  }

  private async send(method: string, path: string, body?: Item): Promise<Item> {
    const { status, json } = await this.result.gateway.send(method, path, { body });
    const problem: unknown = status < 300 ? undefined : json;
    expect({ method, path, body, status, problem }).toEqual({
      method,
      path,
      body,
      status: method === 'POST' ? 201 : 200,
    });
    return json as Item;
  }

  /** The item as it is answered and as the other program finds it: by its key, and in each of its indexes. */
  private async isFound(item: Item): Promise<void> {
    const { makers } = this.kind;
    const TableName = this.result.table;
    const keys = made(makers, item);
    const { Item: stored } = await raw.send(
      new GetCommand({ TableName, Key: { PK: keys.PK, SK: keys.SK }, ConsistentRead: true }),
    );
    expect(stored).toMatchObject(this.kind.row(item));
    expect(
      Object.keys(stored!)
        .filter((name) => keyNames.includes(name))
        .toSorted(),
    ).toEqual(Object.keys(makers).toSorted());
    for (const [IndexName, [partition, sort]] of Object.entries(indexes)) {
      if (!makers[partition]) continue;
      const { Items = [] } = await raw.send(
        new QueryCommand({
          TableName,
          IndexName,
          KeyConditionExpression: `${partition} = :partition AND ${sort} = :sort`,
          ExpressionAttributeValues: { ':partition': keys[partition], ':sort': keys[sort] },
        }),
      );
      expect(Items.map(({ PK, SK }) => [PK, SK])).toContainEqual([keys.PK, keys.SK]);
    }
  }

  private async list(field: string, value: unknown): Promise<readonly Item[]> {
    const filter = encodeURIComponent(JSON.stringify({ [field]: { eq: value } }));
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const after: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.send('GET', `/${this.domain.name}?filter=${filter}&limit=4${after}`);
      items.push(...(page.items as Item[]));
      cursor = page.nextCursor as string | undefined;
    } while (cursor !== undefined);
    return items;
  }

  async holds(): Promise<void> {
    const { kind } = this;
    for (const item of kind.items) expect(await this.send('GET', this.path(item))).toMatchObject(item);
    const fresh: Item = { ...kind.itemOf(kind.items.length + 40), day: '2027-01-02' };
    await this.send('POST', `/${this.domain.name}`, fresh);
    await this.isFound(fresh);
    const [old] = kind.items as readonly [Item];
    const change = { state: 'DONE', day: '2027-03-04', ...(kind.keyFields.includes('number') ? {} : { number: 777 }) };
    const changed: Item = { ...old, ...change };
    expect(await this.send('PATCH', this.path(old), change)).toMatchObject(changed);
    await this.isFound(changed);
    // One field of what an index key is made of, the others being known to the stored item alone.
    const again: Item = { ...changed, state: 'OPEN' };
    await this.send('PATCH', this.path(old), { state: 'OPEN' });
    await this.isFound(again);
    const all = [again, ...kind.items.slice(1), fresh];
    const idsOf = (items: readonly Item[]): readonly string[] =>
      items.map((item) => kind.keyFields.map((field) => String(item[field])).join(' ')).toSorted();
    for (const { partition } of Object.values(this.domain.indexes)) {
      for (const value of new Set(all.map((item) => item[partition]))) {
        const expected = all.filter((item) => item[partition] === value);
        expect({ partition, value, ids: idsOf(await this.list(partition, value)) }).toEqual({
          partition,
          value,
          ids: idsOf(expected),
        });
      }
    }
  }
}

async function holdsFor(design: Design): Promise<void> {
  const kinds = design.kinds.map((kind, order) => kindOf(design, kind, order));
  const rows = kinds.flatMap(({ items, row }) => items.map(row));
  const result = await adopted(rows);
  const { report, types } = result;
  expect(report.misfits).toEqual([]);
  expect(report.classes).toHaveLength(kinds.length);
  for (const kind of kinds) {
    const place = report.classes.findIndex(({ fields }) => fields.some(({ name }) => name === `${kind.name}Title`));
    const { fields, keys } = report.classes[place]!;
    // No caller has to know how a key is made.
    expect(fields.filter(({ attribute }) => keyNames.includes(attribute))).toEqual([]);
    expect(keys.filter(({ rows: count }) => count !== kind.items.length)).toEqual([]);
    await new Served(result, kind, types[place]!).holds();
  }
}

test('whatever design a table has, its items are served, and the other program finds what is written', async () => {
  await fc.assert(fc.asyncProperty(designs, holdsFor), { numRuns: 10, endOnFailure: true });
});

// ---- one by one

const lots = (row: (number: number) => Item): readonly Item[] => Array.from({ length: 12 }, (_, number) => row(number));
const classOf = ({ report, types }: Adopted) => ({ ...report.classes[0]!, table: domainOf(types[0]!).table! });

test('several values that stand in a key alone are fields by the words before them, with their evidence', async () => {
  const result = await adopted(
    lots((n) => ({
      PK: `TENANT#t${n % 2}#PROJ#p${n}`,
      SK: 'META',
      GSI1PK: `PROJ#p${n}`,
      GSI1SK: 'PROJ',
      title: `Project ${n}`,
    })),
  );
  const { fields, keys, notes, table: found } = classOf(result);
  expect(fields.map(({ name, optional }) => [name, optional])).toEqual([
    ['tenantId', false],
    ['projId', false],
    ['title', false],
  ]);
  expect(keys).toEqual([
    { attribute: 'PK', template: 'TENANT#{tenantId}#PROJ#{projId}', rows: 12 },
    { attribute: 'SK', template: 'META', rows: 12 },
    { attribute: 'GSI1PK', template: 'PROJ#{projId}', rows: 12 },
    { attribute: 'GSI1SK', template: 'PROJ', rows: 12 },
  ]);
  expect(found).toMatchObject({
    key: { partition: { PK: 'TENANT#{tenantId}#PROJ#{projId}' }, sort: { SK: 'META' } },
    indexes: { byProjId: { name: 'GSI1', partition: { GSI1PK: 'PROJ#{projId}' }, sort: { GSI1SK: 'PROJ' } } },
  });
  expect(notes).toContain('tenantId stands in the key alone: items written here have it as an attribute too.');
  const { gateway, report } = result;
  const { domain } = report.classes[0]!;
  expect((await gateway.send('GET', `/${domain}/t1/p3`)).json).toMatchObject({ tenantId: 't1', projId: 'p3' });
  // What would end a value in the key cannot be part of it, or the other program would read another key.
  const body = { tenantId: 't#1', projId: 'p', title: 'x' };
  expect(await gateway.send('POST', `/${domain}`, { body })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/tenantId' }] },
  });
});

test('where two fields could stand in a key nobody guesses: it stays one field, and the report says so', async () => {
  const result = await adopted(
    lots((n) => ({ PK: `ORG#o${n}`, SK: 'META', owner: `o${n}`, payer: `o${n}`, title: `Organisation ${n}` })),
  );
  const { fields, notes } = classOf(result);
  expect(fields.map(({ name }) => name)).toEqual(['orgId', 'owner', 'payer', 'title']);
  expect(notes).toContain(
    'PK could be made of owner or payer, which are the same in all 12 items: it stays one field.',
  );
});

test('a key of no one pattern stays one field, and the report says so', async () => {
  const result = await adopted(
    lots((n) => ({ PK: n % 2 ? `TENANT#t${n}` : `TENANT#t${n}#PROJ#p`, SK: 'META', title: `Thing ${n}` })),
  );
  const { keys, notes } = classOf(result);
  expect(keys[0]).toEqual({ attribute: 'PK', template: 'TENANT#{tenantId}', rows: 12 });
  expect(notes).toContain('PK holds more than one value behind "TENANT#": all of it stays one field, tenantId.');
});

test('of a key of three fields as little as can be becomes one', async () => {
  const rows = lots((n) => ({
    PK: `TENANT#t${n % 2}#PROJ#p${n % 3}`,
    SK: `TASK#k${n}`,
    tenantId: `t${n % 2}`,
    projId: `p${n % 3}`,
    taskId: `k${n}`,
  }));
  const result = await adopted(rows);
  const { keys, notes } = classOf(result);
  expect(keys.map(({ template }) => template)).toEqual(['TENANT#{itemTenantId}', 'TASK#{taskId}']);
  expect(notes).toContain(
    'The key is made of tenantId, projId, taskId, and that of a domain of two fields at most: PK stays one field.',
  );
  const { gateway, report } = result;
  const path = `/${report.classes[0]!.domain}/${encodeURIComponent('t1#PROJ#p2')}/k5`;
  expect((await gateway.send('GET', path)).json).toMatchObject({ tenantId: 't1', projId: 'p2', taskId: 'k5' });
});

test('what is one text in an index is no field that a caller has to know', async () => {
  const row = (n: number): Item => ({
    PK: `USER#u${n}`,
    SK: 'PROFILE',
    GSI1PK: `MAIL#u${n}@example.com`,
    GSI1SK: 'USER',
    GSI2PK: 'USERS',
    GSI2SK: `NAME#Ada ${n}`,
    userId: `u${n}`,
    mail: `u${n}@example.com`,
    name: `Ada ${n}`,
  });
  const result = await adopted(lots(row));
  const { fields, notes, table: found } = classOf(result);
  expect(fields.map(({ name }) => name)).toEqual(['userId', 'mail', 'name']);
  expect(found.indexes).toEqual({
    byMail: { name: 'GSI1', partition: { GSI1PK: 'MAIL#{mail}' }, sort: { GSI1SK: 'USER' } },
  });
  expect(found.kept).toEqual({ GSI2: { partition: { GSI2PK: 'USERS' }, sort: { GSI2SK: 'NAME#{name}' } } });
  expect(notes.join(' ')).toContain('No list can ask by the index GSI2');
  const { gateway, report, table: name } = result;
  const { domain } = report.classes[0]!;
  const body = { userId: 'u99', mail: 'u99@example.com', name: 'Ada 99' };
  expect((await gateway.send('POST', `/${domain}`, { body })).status).toBe(201);
  const stored = async () =>
    (await raw.send(new GetCommand({ TableName: name, Key: { PK: 'USER#u99', SK: 'PROFILE' }, ConsistentRead: true })))
      .Item;
  expect(await stored()).toMatchObject(row(99));
  expect((await gateway.send('PATCH', `/${domain}/u99`, { body: { name: 'Eve' } })).status).toBe(200);
  expect(await stored()).toMatchObject({ ...row(99), name: 'Eve', GSI2SK: 'NAME#Eve' });
});

test('an index that lacks items which have its fields is not asked, and the report counts them', async () => {
  const result = await adopted(
    lots((n) => ({
      PK: `USER#u${n}`,
      SK: 'PROFILE',
      userId: `u${n}`,
      state: n % 2 ? 'OPEN' : 'DONE',
      // As where a program has added the index later, or puts some items alone into it.
      ...(n % 3 === 0 && { GSI1PK: `STATE#${n % 2 ? 'OPEN' : 'DONE'}`, GSI1SK: `USER#u${n}` }),
    })),
  );
  const { indexes: declared, notes } = classOf(result);
  expect(declared).toEqual({});
  expect(notes.filter((note) => note.includes('GSI1'))).toEqual([
    'The index GSI1 is left out: 8 of 12 items have the fields that its keys are made of, and not those keys, so that its lists would lack them.',
  ]);
});
