import {
  Date as DateField,
  DateTime,
  Email,
  Enumeration,
  Float,
  Id,
  Integer,
  Money,
  Text,
  Url,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DeclaredClass } from '../../schema/facts';
import { kinds } from '../../schema/kinds';
import { openGateway } from '../harness';

// The deep check of health asks the table of the first domain for an item, whatever its key is. DynamoDB refuses a key
// of another type than the table's: "The provided key element does not match the schema"
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html).

const keyDecorators = {
  id: () => Id({ max: 100 }),
  text: () => Text({ max: 20 }),
  integer: () => Integer({ min: 5 }),
  float: () => Float({ min: -2, max: -1 }),
  money: () => Money({ min: 1 }),
  dateTime: () => DateTime(),
  date: () => DateField(),
  email: () => Email(),
  url: () => Url({ max: 200 }),
  enumeration: () => Enumeration('Zone', ['NORTH', 'SOUTH']),
} as const;
type KeyKind = keyof typeof keyDecorators;
const keyKinds = Object.keys(keyDecorators) as KeyKind[];

function domainWith(partition: KeyKind, sort?: KeyKind): DeclaredClass {
  class Probe {}
  keyDecorators[partition]()(Probe.prototype, 'first');
  if (sort) keyDecorators[sort]()(Probe.prototype, 'second');
  Domain('probe', { key: { partition: 'first', ...(sort && { sort: 'second' }) } })(Probe);
  return Probe;
}

test('every kind of key is tried', () => {
  const withKey = Object.entries(kinds).flatMap(([kind, { key }]) => (key ? [kind] : []));
  expect(keyKinds.toSorted()).toEqual(withKey.toSorted());
});

const keys = keyKinds.flatMap((kind): { partition: KeyKind; sort?: KeyKind }[] => [
  { partition: kind },
  { partition: kind, sort: 'text' },
  { partition: 'text', sort: kind },
  { partition: kind, sort: 'integer' },
]);

test.each(keys)('the deep check of a table with the key $partition and $sort is ok', async ({ partition, sort }) => {
  const gateway = await openGateway('v1', { domains: [domainWith(partition, sort)] });
  const answer = await gateway.send('GET', '/health?deep');
  expect(answer).toMatchObject({ status: 200, json: { status: 'ok', dynamodb: 'ok' } });
});

test('and without its table it is not', async () => {
  const domains = [domainWith('integer')];
  const gateway = await openGateway('v1', { domains, endpoint: 'http://127.0.0.1:9' });
  expect(await gateway.send('GET', '/health?deep')).toMatchObject({ status: 503, json: { status: 'unavailable' } });
});
