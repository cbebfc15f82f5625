import { csvDecoder } from './csv-rows';
import { domainInput } from './domain-input';
import { openApi } from '../../test/transfer/contract-gateway';

const { fields } = domainInput(openApi, 'book');

function rowOf(header: string, record: string): unknown {
  const decoded = csvDecoder(header, fields)(record);
  return 'flaw' in decoded ? decoded.flaw : (JSON.parse(decoded.json) as unknown);
}

test('cells become what their field holds, empty ones are left out', () => {
  expect(rowOf(' id ,price,stock,isNew,tags,sizes,title\r', '1,9.5,3,TRUE,x|y z,1|2,A B\r')).toEqual({
    id: '1',
    title: 'A B',
    price: 9.5,
    stock: 3,
    isNew: true,
    tags: ['x', 'y z'],
    sizes: [1, 2],
  });
  expect(rowOf('title,price,tags', 'A,,')).toEqual({ title: 'A' });
});

test('text stays text although it looks like a number', () => {
  expect(rowOf('id,title', '007,1e3')).toEqual({ id: '007', title: '1e3' });
});

test('objects and free JSON stand in their cell as JSON', () => {
  expect(rowOf('origin,extra', '"{""country"":""FR""}",[1]')).toEqual({ origin: { country: 'FR' }, extra: [1] });
});

test.each([
  ['price', 'cheap'],
  ['price', '1,5'],
  ['price', '0x10'],
  ['price', '1e999'],
  ['stock', '9007199254740993'],
  ['isNew', 'yes'],
  ['origin', '{country'],
])('a %s that does not fit (%s) goes to the gateway as text', (field, cell) => {
  expect(rowOf(field, `"${cell}"`)).toEqual({ [field]: cell });
});

test.each([
  [' +5 ', 5],
  ['.5', 0.5],
  ['1e2', 100],
  ['-3.', -3],
])('%j is a number', (cell, value) => {
  expect(rowOf('price', cell)).toEqual({ price: value });
});

test('a row with too few or too many cells is refused', () => {
  expect(rowOf('id,title', '1')).toBe('has 1 cells where the header has 2');
  expect(rowOf('id,title', '1,a,b')).toBe('has 3 cells where the header has 2');
});

test.each([
  ['id,colour', 'The header of the file names the column "colour"; the fields are id, title,'],
  ['id;title', 'names the column "id;title" (cells are separated by commas)'],
  ['id,title,id', 'has two columns named "id"'],
  ['id,,title', 'names the column ""'],
])('the header %s is refused as a whole', (header, words) => {
  expect(() => csvDecoder(header, fields)).toThrow(words);
});
