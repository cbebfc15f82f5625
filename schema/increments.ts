import { DeclarationError, fieldsOf, nestedClasses } from './facts';
import type { DeclaredClass, DomainFact, FieldFact } from './facts';
import type { FactOf } from './kinds';

/** A number that a caller may add to. */
export type IncrementedField = FactOf<'integer'> | FactOf<'float'> | FactOf<'money'>;

/** Whether a caller may add to a field without knowing what it holds. */
export const isIncremented = (field: FieldFact): field is IncrementedField =>
  'increments' in field && field.increments === true;

/** The fields of a class to which a caller may add. */
export const incrementedFields = (type: DeclaredClass): readonly IncrementedField[] =>
  fieldsOf(type).filter(isIncremented);

/** Forms in which DynamoDB has a text and no number, so that it adds nothing to it. */
const textForms: readonly unknown[] = ['text', 'centsText'];

/** Refuses increments that no caller could make. @throws DeclarationError */
export function checkIncrements({ type, typeName, key, operations }: DomainFact): void {
  const fields = incrementedFields(type);
  const ofKey = fields.find(({ name }) => name === key.partition || name === key.sort);
  if (ofKey) {
    throw new DeclarationError(
      `${typeName}.${ofKey.name} is a key field, which never changes: take "increments" away.`,
    );
  }
  const asText = fields.find(({ stored }) => textForms.includes(stored?.as));
  if (asText) {
    throw new DeclarationError(
      `${typeName}.${asText.name} is stored as a text, to which DynamoDB adds nothing: take "increments" or \`as: '${asText.stored?.as}'\` away.`,
    );
  }
  if (fields[0] && !operations.includes('update') && !operations.includes('updateMany')) {
    throw new DeclarationError(
      `${typeName}.${fields[0].name} has increments, which are a part of the update that the domain does not have: add 'update' to its operations, or take "increments" away.`,
    );
  }
  const types = new Set(nestedClasses(type).values());
  // What is added while it is gone through is gone through too.
  for (const one of types) {
    const [inner] = incrementedFields(one);
    if (inner) {
      throw new DeclarationError(
        `${one.name}.${inner.name} stands inside an object of ${typeName}, where nothing is added to it: take "increments" away, or make it a field of ${typeName}.`,
      );
    }
    for (const nested of nestedClasses(one).values()) types.add(nested);
  }
}
