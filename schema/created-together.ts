import { NestedList } from './decorators';
import { inputFieldsOf, nounOfType, relationsOf } from './facts';
import type { DeclaredClass, ManyRelation, RelationFact } from './facts';
import { declareField } from './field';

/** The most items that are created with another one: a TransactWriteItems of DynamoDB takes 100 writes. */
const mostChildren = 99;

/** The relations of a class whose items can be created with an item of it. */
export const createdTogether = (type: DeclaredClass): readonly ManyRelation[] => relationsOf(type).filter(isCreated);

const isCreated = (relation: RelationFact): relation is ManyRelation =>
  relation.kind === 'many' && relation.create === true;

const typesOfNew = new WeakMap<DeclaredClass, DeclaredClass>();
const originals = new WeakMap<DeclaredClass, DeclaredClass>();

/** The class that was declared, of one that is made here from it. */
export const declaredType = (type: DeclaredClass): DeclaredClass => originals.get(type) ?? type;

/** The class of what creates an item with others: it has a list of new items for each relation whose items are created so. */
export function typeOfNew(type: DeclaredClass): DeclaredClass {
  const known = typesOfNew.get(type);
  if (known) return known;
  const made = named(`New${type.name}`, class extends type {});
  for (const relation of createdTogether(type)) {
    const child = typeOfChild(type, relation);
    const doc = `The ${nounOfType(relation.type())} items that are created with it, all of them or none.`;
    NestedList(() => child, { optional: true, max: mostChildren, doc, deprecated: relation.deprecated })(
      made.prototype,
      relation.name,
    );
  }
  typesOfNew.set(type, made);
  originals.set(made, type);
  return made;
}

/**
 * A class with the fields of a child that callers write, but for those that hold the key of its parent. The relation is in
 * its name: another one to the same class has other fields that hold the key.
 */
function typeOfChild(parent: DeclaredClass, { name, type, by }: ManyRelation): DeclaredClass {
  const child = type();
  const relation = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const made = named(`${child.name}Of${parent.name}${relation}`, class {});
  for (const field of inputFieldsOf(child)) if (!by.includes(field.name)) declareField(made.prototype, field);
  originals.set(made, child);
  return made;
}

function named(name: string, type: DeclaredClass): DeclaredClass {
  return Object.defineProperty(type, 'name', { value: name });
}
