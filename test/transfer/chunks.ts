import fc from 'fast-check';
import type { Piece, Splitter } from '../../tools/transfer/piece';

/** Where to cut a file into chunks: any number of shares of its length. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

/** Splits a file that arrives in chunks cut at the given shares of its length. */
export function pushAll(splitter: Splitter, file: Buffer | string, shares: readonly number[] = []): Piece[] {
  const bytes = Buffer.from(file);
  const places = [0, ...shares.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  const pieces = places.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(places[index], end)));
  return [...pieces, ...splitter.finish()];
}

/** The texts and flaws of pieces by their line. */
export function readable(pieces: readonly Piece[]): [number, string][] {
  return pieces.map(({ line, bytes, flaw }) => [line, flaw ?? bytes.toString('utf8')]);
}
