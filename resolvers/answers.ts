import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { DeclaredClass } from '../schema/facts';
import { isRecord, listOf, recordOf } from '../schema/guards';
import { admitPlan } from '../services/access';
import { pageOf } from '../services/context';
import type { Context, Item, Page, PlanReport } from '../services/context';
import { outcomesOf } from '../services/crud';
import { problemOf } from '../services/errors';
import type { ServiceError } from '../services/errors';
import { withheld } from '../services/misfits';
import type { Gives } from '../services/operation';
import type { Operation } from '../services/operation';
import { outcomeStatusWords } from '../services/results';
import { transactionTypes } from '../services/schema-names';
import { derive, empty, outputType } from './types';
import type { GraphQLType } from './types';

const Truncation = { readBudget: 'readBudget', answerSize: 'answerSize' };
registerEnumType(Truncation, {
  name: 'Truncation',
  description: 'What ended a page early: the items that a page may examine, or the size of an answer.',
  valuesConfig: {
    readBudget: { description: 'As many items were examined as a page may.' },
    answerSize: { description: 'The answer would have become too large.' },
  },
});

/** A page of a Relay connection, https://relay.dev/graphql/connections.htm */
const PageInfo = describe(empty('PageInfo'), 'Where a page stands in its list.', {
  hasNextPage: { type: () => Boolean, doc: 'Whether items follow, or may follow, this page.' },
  hasPreviousPage: { type: () => Boolean, doc: 'Whether items come, or may come, before this page.' },
  startCursor: { type: () => String, nullable: true, doc: 'Pass it as `before` to get the page before.' },
  endCursor: { type: () => String, nullable: true, doc: 'Pass it as `after` to get the next page.' },
  truncatedBy: {
    type: () => Truncation,
    nullable: true,
    doc: 'Why the page ended before it was full; `endCursor` goes on from there.',
  },
});

/** One wrong field of an input. */
export const FieldProblem = describe(empty('FieldProblem'), 'One wrong field.', {
  pointer: { type: () => String, doc: 'The field as a JSON pointer (RFC 6901) relative to the item.' },
  detail: { type: () => String, doc: 'What the field must be.' },
});

const ProblemType = describe(empty('Problem'), 'Why an item of a batch was refused (RFC 9457).', {
  type: { type: () => String, doc: 'The page that explains the problem, such as /problems/validation.' },
  title: { type: () => String, doc: 'What the problem is called.' },
  status: { type: () => Int, doc: 'As an HTTP status.' },
  detail: { type: () => String, doc: 'What is wrong this time, in a sentence for people.' },
  errors: { type: () => [FieldProblem], nullable: true, doc: 'The wrong fields.' },
});

/** The ways to items by their names in GraphQL. */
const AccessPath: Readonly<Record<string, PlanReport['path']>> = {
  GET: 'Get',
  BATCH_GET: 'BatchGet',
  QUERY: 'Query',
  SCAN: 'Scan',
};
registerEnumType(AccessPath, {
  name: 'AccessPath',
  description: 'The call to DynamoDB by which a list is read.',
  valuesConfig: {
    GET: { description: 'One item by its key.' },
    BATCH_GET: { description: 'Items by their keys.' },
    QUERY: { description: 'Items of one partition of the table or of an index.' },
    SCAN: { description: 'The whole table.' },
  },
});

const planFields: { readonly [Name in keyof Required<PlanReport>]: FieldOf } = {
  path: { type: () => AccessPath, doc: 'How the items are reached.' },
  index: { type: () => String, nullable: true, doc: 'The index that is read; the table itself when null.' },
  keyCondition: { type: () => String, nullable: true, doc: 'The key condition in words, without its values.' },
  queries: { type: () => Int, nullable: true, doc: 'How many queries are merged.' },
  sortedBy: { type: () => String, nullable: true, doc: 'What the items are sorted by.' },
  filteredAfterReading: {
    type: () => String,
    nullable: true,
    doc: 'What is checked after DynamoDB has read, and charged for, an item.',
  },
  notUsed: {
    type: () => [String],
    nullable: true,
    doc: 'The indexes that must not be read yet, each with the reason.',
  },
  readBudget: { type: () => Int, doc: 'Items that a page may examine.' },
  calls: { type: () => Int, doc: 'Calls to DynamoDB.' },
  examined: { type: () => Int, doc: 'Items that DynamoDB read, whether they met the filter or not.' },
  returned: { type: () => Int, doc: 'Items of the page.' },
  capacityUnits: { type: () => Float, doc: 'Read units that DynamoDB charged.' },
};
const ListPlan = describe(empty('ListPlan'), 'How a page of a list was read, and what that has cost.', planFields);

/**
 * The GraphQL type of an answer, and how it may be null. It always may: a field that fails is null by itself, and would
 * take the fields beside it along if its type were Non-Null (GraphQL, section 6.4.4).
 */
export function answerType(gives: Gives): { type: GraphQLType; nullable: true | 'itemsAndList' } {
  switch (gives.as) {
    case 'item':
      return { type: outputType(gives.type), nullable: true };
    case 'items':
      return { type: [outputType(gives.type)], nullable: 'itemsAndList' };
    case 'page':
      return { type: connectionType(gives.type), nullable: true };
    case 'outcomes':
      return { type: [outcomeType(gives.type)], nullable: true };
    case 'results':
      return { type: [writeResultType(gives.operations)], nullable: true };
    case 'nothing':
      return { type: Boolean, nullable: true };
  }
}

