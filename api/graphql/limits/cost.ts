import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { BulkJob } from '../../../schema/bulk';
import { countsOf } from '../../../schema/counted';
import { domainOf, fieldOfKind, fieldsOf, mostObjects, relationsOf, totalsOf } from '../../../schema/facts';
import type { DeclaredClass, DomainFact, ManyRelation, ThroughRelation } from '../../../schema/facts';
import { joinOf } from '../../../schema/joins';
import { isRecord, listOf, recordOf } from '../../../schema/guards';
import { itemsOfStep } from '../../../services/bulk-body';
import { inputFrom, listQuery } from '../../../services/arguments';
import { pageSize, readsOfFeed } from '../../../services/changes';
import { ServiceError } from '../../../services/errors';
import { federationFields } from '../../../services/federation';
import { asksNothing } from '../../../services/filter';
import type { Filter } from '../../../services/filter';
import { admitListQuery } from '../../../services/list-query';
import { candidatesOf, isNode, nodeFields, nodeFieldsOfChange } from '../../../services/nodes';
import { readsByKeys } from '../../../services/operation';
import type { Input, Operation } from '../../../services/operation';
import { operationsByField } from '../../../services/result-fields';
import { pricedBy } from '../../../services/totals';
import { plan } from '../../../tables/planner';
import { Refusal } from '../refusal';

/**
 * The most planned reads of a request: a page of 100 whose items each have a page of 18. What it may take of DynamoDB
 * is another limit, which counts while it is read: services/read-budget.ts.
 */
export const costLimit = 2000;

/** Items that one request to DynamoDB examines when a filter has to look for them; the cost of looking is counted in such requests. */
const examinedAtOnce = 100;

/** The fields of a connection that are read by counting. */
const counting = ['totalCount', 'totalCountReason'];

/** What stands for the value of a key, which a list is of one of, whichever it is. */
export const keyStandIn = '?';

/** What a list of many items is asked for by, whatever the key is. */
const keyFiltersOf = ({ by }: ManyRelation): readonly Filter[] =>
  by.map((name): Filter => ({ field: [name], comparison: 'eq', values: [keyStandIn] }));

/** An operation of a document, ready to be executed. */
export interface ExecutableOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with the defaults of the document. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The planned reads of a request, counted before anything is executed, from what the operations and domains declare.
 * They admit it; what it costs is what DynamoDB charges.
 *
 * | What is asked                                         | Reads                                                   |
 * | ----------------------------------------------------- | ------------------------------------------------------- |
 * | one item                                              | 1                                                       |
 * | items by n keys                                       | n: DynamoDB charges for each of them                    |
 * | items by n ids                                        | one for each that an id may mean                        |
 * | items by n representations (Apollo Federation)        | n                                                       |
 * | the references of n items                             | one for each batch, of at most 100: many may be the same |
 * | a page of n items                                     | one for each query, or each key that it names, and n    |
 * | … with a filter that no key serves                    | as many more as the read budget has hundreds            |
 * | … with `totalCount`                                   | the same                                                |
 * | a page of n records of a history                      | n and one; with `totalCount` as above                   |
 * | a `@Many` of m items                                  | m such pages                                            |
 * | a `@Many` of m items through n joins each             | m pages of n, and the references of all joins           |
 * | a change feed                                         | one for each part of it, each time that it looks        |
 * | … with the `node` of each change                      | as many more as it may have changes                     |
 * | a write of n items                                    | n, twice with events, one more with an Idempotency-Key  |
 * | n writes together (`transact`)                        | 2n: what they change is read first                      |
 *
 * A page counts its items because each of them may have fields that read again; a list of nested objects counts as many
 * as it may hold. An operation whose arguments are wrong costs 1: it is going to say so.
 */
export function costOf(request: ExecutableOperation, operations: readonly Operation[]): number {
  return new Cost(request, operations).ofRequest();
}

/** The refusal of what costs too much. */
export function tooExpensive(cost: number, limit: number): Refusal {
  const advice = 'Ask for smaller pages (first), for fewer lists inside lists, or in two queries.';
  const error = new ServiceError(
    'query-too-expensive',
    `The query would need ${cost} reads; ${limit} are allowed. ${advice}`,
  );
  return new Refusal(error, { facts: { rule: 'cost', cost, limit } });
}

