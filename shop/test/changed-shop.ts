import type { Module } from '../../services/definition';
import { filesOf, linesFor, load, textOf } from '../../test/documents';

/** The list of what the shop brings. */
export const list = 'shop/index.ts';

const lastImport = "import { defineModule } from '../services/definition';\n";

/** The files of the shop that a document writes, and the list with its lines; undefined when it leaves the list alone. */
export function shopFilesOf(document: string): ReadonlyMap<string, string> | undefined {
  const newLine = linesFor(document, list, 'in defineModule');
  if (newLine === '') return undefined;
  return new Map([
    ...[...filesOf(document)].filter(([path]) => path !== ''),
    [
      list,
      textOf(list)
        .replace(lastImport, `${lastImport}${linesFor(document, list, 'with the other imports')}`)
        .replace(`${lineInPlaceOf(newLine)}\n`, newLine),
    ],
  ]);
}

/** The line of the list that begins as a document writes it. */
function lineInPlaceOf(newLine: string): string {
  const line = textOf(list)
    .split('\n')
    .find((one) => one.startsWith(newLine.split('[')[0]!));
  if (line === undefined) throw new Error(`${list} has no line that begins as ${newLine}`);
  return line;
}

/** The shop as a document changes it; undefined when it leaves the list alone. */
export function shopOf(document: string): Module | undefined {
  const files = shopFilesOf(document);
  return files && (load(list, files).shop as Module);
}
