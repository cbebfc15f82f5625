import { keyFields } from '../schema/facts';
import type { DomainFact, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import { keyFault, keyValue } from '../schema/kinds';
import type { Candidate } from './nodes';
import { invalid } from './validation';

// https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec

/** The fields at the root of a query by which a router of Apollo Federation asks. */
export const federationFields = { entities: '_entities', service: '_service' } as const;

/** Whether other subgraphs can add fields to the items of a domain: one of them can be read by its key. */
export const isEntity = (domain: DomainFact): boolean => domain.operations.includes('get');

/**
 * The item that a representation means: the name of its type and the fields of its key. What a router sends beside them is
 * left alone.
 * @throws ServiceError validation, when the type is none that can be asked for, or a field of the key is missing or wrong
 */
export function entityOf(representation: unknown, place: number, entities: readonly DomainFact[]): Candidate {
  const given = isRecord(representation) ? representation : {};
  const pointer = `/representations/${place}`;
  const domain = entities.find(({ typeName }) => typeName === given.__typename);
  if (!domain) {
    throw invalid('validation', [
      { pointer: `${pointer}/__typename`, detail: 'must be the name of a type that has a key' },
    ]);
  }
  const fields = keyFields(domain);
  const key = Object.fromEntries(fields.map((field) => [field.name, valueIn(field, given[field.name])]));
  const faults = fields.flatMap((field) => {
    const detail = given[field.name] === undefined ? 'is required' : keyFault(field, key[field.name]);
    return detail === undefined ? [] : [{ pointer: `${pointer}/${field.name}`, detail }];
  });
  if (faults.length > 0) throw invalid('validation', faults);
  return { domain, key };
}

/** The value that a representation has for a field of a key: it was answered by GraphQL, which names those of enumerations. */
function valueIn(field: FieldFact, value: unknown): unknown {
  if (field.kind !== 'enumeration') return keyValue(field, value);
  const { names } = field.enumeration;
  // What is no name is no value, whatever it reads like; none is empty.
  return typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : '';
}
