import { Field, InputType } from 'type-graphql';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { filterFields } from '../services/list-query';
import { derive, empty } from './types';

const TextCondition = empty('TextCondition');
InputType('TextCondition', { description: 'A condition on a text.' })(TextCondition);
Field(() => String, { name: 'eq', nullable: true, description: 'Equal to this text.' })(
  TextCondition.prototype as object,
  'eq',
);

/** The filter of a domain's list: the fields that an index answers. */
export function filterType(domain: DomainFact): DeclaredClass {
  return derive(domain.type, `${domain.typeName}Filter`, (target, name) => {
    InputType(name, { description: 'Which items the list holds.' })(target);
    for (const field of filterFields(domain)) {
      Field(() => TextCondition, { name: field, nullable: true })(target.prototype as object, field);
    }
  });
}
