import { exampleObject, exampleOf, patchExample } from '../../schema/examples';
import { domainOf, keyFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { replaceName } from '../../services/crud';
import { partsOf } from '../../schema/sequences';
import type { GatewayDefinition } from '../../services/definition';
import type { Journey, Step } from '../../services/journey';
import type { Operation } from '../../services/operation';

/** The life of an item for each domain that has one, and the stories of the modules. Each tidies up after itself. */
export function journeysOf({ domains, operations, modules }: GatewayDefinition): readonly Journey[] {
  const lives = domains.map(domainOf).filter(({ operations: declared }) => declared.includes('create'));
  const stories = modules.flatMap(({ journeys }) => journeys?.(operations) ?? []);
  return [...lives.map((domain) => lifeOf(domain, operations)), ...stories];
}

function lifeOf(domain: DomainFact, operations: readonly Operation[]): Journey {
  const { type, typeName, singular, plural, name } = domain;
  const find = (operationName: string): Operation[] =>
    operations.filter((operation) => operation.name === operationName);
  const key = Object.fromEntries(
    keyFields(domain).map((field) => [field.name, field.kind === 'id' ? `example-${name}` : exampleOf(field)]),
  );
  const item = { ...key, ...exampleObject(type) };
  const { limit, ...list } = { limit: '5', ...listQueryOf(domain, item) };
  // What a domain does not declare is simply not found.
  const step = (operationName: string, details: Omit<Step, 'operation'>): Step[] =>
    find(operationName).map((operation) => ({ ...details, operation, ...(operation.key.length > 0 && { key }) }));
  const isFixed = domain.fields.length === keyFields(domain).length;
  const [second, third] = isFixed ? [1, 2] : [2, 3];
  const atVersion = (version: number): Step['holds'] => ({ version });
  const steps = [
    ...step(`create${typeName}`, { name: 'Create', body: item, status: [201], holds: { ...key, version: 1 } }),
    ...step(`create${typeName}`, { name: 'Create again: never overwritten', body: item, status: [409] }),
    ...step(`create${typeName}`, {
      name: 'Create with a field that is none',
      body: { ...item, surplus: 1 },
      status: [422],
    }),
    ...step(singular, { name: 'Read', status: [200], holds: { ...key, version: 1 } }),
    ...step(singular, { name: 'Read what is known already', headers: { 'if-none-match': '"1"' }, status: [304] }),
    ...step(plural, { name: 'List', query: { ...list, limit }, status: [200] }),
    ...step(`${plural}ByKey`, { name: 'Read a batch', body: { keys: [key] }, status: [200] }),
    ...step(`update${typeName}`, { name: 'Change', body: patchExample(type), status: [200], holds: atVersion(second) }),
    ...step(replaceName(domain), {
      name: 'Replace what was seen',
      body: exampleObject(type),
      version: second,
      status: [200],
      holds: atVersion(third),
    }),
    ...step(replaceName(domain), {
      name: 'Replace what has changed meanwhile',
      body: exampleObject(type),
      version: second,
      status: [412],
    }),
    ...step(`create${capital(plural)}`, {
      name: 'Rehearse a batch',
      body: { items: [exampleObject(type)] },
      query: { dryRun: 'true' },
      status: [200],
    }),
    ...step(`delete${typeName}`, { name: 'Delete', version: third, status: [204] }),
    ...step(singular, { name: 'Read what is gone', status: [404] }),
  ];
  return { title: typeName, doc: domain.doc ?? `The life of one ${typeName}.`, steps };
}

/** A condition that an index or the key serves. */
function listQueryOf({ indexes, key }: DomainFact, item: Readonly<Record<string, unknown>>): Record<string, string> {
  const [index] = Object.values(indexes);
  const partition = index?.partition ?? (key.sort ? key.partition : undefined);
  return Object.fromEntries(
    (partition === undefined ? [] : partsOf(partition)).map((name) => [name, String(item[name])]),
  );
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
