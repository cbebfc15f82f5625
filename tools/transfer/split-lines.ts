import { byte, PieceBytes } from './piece';
import type { Piece, Splitter } from './piece';

/** Cuts JSON lines (https://jsonlines.org) at every newline; blank lines are left out. */
export class LineSplitter implements Splitter {
  private readonly record = new PieceBytes();
  private line = 1;
  private consumed = 0;

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    for (let at = chunk.indexOf(byte.newline); at !== -1; at = chunk.indexOf(byte.newline, start)) {
      this.record.add(chunk.subarray(start, at));
      start = at + 1;
      this.cut(pieces, this.consumed + start);
      this.line += 1;
    }
    this.record.add(chunk.subarray(start));
    this.consumed += chunk.length;
    return pieces;
  }

  finish(): Piece[] {
    const pieces: Piece[] = [];
    this.cut(pieces, this.consumed);
    return pieces;
  }

  private cut(pieces: Piece[], end: number): void {
    const { bytes, flaw } = this.record.take();
    if (flaw || !isBlank(bytes)) pieces.push({ line: this.line, end, bytes, flaw });
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((value) => value === byte.space || value === byte.tab || value === byte.carriageReturn);
}
