import { required } from '../../schema/required';
import { CommandError, exitCodes } from './command';
import { csvCells } from './csv-cells';
import type { CellKind } from './domain-input';
import type { Decode } from './row';

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Makes the decoder for the rows below a CSV header.
 * @throws CommandError when the header cannot be the header of this domain, since then no row could be right
 */
export function csvDecoder(header: string, fields: ReadonlyMap<string, CellKind>): Decode {
  const columns = columnsOf(header, fields);
  return (text) => {
    const cells = csvCells(withoutReturn(text));
    if ('flaw' in cells) return cells;
    if (cells.cells.length !== columns.length) {
      return { flaw: `has ${cells.cells.length} cells where the header has ${columns.length}` };
    }
    const value: Record<string, unknown> = {};
    for (const [index, { name, kind }] of columns.entries()) {
      const cell = cells.cells[index];
      if (cell) value[name] = cellValue(cell, kind);
    }
    return { value, json: JSON.stringify(value) };
  };
}

/**
 * The value of a cell. A cell that does not fit its field goes to the gateway as text: there it meets the one place
 * that knows the rules and gets the same answer as everywhere else.
 */
function cellValue(cell: string, kind: CellKind): unknown {
  if (kind === 'number') return numberOf(cell);
  if (kind === 'boolean') return booleanOf(cell);
  if (kind === 'json') return jsonOf(cell);
  if (kind === 'text') return cell;
  return cell.split('|').map((element) => cellValue(element, kind.listOf));
}

function numberOf(cell: string): unknown {
  const value = number.test(cell.trim()) ? Number(cell) : Number.NaN;
  // Beyond 2^53 a number would silently become its neighbour.
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isExact ? value : cell;
}

function booleanOf(cell: string): unknown {
  const word = cell.trim().toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : cell;
}

function jsonOf(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

function columnsOf(header: string, fields: ReadonlyMap<string, CellKind>): { name: string; kind: CellKind }[] {
  const cells = csvCells(withoutReturn(header));
  if ('flaw' in cells) throw wrongHeader(cells.flaw);
  const names = cells.cells.map((cell) => cell.trim());
  const unknown = names.find((name) => !fields.has(name));
  if (unknown !== undefined) {
    const hint = /[;\t]/.test(unknown) ? ' (cells are separated by commas)' : '';
    throw wrongHeader(`names the column "${unknown}"${hint}; the fields are ${[...fields.keys()].join(', ')}`);
  }
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw wrongHeader(`has two columns named "${double}"`);
  return names.map((name) => ({ name, kind: required(fields.get(name), `the column ${name}`) }));
}

function withoutReturn(record: string): string {
  return record.endsWith('\r') ? record.slice(0, -1) : record;
}

function wrongHeader(words: string): CommandError {
  return new CommandError(`The header of the file ${words}.`, exitCodes.usage);
}
