import { openApi } from '../../documents/openapi';
import { admitListQuery } from '../../../services/list-query';
import { domainOf } from '../../../schema/facts';
import { required } from '../../../schema/required';
import { Comet, definition } from '../../../test/comets';
import { gatewayFacts } from './facts';
import { conditionsOf, filterFields, filterOf, parseFilter, planWords, waysOf } from './filters';
import { listPath } from './list-query';

const facts = gatewayFacts(JSON.parse(JSON.stringify(openApi(definition))));
const comets = required(
  facts.domains.find(({ typeName }) => typeName === 'Comet'),
  'the domain of comets',
);
const fields = filterFields(facts.schemas, required(comets.filter, 'the filter of comets'));

const examples: Readonly<Record<string, string>> = {
  string: 'Oort',
  number: '1.5',
  integer: '7',
  boolean: 'true',
};

test('every comparison of every field can be written as a condition, and the gateway takes it', () => {
  const seen = new Set<string>();
  for (const [field, comparisons] of fields) {
    for (const [comparison, schema] of comparisons) {
      const inner = (schema.items ?? schema) as { readonly type?: string; readonly format?: string };
      const one =
        inner.format === 'date'
          ? '2026-03-01'
          : inner.format === 'date-time'
            ? '2026-01-15T09:30:00Z'
            : (examples[inner.type ?? 'string'] ?? '');
      const value = schema.type === 'array' ? `${one}, ${one}` : one;
      const filter = filterOf([{ field, comparison, value }], fields);
      expect(() => admitListQuery(domainOf(Comet), { filter })).not.toThrow();
      expect(conditionsOf(filter)).toEqual([{ field, comparison, value }]);
      seen.add(comparison);
    }
  }
  expect([...fields.keys()]).toEqual(
    expect.arrayContaining(['id', 'period', 'orbit.eccentricity', 'updatedAt', 'extra']),
  );
  expect(seen.size).toBeGreaterThanOrEqual(13);
});

test('several conditions hold together, and come back as they were', () => {
  const conditions = [
    { field: 'period', comparison: 'ge', value: '5' },
    { field: 'period', comparison: 'le', value: '9' },
    { field: 'orbit.eccentricity', comparison: 'between', value: '0.1, 0.2' },
  ];
  const filter = filterOf(conditions, fields);
  expect(filter).toEqual({
    and: [{ period: { ge: 5 } }, { period: { le: 9 } }, { orbit: { eccentricity: { between: [0.1, 0.2] } } }],
  });
  expect(conditionsOf(filter)).toEqual(conditions);
  expect(filterOf([], fields)).toBeUndefined();
});

test('a filter that needs the grammar has no conditions, and what is none is refused in a sentence', () => {
  expect(conditionsOf({ or: [{ period: { eq: 1 } }] })).toBeUndefined();
  expect(conditionsOf({ and: [{ not: { period: { eq: 1 } } }] })).toBeUndefined();
  expect(() => parseFilter('{"period":')).toThrow('The filter is not JSON.');
  expect(() => parseFilter('[1]')).toThrow('must be a JSON object');
  expect(parseFilter('  ')).toBeUndefined();
});

test('a list is read by its key and by every index', () => {
  expect(waysOf(comets)).toEqual([
    { name: 'key', partition: 'id' },
    { name: 'byFamily', partition: 'family', sort: 'period' },
    { name: 'byObservatory', partition: 'observatoryId', sort: 'name' },
  ]);
  const path = required(
    listPath(facts, comets, { by: 'byFamily', value: 'Oort', filter: '{"period":{"gt":5}}' }),
    'the path',
  );
  const query = new URLSearchParams(path.split('?')[1]);
  expect(JSON.parse(query.get('filter') ?? '')).toEqual({ and: [{ family: { eq: 'Oort' } }, { period: { gt: 5 } }] });
});

test('a plan is one line', () => {
  expect(
    planWords({
      path: 'Query',
      index: 'byFamily',
      queries: 2,
      keyCondition: 'family = ?',
      sortedBy: 'period ascending',
      filteredAfterReading: 'name = ?',
    }),
  ).toBe('Query of byFamily · 2 queries · family = ? · sorted by period ascending · then only where name = ?');
  expect(planWords({ path: 'Scan', queries: 0 })).toBe('Scan of the table');
});
