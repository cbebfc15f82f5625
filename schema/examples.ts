import { domainIfAny, fieldsOf, keyFields, ownedFields } from './facts';
import type { DeclaredClass, DomainFact, FieldFact } from './facts';
import { exampleValue, shortComparison } from './kinds';

/** The key of an example item. */
export const keyExample = (domain: DomainFact): Record<string, unknown> =>
  Object.fromEntries(keyFields(domain).map((field) => [field.name, exampleOf(field)]));

/** A valid body: what is required, what has an example of its own, and the key unless the service makes it. */
export function exampleObject(type: DeclaredClass): Record<string, unknown> {
  const chosen = fieldsOf(type).filter(
    (field) => field.kind !== 'id' && (!field.optional || field.example !== undefined),
  );
  return Object.fromEntries(chosen.map((field) => [field.name, exampleOf(field)]));
}

/** An example item as the service stores it. */
export function storedExample(type: DeclaredClass): Record<string, unknown> {
  const domain = domainIfAny(type);
  return {
    ...(domain && keyExample(domain)),
    ...exampleObject(type),
    ...(domain && Object.fromEntries(ownedFields.map((field) => [field.name, field.example]))),
  };
}

/** A merge patch that changes one field. */
export function patchExample(type: DeclaredClass): Record<string, unknown> {
  const domain = domainIfAny(type);
  const keys = domain ? keyFields(domain).map((field) => field.name) : [];
  const free = fieldsOf(type).filter(({ name, kind }) => !keys.includes(name) && kind !== 'id');
  // A number or a text tells most; any other scalar will do.
  const field =
    free.find(({ kind }) => ['money', 'integer', 'text'].includes(kind)) ??
    free.find((candidate) => shortComparison(candidate) === 'eq');
  return field ? { [field.name]: exampleOf(field) } : {};
}

/** A valid value of a field: the declared example, the default, or one that its limits allow. */
export function exampleOf(field: FieldFact): unknown {
  if (field.example !== undefined) return field.example;
  if (field.default !== undefined) return field.default;
  return exampleValue(field, { value: exampleOf, object: exampleObject });
}
