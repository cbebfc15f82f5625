import { DeclarationError, domainIfAny, fieldsOf, nestedClass, relationsOf, totalsOf } from './facts';
import type { DeclaredClass, DomainFact } from './facts';
import { indexAdvice } from './index-advice';
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
    if (relation.kind === 'one' && targetDomain.key.sort) {
      throw new DeclarationError(
        `${where} leads to ${targetDomain.typeName}, whose key has two fields, and a reference holds only one: give ${targetDomain.typeName} an @Id of its own, or keep both fields here, "${targetDomain.key.partition}" and "${targetDomain.key.sort}", without @Reference.`,
      );
    }
    if (targetDomain.tenant && !domain.tenant) {
      throw new DeclarationError(
        `${where} leads to ${targetDomain.typeName}, whose items belong to tenants, from ${domain.typeName}, which has none: write @Tenant({ claim: '${targetDomain.tenant.claim}' }) on ${domain.typeName} too, or take the relation away.`,
      );
    }
    // A relation is read as the other domain itself lets it be read, with its rules of access.
    const reader = relation.kind === 'one' ? 'getMany' : 'list';
    if (!targetDomain.operations.includes(reader)) {
      throw new DeclarationError(
        `${where} is read with '${reader}' of ${targetDomain.typeName}, which is not one of its operations: add '${reader}' to operations in @Domain('${targetDomain.name}').`,
      );
    }
    if (relation.kind === 'many') {
      const { by } = relation;
      if (type !== domain.type) {
        throw new DeclarationError(
          `${where}: only a domain has a key that others can hold: move @Many to ${domain.typeName}.`,
        );
      }
      // An index over an optional sort field leaves items out, so it cannot answer for all of them.
      const optional = targetDomain.fields.filter((field) => field.optional).map((field) => field.name);
      const partitions = [targetDomain.key, ...Object.values(targetDomain.indexes)]
        .filter(({ sort }) => sort === undefined || !optional.includes(sort))
        .map(({ partition }) => partition);
      if (!partitions.includes(by)) throw unanswered(where, targetDomain, by);
      const [held, holder] = [attributeType(domain, domain.key.partition), attributeType(targetDomain, by)];
      if (held !== holder) {
        throw new DeclarationError(
          `${where}: "${by}" of ${targetDomain.typeName} holds ${words[holder]}, and the key "${domain.key.partition}" of ${domain.typeName} is ${words[held]}: declare both as one kind.`,
        );
      }
    }
  }
  checkTotals(domain, type);
  for (const field of fields) {
    const nested = nestedClass(field);
    if (nested) checkClass(domain, nested, domains, seen);
  }
}

/** Why no index lists the items that hold a value, and the line to add. */
function unanswered(where: string, domain: DomainFact, by: string): DeclarationError {
  const { line, sparse } = indexAdvice(domain, by);
  const mend = `declare indexes: { ${line} }`;
  return new DeclarationError(
    sparse
      ? `${where}: ${sparse.reason}: ${mend} beside it, or ${sparse.otherwise}.`
      : `${where}: no key or index of ${domain.typeName} begins with "${by}": ${mend}.`,
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
