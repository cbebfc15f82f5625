import { gatewayOf } from './usual';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway } from '../api/handler';
import { buildGraphQLSchema } from '../resolvers';
import { domains as shop } from './usual';
import { channels } from '../schema/channels';
import type { ChannelFact } from '../schema/channels';
import {
  Date as DateField,
  Duration,
  Email,
  Enumeration,
  Id,
  ListOf,
  Nested,
  Reference,
  Text,
  Url,
} from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass } from '../schema/facts';
import { elementKinds } from '../schema/kinds';
import { LambdaApigateway } from '../examples/lambda-apigateway/item';
import { typeNamesOf } from '../schema/type-names';
import { resultFieldOf } from '../services/result-fields';
import { schemaNamesOf } from '../services/schema-names';
import { textOf } from './documents';
import { openGateway } from './harness';

// A name that means two things would hide one of them, or fail the first GraphQL request: it is refused at the start.

const silent = { endpoint: 'http://127.0.0.1:1', cursorKeys: ['a key of this test'], log: () => undefined };
const start = (...domains: DeclaredClass[]): unknown => createGateway(gatewayOf(domains), silent);

const root = join(__dirname, '..');

/** Every path of every channel. */
const places = Object.entries<ChannelFact>(channels).flatMap(([name, { paths, methods }]) =>
  paths.map((path) => ({ name, path, methods })),
);

/** A class called so, with an id and other fields. */
function named(name: string, fields: Record<string, (prototype: object, name: string) => void> = {}): DeclaredClass {
  const type = { [name]: class {} }[name]!;
  for (const [field, decorate] of Object.entries({ id: Id(), ...fields })) decorate(type.prototype, field);
  return type;
}
function domain(name: string, typeName: string, fields: Parameters<typeof named>[1] = {}): DeclaredClass {
  const type = named(typeName, fields);
  Domain(name)(type);
  return type;
}
const refusal = (message: string): Error => expect.objectContaining({ name: 'DeclarationError', message }) as Error;

describe('a domain cannot have the path of', () => {
  test.each(['docs', 'dynamodbmanager', 'graphql', 'health', 'mcp', 'problems'])('%s', (name) => {
    expect(() => domain(name, 'Widget')).toThrow(
      refusal(`@Domain('${name}') on Widget: the gateway itself answers at /${name}: choose another name.`),
    );
  });

  test.each(places)('the channel $name: $path', ({ path }) => {
    const [, segment = ''] = path.split('/');
    expect(() => domain(segment, 'Widget')).toThrow(/(itself answers at|a domain name is three or more)/);
  });

  test.each(['openapi.json', 'asyncapi.json', 'schema.graphql', '_local', 'DynamoDBManager', '', '/', '{id}', '..'])(
    '%j, which is no name at all',
    (name) => {
      expect(() => domain(name, 'Widget')).toThrow(/^@Domain\('.*'\) on Widget: a domain name is three or more/);
    },
  );

  test.each(['outbox', 'idempotency'])('%s, a table of the gateway', (name) => {
    const type = domain(name, 'Widget');
    expect(() => start(type)).toThrow(
      refusal(`Widget says @Domain('${name}'), the name of a table that the gateway keeps for itself: choose another.`),
    );
  });
});

test('the gateway does answer at each of those paths', async () => {
  const documents = [{ name: 'Nothing', kind: 'query' as const, text: 'query Nothing { __typename }' }];
  const definition = { ...gatewayOf([domain('widget', 'Widget')]), documents };
  const gateway = await openGateway('v1', { definition });
  // The path of MCP is kept for it, and nothing answers there yet.
  for (const { path, methods } of places.filter(({ name }) => name !== 'mcp')) {
    const target = path.replace('{code}', 'validation').replace('{name}', 'Nothing');
    const headers = { accept: 'text/html, application/json' };
    const { status } = await gateway.send(methods[0] ?? 'GET', target, { headers });
    expect([target, status]).not.toEqual([target, 404]);
  }
  expect((await gateway.send('GET', '/gadget')).status).toBe(404);
});

