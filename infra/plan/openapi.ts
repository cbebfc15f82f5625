import { listOf, recordOf } from '../../schema/guards';
import type { Finding } from './finding';
import { breaking, compareSchemas, follow, schemasIn } from './schemas';
import type { Comparison, Schema } from './schemas';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** What breaks callers of the REST face: the change from one OpenAPI 3.1 document to another. */
export function compareOpenApi(released: Schema, declared: Schema): Finding[] {
  const comparison: Comparison = { subject: 'REST', released, declared, findings: [], comparedPairs: new Set() };
  const declaredRoutes = routesOf(declared);
  for (const [route, { name, operation }] of routesOf(released)) {
    const declaredOperation = declaredRoutes.get(route)?.operation;
    if (!declaredOperation) {
      breaking(comparison, name, 'is no longer there.');
      continue;
    }
    compareParameters(comparison, name, operation, declaredOperation);
    compareBodies(comparison, name, operation, declaredOperation);
    compareAnswers(comparison, name, operation, declaredOperation);
    if (needsToken(declared, declaredOperation) && !needsToken(released, operation)) {
      breaking(comparison, name, 'asks for a token now.');
    }
  }
  return comparison.findings;
}

/** The operations by method and path; what a parameter in a path is called is nothing to a caller. */
function routesOf(document: Schema): Map<string, { name: string; operation: Schema }> {
  const routes = new Map<string, { name: string; operation: Schema }>();
  for (const [path, item] of Object.entries(schemasIn(document.paths))) {
    for (const [method, operation] of Object.entries(schemasIn(item)).filter(([member]) => methods.includes(member))) {
      const key = `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
      routes.set(key, { name: `${method.toUpperCase()} ${path}`, operation });
    }
  }
  return routes;
}

function compareParameters(comparison: Comparison, name: string, before: Schema, now: Schema): void {
  const declaredParameters = parametersOf(comparison.declared, now);
  const releasedParameters = parametersOf(comparison.released, before);
  for (const [key, parameter] of releasedParameters) {
    const declaredParameter = declaredParameters.get(key);
    const place = `${name}, ${String(parameter.in)} ${String(parameter.name)},`;
    if (!declaredParameter) breaking(comparison, place, 'is no longer taken.');
    else {
      if (declaredParameter.required === true && parameter.required !== true)
        breaking(comparison, place, 'must be sent now.');
      compareSchemas(comparison, 'sent', place, recordOf(parameter.schema), recordOf(declaredParameter.schema));
    }
  }
  for (const [key, parameter] of declaredParameters) {
    if (releasedParameters.has(key) || parameter.required !== true) continue;
    breaking(comparison, `${name}, ${String(parameter.in)} ${String(parameter.name)},`, 'must be sent now.');
  }
}

function parametersOf(document: Schema, operation: Schema): Map<string, Schema> {
  const parameters = listOf(operation.parameters).map((parameter) => follow(document, recordOf(parameter)));
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
  const bodyOf = (document: Schema, { requestBody }: Schema): Schema | undefined =>
    requestBody === undefined ? undefined : follow(document, recordOf(requestBody));
  const [a, b] = [bodyOf(comparison.released, before), bodyOf(comparison.declared, now)];
  if (b?.required === true && a?.required !== true) breaking(comparison, name, 'must be sent with a body now.');
  if (a && !b) breaking(comparison, name, 'takes no body any more.');
  if (a && b) compareContents(comparison, 'sent', name, a, b);
}

function compareAnswers(comparison: Comparison, name: string, before: Schema, now: Schema): void {
  const declaredAnswers = schemasIn(now.responses);
  for (const [status, answer] of Object.entries(schemasIn(before.responses))) {
    const declaredAnswer = declaredAnswers[status];
    if (!declaredAnswer) {
      // An error that can no longer happen breaks nobody.
      if (Number(status) < 400) breaking(comparison, name, `no longer answers ${status}.`);
      continue;
    }
    const [a, b] = [follow(comparison.released, answer), follow(comparison.declared, declaredAnswer)];
    const place = `${name}, answer ${status},`;
    compareContents(comparison, 'given', place, a, b);
    for (const header of Object.keys(recordOf(a.headers)).filter((name) => !(name in recordOf(b.headers)))) {
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
  const declaredContent = schemasIn(b.content);
  for (const [type, { schema }] of Object.entries(schemasIn(a.content))) {
    const declaredType = declaredContent[type];
    if (!declaredType) breaking(comparison, place, `${direction === 'sent' ? 'takes' : 'gives'} no ${type} any more.`);
    else compareSchemas(comparison, direction, `${place} body`, recordOf(schema), recordOf(declaredType.schema));
  }
}

/** An empty requirement, or none, lets everybody in. */
function needsToken(document: Schema, operation: Schema): boolean {
  const security = listOf(operation.security ?? document.security).map(recordOf);
  return security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0);
}
