import { ID, Int } from 'type-graphql';
import { fieldsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { ServiceError } from '../services/errors';
import { longestWait } from '../services/operation';
import type { BodyFact, Input, Operation } from '../services/operation';
import { inputType, keyType, patchType, scalarType } from './types';
import { filterType, orderType, sortFrom } from './filter';

/** One GraphQL argument of an operation. */
export interface Argument {
  readonly name: string;
  readonly type: unknown;
  readonly nullable: boolean;
  readonly description?: string;
}

/** The arguments of an operation's GraphQL field, read from the operation. */
export function argumentsOf(operation: Operation): readonly Argument[] {
  const { key, body, domain, conditional, query } = operation;
  const list: Argument[] = key.map((field) => ({
    name: field.name,
    type: field.kind === 'id' ? ID : scalarType(field),
    nullable: false,
  }));
  if (body?.of === 'item' && body.flat) {
    list.push(
      ...fieldsOf(body.type).map((field) => ({
        name: field.name,
        type: scalarType(field),
        nullable: field.optional || field.default !== undefined,
        description: field.doc,
      })),
    );
  } else if (body?.of === 'item') {
    const patch = body.mode === 'patch';
    list.push({
      name: patch ? 'patch' : 'input',
      type: patch ? patchType(body.type) : inputType(body.type),
      nullable: false,
    });
  } else if (body?.of === 'items') {
    list.push({ name: 'items', type: [inputType(body.type)], nullable: false });
  } else if (body?.of === 'keys') {
    list.push({ name: 'keys', type: [keyType(domain)], nullable: false });
  }
  if (conditional) {
    list.push({
      name: 'expectedVersion',
      type: Int,
      nullable: true,
      description: 'The version that the caller has seen; the write is refused when there is another by now.',
    });
  }
  if (query === 'list') list.push(...listArguments(domain));
  if (query === 'dryRun') {
    list.push({ name: 'dryRun', type: Boolean, nullable: true, description: 'Check everything, write nothing.' });
  }
  if (query === 'changes') {
    list.push(
      {
        name: 'since',
        type: String,
        nullable: true,
        description: 'The cursor of the last answer; from now when left out.',
      },
      { name: 'wait', type: Int, nullable: true, description: `Seconds to wait for a change, up to ${longestWait}.` },
    );
  }
  return list;
}

/** The input that GraphQL arguments mean. */
export function inputFrom(operation: Operation, given: Readonly<Record<string, unknown>>): Input {
  const { key, body, query } = operation;
  const { expectedVersion } = given;
  return {
    key: Object.fromEntries(key.map(({ name }) => [name, given[name]])),
    body: body && bodyFrom(body, given),
    precondition:
      expectedVersion === undefined || expectedVersion === null ? {} : { ifMatch: [expectedVersion as number] },
    query:
      query === 'list'
        ? listQuery(operation.domain, given)
        : withoutNull({ dryRun: given.dryRun, since: given.since, wait: given.wait }),
  };
}

function bodyFrom(body: BodyFact, given: Readonly<Record<string, unknown>>): unknown {
  if (body.of !== 'item') return { [body.of]: given[body.of] };
  if (!body.flat) return body.mode === 'patch' ? given.patch : given.input;
  const names = fieldsOf(body.type).map(({ name }) => name);
  return Object.fromEntries(names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
}

/** The list arguments have names of their own in GraphQL; an error points to those. */
export function inGraphQLTerms(error: unknown, given: Readonly<Record<string, unknown>> = {}): unknown {
  if (!(error instanceof ServiceError) || error.code !== 'bad-query' || !error.details.errors) return error;
  const backward = isGiven(given.last);
  const names: Record<string, string> = {
    '/limit': backward ? '/last' : '/first',
    '/cursor': backward ? '/before' : '/after',
    '/sort': '/orderBy',
  };
  const errors = error.details.errors.map(({ pointer, detail }) => ({ pointer: names[pointer] ?? pointer, detail }));
  return new ServiceError(error.code, error.message, { ...error.details, errors });
}

/** A list query in the terms of the operation's door. */
export function listQuery(domain: DomainFact, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { first, after, last, before, filter, orderBy } = given;
  const backward = isGiven(last) || isGiven(before);
  return withoutNull({
    filter,
    sort: sortFrom(domain, orderBy),
    limit: backward ? last : first,
    cursor: backward ? before : after,
    backward,
    both: backward && (isGiven(first) || isGiven(after)) ? true : undefined,
  });
}

/** The arguments of a list. */
export function listArguments(domain: DomainFact): readonly Argument[] {
  const { default: size, max } = domain.page;
  const order = orderType(domain);
  const count = `1 to ${max}; ${size} when left out.`;
  return [
    { name: 'first', type: Int, nullable: true, description: `Items in the page, ${count}` },
    { name: 'after', type: String, nullable: true, description: 'The cursor after which the page begins.' },
    { name: 'last', type: Int, nullable: true, description: `Items in the page, counted from its end, ${count}` },
    { name: 'before', type: String, nullable: true, description: 'The cursor before which the page ends.' },
    { name: 'filter', type: filterType(domain), nullable: true },
    ...(order ? [{ name: 'orderBy', type: order, nullable: true }] : []),
  ];
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isGiven(value)));
}
