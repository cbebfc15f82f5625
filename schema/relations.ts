import {
  DeclarationError,
  domainIfAny,
  fieldsOf,
  inputFieldsOf,
  keyFields,
  nestedClass,
  relationsOf,
  totalsOf,
} from './facts';
import type { DeclaredClass, DomainFact, FieldFact, ManyRelation, OneRelation, ThroughRelation } from './facts';
import { indexAdvice } from './index-advice';
import { joinOf } from './joins';
import { kinds } from './kinds';
import { required } from './required';
import { partsOf } from './sequences';
import { attributeType } from './table';
import type { AttributeType } from './table';

const words: Readonly<Record<AttributeType, string>> = { S: 'a text', N: 'a number' };

/**
 * Checks that the tenants of all domains are the same ones: a request has one tenant.
 * @throws DeclarationError when two claims would tell it
 */
export function checkTenants(domains: readonly DomainFact[]): void {
  const [first, ...others] = domains.filter(({ tenant }) => tenant !== undefined);
  const other = others.find(
    ({ tenant }) => tenant?.claim !== first?.tenant?.claim || tenant?.admins !== first?.tenant?.admins,
  );
  if (!first || !other) return;
  throw new DeclarationError(
    `${first.typeName} and ${other.typeName} say @Tenant in two ways, and a request has one tenant: write the same claim and the same admins on both.`,
  );
}

/**
 * Checks the relations of all domains together, once every class is known.
 * @throws DeclarationError when a relation leads to no domain, or to one that cannot answer it
 */
export function checkRelations(domains: readonly DomainFact[]): void {
  for (const domain of domains) checkClass(domain, domain.type, domains, new Set());
}

function checkClass(
  domain: DomainFact,
  type: DeclaredClass,
  domains: readonly DomainFact[],
  seen: Set<DeclaredClass>,
): void {
  if (seen.has(type)) return;
  seen.add(type);
  const fields = fieldsOf(type);
  for (const relation of relationsOf(type)) {
    const { name, type: target } = relation;
    const where = `${type.name}.${name}`;
    const targetDomain = domainIfAny(target());
    if (!targetDomain || !domains.includes(targetDomain)) {
      throw new DeclarationError(
        `${where} leads to ${target().name}, which is not in the list of domains: add it there.`,
      );
    }
    if (fields.some((field) => field.name === name)) {
      throw new DeclarationError(`${where} is a field and a relation: give the relation another name with "as".`);
    }
    if (relation.kind === 'one') checkReference(where, type, relation, targetDomain);
    checkReading(where, relation.kind === 'many' ? 'list' : 'getMany', domain, targetDomain);
    if (relation.kind === 'many') checkMany(where, type, relation, domain, targetDomain);
    if (relation.kind === 'through') checkThrough(where, type, relation, domain, domains);
  }
  checkTotals(domain, type);
  for (const field of fields) {
    const nested = nestedClass(field);
    if (nested) checkClass(domain, nested, domains, seen);
  }
}

/** A relation is read as the other domain itself lets it be read, with its rules of access, and never out of a tenant. */
function checkReading(where: string, reader: 'list' | 'getMany', domain: DomainFact, target: DomainFact): void {
  if (target.tenant && !domain.tenant) {
    throw new DeclarationError(
      `${where} leads to ${target.typeName}, whose items belong to tenants, from ${domain.typeName}, which has none: write @Tenant({ claim: '${target.tenant.claim}' }) on ${domain.typeName} too, or take the relation away.`,
    );
  }
  if (!target.operations.includes(reader)) {
    throw new DeclarationError(
      `${where} is read with '${reader}' of ${target.typeName}, which is not one of its operations: add '${reader}' to operations in @Domain('${target.name}').`,
    );
  }
}

/** The joins of an item are listed as its many are. */
function checkThrough(
  where: string,
  type: DeclaredClass,
  relation: ThroughRelation,
  domain: DomainFact,
  domains: readonly DomainFact[],
): void {
  const join = domainIfAny(relation.through());
  if (!join || !domains.includes(join)) {
    throw new DeclarationError(
      `${where} goes through ${relation.through().name}, which is not in the list of domains: add it there.`,
    );
  }
  checkReading(where, 'list', domain, join);
  checkMany(where, type, joinOf(type, relation).joins, domain, join);
}

/** A reference holds as many values as the key of the other domain has fields. */
function checkReference(
  where: string,
  type: DeclaredClass,
  { field, partition }: OneRelation,
  { typeName, key, fields }: DomainFact,
): void {
  if (key.sort === undefined) {
    if (partition === undefined) return;
    throw new DeclarationError(`${where} leads to ${typeName}, whose key is one field: take partition away.`);
  }
  if (partition === undefined) {
    throw new DeclarationError(
      `${where} leads to ${typeName}, whose key has two fields, "${key.partition}" and "${key.sort}", and the reference holds the second: name the field of ${type.name} that holds the first, as in @Reference(() => ${typeName}, { partition: '${key.partition}' }), or give ${typeName} an @Id of its own.`,
    );
  }
  const own = fieldsOf(type);
  const held = own.find(({ name }) => name === partition && name !== field);
  if (!held) {
    throw new DeclarationError(
      `${where}: partition names "${partition}", which is not another field of ${type.name}: declare there what holds "${key.partition}" of ${typeName}.`,
    );
  }
  const referred = fields.find(({ name }) => name === key.partition);
  if (!referred || attributeOf(held) !== attributeOf(referred)) {
    throw new DeclarationError(
      `${where}: "${partition}" cannot hold "${key.partition}" of ${typeName}: declare both as one kind.`,
    );
  }
  if (held.optional && !own.some(({ name, optional }) => name === field && optional)) {
    throw new DeclarationError(
      `${where} is always there, and "${partition}", which it needs, may be missing: make ${type.name}.${field} optional, or take "optional" away from "${partition}".`,
    );
  }
}

