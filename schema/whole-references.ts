import type { CountFact } from './counted';
import { DeclarationError } from './declaration-error';
import { domainIfAny, nestedClasses, referringFields, relationsOf } from './facts';
import type { DomainFact, OneRelation } from './facts';
import { indexAdvice } from './index-advice';
import type { DeclaredClass } from './kinds';
import { foldedKeyFields } from './layout';
import { isListedBy } from './relations';
import { sequenceName } from './sequences';
import { attributeType } from './table';

/**
 * What becomes of the items that refer to one that is deleted: they stay and refer to nothing, or they keep it from being
 * deleted, or they are deleted with it.
 */
export type OnDelete = (typeof fates)[number];

const fates = ['nothing', 'refuse', 'cascade'] as const;

/** @param where the field, as Class.field @throws DeclarationError for a fate that there is none of */
export function checkOnDelete(where: string, onDelete: OnDelete): void {
  if (fates.includes(onDelete)) return;
  throw new DeclarationError(
    `${where} says onDelete: '${String(onDelete)}', which is nothing that can become of an item: write one of '${fates.join("', '")}'.`,
  );
}

/** What a field that refers so says of itself to people. */
export function onDeleteSentence(onDelete: OnDelete): string | undefined {
  if (onDelete === 'nothing') return undefined;
  const fate =
    onDelete === 'refuse' ? 'is not deleted while something refers to it' : 'takes this one with it when it is deleted';
  return `The item has to be there, and ${fate}.`;
}

/** A reference that is kept whole: what it refers to is there. */
export interface WholeReference {
  /** The domain whose items refer. */
  readonly holder: DomainFact;
  /** What the items say of it. */
  readonly relation: OneRelation;
  /** The domain that is referred to. */
  readonly target: DomainFact;
  readonly onDelete: Exclude<OnDelete, 'nothing'>;
  /** How many refer to an item, kept as a count of the target that nobody reads by its name. */
  readonly count: CountFact;
}

/** A class that refers, as far as it is a domain by now, and what it says. */
interface Declared {
  readonly holder: () => DeclaredClass;
  readonly relation: OneRelation;
}

const allDeclared: Declared[] = [];

/** Records a reference of a class that is kept whole, called by `@Reference`. */
export function recordWholeReference(prototype: object, relation: OneRelation): void {
  allDeclared.push({ holder: () => prototype.constructor as DeclaredClass, relation });
}

const fromTypes = new WeakMap<DeclaredClass, readonly WholeReference[]>();
const ontoTypes = new WeakMap<DeclaredClass, readonly WholeReference[]>();

/** The references of the items of a domain that are kept whole. It is asked once all classes are there. */
export const wholeReferencesFrom = (type: DeclaredClass): readonly WholeReference[] =>
  once(fromTypes, type, ({ holder }) => holder() === type);

/** The references to the items of a domain that are kept whole. It is asked once all classes are there. */
export const wholeReferencesOnto = (type: DeclaredClass): readonly WholeReference[] =>
  once(ontoTypes, type, ({ relation }) => relation.type() === type);

/** The references that have their holders deleted with an item of the domain. */
export const cascadesOnto = (type: DeclaredClass): readonly WholeReference[] =>
  wholeReferencesOnto(type).filter(({ onDelete }) => onDelete === 'cascade');

function once(
  known: WeakMap<DeclaredClass, readonly WholeReference[]>,
  type: DeclaredClass,
  isWanted: (declared: Declared) => boolean,
): readonly WholeReference[] {
  const found = known.get(type) ?? allDeclared.filter(isWanted).flatMap(wholeReferenceOf);
  known.set(type, found);
  return found;
}

function wholeReferenceOf({ holder: holding, relation }: Declared): readonly WholeReference[] {
  const [holder, target] = [domainIfAny(holding()), domainIfAny(relation.type())];
  const { field, onDelete } = relation;
  if (!holder || !target || onDelete === undefined) return [];
  const by = sequenceName(referringFields(relation));
  // No field is called so, and none of its counts.
  const count = { name: `${holder.name}.${field}`, type: holding, by, shards: 1 };
  return [{ holder, relation, target, onDelete, count }];
}

/**
 * Checks the references of all domains that are kept whole, once every class is known.
 * @throws DeclarationError when one cannot be kept so
 */
export function checkWholeReferences(domains: readonly DomainFact[]): void {
  for (const domain of domains) {
    checkNested(domain.type, new Set());
    for (const reference of wholeReferencesFrom(domain.type)) checkReference(reference);
    const unlisted = wholeReferencesOnto(domain.type).find(({ holder }) => !domains.includes(holder));
    if (!unlisted) continue;
    const { holder, relation, onDelete } = unlisted;
    throw new DeclarationError(
      `${holder.typeName}.${relation.field} says onDelete: '${onDelete}' of ${domain.typeName}, and ${holder.typeName} is not in the list of domains: add it there.`,
    );
  }
}

/** The objects in an item have no key of their own by which they could be found. */
function checkNested(type: DeclaredClass, seen: Set<DeclaredClass>): void {
  for (const nested of nestedClasses(type).values()) {
    if (seen.has(nested)) continue;
    seen.add(nested);
    const whole = relationsOf(nested).find((relation) => relation.kind === 'one' && relation.onDelete !== undefined);
    if (whole) {
      throw new DeclarationError(
        `${nested.name}.${whole.name}: onDelete is for the references of an item itself, not of objects inside of it: move the reference into a class with @Domain, or take onDelete away.`,
      );
    }
    checkNested(nested, seen);
  }
}

function checkReference({ holder, relation, target, onDelete }: WholeReference): void {
  const { field } = relation;
  const where = `${holder.typeName}.${field} says onDelete: '${onDelete}'`;
  const expiring = [holder, target].find(({ expiresAfterDays }) => expiresAfterDays !== undefined);
  if (expiring) {
    throw new DeclarationError(
      `${where}, and DynamoDB ends the items of ${expiring.typeName} by itself after days, without asking what refers to what: take expiresAfterDays or onDelete away.`,
    );
  }
  if (holder.tenant?.claim !== target.tenant?.claim) {
    throw new DeclarationError(
      `${where}, and only one of ${holder.typeName} and ${target.typeName} belongs to tenants: put the same @Tenant on both, or take onDelete away.`,
    );
  }
  if (foldedKeyFields(target).size > 0) {
    throw new DeclarationError(
      `${where}, and the key of ${target.typeName} is folded to one case of letters, so that one item is referred to in several spellings: take onDelete away.`,
    );
  }
  // That the field of the partition is of the kind of what it holds is looked at where relations are.
  const key = target.key.sort ?? target.key.partition;
  if (attributeType(target, key) !== attributeType(holder, field)) {
    throw new DeclarationError(
      `${where}, and the key "${key}" of ${target.typeName} is a number, which the text of a reference never is: declare it as @Id or @Text, or take onDelete away.`,
    );
  }
  const fields = referringFields(relation);
  if (onDelete === 'cascade' && !isListedBy(holder, fields)) {
    const [first = field, second] = fields;
    const { line, sparse } = indexAdvice(holder, first, second);
    const reason = sparse?.reason ?? `no key or index of ${holder.typeName} lists what refers to one item`;
    throw new DeclarationError(`${where}, and ${reason}: declare indexes: { ${line} }, or write onDelete: 'refuse'.`);
  }
}
