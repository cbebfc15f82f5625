import type { DomainFact } from './facts';
import { partsOf, isSequence } from './sequences';

/** What is to be declared so that an index lists the items that hold a value in a field. */
export interface IndexAdvice {
  /** The entry for `indexes`, under a name that no index of the domain has. */
  readonly line: string;
  /** The index that begins with the field and leaves items out, if that is why none serves. */
  readonly sparse?: {
    readonly sort: string;
    readonly reason: string;
    /** What may be done in place of a further index. */
    readonly otherwise: string;
  };
}

/**
 * What would list the items by a field. DynamoDB leaves an item without the sort field out of an index
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general-sparse-indexes.html), so that an
 * index over an optional one cannot answer for all of them.
 * @param sort the order that the list has to have; none when left out
 */
export function indexAdvice(domain: DomainFact, partition: string, sort?: string): IndexAdvice {
  const { typeName, indexes } = domain;
  const line = `${freeName(indexes, partition, sort)}: { partition: '${partition}'${sort === undefined ? '' : `, sort: ${spelled(sort)}`} }`;
  const [index, fact] =
    Object.entries(indexes).find(
      ([, one]) => one.partition === partition && optionalIn(domain, one.sort) !== undefined,
    ) ?? [];
  const sparse = optionalIn(domain, fact?.sort);
  if (sparse === undefined) return { line };
  return {
    line,
    sparse: {
      sort: sparse,
      reason: `index "${index}" of ${typeName} begins with "${partition}", but an item without "${sparse}", which is optional, is not in it`,
      otherwise: `take "optional" away from ${typeName}.${sparse}`,
    },
  };
}

/** The first optional field of a sort of one field or several: an item without it is not in the index. */
export const optionalIn = ({ fields }: DomainFact, sort: string | undefined): string | undefined =>
  sort === undefined
    ? undefined
    : partsOf(sort).find((name) => fields.some((field) => field.name === name && field.optional));

/** One field, or several, as a declaration writes them. */
const spelled = (name: string): string =>
  isSequence(name)
    ? `[${partsOf(name)
        .map((field) => `'${field}'`)
        .join(', ')}]`
    : `'${name}'`;

/** A name for an index of such fields; one that is taken would be replaced. */
function freeName(indexes: DomainFact['indexes'], partition: string, sort?: string): string {
  const named = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const fields = [partition, ...(sort === undefined ? [] : partsOf(sort))];
  let name = `by${fields.map(named).join('And')}`;
  while (Object.hasOwn(indexes, name)) name += 'Alone';
  return name;
}
