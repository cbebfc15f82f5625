import { eventOf } from '../../local/event';
import { lambdaContext } from '../../local/lambda';
import type { Handler } from '../../api/handler';
import type { Answer } from '../answer';
import { resourcesOf } from './synthesised';
import type { Template } from './synthesised';

/** A REST API as its document in the template describes it: routes, tokens, and what it answers by itself. */
export function openFrontDoor(
  template: Template,
  { handler, isValid }: { handler: Handler; isValid: (token: string | undefined) => boolean },
): (method: string, path: string, call?: { token?: string; body?: unknown }) => Promise<Answer> {
  const document = resourcesOf(template, 'AWS::ApiGateway::RestApi')[0]![1].Properties.Body;
  const stage = resourcesOf(template, 'AWS::ApiGateway::Stage')[0]![1].Properties.StageName as string;

  return async (method, target, { token, body } = {}) => {
    const found = routeOf(Object.keys(document.paths), target);
    const route =
      found && (document.paths[found.resource][method.toLowerCase()] ?? document.paths[found.resource][any]);
    if (!found || !route) return ownAnswer(document, 'MISSING_AUTHENTICATION_TOKEN');
    if (route.security && !isValid(token)) return ownAnswer(document, 'UNAUTHORIZED');
    const incoming = {
      method,
      target,
      headers: [
        ['host', 'api.test'],
        ...(body === undefined ? [] : [['content-type', 'application/json']]),
        ...(token === undefined ? [] : [['authorization', `Bearer ${token}`]]),
      ] as [string, string][],
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      httpVersion: '1.1',
      sourceIp: '192.0.2.1',
      port: 443,
    };
    const event: any = eventOf(incoming, 'v1');
    const { requestContext } = event;
    const answer: any = await handler(
      {
        ...event,
        resource: found.resource,
        pathParameters: found.parameters,
        // A request without a custom domain has the stage in the path of its context.
        requestContext: { ...requestContext, stage, resourcePath: found.resource, path: `/${stage}${event.path}` },
      },
      lambdaContext(),
    );
    const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString() : answer.body;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: text === '' ? undefined : JSON.parse(text),
    };
  };
}

const any = 'x-amazon-apigateway-any-method';

function ownAnswer(document: any, type: string): Answer {
  const { statusCode, responseTemplates, responseParameters } = document['x-amazon-apigateway-gateway-responses'][type];
  const text = responseTemplates['application/json'];
  const headers = Object.fromEntries(
    Object.entries<string>(responseParameters).map(([name, value]) => [
      name.replace('gatewayresponse.header.', ''),
      value.slice(1, -1),
    ]),
  );
  return { status: Number(statusCode), headers, text, json: JSON.parse(text) };
}

/** The most exact resource: a fixed part goes before a parameter, and both before a greedy one. */
export function routeOf(
  resources: readonly string[],
  target: string,
): { resource: string; parameters: Record<string, string> | null } | undefined {
  const asked = target.replace(/\?.*/, '').split('/').slice(1);
  const candidates = resources.flatMap((resource) => {
    const parts = resource.split('/').slice(1);
    const isGreedy = parts.at(-1)?.endsWith('+}') === true;
    if (isGreedy ? asked.length < parts.length || asked[0] === '' : asked.length !== parts.length) return [];
    const parameters: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const name = /^\{(\w+)(\+?)\}$/.exec(part);
      if (!name && part !== asked[index]) return [];
      if (name) parameters[name[1]!] = decodeURIComponent(name[2] ? asked.slice(index).join('/') : asked[index]!);
    }
    const rank = parts.map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0')).join('');
    return [{ resource, parameters: Object.keys(parameters).length === 0 ? null : parameters, rank }];
  });
  return candidates.toSorted((one, other) => (one.rank < other.rank ? -1 : 1))[0];
}
