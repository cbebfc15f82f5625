import { Change, ChangeFeed } from '../../schema/change';
import { keyExample, storedExample } from '../../schema/examples';
import { domainIfAny } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import { recordOf } from '../../schema/guards';
import { onlyMakes } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { outcomeStatusWords } from '../../services/results';
import { answerName, transactionTypes } from '../../services/schema-names';
import { outcomeProblemRef } from './openapi-problems';
import { component, integerSchema, keySchema, objectRef, objectSchema, warningsSchema } from './openapi-schemas';
import type { Schema, Schemas } from './openapi-schemas';

const etag = { ETag: { description: 'The version of the item in quotes.', schema: { type: 'string' } } };
const location = { Location: { description: 'Where the item is.', schema: { type: 'string' } } };

/** Every answer of an operation that has done what was asked, by its status. */
export function successes(operation: Operation, schemas: Schemas): Schema {
  const { gives } = operation;
  switch (gives.as) {
    case 'nothing':
      return { 204: { description: 'Done.' } };
    case 'item':
      return operation.query === 'changes'
        ? { 200: feedAnswer(operation, schemas) }
        : itemAnswers(operation, gives.type, schemas);
    case 'items':
      return { 200: itemsAnswer(operation, gives.type, schemas) };
    case 'page':
      return { 200: pageAnswer(gives.type, schemas) };
    case 'outcomes':
      return { 200: outcomesAnswer(operation, gives.type, schemas) };
    case 'results':
      return { 200: resultsAnswer(operation, gives.operations, schemas) };
  }
}

/** Whether an answer of the operation is one item with an ETag. */
export function isVersioned({ gives }: Operation): boolean {
  return gives.as === 'item' && domainIfAny(gives.type) !== undefined;
}

const answer = (description: string, schema: Schema, example: unknown, headers?: Schema): Schema => ({
  description,
  ...(headers && { headers }),
  content: { 'application/json': { schema, example } },
});

function itemAnswers(operation: Operation, type: DeclaredClass, schemas: Schemas): Schema {
  const { route, createOnly, query } = operation;
  const item = objectRef(type, query === 'item' ? 'Selection' : '', schemas);
  const example = storedExample(type);
  const versioned = isVersioned(operation);
  const words = { 200: 'The item.', 201: 'Created.', 202: 'Accepted; Location says where to look.', 204: 'Done.' };
  const usual =
    route.success === 204
      ? { description: words[204], headers: etag }
      : answer(words[route.success], item, example, {
          ...(versioned && etag),
          ...(route.location && route.success !== 200 && location),
        });
  return {
    [route.success]: usual,
    ...(route.success === 201 &&
      !onlyMakes(operation) && { 200: answer('The item, which was there before.', item, example, etag) }),
    ...(createOnly &&
      route.success === 200 && {
        201: answer('Created, with If-None-Match: *.', item, example, { ...etag, ...location }),
      }),
    ...(versioned &&
      route.method === 'GET' && { 304: { description: 'The copy of the caller is current.', headers: etag } }),
  };
}

function itemsAnswer(operation: Operation, type: DeclaredClass, schemas: Schemas): Schema {
  const items = component(answerName(operation), schemas, () => ({
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array', items: { anyOf: [objectRef(type, '', schemas), { type: 'null' }] } },
      warnings: warningsSchema,
    },
  }));
  const words = 'In the order of the keys, null for each missing item.';
  return answer(words, items, { items: [storedExample(type)] });
}

function pageAnswer(type: DeclaredClass, schemas: Schemas): Schema {
  const page = component(`${type.name}Page`, schemas, () => ({
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array', items: objectRef(type, 'Selection', schemas) },
      nextCursor: { type: 'string', description: 'Send it as cursor to get the next page; absent on the last.' },
      previousCursor: {
        type: 'string',
        description: 'Send it as before to get the page before; absent on the first.',
      },
      truncatedBy: {
        ...component('Truncation', schemas, () => ({ type: 'string', enum: ['readBudget', 'answerSize'] })),
        description: 'Why the page ended before it was full; nextCursor goes on from there.',
      },
      totalCount: {
        type: ['integer', 'null'],
        format: 'int64',
        description: 'With count=true: how many items the whole list has.',
      },
      totalCountReason: { type: 'string', description: 'Why totalCount is null.' },
      warnings: warningsSchema,
      plan: {
        ...component('ListPlan', schemas, () => planSchema(schemas)),
        description: 'With explain=true: how the list was read and what it cost.',
      },
    },
  }));
  const link = { Link: { description: 'The next page as rel="next" (RFC 8288).', schema: { type: 'string' } } };
  return answer('A page.', page, { items: [storedExample(type)] }, link);
}

