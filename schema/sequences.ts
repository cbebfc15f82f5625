/*
 * Several fields can be the partition of an index, or its sort. They are one attribute there, which the gateway keeps, and
 * are called by their names with commas between: `state,city`. No field has such a name.
 */

/** The fields of a partition or a sort: one, or several in their order. */
export type FieldSequence = string | readonly string[];

/** Stands between the values of several fields. No text may hold it, and every letter that one may hold is higher. */
export const between = '\u0001';

/** Stands behind every value that goes on with `between`, and before every longer one. */
export const behind = '\u0002';

/** The name of one field, or of several. */
export const sequenceName = (fields: FieldSequence): string => (typeof fields === 'string' ? fields : fields.join(','));

/** The fields of a name. */
export const partsOf = (name: string): readonly string[] => name.split(',');

/** Whether a name is that of several fields. */
export const isSequence = (name: string): boolean => name.includes(',');

/** Whether what is sorted by some fields is sorted by others too: by the first of them. */
export const isSortedBy = (sort: string | undefined, by: string): boolean =>
  sort !== undefined && `${sort},`.startsWith(`${by},`);

/** The attribute that holds several fields. */
export const sequenceAttribute = (name: string): string => `_joined_${name.replaceAll(',', '+')}`;
