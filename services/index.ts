import { DeclarationError, domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { internalDomains } from '../schema/internal';
import { isObjectMember } from '../schema/object-members';
import { checkRelations } from '../schema/relations';
import { typeNamesOf } from '../schema/type-names';
import { changeFeeds } from './changes';
import { crud } from './crud';
import type { Operation } from './operation';
import { checkRoutes } from './paths';

/**
 * Everything that the gateway can do for a list of domains: what is derived from them, and the verbs of the modules.
 * @throws DeclarationError when two of them would have one path, one table, one GraphQL field or one GraphQL type
 */
export function operationsOf(
  domains: readonly DeclaredClass[],
  verbs: readonly Operation[] = [],
): readonly Operation[] {
  checkRelations(domains.map(domainOf));
  const paths = new Map<string, string>();
  for (const { name, typeName, type } of domains.map(domainOf)) {
    if (internalDomains.some((internal) => internal !== type && domainOf(internal).name === name)) {
      throw new DeclarationError(
        `${typeName} says @Domain('${name}'), the name of a table that the gateway keeps for itself: choose another.`,
      );
    }
    const earlierType = paths.get(name);
    if (earlierType)
      throw new DeclarationError(`${earlierType} and ${typeName} both say @Domain('${name}'): rename one of the two.`);
    paths.set(name, typeName);
  }
  const homeless = verbs.find(({ domain }) => !domains.includes(domain.type));
  if (homeless) {
    throw new DeclarationError(
      `The operation ${homeless.name} belongs to ${homeless.domain.typeName}, which is in no module: list the class in the domains of one.`,
    );
  }
  const feeds = domains.map(domainOf).flatMap(changeFeeds);
  const operations = [...domains.flatMap(crud), ...verbs, ...feeds];
  const owners = new Map<string, string>();
  for (const { name, domain } of operations) {
    if (isObjectMember(name)) {
      throw new DeclarationError(
        `${domain.typeName}: every object of JavaScript has a "${name}" already, so that no GraphQL field can be called so: rename the class, or write plural: '…' in @Domain.`,
      );
    }
    const earlierType = owners.get(name);
    if (earlierType) {
      throw new DeclarationError(
        `${domain.typeName}: the GraphQL field "${name}" is already one of ${earlierType}: rename the class, or write plural: '…' in @Domain.`,
      );
    }
    owners.set(name, domain.typeName);
  }
  checkRoutes(operations);
  typeNamesOf(operations.flatMap(typesIn));
  return operations;
}

/** The classes that an operation names in either direction. */
function typesIn({ domain, body, gives }: Operation): DeclaredClass[] {
  return [domain.type, body && 'type' in body ? body.type : domain.type, 'type' in gives ? gives.type : domain.type];
}
