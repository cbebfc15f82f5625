import { Change, ChangeFeed } from './change';
import { DeclarationError, domainIfAny, fieldsOf, nestedClass } from './facts';
import type { DeclaredClass, FieldFact } from './facts';
import { conditionOf, elementFact, elementKinds, scalarNames } from './kinds';
import { isGraphQLName } from './graphql-names';
import { incrementedFields } from './increments';
import { isObjectMember } from './object-members';

/** The name of the GraphQL type of conditions on a field. */
export const conditionName = (field: FieldFact): string => `${conditionOf(field)}Condition`;

/** A field of each kind whose conditions are named after the kind alone. */
const plainFields: readonly FieldFact[] = [
  { name: 'id', kind: 'id', optional: false, min: 1, max: 1 },
  { name: 'json', kind: 'json', optional: false },
  ...elementKinds.map((kind) => elementFact(kind)),
  ...elementKinds.map((kind): FieldFact => ({
    name: 'list',
    kind: 'list',
    optional: false,
    min: 0,
    max: 1,
    each: elementFact(kind),
  })),
];

/** The types of GraphQL, and those that every schema of ours has or may have. */
const ownNames: readonly string[] = [
  ...['Query', 'Mutation', 'Subscription', 'Int', 'Float', 'String', 'Boolean', 'ID'],
  ...[
    'PageInfo',
    'Truncation',
    'Problem',
    'FieldProblem',
    'ProblemType',
    'ProblemCode',
    'ProblemDetails',
    'Deleted',
    'Done',
    'ChangeKind',
    'ListPlan',
    'AccessPath',
    'Node',
    '_Any',
    '_Entity',
    '_Service',
  ],
  ...Object.values(scalarNames),
  ...plainFields.map(conditionName),
];

/** What is put behind the name of a class for the types that follow from it, in GraphQL and in OpenAPI. */
const ofClass = ['', 'Input', 'Patch', 'Filter', 'Connection', 'Edge', 'Outcome'];
/** What only OpenAPI has of a domain. */
const inOpenApi = [
  ...['Selection', 'Replacement', 'Upsert', 'Page', 'List', 'Sort', 'Change', 'ChangeFeed', 'OutcomeProblem'],
];
const ofDomain = [...ofClass, 'Key', 'Order', 'Announced', ...inOpenApi];
/** What a class has beside it that has fields to add to. */
const ofIncrements = ['Increment', 'IntegerIncrement', 'NumberIncrement'];
/** What a domain has beside it of which many items are updated at once. */
const ofUpdates = ['Update'];
const ofEnumeration = ['', 'Condition'];

/** The classes that a schema of ours has as soon as a domain tells its changes: a later one may, so always. */
const ownClasses: readonly DeclaredClass[] = [ChangeFeed, Change];
const namesOfOwnClasses = ownClasses.flatMap(({ name }) => ofClass.map((suffix) => `${name}${suffix}`));

/** What stands for the enumerations of the fields of a class. */
const enumerationsIn = (type: DeclaredClass): readonly object[] =>
  fieldsOf(type).flatMap((field) => ('enumeration' in field ? [field.enumeration.names] : []));
/** The names of all types that may follow from a class or an enumeration of that name. */
export const namesAround = (name: string): readonly string[] =>
  [...new Set([...ofDomain, ...ofEnumeration])].map((suffix) => `${name}${suffix}`);

/** A name that something else than a class has, with what that is. */
export type OtherName = readonly [name: string, owner: string, face: 'GraphQL type' | 'OpenAPI schema'];

/**
 * The names of all types that a schema of these classes may have, each with the class or enumeration it is of.
 * @param others names of types and schemas that something else has, with what that is
 * @throws DeclarationError when two would have one name, or a name is none of GraphQL
 */
export function typeNamesOf(
  classes: Iterable<DeclaredClass>,
  others: Iterable<OtherName> = [],
): ReadonlyMap<string, string> {
  const faces = new Map<string, string>();
  const owners = new Map<string, string>(
    [...ownNames, ...namesOfOwnClasses].map((name) => [name, 'the gateway itself']),
  );
  for (const [name, owner, face] of others) {
    owners.set(name, owner);
    faces.set(name, face);
  }
  const seen = new Set<unknown>(ownClasses.flatMap((type) => [type, ...enumerationsIn(type)]));

  function take(owner: string, what: string, suffixes: readonly string[]): void {
    if (!isGraphQLName(owner)) {
      throw new DeclarationError(
        `The ${what} ${owner} cannot name a GraphQL type: write a letter followed by letters, digits or "_".`,
      );
    }
    if (isObjectMember(owner)) {
      throw new DeclarationError(
        `The ${what} ${owner} has the name of what every object of JavaScript has already: rename the ${what}.`,
      );
    }
    for (const suffix of suffixes) {
      const name = `${owner}${suffix}`;
      const otherOwner = owners.get(name);
      if (otherOwner !== undefined) {
        const who = otherOwner === owner ? `another one called ${owner}` : otherOwner;
        const sharing =
          what === 'enumeration' && who !== otherOwner ? ', or give both the same values in the same order' : '';
        const face = faces.get(name) ?? (inOpenApi.includes(suffix) ? 'OpenAPI schema' : 'GraphQL type');
        throw new DeclarationError(
          `The ${what} ${owner} leads to the ${face} ${name}, which ${who} has too: rename the ${what}${sharing}.`,
        );
      }
      owners.set(name, owner);
    }
  }

  function visit(type: DeclaredClass): void {
    if (seen.has(type)) return;
    seen.add(type);
    const domain = domainIfAny(type);
    take(type.name, 'class', [
      ...(domain ? ofDomain : ofClass),
      ...(domain?.operations.includes('updateMany') ? ofUpdates : []),
      ...(incrementedFields(type).length > 0 ? ofIncrements : []),
    ]);
    for (const field of fieldsOf(type)) {
      takeEnumeration(field);
      const nested = nestedClass(field);
      if (nested) visit(nested);
    }
  }

  function takeEnumeration(field: FieldFact): void {
    if (!('enumeration' in field)) return;
    const { name, names } = field.enumeration;
    // The same values under the same name are the same enumeration, wherever it is used.
    if (seen.has(names)) return;
    seen.add(names);
    take(name, 'enumeration', ofEnumeration);
  }

  for (const type of classes) visit(type);
  return owners;
}
