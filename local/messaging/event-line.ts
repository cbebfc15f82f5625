import type { BusEvent } from './bus';
import { plainText } from './plain-text';

/** A detail is cut here, so that most events take one line of a wide terminal. */
const detailWidth = 100;

/** An event for people: time, detail-type, source and the beginning of its detail. */
export function eventLine({ time, source, detail, 'detail-type': detailType }: BusEvent): string {
  return [time, plainText(detailType, 60), plainText(source, 60), plainText(JSON.stringify(detail), detailWidth)].join(
    '  ',
  );
}
