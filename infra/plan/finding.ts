/**
 * How much a change matters:
 * - `refused`: it cannot be deployed, whatever the version says;
 * - `breaking`: callers of the last release may fail, so the version must say so;
 * - `backfill`: stored items must be written before it is whole;
 * - `caution`: nobody fails, but somebody should look;
 * - `table`: what happens to a table.
 */
export type Level = 'refused' | 'breaking' | 'backfill' | 'caution' | 'table';

/** One change between the release and the declarations, in a sentence for people. */
export interface Finding {
  readonly level: Level;
  /** Where it shows: GraphQL, REST, Events, Access, Stack, or the name of a table. */
  readonly subject: string;
  readonly words: string;
}
