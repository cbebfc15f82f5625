/** What domains can declare, and most gateways go without. */
export type Declarable =
  | 'tenants'
  | 'unique'
  | 'counts'
  | 'increments'
  | 'updateMany'
  | 'deleteMany'
  /** Changes of all items that meet a filter. */
  | 'bulk'
  /** Rules of access that ask who stands in a field of the item. */
  | 'ownersInItems'
  | 'transactions'
  | 'transitions'
  | 'history'
  /** Relations whose items are created with the item that has them. */
  | 'createdTogether'
  /** Relations of many to many. */
  | 'joins'
  /** References that keep what they refer to, or are deleted with it. */
  | 'wholeReferences'
  | 'trash'
  /** Something that is written beside each item: what is unique, who refers to it, counts, a history or a trash. */
  | 'kept'
  | 'sequences'
  | 'deprecations';

/**
 * Whether anything in the gateway declares it. Here nobody knows, so that all may be in use, and each domain is asked. The
 * functions of a deploy are built from one definition: `infra/in-use.ts` puts true or false in the place of each
 * `inUse.name` in them, and what stands behind a false is not in them at all.
 */
export const inUse: Readonly<Record<Declarable, boolean>> = {
  tenants: true,
  unique: true,
  counts: true,
  increments: true,
  updateMany: true,
  deleteMany: true,
  bulk: true,
  ownersInItems: true,
  transactions: true,
  transitions: true,
  history: true,
  createdTogether: true,
  joins: true,
  wholeReferences: true,
  trash: true,
  kept: true,
  sequences: true,
  deprecations: true,
};
