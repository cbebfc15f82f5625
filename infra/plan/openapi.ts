import type { Finding } from './finding';
import { breaking, compareSchemas, follow } from './schemas';
import type { Comparison, Schema } from './schemas';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** What breaks callers of the REST face: the change from one OpenAPI 3.1 document to another. */
export function compareOpenApi(released: Schema, declared: Schema): Finding[] {
  const comparison: Comparison = { subject: 'REST', released, declared, findings: [], seen: new Set() };
  const now = routesOf(declared);
  for (const [route, { name, operation }] of routesOf(released)) {
    const other = now.get(route)?.operation;
    if (!other) {
      breaking(comparison, name, 'is no longer there.');
      continue;
    }
    compareParameters(comparison, name, operation, other);
    compareBodies(comparison, name, operation, other);
    compareAnswers(comparison, name, operation, other);
    if (needsToken(declared, other) && !needsToken(released, operation)) {
      breaking(comparison, name, 'asks for a token now.');
    }
  }
  return comparison.findings;
}

/** The operations by method and path; what a parameter in a path is called is nothing to a caller. */
function routesOf(document: Schema): Map<string, { name: string; operation: Schema }> {
  const paths = Object.entries((document.paths ?? {}) as Record<string, Record<string, Schema>>);
  return new Map(
    paths.flatMap(([path, item]) =>
      methods
        .filter((method) => item[method])
        .map((method) => [
          `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`,
          { name: `${method.toUpperCase()} ${path}`, operation: item[method]! },
        ]),
    ),
  );
}

function compareParameters(comparison: Comparison, name: string, before: Schema, now: Schema): void {
  const fresh = parametersOf(comparison.declared, now);
  const old = parametersOf(comparison.released, before);
  for (const [key, parameter] of old) {
    const other = fresh.get(key);
    const place = `${name}, ${String(parameter.in)} ${String(parameter.name)},`;
    if (!other) breaking(comparison, place, 'is no longer taken.');
    else {
      if (other.required === true && parameter.required !== true) breaking(comparison, place, 'must be sent now.');
      compareSchemas(comparison, 'sent', place, (parameter.schema ?? {}) as Schema, (other.schema ?? {}) as Schema);
    }
  }
  for (const [key, parameter] of fresh) {
    if (old.has(key) || parameter.required !== true) continue;
    breaking(comparison, `${name}, ${String(parameter.in)} ${String(parameter.name)},`, 'must be sent now.');
  }
}

function parametersOf(document: Schema, operation: Schema): Map<string, Schema> {
  const parameters = ((operation.parameters ?? []) as Schema[]).map((parameter) => follow(document, parameter));
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  return new Map(
    parameters.map((parameter) => [
      parameter.in === 'path'
        ? `path ${inPath.indexOf(parameter)}`
        : `${String(parameter.in)} ${String(parameter.name)}`,
      parameter,
    ]),
  );
}

function compareBodies(comparison: Comparison, name: string, before: Schema, now: Schema): void {
  const [old, fresh] = [before.requestBody, now.requestBody] as [Schema | undefined, Schema | undefined];
  const [a, b] = [old && follow(comparison.released, old), fresh && follow(comparison.declared, fresh)];
  if (b?.required === true && a?.required !== true) breaking(comparison, name, 'must be sent with a body now.');
  if (a && !b) breaking(comparison, name, 'takes no body any more.');
  if (a && b) compareContents(comparison, 'sent', name, a, b);
}

function compareAnswers(comparison: Comparison, name: string, before: Schema, now: Schema): void {
  const fresh = (now.responses ?? {}) as Record<string, Schema>;
  for (const [status, answer] of Object.entries((before.responses ?? {}) as Record<string, Schema>)) {
    const other = fresh[status];
    if (!other) {
      // An error that can no longer happen breaks nobody.
      if (Number(status) < 400) breaking(comparison, name, `no longer answers ${status}.`);
      continue;
    }
    const [a, b] = [follow(comparison.released, answer), follow(comparison.declared, other)];
    const place = `${name}, answer ${status},`;
    compareContents(comparison, 'given', place, a, b);
    for (const header of Object.keys(a.headers ?? {}).filter((one) => !(one in ((b.headers ?? {}) as Schema)))) {
      breaking(comparison, place, `has no header ${header} any more.`);
    }
  }
}

function compareContents(
  comparison: Comparison,
  direction: 'sent' | 'given',
  place: string,
  a: Schema,
  b: Schema,
): void {
  const fresh = (b.content ?? {}) as Record<string, Schema>;
  for (const [type, { schema }] of Object.entries((a.content ?? {}) as Record<string, Schema>)) {
    const other = fresh[type];
    if (!other) breaking(comparison, place, `${direction === 'sent' ? 'takes' : 'gives'} no ${type} any more.`);
    else
      compareSchemas(comparison, direction, `${place} body`, (schema ?? {}) as Schema, (other.schema ?? {}) as Schema);
  }
}

/** An empty requirement, or none, lets everybody in. */
function needsToken(document: Schema, operation: Schema): boolean {
  const security = (operation.security ?? document.security ?? []) as Schema[];
  return security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0);
}
