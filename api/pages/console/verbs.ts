import { ownedNames, warningsName } from './facts';
import type { DomainFacts, OperationFact } from './facts';
import { fromForm } from './form-values';
import { linkTo } from './places';
import { fieldsOf, holdsOf, resolve } from './schemas';
import type { Field, Schema, Schemas } from './schemas';
import { textFor } from './texts';
import { recordOf, textOf } from '../../../schema/guards';

// A verb is an operation that does not follow from the declaration of a domain, such as a checkout. What it takes is read
// from the document: the places of its path, what may stand behind the "?", and the fields of its body.

const parameterNames = ({ parameters }: OperationFact, where: string): readonly string[] =>
  parameters.filter((parameter) => parameter.in === where).map(({ name }) => textOf(name) ?? '');

/** Whether a verb is done to one item: its path names the key. */
export function isOfItem({ key }: Pick<DomainFacts, 'key'>, verb: OperationFact): boolean {
  const places = parameterNames(verb, 'path');
  return key.every((name) => places.includes(name));
}

/** The link to the place of a verb: with the key of the item that it is done to, if it is done to one. */
export function verbLink(
  domain: Pick<DomainFacts, 'name' | 'key'>,
  verb: OperationFact,
  item: Readonly<Record<string, unknown>> = {},
): string {
  const key = isOfItem(domain, verb) ? domain.key.map((name) => [name, textFor(item[name])] as const) : [];
  return linkTo([domain.name, 'verb', verb.id], Object.fromEntries(key));
}

/** Whether a verb takes a header of the request, such as `If-Match`. */
export function takesHeader(verb: OperationFact, name: string): boolean {
  return parameterNames(verb, 'header').some((header) => header.toLowerCase() === name.toLowerCase());
}

/** The fields that somebody fills in for a verb; the key of an item is known already. */
export function verbFields(schemas: Schemas, domain: Pick<DomainFacts, 'key'>, verb: OperationFact): readonly Field[] {
  const parameters = verb.parameters
    .filter((parameter) => parameter.in === 'path' || parameter.in === 'query')
    .map((parameter) => fieldOfParameter(schemas, parameter));
  const names = new Set(parameters.map(({ name }) => name));
  const inBody = fieldsOf(schemas, verb.body).filter(({ name }) => !names.has(name));
  // The service keeps them of an item alone: a version that a verb asks for by itself is somebody's to say.
  const isItem = ownedNames.every((owned) => inBody.some(({ name }) => name === owned));
  const known = new Set([...(isItem ? ownedNames : []), warningsName, ...(isOfItem(domain, verb) ? domain.key : [])]);
  return [...parameters, ...inBody].filter(({ name }) => !known.has(name));
}

function fieldOfParameter(schemas: Schemas, parameter: Schema): Field {
  const schema = resolve(schemas, parameter.schema);
  const words = [textOf(schema.description), textOf(parameter.description)];
  return {
    name: textOf(parameter.name) ?? '',
    doc: words.filter((one) => one !== undefined).join(' '),
    isRequired: parameter.required === true,
    schema,
    holds: holdsOf(schemas, parameter.schema),
  };
}

/** What a verb is sent with: the values of its path, what stands behind the "?", and the body where it takes one. */
export function verbRequest(
  schemas: Schemas,
  verb: OperationFact,
  fields: readonly Field[],
  { key, form }: { readonly key: Readonly<Record<string, unknown>>; readonly form: unknown },
): { readonly values: Readonly<Record<string, unknown>>; readonly search: string; readonly body?: object } {
  const values = { ...key, ...fromForm(fields, form) };
  const picked = (names: readonly string[]): [string, unknown][] =>
    names.filter((name) => name in values).map((name) => [name, recordOf(values)[name]]);
  const search = new URLSearchParams(
    picked(parameterNames(verb, 'query')).map(([name, value]) => [name, textFor(value)]),
  );
  const inBody = fieldsOf(schemas, verb.body).map(({ name }) => name);
  return {
    values,
    search: search.size > 0 ? `?${search.toString()}` : '',
    ...(verb.body && { body: Object.fromEntries(picked(inBody)) }),
  };
}
