import type { ElementKind, FieldKind } from '../../schema/kinds';
import type { StoredFact } from '../../schema/stored';
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
  /** Of a list of scalars: what it holds, and the shortest and longest text. */
  readonly each?: {
    readonly kind: ElementKind;
    readonly min?: number;
    readonly max?: number;
    readonly multiline?: boolean;
  };
  /** Of nested objects. */
  readonly nested?: PlannedClass;
  /** Of an enumeration, and what it is called; after its class and field when left out. */
  readonly values?: readonly string[];
  readonly typeName?: string;
  readonly sensitive?: boolean;
  readonly stored?: string | StoredFact;
  /** A line above it, such as what it was guessed from. */
  readonly comment?: string;
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
