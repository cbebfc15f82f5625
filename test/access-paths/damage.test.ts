import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { localAccess } from '../../local/tables';
import { exampleOf } from '../../schema/examples';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { inCase } from '../../schema/folding';
import { comparedValue, kinds } from '../../schema/kinds';
import { searchOf } from '../../schema/layout';
import { attributeType } from '../../schema/table';
import type { Item } from '../../services/context';
import { faces } from '../faces';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, readings, rest } from '../misread';
import { randomDomains } from './random-domains';
import type { RandomDomain } from './random-domains';

/*
 * Items of random domains in which random attributes are damaged. Two witnesses that know nothing of how they are read:
 * the items are what the engine holds before and after; and a filter that DynamoDB checks, over a scan, must give what the
 * gateway's own matcher gives, over keys.
 */

/** DAMAGE_SEED repeats a run; DAMAGE_DOMAINS makes it longer. */
const seed = Number(process.env.DAMAGE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const domainCount = Number(process.env.DAMAGE_DOMAINS ?? 25);

const scalar = fc.oneof(
  fc.constantFrom<unknown>('', 'x', 'true', '12', '12.50', '-0', '1e3', '0x10', ' 1', 'NEW', 'new', '2026-02-30'),
  fc.constantFrom<unknown>('2026-03-01', '2026-01-15T09:30:00Z', 'P1D', '123456789012345', 'a'.repeat(300)),
  fc.constantFrom<unknown>(0, 1, -1, 1.5, 2_147_483_648, 1e15, 0.1, true, false),
);
const bytes = Uint8Array.from([0, 255]);
const damage = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(undefined, null) },
  { weight: 8, arbitrary: scalar },
  { weight: 4, arbitrary: fc.array(fc.oneof(scalar, fc.constant(null), fc.constant({})), { maxLength: 3 }) },
  { weight: 3, arbitrary: fc.dictionary(fc.constantFrom('width', 'label', 'at', 'a'), scalar, { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(new Set(['x', 'y']), new Set([1, 2]), bytes, new Set([bytes])) },
);

interface Damaged {
  readonly domain: RandomDomain;
  readonly items: readonly Item[];
}

const old = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }), {
  marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
  unmarshallOptions: { wrapNumbers: Number },
});

/** A value that the engine takes: that of an index has its type and is no empty text, or is not there. */
function fitting({ fact }: RandomDomain, name: string, value: unknown): unknown {
  const isIndexed = Object.values(fact.indexes).some(({ partition, sort }) => partition === name || sort === name);
  if (!isIndexed || value === undefined) return value;
  const type = attributeType(fact, name) === 'N' ? 'number' : 'string';
  return typeof value === type && value !== '' ? value : undefined;
}

function damaged(domain: RandomDomain, index: number): Damaged {
  const { fact } = domain;
  const free = fact.fields.filter(({ name }) => name !== fact.key.partition && name !== fact.key.sort);
  const some = fc.array(fc.tuple(fc.constantFrom(...free.map(({ name }) => name)), damage), { maxLength: 3 });
  const drawn = fc.sample(some, { seed: seed + index, numRuns: domain.items.length });
  const items = domain.items.slice(0, 25).map((item, place) => {
    const changes = drawn[place]!.map(([name, value]) => [name, fitting(domain, name, value)] as const);
    return { ...item, ...Object.fromEntries(changes) };
  });
  return { domain, items };
}

/** Whether all items of a domain can be asked for without a key. */
const isScanned = ({ domain: { fact }, items }: Damaged): boolean =>
  fact.scan && fact.key.sort === undefined && fact.readBudget > items.length;

/** So many random domains, and of many more the first that can be scanned where none of them can. */
function drawDomains(): readonly Damaged[] {
  const found: Damaged[] = [];
  for (const [index, declare] of fc.sample(randomDomains, { seed, numRuns: domainCount * 20 }).entries()) {
    const isEnough = index >= domainCount;
    if (isEnough && found.some(isScanned)) break;
    const one = damaged(declare(3 * (2000 + index)), index);
    if (one.items.length > 0 && (!isEnough || isScanned(one))) found.push(one);
  }
  return found;
}

const damagedDomains = drawDomains();

const keyOf = ({ fact }: RandomDomain, item: Item): Item =>
  Object.fromEntries(
    [fact.key.partition, fact.key.sort].flatMap((name) => (name === undefined ? [] : [[name, item[name]]])),
  );

/** What is stored beside a field by which an index is found or sorted without regard to case. */
function foldedBeside({ indexes }: DomainFact, field: FieldFact, value: unknown): Item {
  const casing = searchOf(field);
  const isIndexed = Object.values(indexes).some(
    ({ partition, sort }) => partition === field.name || sort === field.name,
  );
  return casing !== undefined && isIndexed ? { [`_folded_${field.name}`]: inCase(value, casing) } : {};
}

const isLong = (value: unknown): boolean => typeof value === 'number' && String(value).includes('e');

let gateway: TestGateway;
/** What the run has met, so that it cannot pass by meeting nothing. */
const met = { items: 0, warnings: 0, filters: 0, matched: 0, writes: 0 };

beforeAll(async () => {
  gateway = await openGateway('v1', { domains: damagedDomains.map(({ domain }) => domain.type) });
  for (const { domain, items } of damagedDomains) {
    for (const Item of items)
      await old.send(new PutCommand({ TableName: `${gateway.prefix}${domain.fact.name}`, Item }));
  }
}, 120_000);

const storedItem = async ({ fact }: RandomDomain, Key: Item) =>
  (await old.send(new GetCommand({ TableName: `${gateway.prefix}${fact.name}`, Key }))).Item;

const named = damagedDomains.map((damaged, index) => ({ ...damaged, name: `${index}: ${damaged.domain.words}` }));

