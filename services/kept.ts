import type { DomainFact } from '../schema/facts';
import type { Context, Item, Part } from './context';
import type { ServiceError } from './errors';
import type { Touch } from './table-actions';

/** What a write makes of an item: what it was and what it is then, each undefined where there is none. */
export interface ItemChange {
  /** The place of the write among those of its transaction; 0 when left out. */
  readonly position?: number;
  readonly domain: DomainFact;
  /** The tenant whose item it is, where the domain has tenants. */
  readonly tenant?: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** How an item is written. */
export type WriteName = 'create' | 'put' | 'update' | 'delete';

/** When the changes of a transaction happen, and who makes them. */
export interface Occasion {
  readonly moment: string;
  /** Nothing where nobody is known. */
  readonly author: { readonly callerId?: string; readonly userName?: string; readonly consumer?: string };
}

/** Who makes the changes of a request. */
export const authorOf = ({ caller, consumer }: Pick<Context, 'caller' | 'consumer'>): Occasion['author'] => ({
  ...(caller && { callerId: caller.id, userName: caller.userName }),
  ...(consumer !== undefined && { consumer }),
});

/** Something that is kept beside the items of domains and written in the transaction of each of their writes. */
export interface KeptBeside {
  /** Whether an update of some fields of an item of the domain may change what is kept; left out, whether any write may. */
  concerns(domain: DomainFact, written?: readonly string[]): boolean;
  /**
   * The writes that keep it, for all changes of one transaction, each on another item.
   * @throws KeptRefused when the changes contradict each other
   */
  partsOf(changes: readonly ItemChange[], occasion: Occasion): readonly Part[];
  /** What keeping it touches when an item is written so. */
  touches(domain: DomainFact, write: WriteName): readonly Touch[];
}

/** What is kept cannot be written for one of the writes of a transaction. */
export class KeptRefused extends Error {
  override readonly name = 'KeptRefused';

  constructor(
    /** The place of the write. */
    readonly position: number,
    readonly refusal: ServiceError,
  ) {
    super('what is kept is refused');
  }
}
