import fc from 'fast-check';
import { largestRecord } from './piece';
import { LineSplitter } from './split-lines';
import { cuts, pushAll, readable } from '../../test/transfer/chunks';

const lines = (file: string | Buffer, shares?: number[]): [number, string][] =>
  readable(pushAll(new LineSplitter(), file, shares));

test('lines are numbered as in the file, blank ones left out', () => {
  expect(lines('{"a":1}\n\n  \r\n{"b":2}\r\n')).toEqual([
    [1, '{"a":1}'],
    [4, '{"b":2}\r'],
  ]);
});

test('a last line without a newline counts', () => {
  expect(lines('1\n2')).toEqual([
    [1, '1'],
    [2, '2'],
  ]);
});

test('any records come out as they went in, however the file arrives', () => {
  const record = fc.anything({ withBigInt: false, maxDepth: 2 }).map((value) => JSON.stringify({ value }));
  fc.assert(
    fc.property(fc.array(record), cuts, (records, shares) => {
      const pieces = pushAll(new LineSplitter(), records.join('\n'), shares);
      expect(readable(pieces)).toEqual(records.map((text, index) => [index + 1, text]));
      expect(pieces.at(-1)?.end ?? 0).toBe(Buffer.byteLength(records.join('\n')));
    }),
  );
});

test('a line beyond the limit is refused without being kept, the next one is read', () => {
  const file = `${'x'.repeat(largestRecord + 1)}\n{"a":1}\n${'y'.repeat(largestRecord)}`;
  const pieces = pushAll(new LineSplitter(), file, [0.1, 0.3, 0.5]);
  expect(pieces.map(({ line, bytes, flaw }) => [line, bytes.length, flaw])).toEqual([
    [1, 0, 'is larger than 1 MB, the most for one row'],
    [2, 7, undefined],
    [3, largestRecord, undefined],
  ]);
});
