import { accessExtension, domainExtension } from '../../documents/extensions';
import type { DocumentedDomain, StandardOperation } from '../../documents/extensions';
import type { AccessRule } from '../../../schema/access';
import { isRecord, listOf, numberOf, recordOf, textOf } from '../../../schema/guards';
import { pathsOf } from '../../../services/paths';
import { tenantHeader } from '../../../services/tenancy';
import type { Paths } from '../../../services/paths';
import { fieldsOf, resolve } from './schemas';
import type { Field, Schema, Schemas } from './schemas';

/** One operation of the document. */
export interface OperationFact {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** All that is said of it. */
  readonly doc: string;
  readonly tag: string;
  /** Who may; nobody without a rule. */
  readonly access?: AccessRule;
  readonly parameters: readonly Schema[];
  readonly body?: Schema;
  /** The name of the schema of what it answers with, such as that of a class. */
  readonly gives?: string;
  /** Its answer may go on for as long as somebody listens. */
  readonly isFeed: boolean;
}

/** All that the console knows of a domain, read from what the gateway publishes. */
export interface DomainFacts extends Omit<DocumentedDomain, 'operations' | 'key'> {
  /** The name of the class. */
  readonly typeName: string;
  readonly doc: string;
  /** The names of the key fields, the partition first. */
  readonly key: readonly string[];
  readonly operations: Readonly<Partial<Record<StandardOperation, OperationFact>>>;
  /** What else can be done with it: the operations that do not follow from its declaration. */
  readonly verbs: readonly OperationFact[];
  /** The fields of an item as it is read. */
  readonly fields: readonly Field[];
  /** The fields of an item as it is created; none where nobody can. */
  readonly input: readonly Field[];
  /** The fields that a patch can change. */
  readonly patch: readonly Field[];
  /** The names of what an item has that nobody can change: its key, and what the service fills in. */
  readonly fixed: readonly string[];
  /** What a list can be filtered by. */
  readonly filter?: Schema;
  /** The orders of the list, such as `price` and `-price`. */
  readonly orders: readonly string[];
  readonly pageSize: number;
}

/** The whole gateway. */
export interface GatewayFacts {
  readonly title: string;
  readonly domains: readonly DomainFacts[];
  readonly operations: readonly OperationFact[];
  readonly schemas: Schemas;
  /** Whether a caller may name a tenant, whose items are then meant. */
  readonly hasTenants: boolean;
  /** Writes the path of an operation with the values of its places. */
  pathOf(operation: OperationFact, values: Readonly<Record<string, unknown>>): string;
  /** The item that a path leads to; undefined where it leads to none. */
  itemAt(path: string): { readonly domain: DomainFacts; readonly key: Readonly<Record<string, string>> } | undefined;
}

/** The fields that the service keeps of every item. */
export const ownedNames: readonly string[] = ['version', 'createdAt', 'updatedAt'];

/** The member of an item that says what of it cannot be read. */
export const warningsName = 'warnings';

/** Reads the OpenAPI document of a gateway. */
export function gatewayFacts(document: unknown): GatewayFacts {
  const { info, tags, paths, components } = recordOf(document);
  const schemas = recordOf(recordOf(components).schemas);
  const operations = Object.entries(recordOf(paths)).flatMap(([path, methods]) =>
    Object.entries(recordOf(methods)).map(([method, operation]) => operationFact(path, method, recordOf(operation))),
  );
  const writer = pathsOf(operations.map(({ path }) => ({ route: { path } })));
  const domains = listOf(tags)
    .map(recordOf)
    .flatMap((tag) => {
      const documented = tag[domainExtension];
      return isDomain(documented) ? [domainFacts(documented, tag, operations, schemas)] : [];
    });
  return {
    title: textOf(recordOf(info).title) ?? 'Tandem',
    schemas,
    operations,
    hasTenants: operations.some(({ parameters }) => parameters.some(({ name }) => name === tenantHeader)),
    pathOf: ({ path }, values) => writer.write(path, values),
    domains,
    itemAt: (path) => {
      for (const domain of domains) {
        const key = keyAt(domain.operations.get?.path ?? '', path, writer);
        if (key) return { domain, key };
      }
      return undefined;
    },
  };
}

