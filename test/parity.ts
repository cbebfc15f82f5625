import { exampleObject, keyExample, patchExample } from '../schema/examples';
import { keyFields } from '../schema/facts';
import type { DomainFact, FieldFact } from '../schema/facts';
import { sortableFields } from '../services/list-query';
import type { Input, Operation } from '../services/operation';
import { faces } from './faces';
import type { Told } from './faces';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import type { Payload } from '../local/lambda';

/** A way to call an operation, made from its description, and the code that must come back. */
export interface Case {
  readonly name: string;
  readonly code: string;
  readonly input: Input;
}

/** The cases of an operation: ok, invalid, missing, conflict, precondition failed, as far as they apply. */
export function casesOf(operation: Operation): readonly Case[] {
  const { domain, body, conditional, query, route, gives } = operation;
  const key = operation.key.length > 0 ? keyExample(domain) : undefined;
  const good = goodInput(operation, key);
  const cases: Case[] = [{ name: 'ok', code: 'ok', input: good }];
  const add = (name: string, code: string, change: Partial<Input>): void => {
    cases.push({ name, code, input: { ...good, ...change } });
  };
  if (key) {
    const other = Object.fromEntries(
      operation.key.map(({ name, kind }) => [name, kind === 'id' ? 'nobody' : key[name]]),
    );
    add('missing', 'not-found', { key: other });
    add('invalid key', 'bad-path', { key: Object.fromEntries(operation.key.map(({ name }) => [name, 'a\u0000b'])) });
  }
  if (body?.of === 'item') {
    for (const [name, change] of mistakes(domain, body.mode)) {
      add(`invalid: ${name}`, 'validation', { body: { ...(good.body as object), ...change } });
    }
  }
  if (body && body.of !== 'item') {
    add('empty list', 'validation', { body: { [body.of]: [] } });
    add('too many', 'validation', {
      body: { [body.of]: Array.from({ length: body.max + 1 }, () => (good.body as any)[body.of][0]) },
    });
  }
  if (route.success === 201) add('conflict', 'conflict', { body: { ...(good.body as object), ...keyExample(domain) } });
  if (conditional) {
    add('precondition holds', 'ok', { precondition: { ifMatch: [1] } });
    add('precondition failed', 'precondition-failed', { precondition: { ifMatch: [99] } });
  }
  if (query === 'list') {
    add('limit 0', 'bad-query', { query: { ...good.query, limit: 0 } });
    add('limit above the maximum', 'bad-query', { query: { ...good.query, limit: domain.page.max + 1 } });
    const filter = { nope: { eq: 'x' } };
    add('unknown field in a filter', 'bad-query', { query: { filter } });
    add('unknown comparison', 'bad-query', { query: { filter: { [domain.key.partition]: { like: 'x' } } } });
    add('wrong value in a filter', 'bad-query', { query: { filter: { version: { ge: 'three' } } } });
    const [sortable] = sortableFields(domain);
    if (sortable)
      add('an order that no path has', 'no-index', { query: { sort: { field: sortable, descending: true } } });
    add('foreign cursor', 'cursor-invalid', { query: { ...good.query, cursor: 'abc' } });
  }
  if (gives.as === 'outcomes') add('dry run', 'ok', { query: { dryRun: true } });
  return cases;
}

/** Runs a case over every face on a table of its own and gives what each told and left behind. */
export async function runCase(
  operation: Operation,
  { input }: Case,
  payload: Payload,
  domains: readonly (new () => object)[],
) {
  const runs: { face: string; told: Told; stored: unknown }[] = [];
  for (const face of faces) {
    const gateway = await openGateway(payload, { domains, now: () => new Date('2026-02-03T04:05:06.789Z') });
    await seed(gateway, operation.domain);
    const told = withoutMadeIds(await face.call(gateway, operation, input));
    runs.push({ face: face.name, told, stored: await everything(gateway, operation.domain) });
  }
  return runs;
}

async function seed(gateway: TestGateway, domain: DomainFact): Promise<void> {
  const { status } = await gateway.send('POST', `/${domain.name}`, {
    body: { ...exampleObject(domain.type), ...keyExample(domain) },
  });
  if (status !== 201) throw new Error(`The example of ${domain.typeName} is refused with ${status}.`);
}

function goodInput({ body, domain, query }: Operation, key: Record<string, unknown> | undefined): Input {
  const fresh = {
    ...exampleObject(domain.type),
    ...Object.fromEntries(keyFields(domain).map(({ name }) => [name, 'fresh'])),
  };
  const [filterName] = query === 'list' && !domain.scan ? [domain.key.partition] : [];
  return {
    key,
    body:
      body?.of === 'item'
        ? body.mode === 'patch'
          ? patchExample(domain.type)
          : key
            ? exampleObject(domain.type)
            : fresh
        : body?.of === 'items'
          ? { items: [fresh, { ...fresh, ...keyExample(domain) }] }
          : body && {
              keys: [keyExample(domain), Object.fromEntries(keyFields(domain).map(({ name }) => [name, 'nobody']))],
            },
    query: filterName ? { filter: { [filterName]: { eq: keyExample(domain)[filterName] } } } : {},
  };
}

/** One mistake for each declared field, and one for a field that is not declared. */
function mistakes(domain: DomainFact, mode: 'whole' | 'patch'): [string, object][] {
  const fields = domain.fields.filter((field) => !keyFields(domain).includes(field));
  const wrong = fields
    .filter(({ kind }) => kind !== 'json')
    .map((field): [string, object] => [`${field.name} wrong`, { [field.name]: wrongValue(field) }]);
  const needed = mode === 'whole' ? fields.filter((field) => !field.optional && field.default === undefined) : [];
  return [
    ...wrong,
    ...needed.map((field): [string, object] => [`${field.name} missing`, { [field.name]: undefined }]),
    ...fields
      .filter(({ optional }) => !optional)
      .map((field): [string, object] => [`${field.name} null`, { [field.name]: null }]),
    ['unknown field', { isAdmin: true }],
    ['version sent', { version: 7 }],
  ];
}

function wrongValue({ kind }: FieldFact): unknown {
  if (kind === 'text' || kind === 'dateTime' || kind === 'enumeration') return ' ';
  if (kind === 'object') return 'text';
  if (kind === 'list' || kind === 'objects') return { not: 'a list' };
  return 'a text';
}

/** Ids that the service made differ from run to run. */
function withoutMadeIds(told: Told): Told {
  const text = JSON.stringify(told).replace(
    /"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/g,
    '"made"',
  );
  return JSON.parse(text) as Told;
}

async function everything(gateway: TestGateway, domain: DomainFact): Promise<unknown> {
  const keys = [
    keyExample(domain),
    ...['fresh', 'nobody'].map((value) => Object.fromEntries(keyFields(domain).map(({ name }) => [name, value]))),
  ];
  return (await gateway.send('POST', `/${domain.name}/batch/get`, { body: { keys } })).json;
}
