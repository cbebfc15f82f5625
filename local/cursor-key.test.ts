import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptCursorKey, newCursorKey } from './cursor-key';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tandem-key-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a key of 32 bytes, another one each time', () => {
  expect(Buffer.from(newCursorKey(), 'base64url')).toHaveLength(32);
  expect(newCursorKey()).not.toBe(newCursorKey());
});

it('keeps the key of a folder, readable by its owner alone', () => {
  const inside = join(folder, 'new', 'data');
  const key = keptCursorKey(inside);
  expect(keptCursorKey(inside)).toBe(key);
  expect(statSync(join(inside, 'cursor.key')).mode & 0o777).toBe(0o600);
});

it.each(['', 'short', 'x'.repeat(44)])('refuses the kept key %j and says what to do', (text) => {
  writeFileSync(join(folder, 'cursor.key'), text);
  expect(() => keptCursorKey(folder)).toThrow(/cursor\.key does not hold a cursor key: delete the file/);
});