/** An operation's result in the form of its GraphQL type. Cursors are made only when they are asked for. */
export function answerFrom(gives: Gives, result: unknown, context: Context): unknown {
  switch (gives.as) {
    case 'page': {
      const page = pageOf(result);
      let counting: ReturnType<Page['count']> | undefined;
      const counted = async () => (counting ??= page.count());
      return {
        edges: page.items.map((item) => new Edge(page, item, givenOrRefused(gives.type, item))),
        pageInfo: page,
        get plan() {
          return planOf(page, context, () => counting);
        },
        get totalCount() {
          return counted().then((count) => ('total' in count ? count.total : null));
        },
        get totalCountReason() {
          return counted().then((count) => ('reason' in count ? count.reason : null));
        },
      };
    }
    case 'outcomes':
      return outcomesOf(result).map((outcome) => ({
        status: outcome.status,
        item: 'item' in outcome ? outcome.item : null,
        error: 'error' in outcome ? problemOf(outcome.error) : null,
      }));
    case 'results':
      return recordOf(result).results;
    case 'items':
      return listOf(result).map((item) => (isRecord(item) ? givenOrRefused(gives.type, item) : item));
    case 'nothing':
      return true;
    case 'item':
      return result;
  }
}

/** An item of a page. */
class Edge {
  constructor(
    private readonly page: Page,
    private readonly item: Item,
    readonly node: Item | ServiceError,
  ) {}

  get cursor(): string {
    return this.page.cursorOf(this.item);
  }
}

/** What a page has cost; a count that is asked for beside it belongs to it. */
async function planOf(page: Page, context: Context, counting: () => Promise<unknown> | undefined): Promise<PlanReport> {
  admitPlan(context);
  // The fields beside this one begin in the same turn.
  await Promise.resolve();
  // What goes wrong with the count is told by its own field.
  await counting()?.catch(() => undefined);
  return page.explain();
}

/** In place of an item that is withheld the error that says so: graphql-js throws an error that it finds as a value. */
function givenOrRefused(type: DeclaredClass, item: Item): Item | ServiceError {
  return withheld(type, item) ?? item;
}

function connectionType(type: DeclaredClass): DeclaredClass {
  const node = outputType(type);
  const edge = derive(type, `${type.name}Edge`, (target) =>
    describe(target, `One ${type.name} of a page.`, {
      cursor: { type: () => String, doc: 'Stands after this item.' },
      node: { type: () => node, nullable: true, doc: 'The item; null, with an error, when it cannot be given.' },
    }),
  );
  return derive(type, `${type.name}Connection`, (target) =>
    describe(target, `A page of ${type.name} items.`, {
      edges: { type: () => [edge], doc: 'The items of the page, each with its cursor.' },
      pageInfo: { type: () => PageInfo, doc: 'Where the page stands in the list.' },
      totalCount: {
        type: () => Int,
        nullable: true,
        doc: 'How many items the whole list has, where that can be told within the read budget.',
      },
      totalCountReason: { type: () => String, nullable: true, doc: 'Why there is no totalCount.' },
      plan: { type: () => ListPlan, nullable: true, doc: 'How the page was read, for administrators.' },
    }),
  );
}

function outcomeType(type: DeclaredClass): DeclaredClass {
  const item = outputType(type);
  return derive(type, `${type.name}Outcome`, (target) =>
    describe(target, `What became of one ${type.name} of a batch.`, {
      status: { type: () => Int, doc: `As an HTTP status: ${outcomeStatusWords(type)}.` },
      item: { type: () => item, nullable: true, doc: 'The item, where it was not refused.' },
      error: { type: () => ProblemType, nullable: true, doc: 'Why it was refused.' },
    }),
  );
}

const writeResultTypes = new WeakMap<readonly Operation[], DeclaredClass>();

function writeResultType(operations: readonly Operation[]): DeclaredClass {
  const known = writeResultTypes.get(operations);
  if (known) return known;
  const items = operations.flatMap(({ name, gives }): [string, FieldOf][] =>
    gives.as === 'item'
      ? [[name, { type: () => outputType(gives.type), nullable: true, doc: `The item that ${name} has written.` }]]
      : [],
  );
  const target = describe(empty(transactionTypes.result), 'What became of one write of a transaction.', {
    status: { type: () => Int, doc: 'As an HTTP status: 201 created, 200 written, 204 deleted.' },
    ...Object.fromEntries(items),
  });
  writeResultTypes.set(operations, target);
  return target;
}

/** A field of a type that is no item. */
export interface FieldOf {
  readonly type: () => GraphQLType;
  readonly nullable?: boolean;
  readonly doc: string;
}

/** Makes a class a GraphQL type with these fields. */
export function describe(
  target: DeclaredClass,
  description: string,
  fields: Readonly<Record<string, FieldOf>>,
  interfaces: DeclaredClass[] = [],
): DeclaredClass {
  ObjectType(target.name, { description, simpleResolvers: true, implements: interfaces })(target);
  for (const [field, { type, nullable = false, doc }] of Object.entries(fields)) {
    Field(type, { name: field, nullable, description: doc })(target.prototype, field);
  }
  return target;
}