/** The places of a document that ask for one field of the answer. */
type MergedField = readonly [FieldNode, ...FieldNode[]];

/** The cost of a page of a list: its reads, and its items, which may have fields that read. */
interface PageCost {
  readonly reads: number;
  readonly items: number;
}

const costOfRefused: PageCost = { reads: 1, items: 0 };

class Cost {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly byField: ReadonlyMap<string, Operation>;

  constructor(
    private readonly request: ExecutableOperation,
    private readonly operations: readonly Operation[],
  ) {
    this.byField = operationsByField(operations);
    const fragments = request.document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  ofRequest(): number {
    const { schema, operation } = this.request;
    const root = schema.getRootType(operation.operation);
    let cost = 0;
    for (const nodes of this.fields([operation.selectionSet])) {
      const name = nodes[0].name.value;
      const declared = this.byField.get(name);
      if (declared && root) cost += this.ofOperation(declared, nodes, root);
      if (root && Object.values<string>(nodeFields).includes(name)) cost += this.ofNodes(nodes, root);
      if (root && name === federationFields.entities) cost += this.ofEntities(nodes, root);
    }
    return cost;
  }

  /** Items by their ids, each with the fields of that type which has the dearest. */
  private ofNodes(nodes: MergedField, root: GraphQLObjectType): number {
    const values = this.argumentsOf(root, nodes[0]);
    if (!values) return costOfRefused.reads;
    const domains = [...new Set(this.operations.map(({ domain }) => domain))];
    const ids = [values.id ?? values.ids].flat().map(String);
    const reads = ids.reduce((sum, id) => sum + candidatesOf(id, domains).length, 0);
    const sets = selectionSetsOf(nodes);
    const inner = domains.filter(isNode).map(({ type }) => this.ofItems(type, sets, ids.length));
    return Math.max(costOfRefused.reads, reads) + Math.max(0, ...inner);
  }

  /** Items by their representations, each with the fields of its type. */
  private ofEntities(nodes: MergedField, root: GraphQLObjectType): number {
    const representations = listOf(this.argumentsOf(root, nodes[0])?.representations ?? []);
    const counts = new Map<unknown, number>();
    for (const representation of representations) {
      const name = isRecord(representation) ? representation.__typename : undefined;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sets = selectionSetsOf(nodes);
    const domains = [...new Set(this.operations.map(({ domain }) => domain))];
    const inner = domains.map(({ type, typeName }) => this.ofItems(type, sets, counts.get(typeName) ?? 0));
    return inner.reduce((sum, cost) => sum + cost, Math.max(costOfRefused.reads, representations.length));
  }

  private ofFeed(operation: Operation, input: Input): number {
    try {
      return readsOfFeed(operation, operation.admit(input).changes);
    } catch (error) {
      if (error instanceof ServiceError) return costOfRefused.reads;
      throw error;
    }
  }

  private ofOperation(operation: Operation, nodes: MergedField, root: GraphQLObjectType): number {
    const { domain, kind, gives, key, body, query } = operation;
    const values = this.argumentsOf(root, nodes[0]);
    if (!values) return costOfRefused.reads;
    const input = inputFrom(operation, values);
    const sets = selectionSetsOf(nodes);
    if (query === 'page') return this.ofRecords(operation, input, sets);
    if (gives.as === 'page') {
      const keyFilters = key.map(({ name }): Filter => ({ field: [name], comparison: 'eq', values: [keyStandIn] }));
      return this.ofPage(domain, input.query ?? {}, keyFilters, sets, 1);
    }
    if (query === 'changes') {
      const inner = this.path(sets, ['changes', nodeFieldsOfChange.item]);
      const items = inner.length > 0 ? pageSize : 0;
      return this.ofFeed(operation, input) + items + this.ofItems(domain.type, inner, items);
    }
    const isBulk = gives.as === 'item' && gives.type === BulkJob;
    const items = isBulk ? itemsOfStep : body && body.of !== 'item' ? lengthOf(recordOf(input.body)[body.of]) : 1;
    const reads = kind === 'mutation' ? writesOf(operation, items) : items;
    // Beside a verb stands its result, which may be a problem that holds the item.
    const isResult = nodes[0].name.value !== operation.name;
    const ofProblem = isResult ? this.ofItems(domain.type, this.path(sets, ['current']), 1) : 0;
    if (gives.as === 'nothing') return reads + ofProblem;
    if (gives.as === 'results') {
      const inner = gives.operations.flatMap(({ name, gives: written }) =>
        'type' in written ? [this.ofItems(written.type, this.path(sets, [name]), items)] : [],
      );
      return inner.reduce((sum, cost) => sum + cost, reads);
    }
    const inner = gives.as === 'outcomes' ? this.path(sets, ['item']) : sets;
    return reads + Math.max(ofProblem, this.ofItems(gives.type, inner, items));
  }

  /** The cost of a page of records about items, which are read by one query in their order. */
  private ofRecords({ domain, gives }: Operation, { query = {} }: Input, sets: readonly SelectionSetNode[]): number {
    const limit = Number(query.limit ?? domain.page.default);
    if ('type' in gives === false || !(limit >= 0 && limit <= domain.page.max)) return costOfRefused.reads;
    const searching = this.counts(sets) ? Math.ceil(domain.readBudget / examinedAtOnce) : 0;
    return 1 + limit + searching + this.ofItems(gives.type, this.path(sets, ['edges', 'node']), limit);
  }

  /** The cost of the fields of some items, all items together. */
  private ofItems(type: DeclaredClass, sets: readonly SelectionSetNode[], items: number): number {
    if (items === 0) return 0;
    let cost = 0;
    for (const nodes of this.fields(sets, type.name)) {
      const name = nodes[0].name.value;
      const relation = relationsOf(type).find((candidate) => candidate.name === name);
      const total = totalsOf(type).find((candidate) => candidate.name === name);
      const count = countsOf(type).find((candidate) => candidate.name === name);
      const field = fieldsOf(type).find((candidate) => candidate.name === name);
      if (relation?.kind === 'one') {
        cost += this.batchesOf(relation.type(), items) + this.ofItems(relation.type(), selectionSetsOf(nodes), items);
      } else if (relation?.kind === 'many') {
        cost += this.ofMany(type, relation, nodes, items);
      } else if (relation) {
        cost += this.ofThrough(type, relation, nodes, items);
      } else if (count) {
        cost += Math.ceil((items * count.shards) / rowsInOneBatch);
      } else if (total) {
        const lines = fieldOfKind(type, total.of, 'objects').max;
        cost += this.batchesOf(pricedBy(type, total).type(), items * lines);
      } else if (field && 'type' in field) {
        cost += this.ofItems(field.type(), selectionSetsOf(nodes), items * mostObjects(field));
      }
    }
    return cost;
  }

  private ofMany(owner: DeclaredClass, relation: ManyRelation, nodes: MergedField, items: number): number {
    const values = this.valuesOf(owner, nodes[0]);
    if (!values) return items * costOfRefused.reads;
    const target = domainOf(relation.type());
    return this.ofPage(target, listQuery(target, values), keyFiltersOf(relation), selectionSetsOf(nodes), items);
  }

  /** The joins of each item are a page, and what they all lead to are references. */
  private ofThrough(owner: DeclaredClass, relation: ThroughRelation, nodes: MergedField, items: number): number {
    const values = this.valuesOf(owner, nodes[0]);
    if (!values) return items * costOfRefused.reads;
    const { joins, to } = joinOf(owner, relation);
    const joinDomain = domainOf(joins.type());
    const sets = selectionSetsOf(nodes);
    const page = pageCost(joinDomain, listQuery(joinDomain, values), keyFiltersOf(joins), this.counts(sets));
    const given = items * page.items;
    const inside = this.ofItems(to.type(), this.path(sets, ['edges', 'node']), given);
    return items * page.reads + this.batchesOf(to.type(), given) + inside;
  }

  /** The arguments of a field of a class. */
  private valuesOf(owner: DeclaredClass, node: FieldNode): Record<string, unknown> | undefined {
    const parent = this.request.schema.getType(owner.name);
    return isObjectType(parent) ? this.argumentsOf(parent, node) : undefined;
  }

  /** The cost of some pages of a list, each for a key of its own, with the fields of their items. */
  private ofPage(
    domain: DomainFact,
    query: Readonly<Record<string, unknown>>,
    keyFilters: readonly Filter[],
    sets: readonly SelectionSetNode[],
    pages: number,
  ): number {
    const { reads, items } = pageCost(domain, query, keyFilters, this.counts(sets));
    return pages * reads + this.ofItems(domain.type, this.path(sets, ['edges', 'node']), pages * items);
  }

  /** Whether the whole of a list is counted. */
  private counts(sets: readonly SelectionSetNode[]): boolean {
    return this.fields(sets).some(([node]) => counting.includes(node.name.value));
  }

  private batchesOf(type: DeclaredClass, items: number): number {
    const domain = domainOf(type);
    const byKey = this.operations.find((operation) => operation.domain === domain && readsByKeys(operation));
    return batches(items, byKey?.body);
  }

  /** The arguments of a field; undefined when they do not fit, which its execution is going to say. */
  private argumentsOf(parent: GraphQLObjectType, node: FieldNode): Record<string, unknown> | undefined {
    const field = parent.getFields()[node.name.value];
    try {
      return field && getArgumentValues(field, node, this.request.variables);
    } catch {
      return undefined;
    }
  }

  /** The selections at the end of a path of fields. */
  private path(sets: readonly SelectionSetNode[], names: readonly string[]): readonly SelectionSetNode[] {
    return names.reduce(
      (within, name) =>
        selectionSetsOf(
          this.fields(within)
            .flat()
            .filter((node) => node.name.value === name),
        ),
      sets,
    );
  }

  /**
   * The fields of selections as they are executed: those of one name in the answer are one field. Fragments on other types
   * than that of what is selected from are left out.
   */
  private fields(sets: readonly SelectionSetNode[], typeName?: string): readonly MergedField[] {
    const byName = new Map<string, MergedField>();
    const visited = new Set<string>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.isIncluded(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const name = selection.alias?.value ?? selection.name.value;
          const earlier = byName.get(name);
          byName.set(name, earlier ? [...earlier, selection] : [selection]);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          if (this.applies(selection, typeName)) collect(selection.selectionSet);
        } else if (!visited.has(selection.name.value)) {
          visited.add(selection.name.value);
          const fragment = this.fragments.get(selection.name.value);
          if (fragment && this.applies(fragment, typeName)) collect(fragment.selectionSet);
        }
      }
    };
    sets.forEach(collect);
    return [...byName.values()];
  }