test.each(['/graphql', '/dynamodbmanager'])('the path %s is written in one source file', (path) => {
  // sdk/ imports nothing from the rest, and has the path of GraphQL for itself.
  const folders = ['api', 'infra', 'local', 'resolvers', 'schema', 'services', 'tables', 'tools'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const sources = files.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'));
  expect(sources.length).toBeGreaterThan(100);
  const literal = new RegExp(`['"\`}]${path}['"\`]`);
  expect(sources.filter((name) => literal.test(textOf(name)))).toEqual(['schema/channels.ts']);
});

describe('a class cannot have the name of', () => {
  test.each([
    ...['Query', 'Mutation', 'Subscription', 'String', 'ID', 'Int', 'Money', 'DateTime', 'JSON'],
    ...['PageInfo', 'Problem', 'FieldProblem', 'Truncation', 'TextCondition', 'TextListCondition'],
    ...['Date', 'Duration', 'DateCondition', 'DurationCondition', 'DurationListCondition', 'EmailCondition'],
    ...['UrlListCondition', 'ExistsCondition', 'IdCondition', 'Change', 'ChangeFeed', 'ChangeKind'],
  ])('a type of the gateway: %s', (name) => {
    const type = domain('widget', name);
    expect(() => start(type)).toThrow(
      refusal(
        `The class ${name} leads to the GraphQL type ${name}, which the gateway itself has too: rename the class.`,
      ),
    );
  });

  test.each(['Input', 'Patch', 'Key', 'Filter', 'Order', 'Connection', 'Edge', 'Outcome', 'Announced'])(
    'a type that follows from another class: Widget%s',
    (suffix) => {
      const [widget, other] = [domain('widget', 'Widget'), domain('other', `Widget${suffix}`)];
      for (const domains of [
        [widget, other],
        [other, widget],
      ]) {
        expect(() => start(...domains)).toThrow(
          expect.objectContaining({
            name: 'DeclarationError',
            message: expect.stringContaining(`leads to the GraphQL type Widget${suffix}, which`),
          }),
        );
      }
    },
  );

  // OpenAPI 3.1.1, section 4.8.7 (Components Object): a schema is known by its name alone.
  test.each([
    ...['Selection', 'Replacement', 'Upsert', 'Page', 'List', 'Sort', 'Change', 'ChangeFeed'],
    'OutcomeProblem',
  ])('a schema that OpenAPI has of another class: Widget%s', (suffix) => {
    const [widget, other] = [domain('widget', 'Widget'), domain('other', `Widget${suffix}`)];
    expect(() => start(widget, other)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`Widget${suffix}, which`) }),
    );
  });

  test.each([
    ['createWidget', 'CreateWidgetFailure'],
    ['widgetsByKey', 'WidgetsByKeyBody'],
    ['createWidgets', 'CreateWidgetsAnswer'],
    ['widget', 'NotFoundProblem'],
    ['createWidget', 'WidgetConflictProblem'],
  ])('a schema that OpenAPI has of the operation %s: %s', (_, name) => {
    expect(() => start(domain('widget', 'Widget'), domain('other', name))).toThrow(
      expect.objectContaining({
        name: 'DeclarationError',
        message: expect.stringMatching(
          new RegExp(
            `^The class ${name} leads to the OpenAPI schema ${name}, which the operation "\\w+" has too: rename`,
          ),
        ),
      }),
    );
  });

  test('another class', () => {
    const [one, other] = [named('Part'), named('Part')];
    const type = domain('widget', 'Widget', { one: Nested(() => one), other: Nested(() => other) });
    expect(() => start(type)).toThrow(
      refusal(
        'The class Part leads to the GraphQL type Part, which another one called Part has too: rename the class.',
      ),
    );
  });

  test.each(['__Widget', 'Wid$get', 'Wídget'])('nothing in GraphQL: %s', (name) => {
    const type = domain('widget', name);
    expect(() => start(type)).toThrow(/cannot name a GraphQL type/);
  });
});

describe('an enumeration cannot have the name of', () => {
  test.each([
    ['a class', 'Widget'],
    ['a type that follows from a class', 'WidgetFilter'],
    ['a type of the gateway', 'Truncation'],
    ['the kinds of changes of the gateway', 'ChangeKind'],
    ['a type whose condition the gateway has', 'Text'],
    ['a type whose condition a newer kind has', 'Duration'],
    ['a type whose condition lists of a kind have', 'UrlList'],
    ['nothing in GraphQL', 'in-store'],
  ])('%s: %s', (_, name) => {
    const type = domain('widget', 'Widget', { state: Enumeration(name, ['ON', 'OFF']) });
    expect(() => start(type)).toThrow(/^The (class|enumeration) \S+ (leads to|cannot name)/);
  });

  test('another enumeration', () => {
    const fields = { one: Enumeration('State', ['ON', 'OFF']), other: Enumeration('State', ['NEW']) };
    expect(() => start(domain('widget', 'Widget', fields))).toThrow(/another one called State/);
  });

  test('but the same list of values may serve many fields', () => {
    const values = ['ON', 'OFF'];
    const fields = { one: Enumeration('State', values), other: Enumeration('State', values) };
    expect(() => start(domain('widget', 'Widget', fields))).not.toThrow();
  });
});

test('a list cannot have a name that GraphQL does not take', () => {
  expect(() => Domain('widget', { plural: 'my-widgets' })(named('Widget'))).toThrow(
    refusal(
      'Widget: plural \'my-widgets\' cannot name a GraphQL field: write a letter followed by letters, digits or "_".',
    ),
  );
});

test('every type of the schema is among the names', () => {
  const part = named('Part', { state: Enumeration('PartState', ['ON']), words: ListOf('text') });
  const widget = domain('widget', 'Widget', {
    part: Nested(() => part),
    ...Object.fromEntries(elementKinds.map((kind) => [`${kind}s`, ListOf(kind)])),
    note: Text(),
    day: DateField(),
    time: Duration(),
    address: Email(),
    page: Url(),
  });
  const gadget = domain('gadget', 'Gadget', { widgetId: Reference(() => widget) });
  const gateway = createGateway(gatewayOf([...new Set([...shop, LambdaApigateway, widget, gadget])]), silent);
  const names = typeNamesOf(
    gateway.operations.flatMap(({ domain: { type }, body, gives }) => [
      type,
      ...(body && 'type' in body ? [body.type] : []),
      ...('type' in gives ? [gives.type] : []),
    ]),
  );
  const following = gateway.operations.flatMap((operation) => [
    ...schemaNamesOf(operation),
    resultFieldOf(operation)?.typeName,
  ]);
  const types = Object.keys(buildGraphQLSchema(gateway.operations, { check: true }).getTypeMap());
  const unknown = types.filter((name) => !name.startsWith('__') && !names.has(name) && !following.includes(name));
  expect(unknown).toEqual([]);
});
