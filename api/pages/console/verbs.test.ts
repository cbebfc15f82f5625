import { openApi } from '../../documents/openapi';
import { anyone } from '../../../schema/access';
import { Id, Integer, Text } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { domainOf, fieldsOf, keyFields } from '../../../schema/facts';
import { required } from '../../../schema/required';
import { defineGateway, defineModule } from '../../../services/definition';
import { operation } from '../../../services/operation';
import { itemPath } from '../../../services/paths';
import { gatewayFacts } from './facts';
import { isOfItem, takesHeader, verbFields, verbLink, verbRequest } from './verbs';

@Domain('berth', { key: { partition: 'quay', sort: 'number' }, access: { read: anyone, write: anyone }, events: true })
class Berth {
  @Text({ max: 30 }) quay!: string;
  @Integer({ min: 1, max: 999 }) number!: number;
}

class Mooring {
  @Id() ship!: string;
  @Integer({ min: 1, max: 9, doc: 'How many.' }) lines!: number;
}

const berths = domainOf(Berth);
const moor = operation({
  access: anyone,
  name: 'moor',
  kind: 'mutation',
  domain: berths,
  doc: 'Moors a ship at a berth.',
  route: { method: 'PUT', path: `${itemPath(berths)}/ships/{ship}`, success: 200 },
  key: [...keyFields(berths), required(fieldsOf(Mooring)[0], 'the ship')],
  body: { of: 'item', type: Mooring, mode: 'whole' },
  idempotent: false,
  gives: { as: 'item', type: Mooring },
  touches: [],
  perform: async () => ({}),
});
const look = operation({
  access: anyone,
  name: 'freeBerths',
  kind: 'query',
  domain: berths,
  doc: 'Lists the free berths of all quays.',
  route: { method: 'GET', path: '/berth/free', success: 200 },
  query: 'list',
  gives: { as: 'page', type: Berth },
  touches: [],
  perform: async () => ({ items: [] }),
});

const { operations, title } = defineGateway({
  name: 'quays',
  modules: [defineModule({ name: 'quays', domains: [Berth], operations: [moor, look] })],
});
const facts = gatewayFacts(openApi({ operations, title }));
const berth = required(facts.domains[0], 'the berth');
const verb = (id: string) =>
  required(
    berth.verbs.find((one) => one.id === id),
    id,
  );

test('verbs are what does not follow from the declaration, without the feeds, which go on for as long as one listens', () => {
  expect(facts.operations.map(({ id }) => id)).toEqual(expect.arrayContaining(['berthChanges', 'createBerth']));
  expect(berth.verbs.map(({ id }) => id).toSorted()).toEqual(['freeBerths', 'moor']);
});

test('a verb whose path has the whole key is done to an item, and asks for what else there is', () => {
  const { schemas } = facts;
  const fields = verbFields(schemas, berth, verb('moor'));
  expect(isOfItem(berth, verb('moor'))).toBe(true);
  expect(takesHeader(verb('moor'), 'if-match')).toBe(false);
  expect(verbLink(berth, verb('moor'), { quay: 'A b', number: 7 })).toBe('#/berth/verb/moor?quay=A+b&number=7');
  expect(fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([
    ['ship', true],
    ['lines', true],
  ]);
  const key = { quay: 'A b', number: '7' };
  const { values, search, body } = verbRequest(schemas, verb('moor'), fields, {
    key,
    form: { ship: 'Aurora', lines: '3' },
  });
  expect(facts.pathOf(verb('moor'), values) + search).toBe('/berth/A%20b/7/ships/Aurora');
  expect(body).toEqual({ ship: 'Aurora', lines: 3 });
});

test('what may stand behind the "?" is asked for, and left out where nothing is written', () => {
  const { schemas } = facts;
  const fields = verbFields(schemas, berth, verb('freeBerths'));
  expect(isOfItem(berth, verb('freeBerths'))).toBe(false);
  expect(verbLink(berth, verb('freeBerths'), { quay: 'A', number: 7 })).toBe('#/berth/verb/freeBerths');
  expect(fields.find(({ name }) => name === 'limit')).toMatchObject({ isRequired: false, holds: { as: 'number' } });
  const { search, body } = verbRequest(schemas, verb('freeBerths'), fields, {
    key: {},
    form: { limit: '5', sort: '' },
  });
  expect(search).toBe('?limit=5');
  expect(body).toBeUndefined();
});

test('the path of an item leads to it, and any other to none', () => {
  expect(facts.itemAt('/berth/A%20b/7')).toEqual({ domain: berth, key: { quay: 'A b', number: '7' } });
  // A key that is a word of another path is marked: services/paths.ts.
  expect(facts.itemAt('/berth/~batch/7')?.key).toEqual({ quay: 'batch', number: '7' });
  for (const path of ['/berth/A', '/berth/A/7/ships', '/ship/A/7', '']) expect(facts.itemAt(path)).toBeUndefined();
});
