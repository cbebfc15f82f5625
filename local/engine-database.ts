import { existsSync, writeFileSync } from 'node:fs';

// cspell:words freelist

// With each write to a table that has a stream, dynoxide looks for the last number of that stream, and it keeps every
// record: without an index it reads all of them each time, and a write is slower the more there have been. It makes its
// own tables where they are missing and leaves others alone, so that it takes a file in which that one table is there
// already, with the index, and none of SQLite's programs is needed to write such a file.

/** The records of streams as the oldest dynoxide has them; later ones add their columns, as to every older file. */
const table = `CREATE TABLE _stream_records (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,
  event_name TEXT NOT NULL, keys_json TEXT NOT NULL, new_image TEXT, old_image TEXT, sequence_number TEXT NOT NULL,
  shard_id TEXT NOT NULL, created_at INTEGER NOT NULL, user_identity TEXT)`;

/** What dynoxide asks for, letter by letter: https://www.sqlite.org/expridx.html */
const index = `CREATE INDEX tandem_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

/** Rows of SQLite's own table of contents; the page of each follows the first in this order. */
const contents = [
  { type: 'table', name: '_stream_records', of: '_stream_records', sql: table },
  // SQLite makes it with the first table that counts by itself.
  { type: 'table', name: 'sqlite_sequence', of: 'sqlite_sequence', sql: 'CREATE TABLE sqlite_sequence(name,seq)' },
  { type: 'index', name: 'tandem_stream_order', of: '_stream_records', sql: index },
] as const;

const pageSize = 4096;
/** The kinds of pages without children. https://www.sqlite.org/fileformat.html, section 1.6 */
const leaf = { table: 0x0d, index: 0x0a } as const;

/** Writes an empty database of dynoxide that stays fast, unless the file is there. */
export function prepareDatabase(path: string): void {
  if (!existsSync(path)) writeFileSync(path, emptyDatabase());
}

function emptyDatabase(): Buffer {
  const rows = contents.map((row, position) => rowOf(row, position));
  const first = pageOf(leaf.table, rows, 100);
  fileHeader(contents.length + 1).copy(first);
  return Buffer.concat([first, ...contents.map(({ type }) => pageOf(leaf[type], []))]);
}

/** https://www.sqlite.org/fileformat.html, section 1.3 */
function fileHeader(pages: number): Buffer {
  const header = Buffer.alloc(100);
  header.write('SQLite format 3\0', 'latin1');
  header.writeUInt16BE(pageSize, 16);
  // A rollback journal, until dynoxide asks for a log of writes; then the fractions that are prescribed.
  header.set([1, 1, 0, 64, 32, 32], 18);
  const changes = 1;
  const fields = { 24: changes, 28: pages, 40: 1, 44: 4, 56: 1, 92: changes, 96: 3_040_001 };
  for (const [offset, value] of Object.entries(fields)) header.writeUInt32BE(value, Number(offset));
  return header;
}

/** A page without children: its header, where each cell begins, and the cells from the end. */
function pageOf(kind: number, cells: readonly Buffer[], start = 0): Buffer {
  const page = Buffer.alloc(pageSize);
  let end = pageSize;
  cells.forEach((cell, position) => {
    end -= cell.length;
    cell.copy(page, end);
    page.writeUInt16BE(end, start + 8 + position * 2);
  });
  page.writeUInt8(kind, start);
  page.writeUInt16BE(cells.length, start + 3);
  page.writeUInt16BE(end, start + 5);
  return page;
}

/** A row of the table of contents as a cell: its length, its number, the types of its values, the values. */
function rowOf({ type, name, of, sql }: (typeof contents)[number], position: number): Buffer {
  const texts = [type, name, of, sql];
  const rootPage = position + 2;
  const [typeType, nameType, ofType, sqlType] = texts.map((text) => variableInteger(13 + 2 * Buffer.byteLength(text)));
  // 1 is an integer of one byte.
  const types = Buffer.concat([typeType!, nameType!, ofType!, Buffer.of(1), sqlType!]);
  const values = Buffer.concat([Buffer.from(type + name + of), Buffer.of(rootPage), Buffer.from(sql)]);
  const payload = Buffer.concat([variableInteger(types.length + 1), types, values]);
  return Buffer.concat([variableInteger(payload.length), variableInteger(position + 1), payload]);
}

/** Seven bits a byte, the highest first; two bytes are enough for a page. */
function variableInteger(value: number): Buffer {
  return value < 0x80 ? Buffer.of(value) : Buffer.of(0x80 | (value >> 7), value & 0x7f);
}
