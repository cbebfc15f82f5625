import type { DeadLetter } from '../../local/messaging/http';
import { plainText } from '../../local/messaging/plain-text';

const bodyWidth = 120;
const reasonWidth = 200;

/** Dead letters as a table for people: each with why it failed, if that is known, and the beginning of its body. */
export function deadLetterTable(letters: readonly DeadLetter[]): string {
  const head = ['messageId', 'receives', 'sent'];
  const rows = letters.map(({ messageId, receiveCount, sentAt }) => [messageId, String(receiveCount), sentAt]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    ...letters.flatMap(({ reason, body }, index) => [
      line(rows[index]!),
      ...(reason === undefined ? [] : [`  why:  ${plainText(reason, reasonWidth)}`]),
      `  body: ${plainText(body, bodyWidth)}`,
    ]),
  ].join('\n');
}
