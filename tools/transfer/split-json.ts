import { byte, PieceBytes } from './piece';
import type { Piece, Splitter } from './piece';

type Place = 'before' | 'in array' | 'in object' | 'after' | 'lost';

const opener: Readonly<Record<number, number>> = {
  [byte.closeBracket]: byte.openBracket,
  [byte.closeBrace]: byte.openBrace,
};

/**
 * Cuts the elements out of one big JSON array, or takes the file as one object, without reading it whole.
 * The splitter only looks for where an element ends; whether the element is JSON is for the parser to say. A broken element
 * therefore costs as few of its neighbours as possible.
 */
export class JsonSplitter implements Splitter {
  private readonly record = new PieceBytes();
  private place: Place = 'before';
  /** The brackets that are open inside the element. */
  private readonly open: number[] = [];
  private inElement = false;
  private inString = false;
  private escaped = false;
  /** A comma was the last thing seen in the array, so that another element has to follow. */
  private afterComma = false;
  private line = 1;
  private elementLine = 1;
  /** Elements of the array so far; undefined where the file is no array. */
  private elements?: number;
  private consumed = 0;

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const value = chunk.readUInt8(at);
      const wasInElement = this.inElement;
      const ended = this.step(value, pieces, this.consumed + at);
      if (!wasInElement && this.inElement) start = at;
      if (ended) {
        // A comma or bracket of the array stands behind the element, the last brace of a sole object belongs to it.
        this.record.add(chunk.subarray(start, ended === 'here' ? at + 1 : at));
        this.cut(pieces, this.consumed + at + 1);
      }
      if (value === byte.newline) this.line += 1;
    }
    if (this.inElement) this.record.add(chunk.subarray(start));
    this.consumed += chunk.length;
    return pieces;
  }

  finish(): Piece[] {
    const pieces: Piece[] = [];
    if (this.place === 'before') this.complain(pieces, this.consumed, 'the file is empty: a JSON array was expected');
    if (this.place !== 'in array' && this.place !== 'in object') return pieces;
    const container = this.place === 'in array' ? 'array' : 'object';
    if (this.inElement && (this.inString || this.open.length > 0)) {
      this.cut(pieces, this.consumed, `the file ends inside this ${container === 'array' ? 'element' : 'object'}`);
      return pieces;
    }
    if (this.inElement) this.cut(pieces, this.consumed);
    this.complain(pieces, this.consumed, 'the file ends before the array is closed with "]": was it cut off?');
    return pieces;
  }

  /** Takes one byte; says whether it ended an element, as its last byte ("here") or as the byte behind it. */
  private step(value: number, pieces: Piece[], end: number): 'here' | 'behind' | undefined {
    if (this.inElement) return this.stepInElement(value);
    if (value === byte.space || (value >= byte.tab && value <= byte.carriageReturn)) return undefined;
    if (this.place === 'in array') this.stepInArray(value, pieces, end);
    else if (this.place === 'before') this.stepBefore(value, pieces, end);
    else if (this.place === 'after') {
      this.complain(
        pieces,
        end,
        'the text from here on stands behind the end of the JSON value (a file with one object per line is named .jsonl)',
      );
      this.place = 'lost';
    }
    return undefined;
  }

  private stepBefore(value: number, pieces: Piece[], end: number): void {
    if (value === byte.openBracket) {
      this.place = 'in array';
      this.elements = 0;
    } else if (value === byte.openBrace) {
      this.place = 'in object';
      this.begin(value);
    } else {
      this.complain(pieces, end, 'the file is neither a JSON array nor a JSON object');
      this.place = 'lost';
    }
  }

  private stepInArray(value: number, pieces: Piece[], end: number): void {
    const missing = 'an element is missing before this comma or bracket';
    if (value === byte.comma) {
      this.complain(pieces, end, missing);
      this.afterComma = true;
    } else if (value === byte.closeBracket) {
      if (this.afterComma) this.complain(pieces, end, missing);
      this.place = 'after';
    } else {
      this.begin(value);
    }
  }

  private begin(value: number): void {
    this.inElement = true;
    this.elementLine = this.line;
    if (this.elements !== undefined) this.elements += 1;
    this.stepInElement(value);
  }

  private stepInElement(value: number): 'here' | 'behind' | undefined {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (value === byte.backslash) this.escaped = true;
      // JSON allows no raw newline in a string: a quote is missing, and taking it as given here saves the next elements.
      else if (value === byte.quote || value === byte.newline) this.inString = false;
      return undefined;
    }
    if (value === byte.quote) this.inString = true;
    else if (value === byte.openBrace || value === byte.openBracket) this.open.push(value);
    else if (value === byte.closeBrace || value === byte.closeBracket) return this.close(value);
    else if (value === byte.comma && this.place === 'in array' && this.open.length === 0) {
      this.afterComma = true;
      return 'behind';
    }
    return undefined;
  }

  /** Closes the nearest bracket of the same kind and with it all that were forgotten inside it. */
  private close(value: number): 'here' | 'behind' | undefined {
    const at = this.open.lastIndexOf(opener[value] ?? value);
    if (at !== -1) {
      this.open.length = at;
      if (at > 0 || this.place === 'in array') return undefined;
      this.place = 'after';
      return 'here';
    }
    if (value !== byte.closeBracket || this.place !== 'in array') return undefined;
    this.place = 'after';
    return 'behind';
  }

  private cut(pieces: Piece[], end: number, unfinished?: string): void {
    const { bytes, flaw } = this.record.take();
    pieces.push({ line: this.elementLine, element: this.elements, end, bytes, flaw: flaw ?? unfinished });
    this.inElement = false;
  }

  private complain(pieces: Piece[], end: number, flaw: string): void {
    pieces.push({ line: this.line, end, bytes: Buffer.alloc(0), flaw });
  }
}
