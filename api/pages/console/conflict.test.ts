import { differencesOf, resolved } from './conflict';

const base = { a: 1, b: 1, c: 1, d: 1, e: [1], version: 1 };
const mine = { ...base, a: 2, b: 2, c: 2, e: [1, 2] };
const theirs = { ...base, a: 3, c: 2, d: 4, e: [1], version: 2 };
const names = ['a', 'b', 'c', 'd', 'e'];

test('only where both have changed a field, each in another way, somebody has to choose', () => {
  expect(differencesOf(names, base, mine, theirs).map(({ name, natural }) => [name, natural])).toEqual([
    ['a', undefined],
    ['b', 'mine'],
    ['c', 'theirs'], // both did the same
    ['d', 'theirs'],
    ['e', 'mine'],
  ]);
});

test('what is chosen is put over the newest item', () => {
  const differences = differencesOf(names, base, mine, theirs);
  expect(resolved(differences, { a: 'mine' }, theirs)).toEqual({ a: 2, b: 2, c: 2, d: 4, e: [1, 2], version: 2 });
  expect(resolved(differences, { a: 'theirs', b: 'theirs', d: 'mine', e: 'theirs' }, theirs)).toEqual({
    ...theirs,
    d: 1,
  });
});

test('a field that I have removed is removed again, or comes back', () => {
  const less = { a: 1, c: 1, d: 1, e: [1], version: 1 };
  const differences = differencesOf(names, base, less, { ...base, b: 9 });
  expect(differences).toEqual([{ name: 'b', base: 1, mine: undefined, theirs: 9 }]);
  expect(resolved(differences, { b: 'mine' }, { ...base, b: 9 })).toEqual(less);
  expect(resolved(differences, { b: 'theirs' }, { ...base, b: 9 })).toEqual({ ...base, b: 9 });
});
