import { areChecked } from '../schema/checked';
import { checkCounts } from '../schema/counted';
import { DeclarationError, domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isGraphQLName } from '../schema/graphql-names';
import { inUse } from '../schema/in-use';
import { internalDomains } from '../schema/internal';
import { isObjectMember, isPromiseMember } from '../schema/object-members';
import { checkRelations, checkTenants } from '../schema/relations';
import { tablesOf } from '../schema/table';
import { typeNamesOf } from '../schema/type-names';
import type { OtherName } from '../schema/type-names';
import { checkWholeReferences } from '../schema/whole-references';
import { changeFeeds } from './changes';
import { checkCountFilters } from './counted';
import { crud } from './crud';
import { isProblemCode, problemFor } from './errors';
import type { ProblemCode } from './errors';
import { federationFields } from './federation';
import { nodeFields } from './nodes';
import type { Operation } from './operation';
import { pastOperations } from './past-operations';
import { checkRoutes } from './paths';
import { resultFieldOf } from './result-fields';
import { failuresOf, problemName, schemaNamesOf, tellsCurrent, writeTypesOf } from './schema-names';
import { transactionOf } from './transaction';

/**
 * Everything that the gateway can do for a list of domains: what is derived from them, and the verbs of the modules.
 * @throws DeclarationError when two of them would have one path, one table, one GraphQL field or one GraphQL type
 */
export function operationsOf(
  domains: readonly DeclaredClass[],
  verbs: readonly Operation[] = [],
  { transactions = false }: { readonly transactions?: boolean } = {},
): readonly Operation[] {
  if (!areChecked) checkDomains(domains, verbs);
  const facts = domains.map(domainOf);
  const ofItems = [
    ...domains.flatMap(crud),
    ...verbs,
    ...facts.flatMap(changeFeeds),
    ...(inUse.history || inUse.trash ? facts.flatMap(pastOperations) : []),
  ];
  const transaction = inUse.transactions && transactions ? transactionOf(ofItems) : undefined;
  if (!areChecked && transactions && !transaction) {
    throw new DeclarationError(
      'The gateway has transactions, and no domain has a create, replace, update or delete to stand in one: add one to the operations of a domain, or take "transactions" away.',
    );
  }
  const operations = transaction ? [...ofItems, transaction] : ofItems;
  if (!areChecked) checkOperations(operations, verbs);
  return operations;
}

/** What can be said against the domains of a gateway before there are operations of them. @throws DeclarationError */
function checkDomains(domains: readonly DeclaredClass[], verbs: readonly Operation[]): void {
  checkTenants(domains.map(domainOf));
  checkRelations(domains.map(domainOf));
  checkCounts(domains.map(domainOf));
  checkWholeReferences(domains.map(domainOf));
  checkCountFilters(domains.map(domainOf));
  const paths = new Map<string, string>();
  for (const { name, typeName, type } of domains.map(domainOf)) {
    // Also where none of it is needed yet: what one domain declares must not take the name of another.
    if (internalDomains.some((own) => own !== type && domainOf(own).name === name)) {
      throw new DeclarationError(
        `${typeName} says @Domain('${name}'), the name of a table that the gateway keeps for itself: choose another.`,
      );
    }
    const earlierType = paths.get(name);
    if (earlierType)
      throw new DeclarationError(`${earlierType} and ${typeName} both say @Domain('${name}'): rename one of the two.`);
    paths.set(name, typeName);
  }
  // Domains that cannot share the table that they name are refused now.
  tablesOf(domains.map(domainOf));
  const homeless = verbs.find(({ domain }) => !domains.includes(domain.type));
  if (homeless) {
    throw new DeclarationError(
      `The operation ${homeless.name} belongs to ${homeless.domain.typeName}, which is in no module: list the class in the domains of one.`,
    );
  }
}

/** What can be said against the operations of a gateway beside each other. @throws DeclarationError */
function checkOperations(operations: readonly Operation[], verbs: readonly Operation[]): void {
  checkNames(operations, verbs);
  checkRoutes(operations);
  checkProblems(operations);
  typeNamesOf(operations.flatMap(typesIn), operations.flatMap(otherNames));
}

