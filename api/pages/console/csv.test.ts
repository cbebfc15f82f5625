import fc from 'fast-check';
import { csvDecoder } from '../../../tools/transfer/csv-rows';
import type { CellKind } from '../../../tools/transfer/domain-input';
import { CsvSplitter } from '../../../tools/transfer/split-csv';
import { csvText } from './csv';

// The witness is the reader: what the import of the command line makes of it.

const fields = new Map<string, CellKind>([
  ['id', 'text'],
  ['count', 'number'],
  ['flag', 'boolean'],
  ['words', { listOf: 'text' }],
  ['lines', 'json'],
]);

function read(text: string): unknown[] {
  const splitter = new CsvSplitter();
  const [header, ...records] = [...splitter.push(Buffer.from(text)), ...splitter.finish()].map(({ bytes }) =>
    bytes.toString('utf8'),
  );
  const decode = csvDecoder(header ?? '', fields);
  return records.map((record) => {
    const decoded = decode(record);
    return 'flaw' in decoded ? decoded.flaw : decoded.value;
  });
}

test('what is exported is imported as it was', () => {
  const item = fc.record(
    {
      id: fc.string({ minLength: 1 }),
      count: fc.integer(),
      flag: fc.boolean(),
      words: fc.array(
        fc.string({ minLength: 1 }).filter((word) => !word.includes('|')),
        { minLength: 1 },
      ),
      lines: fc.array(fc.record({ a: fc.string(), b: fc.integer() }), { minLength: 1 }),
    },
    { requiredKeys: ['id'] },
  );
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), (items) => {
      expect(read(csvText([...fields.keys()], items))).toEqual(items);
    }),
  );
});