const attributeOf = (field: FieldFact): AttributeType | undefined => kinds[field.kind].key?.attribute;

/** Many items are listed by the key of one: by its partition, or by both of its fields. */
function checkMany(
  where: string,
  type: DeclaredClass,
  { by, create }: ManyRelation,
  domain: DomainFact,
  target: DomainFact,
): void {
  if (type !== domain.type) {
    throw new DeclarationError(
      `${where}: only a domain has a key that others can hold: move @Many to ${domain.typeName}.`,
    );
  }
  const key = keyFields(domain);
  if (by.length === 0 || by.length > key.length) {
    throw new DeclarationError(
      `${where}: "by" names ${by.length} fields of ${target.typeName}, and the key of ${domain.typeName} has ${key.length}: name ${key.length === 1 ? 'one' : 'one or two'}.`,
    );
  }
  if (!isListedBy(target, by)) throw unanswered(where, target, by);
  const without = create && [domain, target].find(({ operations }) => !operations.includes('create'));
  if (without) {
    throw new DeclarationError(
      `${where} creates items of ${target.typeName} together with one of ${domain.typeName}, and 'create' is not one of the operations of ${without.typeName}: add it in @Domain('${without.name}'), or take create away.`,
    );
  }
  // An input of GraphQL has a field.
  if (create && inputFieldsOf(target.type).every(({ name }) => by.includes(name))) {
    throw new DeclarationError(
      `${where} creates items of ${target.typeName} together with one of ${domain.typeName}, and ${target.typeName} has no field for callers to send beside the key of ${domain.typeName} in "${by.join('" and "')}": declare one there, or take create away.`,
    );
  }
  for (const [index, name] of by.entries()) {
    const keyField = required(key[index], 'a key field').name;
    const [held, holder] = [attributeType(domain, keyField), attributeType(target, name)];
    if (held === holder) continue;
    throw new DeclarationError(
      `${where}: "${name}" of ${target.typeName} holds ${words[holder]}, and the key "${keyField}" of ${domain.typeName} is ${words[held]}: declare both as one kind.`,
    );
  }
}

/** Whether a key or an index lists the items that hold values in some fields, all of them and no others. */
export function isListedBy({ key, indexes, fields }: DomainFact, by: readonly string[]): boolean {
  const isOptional = (name: string): boolean => fields.some((field) => field.name === name && field.optional);
  return [key, ...Object.values(indexes)].some(({ partition, sort }) => {
    const [first, second] = [partsOf(partition), sort === undefined ? [] : partsOf(sort)];
    // What is not in the partition has to be what the sort begins with.
    const sorted = by.filter((name) => !first.includes(name));
    const begins = sorted.every((name) => second.indexOf(name) >= 0 && second.indexOf(name) < sorted.length);
    // An index over an optional field leaves items out, and cannot answer for all of them unless the field is asked for.
    const isWhole = second.every((name) => by.includes(name) || !isOptional(name));
    return first.every((name) => by.includes(name)) && begins && isWhole;
  });
}

/** Why no index lists the items that hold some values, and the line to add. */
function unanswered(where: string, domain: DomainFact, by: readonly string[]): DeclarationError {
  const [first = '', second] = by;
  const { line, sparse } = indexAdvice(domain, first, second);
  const mend = `declare indexes: { ${line} }`;
  const begins = by.map((name) => `"${name}"`).join(' and ');
  return new DeclarationError(
    sparse && second === undefined
      ? `${where}: ${sparse.reason}: ${mend} beside it, or ${sparse.otherwise}.`
      : `${where}: no key or index of ${domain.typeName} begins with ${begins}: ${mend}.`,
  );
}

/** A total needs a list of objects with a quantity, each of which refers to an item with a price. */
function checkTotals(domain: DomainFact, type: DeclaredClass): void {
  for (const { name, of, times, relation, price } of totalsOf(type)) {
    const where = `${type.name}.${name}`;
    const list = fieldsOf(type).find((field) => field.name === of);
    if (type !== domain.type || list?.kind !== 'objects' || list.optional) {
      throw new DeclarationError(
        `${where} sums over "${of}", which must be a required @NestedList of a domain: name another field.`,
      );
    }
    const nested = list.type();
    if (!fieldsOf(nested).some((field) => field.name === times && field.kind === 'integer' && !field.optional)) {
      throw new DeclarationError(`${where}: ${nested.name} has no required @Integer "${times}" to multiply by.`);
    }
    const pricedRelation = relationsOf(nested).find(
      (candidate) => candidate.name === relation && candidate.kind === 'one',
    );
    if (
      !pricedRelation ||
      !fieldsOf(pricedRelation.type()).some((field) => field.name === price && field.kind === 'money')
    ) {
      throw new DeclarationError(
        `${where}: "${relation}.${price}" is not the @Money of an item that ${nested.name} refers to: write price: 'relation.field'.`,
      );
    }
  }
}
