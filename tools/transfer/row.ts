import { isUtf8 } from 'node:buffer';
import { isRecord, messageOf } from '../../schema/guards';
import type { Piece } from './piece';

/** What is wrong with one field of a row; an empty field name stands for the row as a whole. */
export interface Reason {
  readonly field: string;
  readonly reason: string;
}

/** Where a row stands in its file. */
export interface Place {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** Which element of a JSON array it is, counted from 1. */
  readonly element?: number;
}

/** A row that can be sent: its JSON as it stands in the file, so that nothing is lost on the way. */
export interface GoodRow extends Place {
  readonly end: number;
  readonly json: string;
  readonly id?: string;
  /** Its key, for people. */
  readonly key?: string;
}

/** A row that cannot even be sent. */
export interface BadRow extends Place {
  readonly end: number;
  readonly reasons: readonly Reason[];
}

export type Row = GoodRow | BadRow;

/** Reads one record of a file: the object it stands for and its JSON, or why there is none. */
export type Decode = (text: string) => { value: Readonly<Record<string, unknown>>; json: string } | { flaw: string };

/** Adds an id to a row that has none. */
export type GiveId = (row: GoodRow, value: Readonly<Record<string, unknown>>) => GoodRow;

export function isBadRow(row: Row): row is BadRow {
  return 'reasons' in row;
}

/** Turns a record of a file into a row. */
export function rowOf(piece: Piece, decode: Decode, giveId: GiveId, keyFields: readonly string[] = []): Row {
  const { line, element, end } = piece;
  const place = element === undefined ? { line } : { line, element };
  const bad = (reason: string): BadRow => ({ ...place, end, reasons: [{ field: '', reason }] });
  if (piece.flaw) return bad(piece.flaw);
  if (!isUtf8(piece.bytes)) return bad('is not UTF-8 text: save the file in UTF-8');
  const decoded = decode(piece.bytes.toString('utf8'));
  if ('flaw' in decoded) return bad(decoded.flaw);
  try {
    const row = giveId({ ...place, end, json: decoded.json }, decoded.value);
    const key = keyWords(decoded.value, keyFields) ?? row.id;
    return key === undefined ? row : { ...row, key };
  } catch {
    // JSON.stringify is recursive where JSON.parse is not: only a very deep value gets here.
    return bad('is nested too deeply');
  }
}

/** The key of a row as it stands in the path of the item; undefined where a part of it is missing. */
function keyWords(value: Readonly<Record<string, unknown>>, keyFields: readonly string[]): string | undefined {
  const parts = keyFields
    .map((field) => value[field])
    .filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length > 0 && parts.length === keyFields.length ? parts.join('/') : undefined;
}

/** Reads one JSON object. */
export const decodeJson: Decode = (text) => {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return { value, json: text.trim() };
    return { flaw: `is not an object but ${kindOf(value)}` };
  } catch (error) {
    return { flaw: `is not valid JSON: ${messageOf(error)}` };
  }
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
