import fc from 'fast-check';
import { csvCells } from './csv-cells';
import { largestRecord } from './piece';
import { CsvSplitter } from './split-csv';
import { cuts, pushAll, readable } from '../../test/transfer/chunks';

const records = (file: string): [number, string][] => readable(pushAll(new CsvSplitter(), file));

/** A cell as RFC 4180 writes it: in quotes where it must be, or where the writer likes it. */
const cell = fc
  .record({ text: fc.string({ unit: fc.constantFrom(...'ab",;|\n\r é') }), quoted: fc.boolean() })
  .map(({ text, quoted }) => ({
    text,
    written: quoted || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  }));

test('records are numbered as in the file, blank lines left out', () => {
  expect(records('a,b\r\n\r\n1,"x\ny"\n"1 ""2""",\n3')).toEqual([
    [1, 'a,b\r'],
    [3, '1,"x\ny"'],
    [5, '"1 ""2""",'],
    [6, '3'],
  ]);
});

test('any table comes out as it went in, however it is written and however the file arrives', () => {
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), cuts, (rows, newline, endsWithNewline, shares) => {
      const written = rows.map((cells) => cells.map((one) => one.written).join(','));
      const file = written.join(newline) + (endsWithNewline ? newline : '');
      const pieces = pushAll(new CsvSplitter(), file, shares);
      const read = pieces.map(({ bytes }) => csvCells(bytes.toString('utf8').replace(/\r$/, '')));
      expect(read).toEqual(rows.map((cells) => ({ cells: cells.map((one) => one.text) })));
      const lines = written.map(
        (_, index) => written.slice(0, index).join(newline).split('\n').length + (index > 0 ? 1 : 0),
      );
      expect(pieces.map(({ line }) => line)).toEqual(lines);
    }),
  );
});

test('garbage never throws, and gives the same however the file arrives', () => {
  const garbage = fc.string({ unit: fc.constantFrom(...'",\n\ra') });
  fc.assert(
    fc.property(garbage, cuts, (file, shares) => {
      const pieces = readable(pushAll(new CsvSplitter(), file, shares));
      expect(pieces).toEqual(records(file));
      for (const [, text] of pieces) csvCells(text);
    }),
    { numRuns: 1000 },
  );
});

test('a quote inside a plain cell is text', () => {
  expect(records('5" pipe,1\nb,2')).toEqual([
    [1, '5" pipe,1'],
    [2, 'b,2'],
  ]);
  expect(csvCells('5" pipe,1')).toEqual({ cells: ['5" pipe', '1'] });
});

test('text behind a closing quote spoils its row only', () => {
  expect(records('"a"b,1\nc,2')).toHaveLength(2);
  expect(csvCells('x,"a"b')).toEqual({
    flaw: 'has text behind the closing quote of cell 2: a quote inside quotes is written ""',
  });
});

test('a quote that is never closed is said once, with its line', () => {
  expect(records('a,b\n1,\n2,"x\n3,y\n')).toEqual([
    [1, 'a,b'],
    [2, '1,'],
    [3, 'the quote opened in line 3 is never closed, so the rows below it cannot be read'],
  ]);
});

test('a record beyond the limit is refused without being kept, the next one is read', () => {
  const pieces = pushAll(new CsvSplitter(), `"${'x\n'.repeat(largestRecord)}"\na,b`, [0.3, 0.6]);
  expect(pieces.map(({ line, bytes, flaw }) => [line, bytes.toString('utf8'), flaw])).toEqual([
    [1, '', 'is larger than 1 MB, the most for one row'],
    [largestRecord + 2, 'a,b', undefined],
  ]);
});
