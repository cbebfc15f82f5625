import { DeclarationError } from './declaration-error';
import { deprecationOf } from './deprecation';
import type { Deprecation } from './deprecation';
import { domainIfAny, totalsOf } from './facts';
import type { DomainFact, TotalFact } from './facts';
import { kinds } from './kinds';
import type { DeclaredClass, FieldFact } from './kinds';

/**
 * How many items of another domain hold an item's partition key, or the sum of one of their fields. It is written in the
 * transaction of each of their writes, so that reading it costs as much for a million items as for none.
 */
export interface CountFact {
  /** The GraphQL field, and the name in `include=`. */
  readonly name: string;
  readonly type: () => DeclaredClass;
  /** The field of the other class that holds the partition key; those that hold the key of a reference, as a sequence. */
  readonly by: string;
  /** The field that is summed; how many there are when left out. */
  readonly of?: string;
  /** Which of them: a filter as a list takes it. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** The rows over which it is spread. */
  readonly shards: number;
  readonly doc?: string;
  readonly deprecated?: Deprecation;
}

/** What can be said of a count. */
export interface CountOptions {
  /** The field of the other class that holds the partition key of this one. */
  readonly by: string;
  /** Which of the items: a filter as a list takes it, such as `{ status: { ne: 'DONE' } }`; all when left out. */
  readonly where?: Readonly<Record<string, unknown>>;
  /**
   * The rows over which it is spread, 1 when left out. Writes that change one row wait for each other: DynamoDB takes about
   * 500 such transactions a second, and reading costs one row each.
   */
  readonly shards?: number;
  readonly doc?: string;
  /** Why callers should no longer use it. */
  readonly deprecated?: string | Deprecation;
}

/** What can be said of a sum. */
export interface SumOptions extends CountOptions {
  /** The field of the other class that is summed: an integer, a float or money. An item without it adds nothing. */
  readonly of: string;
}

/** Whether DynamoDB can add to a field. */
const isNumber = (field: FieldFact | undefined): boolean =>
  field !== undefined && kinds[field.kind].key?.attribute === 'N';

/** A BatchGetItem takes the rows of two items then. */
const mostShards = 50;

const countFacts = new WeakMap<object, CountFact[]>();
const allCounts: { readonly owner: () => DeclaredClass; readonly count: CountFact }[] = [];

/** How many items of another domain hold this item's partition key in their field `by`. */
export function Counted(type: () => DeclaredClass, options: CountOptions) {
  return recordCount(type, options);
}

/** The sum of a field of the items of another domain that hold this item's partition key in their field `by`. */
export function Sum(type: () => DeclaredClass, options: SumOptions) {
  return recordCount(type, options);
}

function recordCount(
  type: () => DeclaredClass,
  { shards = 1, deprecated, ...options }: CountOptions & { readonly of?: string },
) {
  return (prototype: object, name: string): void => {
    const count: CountFact = {
      name,
      type,
      shards,
      ...options,
      ...(deprecated !== undefined && { deprecated: deprecationOf(prototype, name, deprecated) }),
    };
    countFacts.set(prototype, [...(countFacts.get(prototype) ?? []), count]);
    allCounts.push({ owner: () => prototype.constructor as DeclaredClass, count });
  };
}

/** The counts and sums of a declared class. */
export function countsOf(type: DeclaredClass): readonly CountFact[] {
  return countFacts.get(type.prototype) ?? [];
}

/** What is computed when it is asked for: totals, counts and sums. */
export const computedOf = (type: DeclaredClass): readonly (TotalFact | CountFact)[] => [
  ...totalsOf(type),
  ...countsOf(type),
];

/** A count, and the domain whose items have it. */
export interface OwnedCount {
  readonly owner: DomainFact;
  readonly count: CountFact;
}

const countsOverTypes = new WeakMap<DeclaredClass, readonly OwnedCount[]>();

/** The counts that change with the items of a domain. It is asked once all classes are there. */
export function countsOver(type: DeclaredClass): readonly OwnedCount[] {
  const known = countsOverTypes.get(type);
  if (known) return known;
  const counts = allCounts.flatMap(({ owner, count }) => {
    const domain = count.type() === type ? domainIfAny(owner()) : undefined;
    return domain ? [{ owner: domain, count }] : [];
  });
  countsOverTypes.set(type, counts);
  return counts;
}

/**
 * Checks the counts of all domains together, once every class is known.
 * @throws DeclarationError when one counts what is not there, or is spread over no row
 */
export function checkCounts(domains: readonly DomainFact[]): void {
  for (const domain of domains) {
    for (const { name, type, by, of, shards } of countsOf(domain.type)) {
      const where = `${domain.typeName}.${name}`;
      const target = domainIfAny(type());
      if (!target || !domains.includes(target)) {
        throw new DeclarationError(
          `${where} counts ${type().name}, which is not in the list of domains: add it there.`,
        );
      }
      if (target.expiresAfterDays !== undefined) {
        throw new DeclarationError(
          `${where} counts ${target.typeName}, whose items DynamoDB ends by itself after days, and nobody would take them off: count them in a list.`,
        );
      }
      if (target.tenant?.claim !== domain.tenant?.claim) {
        throw new DeclarationError(
          `${where} counts ${target.typeName}, and only one of the two belongs to tenants, or each to others: put the same @Tenant on both.`,
        );
      }
      const fields = new Map(target.fields.map((field) => [field.name, field]));
      const named = [by, of].filter((field) => field !== undefined);
      const unknown = named.find((field) => !fields.has(field));
      if (unknown !== undefined) {
        throw new DeclarationError(
          `${where} names "${unknown}", which is not a field of ${target.typeName}: ${[...fields.keys()].join(', ')}.`,
        );
      }
      if (of !== undefined && !isNumber(fields.get(of))) {
        throw new DeclarationError(`${where} sums "${of}", which is no number: name an @Integer, @Float or @Money.`);
      }
      if (!Number.isInteger(shards) || shards < 1 || shards > mostShards) {
        throw new DeclarationError(
          `${where} is spread over ${shards} rows: write a whole number from 1 to ${mostShards}.`,
        );
      }
    }
  }
}