/** A problem that tells the item in the way is called after its type, as another one may be by its code. */
function checkProblems(operations: readonly Operation[]): void {
  const codes = new Map<string, ProblemCode>();
  for (const operation of operations) {
    // One that is none is told of where the problems are looked at.
    for (const code of failuresOf(operation).filter(isProblemCode)) {
      const name = problemName(code, tellsCurrent(code) ? operation.domain : undefined);
      const other = codes.get(name) ?? code;
      if (other !== code) {
        throw new DeclarationError(
          `The problems "${other}" and "${code}" of ${operation.name} would both be ${name}: choose another code.`,
        );
      }
      codes.set(name, code);
    }
  }
}

/** The fields at the root of a query that the gateway itself has or may have, each with whose specification asks for it. */
const ownRootFields: ReadonlyMap<string, string> = new Map([
  ...Object.values(nodeFields).map((name) => [name, 'Relay'] as const),
  ...Object.values(federationFields).map((name) => [name, 'Apollo Federation'] as const),
]);

/** @throws DeclarationError when an operation cannot be the GraphQL field that its name says */
function checkNames(operations: readonly Operation[], verbs: readonly Operation[]): void {
  const owners = new Map<string, Operation>();
  for (const operation of operations) {
    const { name, domain } = operation;
    const isVerb = verbs.includes(operation);
    const who = isVerb ? `The operation "${name}" of ${domain.typeName}` : domain.typeName;
    const mend = isVerb ? 'rename the operation' : `rename the class, or write plural: '…' in @Domain`;
    // Those of classes follow from the names of their types, which are looked at below.
    if (isVerb && !isGraphQLName(name)) {
      throw new DeclarationError(
        `${who}: "${name}" cannot name a GraphQL field: write a letter followed by letters, digits or "_", such as 'lendBook'.`,
      );
    }
    if (isObjectMember(name)) {
      throw new DeclarationError(
        `${who}: every object of JavaScript has a "${name}" already, so that no GraphQL field can be called so: ${mend}.`,
      );
    }
    if (isPromiseMember(name)) {
      throw new DeclarationError(
        `${who}: JavaScript takes an object with a method "${name}" for a promise, so that no GraphQL field can be called so: ${mend}.`,
      );
    }
    const specification = ownRootFields.get(name);
    if (specification !== undefined) {
      throw new DeclarationError(
        `${who}: the gateway itself has the GraphQL field "${name}" (${specification}): ${mend}.`,
      );
    }
    const earlier = owners.get(name);
    if (earlier === operation) {
      throw new DeclarationError(`${who} is listed twice: take it out of the operations of a module.`);
    }
    if (earlier && isVerb !== verbs.includes(earlier)) {
      throw new DeclarationError(
        `The operation "${name}" has the name of a GraphQL field that follows from a domain (${isVerb ? earlier.domain.typeName : domain.typeName}): rename the operation.`,
      );
    }
    if (earlier) {
      throw new DeclarationError(
        `${who}: the GraphQL field "${name}" is already one of ${earlier.domain.typeName}: ${mend}.`,
      );
    }
    owners.set(name, operation);
  }
  for (const operation of operations) {
    const name = resultFieldOf(operation)?.name;
    if (name === undefined || !owners.has(name)) continue;
    throw new DeclarationError(
      `The operation "${name}" has the name of the GraphQL field beside ${operation.name}: rename one of the two.`,
    );
  }
}

/** The names of types and schemas that follow from an operation itself. */
function otherNames(operation: Operation): OtherName[] {
  const owner = `the operation "${operation.name}"`;
  const result = resultFieldOf(operation);
  return [
    ...schemaNamesOf(operation).map((name): OtherName => [name, owner, 'OpenAPI schema']),
    ...(result ? [[result.typeName, owner, 'GraphQL type'] as const] : []),
    ...writeTypesOf(operation).map((name): OtherName => [name, owner, 'GraphQL type']),
  ];
}

/** The classes that an operation names in either direction. */
function typesIn({ domain, body, gives, problems }: Operation): DeclaredClass[] {
  return [
    domain.type,
    body && 'type' in body ? body.type : domain.type,
    'type' in gives ? gives.type : domain.type,
    ...problems.filter(isProblemCode).flatMap((code) => {
      return Object.values(problemFor(code).members ?? {}).map(({ listOf }) => listOf);
    }),
  ];
}