describe(`seed ${seed}`, () => {
  test.each(named)('$name: every face reads every item, alike, and changes nothing', async ({ domain, items }) => {
    const { fact } = domain;
    const keys = items.map((item) => keyOf(domain, item));
    const before = await Promise.all(keys.map(async (key) => storedItem(domain, key)));
    const batches = await Promise.all(
      readings.map(async (reading) => reading.many(gateway, `${fact.plural}ByKey`, keys)),
    );
    for (const { status, code, items: read, warnings } of batches) {
      expect({ status, code, count: read.length }).toEqual({ status: 200, code: undefined, count: items.length });
      expect(read.map((item) => keyOf(domain, item!))).toEqual(keys);
      expect(warnings).toEqual(batches[0]!.warnings);
    }
    for (const [index, key] of keys.entries()) {
      // A path spells numbers without an exponent.
      const reading = Object.values(key).some(isLong) ? graphql : readings[index % 3]!;
      const one = await reading.one(gateway, fact.singular, key);
      expect({ status: one.status, code: one.code }).toEqual({ status: 200, code: undefined });
      const prefix = `/items/${index}/`;
      const own = Object.entries(batches[0]!.warnings).filter(([pointer]) => pointer.startsWith(prefix));
      expect(one.warnings).toEqual(
        Object.fromEntries(own.map(([pointer, detail]) => [pointer.slice(prefix.length - 1), detail])),
      );
      met.warnings += own.length;
      met.items++;
    }
    if (fact.scan) {
      const list =
        fact.key.sort === undefined ? fact.plural : `all${fact.plural[0]!.toUpperCase()}${fact.plural.slice(1)}`;
      if (fact.readBudget > items.length) {
        for (const reading of readings) {
          const { status, items: read } = await reading.list(gateway, list, { limit: 100 });
          expect([status, read.length]).toEqual([200, items.length]);
        }
      }
    }
    expect(await Promise.all(keys.map(async (key) => storedItem(domain, key)))).toEqual(before);
  });

  const scanned = named.filter(isScanned);
  test.each(scanned)('$name: the matcher of the gateway agrees with DynamoDB', async ({ domain: { fact }, items }) => {
    const ids = items.map((item) => item[fact.key.partition]);
    for (const field of fact.fields.filter(({ name }) => name !== fact.key.partition)) {
      for (const condition of conditionsOn(field, items)) {
        const filter = { [field.name]: condition };
        // A field of an index would be asked of the index.
        if (Object.values(fact.indexes).some(({ partition }) => partition === field.name)) continue;
        const byScan = await rest.list(gateway, fact.plural, { filter, limit: 100 });
        const byKeys = await rest.list(gateway, fact.plural, {
          filter: { ...filter, [fact.key.partition]: { in: ids } },
          limit: 100,
        });
        const found = (told: typeof byScan): unknown[] =>
          told.items.map((item) => item![fact.key.partition]).toSorted();
        expect([byScan.status, byKeys.status, filter, found(byKeys)]).toEqual([200, 200, filter, found(byScan)]);
        met.filters++;
        met.matched += byScan.items.length;
      }
    }
  });

  test.each(named)('$name: writes of other fields work, and leave the rest', async ({ domain, items }) => {
    const { fact } = domain;
    const free = fact.fields.filter(({ name }) => name !== fact.key.partition && name !== fact.key.sort);
    for (const [index, item] of items.entries()) {
      const field = free[index % free.length]!;
      const value = exampleOf(field);
      const key = keyOf(domain, item);
      const before = await storedItem(domain, key);
      const face = faces[Object.values(key).some(isLong) ? 1 : index % 3]!;
      const update = gateway.operations.find(({ name }) => name === `update${fact.typeName}`)!;
      const told = await face.call(gateway, update, { key, body: { [field.name]: value } });
      expect(['ok', 'unreadable', 'needs-mending']).toContain(told.code);
      const after = await storedItem(domain, key);
      if (told.code === 'needs-mending') {
        expect(field.kind).toBe('object');
        expect(after).toEqual(before);
        continue;
      }
      const { version, createdAt, updatedAt, _write, ...others } = after!;
      expect([version, createdAt, typeof updatedAt, typeof _write]).toEqual([1, undefined, 'string', 'string']);
      const written = field.kind === 'object' ? others[field.name] : value;
      expect(others).toEqual({ ...before, [field.name]: written, ...foldedBeside(fact, field, value) });
      if (field.kind === 'object') expect(written).toMatchObject(value as object);
      met.writes++;
    }
  });

  test('the run has met what it is about', () => {
    expect(Object.entries(met).filter(([, count]) => count === 0)).toEqual([]);
  });
});

/** Conditions with values that the field may have, and with those that stand in some items. */
function conditionsOn(field: FieldFact, items: readonly Item[]): readonly object[] {
  const example = exampleOf(field);
  const stored = items
    .map((item) => item[field.name])
    .filter((value) => typeof value === typeof example && typeof value !== 'object' && value !== '');
  const values = [example, ...stored.slice(0, 2)].filter((value) => 'fault' in read(field, value) === false);
  const { comparisons } = kinds[field.kind];
  return comparisons.flatMap((comparison): object[] => {
    switch (comparison) {
      case 'exists':
        return [{ exists: true }, { exists: false }];
      case 'eq':
      case 'ne':
      case 'lt':
      case 'ge':
        return values.map((value) => ({ [comparison]: value }));
      case 'contains':
      case 'beginsWith':
        return typeof example === 'string' ? [{ [comparison]: 'x' }] : [];
      default:
        return [];
    }
  });
}

function read(field: FieldFact, value: unknown): object {
  return comparedValue(field, value, false);
}
