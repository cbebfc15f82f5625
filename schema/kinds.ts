import { comparisons } from './comparisons';
import type { Comparison } from './comparisons';
import type { FieldKind } from './facts';

/** What is known of a kind of field wherever it is met. */
interface KindFact {
  /** The comparisons that a filter can make with it. */
  readonly comparisons: readonly Comparison[];
}

const ordered: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between', 'in', 'notIn', 'exists'];

/** Every kind of field, with all that the gateway needs to know of it. A kind that is left out does not compile. */
export const kinds: Readonly<Record<FieldKind, KindFact>> = {
  id: { comparisons },
  text: { comparisons },
  integer: { comparisons: ordered },
  float: { comparisons: ordered },
  money: { comparisons: ordered },
  dateTime: { comparisons: ordered },
  boolean: { comparisons: ['eq', 'ne', 'exists'] },
  enumeration: { comparisons: ['eq', 'ne', 'in', 'notIn', 'exists'] },
  list: { comparisons: ['contains', 'exists'] },
  object: { comparisons: ['exists'] },
  objects: { comparisons: ['exists'] },
  json: { comparisons: ['exists'] },
};
