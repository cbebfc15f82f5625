import { textFor } from './texts';
import { isRecord } from '../../../schema/guards';

/**
 * Items as comma-separated values (RFC 4180), in the form that an import reads: the elements of a list of scalars stand
 * between "|", and what no cell can hold stands there as JSON.
 */
export function csvText(names: readonly string[], items: readonly Readonly<Record<string, unknown>>[]): string {
  const lines = [names, ...items.map((item) => names.map((name) => cellOf(item[name])))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function cellOf(value: unknown): string {
  if (Array.isArray(value) && value.every((element) => !isRecord(element) && !Array.isArray(element))) {
    return value.map(textFor).join('|');
  }
  return textFor(value);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
