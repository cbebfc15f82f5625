import { createDecipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { createCursors } from './cursor';

const cursors = createCursors(['a secret of the test run', 'an older secret of it']);
const position = { id: 'p-100', category: 'Camera', price: 249.5 };

/** A cursor that opens, or the code of the error. */
function opened(cursor: unknown, list = 'list'): unknown {
  try {
    return cursors.open(cursor, list);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const refused = 'cursor-invalid';

test('a cursor opens for its list as the position that went in', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }))),
      (given) => {
        expect(opened(cursors.seal(given, 'list'))).toEqual(JSON.parse(JSON.stringify(given)));
      },
    ),
  );
});

test('a cursor opens for no other list', () => {
  expect(opened(cursors.seal(position, 'list'), 'another list')).toBe(refused);
});

test('a cursor of an older secret opens, one of a strange secret does not', () => {
  expect(opened(createCursors(['an older secret of it']).seal(position, 'list'))).toEqual(position);
  expect(opened(createCursors(['a secret of strangers']).seal(position, 'list'))).toBe(refused);
});

test('no changed letter gets through', () => {
  const cursor = cursors.seal(position, 'list');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let tried = 0;
  for (let index = 0; index < cursor.length; index++) {
    for (const letter of letters) {
      if (letter === cursor[index]) continue;
      tried++;
      const changed = cursor.slice(0, index) + letter + cursor.slice(index + 1);
      if (opened(changed) !== refused) throw new Error(`letter ${index} as ${letter} gets through`);
    }
  }
  expect(tried).toBeGreaterThan(5000);
});

test('a cursor has one spelling', () => {
  const cursor = cursors.seal(position, 'list');
  const spellings = [
    `${cursor}=`,
    `${cursor}\n`,
    ` ${cursor}`,
    `${cursor}A`,
    cursor.slice(0, -1),
    `!${cursor}`,
    `${cursor.slice(0, 9)}*${cursor.slice(9)}`,
  ];
  for (const spelling of spellings) expect(opened(spelling)).toBe(refused);
});

test.each<[string, unknown]>([
  ['nothing', ''],
  ['a key in clear text', '{"id":"p-1"}'],
  ['a key in base64', Buffer.from('{"id":"p-1"}').toString('base64url')],
  ['bytes too few for a seal', 'AAAA'],
  ['bytes just too few', Buffer.alloc(28).toString('base64url')],
  ['zeros', Buffer.alloc(60).toString('base64url')],
  ['a very long text', 'A'.repeat(1_000_000)],
  ['a number', 7],
  ['null', null],
  ['an object', { length: 5 }],
  ['a list', ['A']],
])('%s is no cursor', (_, cursor) => {
  expect(opened(cursor)).toBe(refused);
});

// NIST SP 800-38D, section 8: no nonce twice under one key. RFC 5297, section 1.3.1: what is sealed deterministically tells
// of two texts that they are the same, and nothing else.
test('nothing inside can be read, one position has one cursor, and every other has another nonce', () => {
  const sealed = (list: string, from: number): string[] =>
    Array.from({ length: 50 }, (_, index) => cursors.seal({ ...position, price: from + index }, list));
  const all = [...sealed('list', 0), ...sealed('another list', 0), ...sealed('list', 50)];
  expect(sealed('list', 0)).toEqual(all.slice(0, 50));
  const nonces = all.map((cursor) => Buffer.from(cursor, 'base64url').subarray(0, 12).toString('hex'));
  expect(new Set(nonces).size).toBe(150);
  const other = createCursors(['another secret of the test run']);
  expect(other.seal({ ...position, price: 0 }, 'list').slice(0, 16)).not.toBe(all[0]!.slice(0, 16));
  for (const cursor of all) {
    const bytes = Buffer.from(cursor, 'base64url').toString('latin1');
    for (const secret of ['p-100', 'Camera', 'price', '249.5', 'list']) expect(bytes + cursor).not.toContain(secret);
  }
});

test('a cursor for the longest key stays one that is accepted', () => {
  const long = { id: '漢'.repeat(682), category: '"'.repeat(512), price: -9.99e125 };
  expect(opened(cursors.seal(long, 'list'))).toEqual(long);
});

test.each([[[]], [['']], [['too short']], [['a secret that is long', 'short']]])(
  'secrets %j are refused in words',
  (secrets) => {
    expect(() => createCursors(secrets)).toThrow(/CURSOR_KEYS must hold/);
  },
);

test('without the tag of the cipher a flipped bit would pass: it is the tag that refuses', () => {
  const key = createHash('sha256').update('a secret of the test run').digest();
  /** Opens a cursor as ours does, but does not ask whether it is whole. */
  const trusting = (bytes: Buffer): unknown => {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from('list'));
    return JSON.parse(decipher.update(bytes.subarray(12, -16)).toString());
  };
  const sealed = Buffer.from(cursors.seal({ id: '100' }, 'list'), 'base64url');
  const flipped = Buffer.from(sealed);
  // The last digit of the id: "100" becomes "101".
  flipped[12 + JSON.stringify({ id: '10' }).length - 2]! ^= 1;
  expect(trusting(sealed)).toEqual({ id: '100' });
  expect(trusting(flipped)).toEqual({ id: '101' });
  expect(opened(flipped.toString('base64url'))).toBe(refused);
});
