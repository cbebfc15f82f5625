import type { ReactNode } from 'react';
import { Scroll } from './shell';

/** A column of a table: what stands above it, and what it shows of a row. */
export interface Column<Row> {
  readonly name: string;
  /** The name is only said, not shown. */
  readonly isNameUnseen?: boolean;
  /** Numbers stand at the right, and a moment in one line; words that may be long have room. */
  readonly holds?: 'number' | 'moment' | 'words';
  readonly cell: (row: Row) => ReactNode;
}

/** Rows under the names of their columns; on a narrow screen each row is a list of names and values. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string | number;
}): ReactNode {
  return (
    <Scroll label={label}>
      <table className="stack">
        <thead>
          <tr>
            {columns.map(({ name, holds, isNameUnseen }) => (
              <th key={name} scope="col" className={holds}>
                {isNameUnseen ? <span className="unseen">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map(({ name, holds, isNameUnseen, cell }) => (
                <td key={name} data-label={isNameUnseen ? '' : name} className={holds}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