/** The values at the places of a pattern, from a path that fits it. */
function keyAt(pattern: string, path: string, paths: Paths): Record<string, string> | undefined {
  const [places, segments] = [pattern.split('/'), path.split('/')];
  const key: Record<string, string> = {};
  const isFitting = places.every((place, index) => {
    const segment = segments[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(place) ?? [];
    if (name !== undefined) key[name] = paths.read(pattern, name, decodeURIComponent(segment));
    return name === undefined ? place === segment : segment !== '';
  });
  return isFitting && places.length === segments.length ? key : undefined;
}

/** The gateway itself wrote it: what stands there is of the type that it writes. */
function isDomain(value: unknown): value is DocumentedDomain {
  return isRecord(value) && typeof value.name === 'string' && isRecord(value.key) && isRecord(value.operations);
}

function operationFact(path: string, method: string, operation: Schema): OperationFact {
  const content = recordOf(recordOf(operation.requestBody).content);
  const body = recordOf(content['application/json']).schema;
  const answers = Object.entries(recordOf(operation.responses)).filter(([status]) => status.startsWith('2'));
  const contents = answers.map(([, answer]) => recordOf(recordOf(answer).content));
  const given = contents.map((answer) => textOf(recordOf(recordOf(answer['application/json']).schema).$ref));
  return {
    id: textOf(operation.operationId) ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary) ?? '',
    doc: textOf(operation.description) ?? '',
    tag: textOf(listOf(operation.tags)[0]) ?? '',
    access: ruleIn(operation[accessExtension]),
    parameters: listOf(operation.parameters).map(recordOf),
    ...(isRecord(body) && { body }),
    gives: given
      .find((name) => name !== undefined)
      ?.split('/')
      .at(-1),
    isFeed: contents.some((answer) => 'text/event-stream' in answer),
  };
}

function ruleIn(value: unknown): AccessRule | undefined {
  return isRule(value) ? value : undefined;
}

function isRule(value: unknown): value is AccessRule {
  if (!isRecord(value)) return false;
  const parts = value.any ?? value.all;
  return parts === undefined ? typeof value.who === 'string' : listOf(parts).every(isRule);
}

function domainFacts(
  { key, operations, ...documented }: DocumentedDomain,
  tag: Schema,
  all: readonly OperationFact[],
  schemas: Schemas,
): DomainFacts {
  const typeName = textOf(tag.name) ?? documented.name;
  const known = Object.fromEntries(
    Object.entries(operations).flatMap(([does, id]) => {
      const operation = all.find((one) => one.id === id);
      return operation ? [[does, operation]] : [];
    }),
  ) as DomainFacts['operations'];
  const list = known.list ?? known.partition;
  const parameter = (name: string): Schema =>
    recordOf(list?.parameters.find((candidate) => candidate.name === name)?.schema);
  const filter = parameter('filter').contentSchema;
  const making = known.create ?? known.replace;
  const leftOut = new Set([warningsName, ...documented.included.map((path) => path.join('.'))]);
  const fields = fieldsOf(schemas, schemas[typeName], { isLeftOut: (path) => leftOut.has(path.join('.')) });
  const inKey = (name: string): boolean => name === key.partition || name === key.sort;
  const patched = inputFields(schemas, known.update?.body).map(({ name }) => name);
  return {
    ...documented,
    typeName,
    doc: textOf(tag.description) ?? '',
    key: [key.partition, ...(key.sort === undefined ? [] : [key.sort])],
    operations: known,
    verbs: all.filter(
      ({ id, tag: of, isFeed }) => of === typeName && !isFeed && !Object.values(operations).includes(id),
    ),
    fields,
    // What a PUT makes has its key in the path, where it cannot be left out.
    input: inputFields(schemas, making?.body, key, fields).map((field) =>
      !known.create && inKey(field.name) ? { ...field, isRequired: true } : field,
    ),
    // A patch may leave everything out; what an item must have, the item says.
    patch: fields.filter((field) => patched.includes(field.name) && isWritten(field)),
    fixed: fields.filter((field) => inKey(field.name) || !isWritten(field)).map(({ name }) => name),
    ...(isRecord(filter) && { filter: resolve(schemas, filter) }),
    orders: listOf(resolve(schemas, parameter('sort')).enum).filter((order) => typeof order === 'string'),
    pageSize: numberOf(parameter('limit').default) ?? 20,
  };
}

/** The fields of a body that somebody fills in: without what the service keeps, and with the key where the path has it. */
function inputFields(
  schemas: Schemas,
  body: Schema | undefined,
  key?: DocumentedDomain['key'],
  item: readonly Field[] = [],
): readonly Field[] {
  if (!body) return [];
  const fields = fieldsOf(schemas, body).filter(
    (field) => !ownedNames.includes(field.name) && field.name !== warningsName && isWritten(field),
  );
  const inPath = item.filter(({ name }) => name === key?.partition || name === key?.sort);
  return [...inPath.filter(({ name }) => !fields.some((field) => field.name === name)), ...fields];
}

/** Whether somebody fills a field in, and not the service, as it does with who has created an item. */
const isWritten = ({ schema }: Field): boolean => schema.readOnly !== true;

/** The key of an item as a text that tells it from all others of its domain. */
export function keyText({ key }: Pick<DomainFacts, 'key'>, item: Readonly<Record<string, unknown>>): string {
  return key.map((name) => String(item[name])).join(' / ');
}

/** The key fields of an item alone. */
export function keyIn(
  { key }: Pick<DomainFacts, 'key'>,
  item: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(key.map((name) => [name, item[name]]));
}

/** The domain that a field leads to, where it holds the id of an item. */
export function referenceAt(
  { references }: Pick<DomainFacts, 'references'>,
  path: readonly string[],
): DocumentedDomain['references'][number] | undefined {
  return references.find(({ field }) => field.join('.') === path.join('.'));
}
