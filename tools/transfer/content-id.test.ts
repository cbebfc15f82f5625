import fc from 'fast-check';
import { contentIds, givenIds } from './content-id';
import type { GiveId, GoodRow } from './row';

const rowOf = (json: string): GoodRow => ({ line: 1, end: 0, json });

function idOf(giveId: GiveId, json: string): string {
  const given = giveId(rowOf(json), JSON.parse(json) as Record<string, unknown>);
  expect((JSON.parse(given.json) as { id: unknown }).id).toBe(given.id);
  return given.id!;
}

test('an id is a UUID of version 8', () => {
  expect(idOf(contentIds('id'), '{"title":"a"}')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('the id of a row never changes: it is part of what users have stored', () => {
  expect(idOf(contentIds('id'), '{"title":"a","price":1}')).toBe('eba262f7-309a-8a3e-b92a-758459949796');
});

test('the same content has the same id, however it is ordered and spaced', () => {
  expect(idOf(contentIds('id'), '{ "price": 1.0, "title": "a", "o": {"y":[],"x":2} }')).toBe(
    idOf(contentIds('id'), '{"title":"a","price":1,"o":{"x":2,"y":[]}}'),
  );
});

test('rows that are alike get ids of their own, the same ones in every run', () => {
  const [first, second] = [contentIds('id'), contentIds('id')];
  const row = '{"title":"a"}';
  const ids = [row, row, row].map((json) => idOf(first, json));
  expect(new Set(ids).size).toBe(3);
  expect([row, '{"title":"b"}', row, row].map((json) => idOf(second, json)).filter((_, index) => index !== 1)).toEqual(
    ids,
  );
});

test('different rows have different ids, and their other fields stay as they were written', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.dictionary(fc.string(), fc.jsonValue()), { selector: (row) => JSON.stringify(row) }),
      (rows) => {
        const giveId = contentIds('the id');
        const given = rows.map((row) => giveId(rowOf(JSON.stringify(row)), row));
        expect(new Set(given.map(({ id }) => id)).size).toBe(rows.length);
        for (const [index, { json, id }] of given.entries()) {
          expect(JSON.parse(json)).toEqual({ ...(JSON.parse(JSON.stringify(rows[index])) as object), 'the id': id });
        }
      },
    ),
  );
});

test('an id of the file is kept, whatever it is', () => {
  for (const giveId of [contentIds('id'), givenIds('id')]) {
    expect(giveId(rowOf('{"id":"p1"}'), { id: 'p1' })).toMatchObject({ json: '{"id":"p1"}', id: 'p1' });
    expect(giveId(rowOf('{"id":null}'), { id: null })).toMatchObject({ json: '{"id":null}', id: undefined });
  }
});

test('no id is made up for a domain whose key has a meaning', () => {
  expect(givenIds('userName')(rowOf('{}'), {})).toEqual({ line: 1, end: 0, json: '{}', id: undefined });
});
