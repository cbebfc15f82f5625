import type { DeadLetter } from '../../local/messaging/local-paths';
import { plainText } from '../../local/messaging/plain-text';

const bodyWidth = 120;
const reasonWidth = 200;

/** Dead letters as a table for people: each with why it failed, if that is known, and the beginning of its body. */
export function deadLetterTable(letters: readonly DeadLetter[]): string {
  const head = ['messageId', 'receives', 'sent'];
  const cellsOf = ({ messageId, receiveCount, sentAt }: DeadLetter): string[] => [
    messageId,
    String(receiveCount),
    sentAt,
  ];
  const rows = letters.map(cellsOf);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    ...letters.flatMap((letter) => [
      line(cellsOf(letter)),
      ...(letter.reason === undefined ? [] : [`  why:  ${plainText(letter.reason, reasonWidth)}`]),
      `  body: ${plainText(letter.body, bodyWidth)}`,
    ]),
  ].join('\n');
}
