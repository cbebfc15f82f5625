import { Id, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { admitFields } from './list-query';

@Domain('moon')
class Moon {
  @Id() id!: string;
  @Text({ max: 40 }) name!: string;
}

const admitted = (fields: unknown): readonly string[] | undefined => admitFields(domainOf(Moon), fields, undefined, []);

// Readers of fields are kept by the list of their names: a copy of it for each request had them made anew.
test('the fields of a selection are handed on as the very list that they came as', () => {
  const names = ['name', 'id'];
  expect(admitted(names)).toBe(names);
});

test('a field that is named twice is read once', () => {
  expect(admitted(['name', 'id', 'name'])).toEqual(['name', 'id']);
});

test('of no fields all are read', () => {
  expect(admitted(undefined)).toBeUndefined();
});
