import type { ElementKind, FieldKind } from '../../schema/kinds';
import type { Precision } from '../../schema/values';

/** What a field that shall be written is; the writer turns it into a decorator. */
export interface PlannedField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly optional: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly multiline?: boolean;
  /** The digits of a second that are kept, where they are more than three. */
  readonly precision?: Precision;
  /** Of a list of scalars: what it holds, and the longest text. */
  readonly each?: { readonly kind: ElementKind; readonly max?: number };
  /** Of nested objects. */
  readonly nested?: PlannedClass;
  /** Of an enumeration. */
  readonly values?: readonly string[];
}

/** A class that shall be written. */
export interface PlannedClass {
  readonly className: string;
  readonly fields: readonly PlannedField[];
}

/** The key of a domain. */
export interface PlannedKey {
  readonly partition: string;
  readonly sort?: string;
}
