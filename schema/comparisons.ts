/** The comparisons of the query grammar, the same on every face; `services/comparisons.ts` says what each means. */
export const comparisons = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'between',
  'in',
  'notIn',
  'beginsWith',
  'endsWith',
  'contains',
  'exists',
] as const;

/** The name of a comparison. */
export type Comparison = (typeof comparisons)[number];
