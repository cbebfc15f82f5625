import { DeclarationError, domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { checkRelations } from '../schema/relations';
import { basketOperations } from './baskets';
import { changeFeeds } from './changes';
import { checkout } from './checkout';
import { crud } from './crud';
import type { Operation } from './operation';
import { orderOperations } from './orders';

/**
 * Everything that the gateway can do for a list of domains.
 * @throws DeclarationError when two of them would have one path or one GraphQL field
 */
export function operationsOf(domains: readonly DeclaredClass[]): readonly Operation[] {
  checkRelations(domains.map(domainOf));
  const paths = new Map<string, string>();
  for (const { name, typeName } of domains.map(domainOf)) {
    const other = paths.get(name);
    if (other)
      throw new DeclarationError(`${other} and ${typeName} both say @Domain('${name}'): rename one of the two.`);
    paths.set(name, typeName);
  }
  const shop = [...basketOperations, checkout, ...orderOperations].filter(({ domain }) =>
    domains.includes(domain.type),
  );
  const feeds = domains.map(domainOf).flatMap(changeFeeds);
  const operations = [...domains.flatMap(crud), ...shop, ...feeds];
  const owners = new Map<string, string>();
  for (const { name, domain } of operations) {
    const other = owners.get(name);
    if (other) {
      throw new DeclarationError(
        `${domain.typeName}: the GraphQL field "${name}" is already one of ${other}: rename the class, or write plural: '…' in @Domain.`,
      );
    }
    owners.set(name, domain.typeName);
  }
  return operations;
}
