import { DeclarationError, domainIfAny, referringFields, relationsOf } from './facts';
import type { DeclaredClass, ManyRelation, OneRelation, ThroughRelation } from './facts';

/** A way through a domain of joins: to the joins that hold the key of an item, and from each on to another item. */
export interface Join {
  readonly joins: ManyRelation;
  readonly to: OneRelation;
}

const joinsOfRelations = new WeakMap<ThroughRelation, Join>();

/**
 * The way that a relation takes through its domain of joins, which refers to both sides.
 * @throws DeclarationError when a reference is missing there, or when there are several
 */
export function joinOf(owner: DeclaredClass, relation: ThroughRelation): Join {
  const known = joinsOfRelations.get(relation);
  if (known) return known;
  const { name, type, through, by, to } = relation;
  const where = `${owner.name}.${name}`;
  const references = relationsOf(through()).filter((one) => one.kind === 'one');
  const from = onlyOne(
    where,
    'by',
    through(),
    owner,
    references.filter(({ field }) => field !== to && (by === undefined || field === by)),
  );
  const onward = onlyOne(
    where,
    'to',
    through(),
    type(),
    references.filter(({ field }) => field !== from.field && (to === undefined || field === to)),
  );
  const join: Join = {
    joins: { kind: 'many', name, type: through, by: referringFields(from) },
    to: onward,
  };
  joinsOfRelations.set(relation, join);
  return join;
}

/** The one reference of a domain of joins that leads to a class. */
function onlyOne(
  where: string,
  option: 'by' | 'to',
  join: DeclaredClass,
  type: DeclaredClass,
  references: readonly OneRelation[],
): OneRelation {
  const [reference, ...others] = references.filter((one) => one.type() === type);
  if (!reference) {
    const name = domainIfAny(type)?.singular ?? type.name;
    throw new DeclarationError(
      `${where} goes through ${join.name}, which has no further @Reference to ${type.name}: write there \`@Reference(() => ${type.name}) ${name}Id!: string\`.`,
    );
  }
  if (others.length > 0) {
    const fields = [reference, ...others].map(({ field }) => `"${field}"`).join(' and ');
    throw new DeclarationError(
      `${where} goes through ${join.name}, where ${fields} refer to ${type.name}: say which, as in ${option}: '${reference.field}'.`,
    );
  }
  return reference;
}