  private applies(
    { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
    typeName: string | undefined,
  ): boolean {
    const name = typeCondition?.name.value;
    if (name === undefined || typeName === undefined || name === typeName) return true;
    return !isObjectType(this.request.schema.getType(name));
  }

  private isIncluded(node: Parameters<typeof getDirectiveValues>[1]): boolean {
    const { variables } = this.request;
    try {
      if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
      return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
    } catch {
      return true;
    }
  }
}

function pageCost(
  domain: DomainFact,
  query: Readonly<Record<string, unknown>>,
  keyFilters: readonly Filter[],
  counts: boolean,
): PageCost {
  try {
    const { filter, sort, limit } = admitListQuery(domain, query);
    const { path, residual } = plan(
      domain,
      { all: [...keyFilters, filter] },
      sort ?? (keyFilters.length > 0 ? domain.order : undefined),
    );
    const queries = path.kind === 'query' ? path.values.length : path.kind === 'keys' ? path.keys.length : 1;
    const searching = Math.ceil(domain.readBudget / examinedAtOnce);
    const searches = (asksNothing(residual) ? 0 : 1) + (counts && path.kind !== 'keys' ? 1 : 0);
    return { reads: queries + limit + searches * searching, items: limit };
  } catch (error) {
    if (error instanceof ServiceError) return costOfRefused;
    throw error;
  }
}

function writesOf({ domain, idempotent }: Operation, items: number): number {
  return items * ((domain.events ? 2 : 1) + (idempotent ? 1 : 0));
}

/** The rows of counts that DynamoDB reads in one call: its limit of a BatchGetItem. */
const rowsInOneBatch = 100;

function batches(items: number, body: Operation['body']): number {
  return Math.ceil(items / (body?.of === 'keys' ? body.max : 1));
}

/** A single value stands for a list of one. */
function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

function selectionSetsOf(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
}
