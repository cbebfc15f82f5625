import { getMetadataStorage } from 'type-graphql';
import type { AuthCheckerFn } from 'type-graphql';
import { anyone, role, signedIn } from '../schema/access';
import { computedOf } from '../schema/counted';
import { DeclarationError, domainIfAny, fieldsOf, ownedFields, relationsOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { judge, refused } from '../services/access';
import type { Context } from '../services/context';
import type { ResolverClass } from '../services/definition';
import { federationFields } from '../services/federation';
import { idField, identityOf, nodeFields } from '../services/nodes';
import type { Operation } from '../services/operation';
import { operationsByField } from '../services/result-fields';

/** What stands in @Authorized for who need not sign in: a root field must say who may, even if everybody may. */
const everybody = 'anyone';

/**
 * Judges @Authorized of a hand-written resolver by the caller that the gateway knows: without a name whoever is signed
 * in, else whoever has one of the roles. https://typegraphql.com/docs/authorization.html
 * @throws ServiceError unauthenticated, forbidden
 */
export const checkAuthorized: AuthCheckerFn<Context> = ({ context }, names) => {
  const rules = names.map((name) => (name === everybody ? anyone : role(name)));
  const rule = rules.length > 0 ? { any: rules } : signedIn;
  if (context.open || judge(rule, context.caller, () => []) === 'granted') return true;
  throw refused(context);
};

/**
 * Refuses a hand-written query or mutation that does not say who may: forgotten, it would be open to everybody. A field
 * of a type needs no rule of its own, as it is reached through an item that has one. One with the name of an operation is
 * refused too: of two fields with one name TypeGraphQL keeps one, and says nothing.
 * @throws DeclarationError
 */
export function checkHandWritten(resolvers: readonly ResolverClass[], operations: readonly Operation[]): void {
  const { queries, mutations, subscriptions, authorizedFields, authorizedResolver } = getMetadataStorage();
  checkFields(resolvers);
  const owners = new Map([
    ...[...Object.values(nodeFields), ...Object.values(federationFields)].map(
      (name) => [name, 'the gateway itself'] as const,
    ),
    ...[...operationsByField(operations)].map(([name, { domain }]) => [name, domain.typeName] as const),
  ]);
  for (const { target, methodName, schemaName } of [...queries, ...mutations]) {
    if (!resolvers.some((resolver) => resolver === target)) continue;
    const owner = owners.get(schemaName);
    if (owner !== undefined) {
      throw new DeclarationError(
        `${target.name}.${methodName}: the GraphQL field "${schemaName}" is already one of ${owner}: rename the method, or write { name: '…' } in its decorator.`,
      );
    }
    owners.set(schemaName, target.name);
    const isSaid =
      authorizedFields.some((field) => field.target === target && field.fieldName === methodName) ||
      authorizedResolver.some((resolver) => resolver.target === target);
    if (isSaid) continue;
    throw new DeclarationError(
      `${target.name}.${methodName}: who may is not said: write @Authorized('${everybody}'), @Authorized() or @Authorized('…') with a role above it.`,
    );
  }
  const subscription = subscriptions.find(({ target }) => resolvers.some((resolver) => resolver === target));
  if (!subscription) return;
  throw new DeclarationError(
    `${subscription.target.name}.${subscription.methodName}: the gateway has no subscriptions: a change feed tells what has changed.`,
  );
}

/** Refuses a field of a type that its class declares already: nobody would ask the resolver. */
function checkFields(resolvers: readonly ResolverClass[]): void {
  const { fieldResolvers, resolverClasses } = getMetadataStorage();
  for (const { target, methodName, schemaName } of fieldResolvers) {
    if (!resolvers.some((resolver) => resolver === target)) continue;
    const type = resolverClasses.find((resolver) => resolver.target === target)?.getObjectType();
    if (typeof type !== 'function') continue;
    const names = namesOf(type as DeclaredClass);
    if (!names.includes(schemaName)) continue;
    throw new DeclarationError(
      `${target.name}.${methodName}: ${type.name} declares the field "${schemaName}" already, and this resolver would not be asked: rename the method, or write { name: '…' } in its decorator.`,
    );
  }
}

/** The names of all fields that a class declares, whether they are stored, lead to other items or are computed. */
function namesOf(type: DeclaredClass): readonly string[] {
  const domain = domainIfAny(type);
  return [
    ...[...fieldsOf(type), ...ownedFields, ...relationsOf(type), ...computedOf(type)].map(({ name }) => name),
    ...(domain && identityOf(domain) ? [idField] : []),
  ];
}
