import { Field, ID, InputType, Int, InterfaceType, ObjectType } from 'type-graphql';
import {
  domainIfAny,
  fieldsOf,
  inputFieldsOf,
  isReadLeniently,
  keyFields,
  ownedFields,
  sentenceOf,
} from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { reasonOf } from './deprecation';
import { incrementedFields } from '../schema/increments';
import { idField, isNode } from '../services/nodes';
import { updateMembers } from '../services/updates';
import { describe, graphQLType } from './scalars';
import type { GraphQLType, Role } from './scalars';

export type { GraphQLType } from './scalars';

const derivedTypes = new WeakMap<DeclaredClass, Map<string, DeclaredClass>>();

/** The output type of a declared class. */
export const outputType = (type: DeclaredClass): DeclaredClass =>
  derive(type, type.name, (target) => decorate(target, type, type.name, 'output', ownedFields), type);

/** The input of a create or replace. */
export const inputType = (type: DeclaredClass): DeclaredClass =>
  derive(type, `${type.name}Input`, (target, name) => decorate(target, type, name, 'input'));

/** The input of a merge patch: nothing is required, and the key stays what it is. */
export const patchType = (type: DeclaredClass): DeclaredClass =>
  derive(type, `${type.name}Patch`, (target, name) => decorate(target, type, name, 'patch'));

/** The numbers to be added to the fields of an item that take them. */
export const incrementType = (type: DeclaredClass): DeclaredClass =>
  derive(type, `${type.name}Increment`, (target, name) => {
    InputType(name, { description: 'What is added, within the limits of each field; a negative number takes away.' })(
      target,
    );
    for (const field of incrementedFields(type)) addField(target, field, 'input', true);
  });

/** The key of an item as one input object. */
export const keyType = (domain: DomainFact): DeclaredClass =>
  derive(domain.type, `${domain.typeName}Key`, (target, name) => {
    InputType(name, { description: `Names one ${domain.typeName}.` })(target);
    for (const field of keyFields(domain)) addField(target, field, 'input', false);
  });

/** One update of a batch: which item, what of it, and which version of it is meant. */
export const updateType = (domain: DomainFact): DeclaredClass =>
  derive(domain.type, `${domain.typeName}Update`, (target, name) => {
    InputType(name, { description: `One update of a ${domain.noun}.` })(target);
    const hasIncrements = incrementedFields(domain.type).length > 0;
    const add = (member: string, type: GraphQLType, nullable: boolean, description: string): void =>
      Field(() => type, { name: member, nullable, description })(target.prototype, member);
    add(updateMembers.key, keyType(domain), false, 'Which item is updated.');
    add(updateMembers.patch, patchType(domain.type), hasIncrements, 'The fields to change.');
    if (hasIncrements) {
      add(
        updateMembers.increment,
        incrementType(domain.type),
        true,
        'Numbers to add, within the limits of each field.',
      );
    }
    add(updateMembers.version, Int, true, 'The version that is updated; refused when there is another by now.');
  });

/**
 * A class derived from a declared one, decorated once however many schemas are built, and known before it is
 * decorated, so that classes may name each other.
 */
export function derive(
  type: DeclaredClass,
  name: string,
  apply: (target: DeclaredClass, name: string) => void,
  target = empty(name),
): DeclaredClass {
  const siblings = derivedTypes.get(type) ?? new Map<string, DeclaredClass>();
  derivedTypes.set(type, siblings);
  const existing = siblings.get(name);
  if (existing) return existing;
  siblings.set(name, target);
  apply(target, name);
  return target;
}

/** An empty class with a name of its own. */
export function empty(name: string): DeclaredClass {
  return Object.defineProperty(class {}, 'name', { value: name });
}

/** Of which type an item is that was read by its id: an item does not say it. */
const typesOfNodes = new WeakMap<object, string>();

/** Notes of which type an item is, for those who get it as a Node. */
export function noteType(item: object, { typeName }: DomainFact): void {
  typesOfNodes.set(item, typeName);
}

/** Of which type an item is, as it was noted. */
export const notedType = (item: object): string | undefined => typesOfNodes.get(item);

/** What is said of the field of every item. */
export const idDoc = 'Tells the item from all others of the gateway.';

/** What has an id of its own: Relay's Object Identification, https://relay.dev/graphql/objectidentification.htm */
export const Node = empty('Node');
InterfaceType(Node.name, {
  description: 'An item that `node` gives for its id.',
  // Only the types that the operations give are in a schema, however many have been made.
  autoRegisterImplementations: false,
  resolveType: notedType,
})(Node);
Field(() => ID, { name: idField, description: idDoc })(Node.prototype, idField);

/** The GraphQL type of a field where it is given, as an argument or to compare with. */
export const scalarType = (field: FieldFact): GraphQLType => typeOf(field, 'input');

function decorate(
  target: DeclaredClass,
  type: DeclaredClass,
  name: string,
  role: Role,
  extra: readonly FieldFact[] = [],
): void {
  const options = { description: descriptionOf(type, role) };
  const domain = domainIfAny(type);
  if (role === 'output') {
    // graphql-js reads a plain member by itself.
    ObjectType(name, { ...options, simpleResolvers: true, implements: domain && isNode(domain) ? [Node] : [] })(target);
  }
  if (role !== 'output') InputType(name, options)(target);
  const keys = keyNames(type);
  const fields = role === 'output' ? fieldsOf(type) : inputFieldsOf(type);
  for (const field of [...fields, ...(keys ? extra : [])]) {
    if (role === 'patch' && keys?.includes(field.name)) continue;
    const isLenient = role === 'output' && isReadLeniently(type, field);
    const required =
      role === 'output'
        ? !field.optional && !field.visible && !isLenient
        : !field.optional && field.default === undefined && field.kind !== 'id';
    // So may the elements of a list.
    const nullable = isLenient && Array.isArray(typeOf(field, role)) ? 'itemsAndList' : undefined;
    addField(target, field, role, nullable ?? (role === 'patch' || !required));
  }
}

function addField(target: DeclaredClass, field: FieldFact, role: Role, nullable: boolean | 'itemsAndList'): void {
  // TypeGraphQL wants every decorator in place before it asks for types.
  const fieldType = typeOf(field, role);
  // What a caller has to send cannot be deprecated (GraphQL, September 2025, section 3.13.3).
  const deprecated = role === 'output' || nullable ? field.deprecated : undefined;
  Field(() => fieldType, {
    name: field.name,
    nullable,
    description: describe(field),
    ...reasonOf(deprecated),
  })(target.prototype, field.name);
}

const typesOfClasses = { output: outputType, input: inputType, patch: patchType };

const typeOf = (field: FieldFact, role: Role): GraphQLType =>
  graphQLType(field, role, (type, nestedRole) => typesOfClasses[nestedRole](type));

function keyNames(type: DeclaredClass): readonly string[] | undefined {
  const domain = domainIfAny(type);
  return domain && keyFields(domain).map((field) => field.name);
}

function descriptionOf(type: DeclaredClass, role: Role): string {
  if (role === 'output') return domainIfAny(type)?.doc ?? sentenceOf(type.name);
  return role === 'input' ? `What a create or replace takes.` : `What changes; null removes an optional field.`;
}
