/** One record cut out of a file: its bytes, or why it cannot be read. */
export interface Piece {
  /** The line of the file on which the record begins, counted from 1. */
  readonly line: number;
  /** Which element of a JSON array it is, counted from 1. */
  readonly element?: number;
  /** Bytes of the file up to the end of this record, for the progress bar. */
  readonly end: number;
  readonly bytes: Buffer;
  readonly flaw?: string;
}

/** Cuts a file that arrives in chunks of any size into records. */
export interface Splitter {
  push(chunk: Buffer): Piece[];
  /** What was still open when the file ended. */
  finish(): Piece[];
}

/**
 * The largest record that is kept in memory. A batch request holds at most as much, and DynamoDB takes items of 400 KB,
 * so nothing that could be stored is refused; a forgotten quote in a file of gigabytes is.
 */
export const largestRecord = 1_000_000;

/** The bytes of a record that may span chunks; past the limit it counts them and lets them go. */
export class PieceBytes {
  private parts: Buffer[] = [];
  private length = 0;

  add(bytes: Buffer): void {
    this.length += bytes.length;
    if (this.length > largestRecord) this.parts = [];
    else if (bytes.length > 0) this.parts.push(bytes);
  }

  take(): { bytes: Buffer; flaw?: string } {
    const flaw =
      this.length > largestRecord ? `is larger than ${largestRecord / 1_000_000} MB, the most for one row` : undefined;
    const [first, ...more] = this.parts;
    const bytes = first && more.length === 0 ? first : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return { bytes, flaw };
  }
}

/** The bytes that have a meaning for a splitter. All are ASCII, which UTF-8 never uses inside another character. */
export const byte = {
  tab: 0x09,
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;