/** How a list was read: `PlanReport` of the services. */
function planSchema(schemas: Schemas): Schema {
  const count = (description: string): Schema => ({
    ...integerSchema({ min: 0, max: Infinity }),
    description,
  });
  return {
    type: 'object',
    required: ['path', 'calls', 'examined', 'returned', 'capacityUnits', 'readBudget'],
    properties: {
      path: {
        ...component('AccessPath', schemas, () => ({ type: 'string', enum: ['Get', 'BatchGet', 'Query', 'Scan'] })),
        description: 'The calls of DynamoDB.',
      },
      index: { type: 'string', description: 'The index that was read.' },
      keyCondition: { type: 'string', description: 'The key condition without its values.' },
      queries: count('How many queries are merged.'),
      sortedBy: { type: 'string', description: 'The field by which the items come.' },
      filteredAfterReading: { type: 'string', description: 'What is checked after an item was read, and charged for.' },
      notUsed: {
        type: 'array',
        items: { type: 'string' },
        description: 'The indexes that must not be read yet, each with the reason.',
      },
      readBudget: count('Items that a page may examine.'),
      calls: count('Calls of DynamoDB.'),
      examined: count('Items that were read, whether they met the filter or not.'),
      returned: count('Items in the page.'),
      capacityUnits: { type: 'number', format: 'double', description: 'Read units that were charged.' },
    },
  };
}

function outcomesAnswer(operation: Operation, type: DeclaredClass, schemas: Schemas): Schema {
  const outcome = component(`${type.name}Outcome`, schemas, () => ({
    type: 'object',
    required: ['status'],
    properties: {
      status: {
        ...integerSchema({ min: 200, max: 599 }),
        description: `${outcomeStatusWords(type).replace('would be created', 'would be created (dry run)')}.`,
      },
      item: objectRef(type, '', schemas),
      error: outcomeProblemRef(operation, type, schemas),
    },
  }));
  const outcomes = component(answerName(operation), schemas, () => ({
    type: 'object',
    required: ['results'],
    properties: { results: { type: 'array', items: outcome } },
  }));
  const example = { results: [exampleOutcome(operation, type)] };
  return answer('One outcome for each item, in their order.', outcomes, example);
}

/** One result for each write of a transaction, with the item under the name of its operation. */
function resultsAnswer(operation: Operation, writes: readonly Operation[], schemas: Schemas): Schema {
  const items = writes.flatMap(({ name, gives }) =>
    gives.as === 'item' ? [[name, objectRef(gives.type, '', schemas)] as const] : [],
  );
  const result = component(transactionTypes.result, schemas, () => ({
    type: 'object',
    required: ['status'],
    properties: {
      status: { ...integerSchema({ min: 200, max: 204 }), description: '201 created, 200 written, 204 deleted.' },
      ...Object.fromEntries(items),
    },
  }));
  const results = component(answerName(operation), schemas, () => ({
    type: 'object',
    required: ['results'],
    properties: { results: { type: 'array', items: result } },
  }));
  return answer('One result for each write, in their order.', results, { results: [{ status: 204 }] });
}

/** An outcome of a batch that creates, updates or deletes. */
function exampleOutcome({ body }: Operation, type: DeclaredClass): object {
  if (body?.of === 'keys') return { status: 204 };
  return { status: body?.of === 'updates' ? 200 : 201, item: storedExample(type) };
}

function feedAnswer({ domain }: Operation, schemas: Schemas): Schema {
  const example = storedExample(ChangeFeed);
  const changes = [{ ...storedExample(Change), key: keyExample(domain) }];
  return {
    description: 'The changes, and where to go on.',
    content: {
      'application/json': { schema: feedSchema(domain, schemas), example: { ...example, changes } },
      'text/event-stream': {
        schema: { type: 'string', description: 'Server-sent events; the id at the end is the cursor.' },
        example: 'event: Updated\ndata: {…}\n\nid: AbCd\n\n',
      },
    },
  };
}

/** The feed of a domain, in which a change has the key and the item of the domain. */
function feedSchema(domain: DomainFact, schemas: Schemas): Schema {
  const withMembers = (schema: Schema, members: Readonly<Record<string, Schema>>): Schema => {
    const properties = recordOf(schema.properties);
    const typed = Object.entries(members).map(([name, { items, ...member }]) => {
      const { description } = recordOf(properties[name]);
      return [name, items === undefined ? { ...member, description } : { ...recordOf(properties[name]), items }];
    });
    return { ...schema, properties: { ...properties, ...Object.fromEntries(typed) } };
  };
  return component(`${domain.typeName}ChangeFeed`, schemas, () =>
    withMembers(objectSchema(ChangeFeed, 'Detail', {}), {
      changes: {
        items: component(`${domain.typeName}Change`, schemas, () =>
          withMembers(objectSchema(Change, 'Detail', schemas), {
            key: keySchema(domain, schemas),
            item: objectRef(domain.type, 'Announced', schemas),
          }),
        ),
      },
    }),
  );
}
