import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { messageOf, recordOf, textOf } from '../../schema/guards';
import { CommandError, exitCodes } from './command';
import { contentIds, givenIds } from './content-id';
import { csvDecoder } from './csv-rows';
import type { DomainInput } from './domain-input';
import type { Piece, Splitter } from './piece';
import { decodeJson, rowOf } from './row';
import type { Decode, Row } from './row';
import { CsvSplitter } from './split-csv';
import { JsonSplitter } from './split-json';
import { LineSplitter } from './split-lines';

type Format = 'json' | 'jsonl' | 'csv';

/** A file to import: looked at, not opened yet. */
export interface Source {
  readonly path: string;
  readonly format: Format;
  /** Bytes; 0 where the size is not known in advance. */
  readonly size: number;
}

const formats: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
};

const splitters: Readonly<Record<Format, () => Splitter>> = {
  json: () => new JsonSplitter(),
  jsonl: () => new LineSplitter(),
  csv: () => new CsvSplitter(),
};

/** The byte order marks of UTF-8 and of the two sorts of UTF-16. */
const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const wideMarks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Looks whether a file is there and what its name says it is.
 * @throws CommandError
 */
export async function findSource(path: string): Promise<Source> {
  const extension = extname(path).toLowerCase();
  const format = formats[extension];
  if (!format) {
    const complaint = extension ? `is named "${extension}"` : 'has no extension';
    throw new CommandError(
      `${path} ${complaint}: an import reads ${Object.keys(formats).join(', ')}, not packed.`,
      exitCodes.usage,
    );
  }
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw new CommandError(`${path} is a folder, not a file.`, exitCodes.usage);
    return { path, format, size: facts.size };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads the rows of a file one after the other, whatever its size.
 * @throws CommandError when the file as a whole cannot be read
 */
export async function* readRows(source: Source, input: DomainInput): AsyncGenerator<Row> {
  const giveId = input.idField && input.idIsOptional ? contentIds(input.idField) : givenIds(input.idField);
  const splitter = splitters[source.format]();
  let decode: Decode | undefined = source.format === 'csv' ? undefined : decodeJson;
  for await (const pieces of split(source.path, splitter)) {
    for (const piece of pieces) {
      if (decode) yield rowOf(piece, decode, giveId, input.keyFields);
      else decode = csvDecoder(headerOf(piece), input.fields);
    }
  }
}

function headerOf(piece: Piece): string {
  if (piece.flaw) throw new CommandError(`The header of the file cannot be read: ${piece.flaw}.`, exitCodes.usage);
  return piece.bytes.toString('utf8');
}

async function* split(path: string, splitter: Splitter): AsyncGenerator<Piece[]> {
  try {
    for await (const chunk of withoutMark(createReadStream(path))) yield splitter.push(chunk);
  } catch (error) {
    throw unreadable(path, error);
  }
  yield splitter.finish();
}

/** Takes a byte order mark away, and refuses the ones of UTF-16, in which no splitter could find its way. */
async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 3) continue;
    yield afterMark(head);
    head = undefined;
  }
  if (head) yield afterMark(head);
}

function afterMark(head: Buffer): Buffer {
  if (wideMarks.some((mark) => head.subarray(0, 2).equals(mark))) {
    throw new CommandError('The file is in UTF-16: save it in UTF-8.', exitCodes.usage);
  }
  return head.subarray(0, 3).equals(mark) ? head.subarray(3) : head;
}

function unreadable(path: string, error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const code = textOf(recordOf(error).code);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'reading it is not allowed',
  };
  return new CommandError(`Cannot read ${path}: ${reasons[code ?? ''] ?? messageOf(error)}.`, exitCodes.usage);
}
