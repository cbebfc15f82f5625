/** How a field is stored: under another name, in another form, or both. */
export interface StoredFact {
  /** The name of the attribute; that of the field when left out. */
  readonly name?: string;
  readonly as?: StoredForm;
}

/** Where and how an earlier release stored a field. */
export interface EarlierFact {
  /** The attribute; that of the field now when left out. */
  readonly name?: string;
  /**
   * What an old value means now; undefined when it means nothing. The same value when left out. Where the attribute is
   * the same, it is given new values too, and gives them back as they are.
   */
  readonly read?: (stored: unknown) => unknown;
  /** What the earlier release has to find while both run; the same value when left out. */
  readonly write?: (value: unknown) => unknown;
}

/** A form in which other programs store what a field means. */
export type StoredForm = 'set' | 'epochSeconds' | 'epochMilliseconds' | 'cents' | 'centsText' | 'text';
