import { domainIfAny, fieldsOf, keyFields, ownedFields } from './facts';
import type { DeclaredClass, DomainFact, FieldFact } from './facts';

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
  const field = fieldsOf(type).find(
    ({ name, kind }) => !keys.includes(name) && ['money', 'integer', 'text'].includes(kind),
  );
  return field ? { [field.name]: exampleOf(field) } : {};
}

/** A valid value of a field: the declared example, the default, or one that its limits allow. */
export function exampleOf(field: FieldFact): unknown {
  if (field.example !== undefined) return field.example;
  if (field.default !== undefined) return field.default;
  switch (field.kind) {
    case 'id':
      return '0190a6f4-7c1e-7d3a-9b1e-0f2a3c4d5e6f';
    case 'text':
      return 'text'.padEnd(field.min ?? 0, 'x').slice(0, field.max);
    case 'integer':
    case 'float':
    case 'money':
      return Math.min(Math.max(1, field.min ?? 1), field.max ?? 1);
    case 'boolean':
      return true;
    case 'dateTime':
      return '2026-01-15T09:30:00.000Z';
    case 'enumeration':
      return field.enumeration!.values[0];
    case 'list':
      return [exampleOf(field.each!)];
    case 'object':
      return exampleObject(field.type!());
    case 'objects':
      return [exampleObject(field.type!())];
    case 'json':
      return { any: ['JSON', 'value'] };
  }
}
