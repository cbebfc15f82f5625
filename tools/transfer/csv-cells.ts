/** The cells of one CSV record (RFC 4180), or why it has none. */
export function csvCells(record: string): { cells: string[] } | { flaw: string } {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (record[at] === '"') {
      const cell = quotedCell(record, at);
      if (!cell) return { flaw: `has a quote in cell ${cells.length + 1} that is not closed before the row ends` };
      cells.push(cell.text);
      at = cell.end;
      if (at < record.length && record[at] !== ',') {
        return {
          flaw: `has text behind the closing quote of cell ${cells.length}: a quote inside quotes is written ""`,
        };
      }
    } else {
      const comma = record.indexOf(',', at);
      const end = comma === -1 ? record.length : comma;
      cells.push(record.slice(at, end));
      at = end;
    }
    if (at >= record.length) return { cells };
    at += 1;
  }
}

function quotedCell(record: string, start: number): { text: string; end: number } | undefined {
  for (let at = start + 1; ; at += 2) {
    at = record.indexOf('"', at);
    if (at === -1) return undefined;
    if (record[at + 1] !== '"') return { text: record.slice(start + 1, at).replaceAll('""', '"'), end: at + 1 };
  }
}
