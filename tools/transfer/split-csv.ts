import { byte, PieceBytes } from './piece';
import type { Piece, Splitter } from './piece';

/** Where the splitter stands in RFC 4180: a quote has a meaning only where a cell begins, and inside a quoted cell. */
type Place = 'cell start' | 'plain cell' | 'quoted cell' | 'quote in quoted cell';

/** Cuts comma-separated values (RFC 4180) into records; newlines in quotes stay inside, blank lines are left out. */
export class CsvSplitter implements Splitter {
  private readonly record = new PieceBytes();
  private place: Place = 'cell start';
  private line = 1;
  private recordLine = 1;
  private quoteLine = 1;
  private consumed = 0;

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const value = chunk.readUInt8(at);
      if (value === byte.newline) this.line += 1;
      if (this.place === 'quoted cell') {
        if (value === byte.quote) this.place = 'quote in quoted cell';
      } else if (value === byte.newline) {
        this.record.add(chunk.subarray(start, at));
        start = at + 1;
        this.cut(pieces, this.consumed + start);
      } else if (value === byte.comma) {
        this.place = 'cell start';
      } else if (value === byte.quote && this.place !== 'plain cell') {
        if (this.place === 'cell start') this.quoteLine = this.line;
        this.place = 'quoted cell';
      } else {
        this.place = 'plain cell';
      }
    }
    this.record.add(chunk.subarray(start));
    this.consumed += chunk.length;
    return pieces;
  }

  finish(): Piece[] {
    const pieces: Piece[] = [];
    const unclosed = `the quote opened in line ${this.quoteLine} is never closed, so the rows below it cannot be read`;
    this.cut(pieces, this.consumed, this.place === 'quoted cell' ? unclosed : undefined);
    return pieces;
  }

  private cut(pieces: Piece[], end: number, unclosed?: string): void {
    const { bytes, flaw } = this.record.take();
    const isBlank = bytes.length === 0 || (bytes.length === 1 && bytes[0] === byte.carriageReturn);
    if (unclosed || flaw || !isBlank) pieces.push({ line: this.recordLine, end, bytes, flaw: unclosed ?? flaw });
    this.place = 'cell start';
    this.recordLine = this.line;
  }
}
