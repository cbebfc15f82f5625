import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { createGateway } from '../../api/handler';
import { environmentOptions } from '../../api/options';
import { buildPages } from '../../api/pages/build';
import { usualStages } from '../../infra/configuration';
import { acceptedByOptions, acceptedFindings, placesOf } from '../../infra/findings';
import { pascal } from '../../infra/names';
import { localPaths } from '../../local/messaging/local-paths';
import { definition, domains } from '../usual';
import { admitsAnyone } from '../../schema/access';
import { domainOf } from '../../schema/facts';
import { withInternal } from '../../schema/internal';
import { grantsOf, rolesOf as rolesOfGateway } from '../../services/touches';
import type { Role } from '../../services/touches';
import { textOf } from '../documents';
import { openFrontDoor } from './front-door';
import { rolesOf } from './granted';
import { allBefore, waitedForBy } from './order';
import { functionPropertiesOf, resourcesOf, synthesised } from './synthesised';
import type { Resource, Template } from './synthesised';

// Each promise of the stack, looked up in the template that CloudFormation would get. Alarms, releases and deployments that
// make something for the first time have files of their own.

const open = async () =>
  synthesised(
    'dev',
    'prod',
    'oneMore',
    'grown',
    'issuer',
    'http',
    'everything',
    'devFirst',
    'nothingAccepted',
    'anotherFinding',
    'unreserved',
    'reservedInPart',
    'withDomain',
    'httpDomain',
    'otherLetters',
    'tooSmall',
    'tooFewRequests',
    'wrongBus',
    'wrongEvents',
    'nameOfAmazon',
    'callbackInTheOpen',
    'callbackWithFragment',
    'keysOutOfReach',
  );
let stages: Awaited<ReturnType<typeof open>>;
let prod: Assertions;
let dev: Assertions;

beforeAll(async () => {
  stages = await open();
  prod = Assertions.fromJSON(stages.prod.template);
  dev = Assertions.fromJSON(stages.dev.template);
});

const { consumers, operations } = definition;

test('an empty environment is enough to synthesise', () => {
  for (const stage of ['dev', 'prod'] as const) expect(stages[stage].error).toBeUndefined();
});

test('every variable of the environment that the stack reads is in docs/deploy.md', () => {
  const { variables } = stages.prod;
  expect(variables.length).toBeGreaterThan(2);
  const text = textOf('docs/deploy.md');
  expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

describe('cdk-nag', () => {
  test.each(['dev', 'prod', 'oneMore', 'issuer', 'http', 'everything'] as const)('finds nothing new in %s', (name) => {
    expect(stages[name]).toMatchObject({ findings: [] });
    expect(stages[name].error).toBeUndefined();
  });

  test('finds exactly what is accepted, which is at most twelve controls with a reason each', () => {
    const names = consumers.map(({ name }) => pascal(name));
    const accepted = acceptedFindings.map((one) => ({ ...one, at: one.at.flatMap((path) => placesOf(path, names)) }));
    const places = accepted.flatMap(({ rules, at }) =>
      rules.flatMap((rule) => at.map((place) => ({ rule, place: `Tandem/${place}` }))),
    );
    const found = stages.nothingAccepted.findings.map((line) => line.split(' ') as [string, string]);
    const without = found.filter(
      ([rule, path]) => !places.some((one) => one.rule === rule && `${path}/`.startsWith(`${one.place}/`)),
    );
    expect(without).toEqual([]);
    for (const { rules, at } of accepted) {
      for (const rule of rules) expect(found.map(([name]) => name)).toContain(rule);
      for (const place of at) {
        expect(
          found.filter(([rule, path]) => rules.includes(rule) && `${path}/`.startsWith(`Tandem/${place}/`)),
        ).not.toEqual([]);
      }
    }
    expect(acceptedFindings.length).toBeLessThanOrEqual(12);
    const { dev: usual } = usualStages('library');
    const byOptions = acceptedByOptions({ ...usual, alarmEmail: 'people@library.example', isInNetwork: true });
    expect(byOptions).toHaveLength(3);
    for (const { reason } of [...acceptedFindings, ...byOptions]) expect(reason.length).toBeGreaterThanOrEqual(40);
  });

  test('fails the synthesis when there is something new', () => {
    expect(stages.anotherFinding.findings).toEqual(['AwsSolutions-APIG2 Tandem/Api/Rest']);
    expect(stages.anotherFinding.error).toMatch('Validation failed');
  });
});

// Limits of AWS's own schemas: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
describe('what CloudFormation would refuse', () => {
  test.each(['tooSmall', 'tooFewRequests', 'wrongBus'] as const)('fails the synthesis of %s', (name) => {
    expect(stages[name].error).toMatch('Validation failed');
  });

  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, Description: "[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"
  test('is not the description of a role, whatever people write of a consumer', () => {
    expect(stages.otherLetters).toMatchObject({ findings: [] });
    expect(stages.otherLetters.error).toBeUndefined();
    const described = resourcesOf(stages.otherLetters.template, 'AWS::IAM::Role').map(
      ([, { Properties }]) => Properties.Description,
    );
    expect(described.length).toBeGreaterThan(3);
    expect(described.filter((text) => !/^[\t\n\r -~\u00A1-\u00FF]*$/.test(text))).toEqual([]);
  });
});

// A new account has a quota of 10, and what is reserved must leave 100 of the quota to the other functions.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
describe('reserved concurrency', () => {
  const reservations = (name: 'dev' | 'prod' | 'unreserved' | 'reservedInPart'): number[] =>
    resourcesOf(stages[name].template, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.ReservedConcurrentExecutions ?? [],
    );

  test.each([
    ['dev', 0],
    ['unreserved', 0],
    ['reservedInPart', 1],
    ['prod', 4],
  ] as const)('%s reserves for %i functions, and cdk-nag finds nothing new', (name, count) => {
    expect(stages[name]).toMatchObject({ findings: [] });
    expect(stages[name].error).toBeUndefined();
    expect(reservations(name)).toHaveLength(count);
  });

  test('in prod leaves 100 of the 1,000 that an account gets for the asking', () => {
    const sum = reservations('prod').reduce((all, one) => all + one, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(1000 - 100);
  });

  test('a stage that reserves takes the finding where it has forgotten to', () => {
    const { prod: usual } = usualStages('library');
    expect(acceptedByOptions(usual)).toEqual([]);
    expect(acceptedByOptions({ ...usual, relay: { megabytes: 256, seconds: 30 } }).flatMap(({ at }) => at)).toEqual([
      'Relay/Function',
    ]);
  });

  test('a queue without a reservation takes at most half of the quota of a new account', () => {
    for (const [, { Properties }] of resourcesOf(stages.dev.template, 'AWS::Lambda::EventSourceMapping')) {
      if (Properties.ScalingConfig) expect(Properties.ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(5);
    }
  });
});

test.each(['dev', 'prod', 'issuer', 'http', 'everything'] as const)(
  'CloudFormation can make %s in some order: nothing waits for itself',
  (name) => {
    const { Resources } = stages[name].template;
    const waitsFor = (id: string): string[] => waitedForBy(stages[name].template, id);
    const done = new Set<string>();
    const visit = (id: string, path: readonly string[]): void => {
      if (path.includes(id)) throw new Error([...path.slice(path.indexOf(id)), id].join(' waits for '));
      if (done.has(id)) return;
      for (const other of waitsFor(id)) visit(other, [...path, id]);
      done.add(id);
    };
    for (const id of Object.keys(Resources)) visit(id, []);
    expect(done.size).toBe(Object.keys(Resources).length);
  },
);

// AWS looks at the rights of a role when it makes what uses it, such as those of a mapping to read its source: with a
// role that has its policy a moment later the first deployment fails. https://github.com/aws/aws-cdk/issues/31211
test.each(['dev', 'prod', 'oneMore', 'issuer', 'http', 'everything'] as const)(
  'whatever uses a role in %s waits for the policy of the role',
  (name) => {
    const { template } = stages[name];
    const before = (id: string): Set<string> => allBefore(template, id);
    const policies = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(([id]) => id);
    const roles = resourcesOf(template, 'AWS::IAM::Role').map(([id]) => id);
    const users = Object.keys(template.Resources).filter((id) => !policies.includes(id) && !roles.includes(id));
    const missing = roles.flatMap((role) => {
      const own = policies.filter((policy) => rolesOf(template, policy).includes(role));
      // A role of nothing but a trust would be found here too.
      if (own.length === 0) return [`${role} has no policy.`];
      // Who uses it by a name of its own, or whose function it is: a mapping reads its source with the function's role.
      return users
        .filter((id) => before(id).has(role))
        .flatMap((id) => own.filter((policy) => !before(id).has(policy)).map((policy) => `${id} before ${policy}`));
    });
    expect(missing).toEqual([]);
    expect(roles.length).toBeGreaterThanOrEqual(4);
    const used = roles.filter((role) => users.some((id) => before(id).has(role)));
    expect(used).toEqual(roles);
  },
);

describe('tables', () => {
  test('there is one for each domain, with everything that keeps data safe', () => {
    const names = withInternal(domains).map((type) => `library-prod-${domainOf(type).name}`);
    const tables = resourcesOf(stages.prod.template, 'AWS::DynamoDB::Table');
    expect(tables.map(([, { Properties }]) => Properties.TableName)).toEqual(names);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
          DeletionProtectionEnabled: true,
        },
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });

  // "If your template includes multiple DynamoDB tables with indexes, you must declare dependencies so that the tables are
  // created sequentially."
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
  test.each(['dev', 'prod', 'oneMore', 'grown', 'http', 'everything'] as const)(
    'with indexes are made one after the other in %s',
    (name) => {
      const { template } = stages[name];
      const indexed = resourcesOf(template, 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) =>
        Properties.GlobalSecondaryIndexes ? [id] : [],
      );
      expect(indexed.length).toBeGreaterThanOrEqual(name === 'oneMore' || name === 'grown' ? 4 : 3);
      const atOnce = indexed.flatMap((one, index) =>
        indexed
          .slice(index + 1)
          .filter((other) => !allBefore(template, one).has(other) && !allBefore(template, other).has(one))
          .map((other) => `${one} and ${other}`),
      );
      expect(atOnce).toEqual([]);
    },
  );

  test('those of dev go with the stack', () => {
    dev.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });

  test('only the outbox has a stream, and what expires says by which attribute', () => {
    const tables = resourcesOf(stages.prod.template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties);
    const named = (list: any[]): string[] => list.map(({ TableName }) => TableName.replace('library-prod-', ''));
    expect(named(tables.filter((table) => table.StreamSpecification))).toEqual(['outbox']);
    const expiring = withInternal(domains)
      .map(domainOf)
      .filter(({ expiresAfterDays }) => expiresAfterDays !== undefined);
    expect(named(tables.filter((table) => table.TimeToLiveSpecification?.AttributeName === '_expires'))).toEqual(
      expiring.map(({ name }) => name),
    );
  });
});

describe('functions', () => {
  test('run on the newest Node on ARM, with traces, JSON logs, a log of their own and a limit of concurrency', () => {
    const functions = resourcesOf(stages.prod.template, 'AWS::Lambda::Function');
    expect(functions.map(([, { Properties }]) => Properties.Handler).toSorted()).toEqual([
      'handler.handler',
      'loans.handler',
      'notices.handler',
      'relay.handler',
    ]);
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } },
        ReservedConcurrentExecutions: expect.any(Number),
      });
    }
    for (const [, { Properties }] of resourcesOf(stages.prod.template, 'AWS::Logs::LogGroup')) {
      expect(Properties).toMatchObject({ RetentionInDays: 90, KmsKeyId: expect.anything() });
    }
  });

  test('the gateway has done before API Gateway gives up', () => {
    prod.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'handler.handler',
      Timeout: 29,
      MemorySize: 1769,
      KmsKeyArn: Match.anyValue(),
    });
  });

  test.each(['dev', 'prod', 'issuer', 'http', 'everything'] as const)('nobody gets into %s without a token', (name) => {
    for (const [, { Properties }] of resourcesOf(stages[name].template, 'AWS::Lambda::Function')) {
      // The stream alone calls it, and it answers nobody.
      if (Properties.Handler === 'relay.handler') continue;
      const { AUTH, AUTH_ISSUER, AUTH_AUDIENCE } = Properties.Environment.Variables;
      expect(AUTH === 'authorizer' || (AUTH === undefined && AUTH_ISSUER && AUTH_AUDIENCE)).toBeTruthy();
    }
  });

  test('the secret of the cursors is in no template', () => {
    prod.hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 48 } });
    const { CURSOR_KEYS } = functionPropertiesOf(stages.prod.template, 'handler.handler').Environment.Variables;
    expect(JSON.stringify(CURSOR_KEYS)).toContain('{{resolve:secretsmanager:');
  });
});

describe('API', () => {
  const document = (template: Template): any =>
    resourcesOf(template, 'AWS::ApiGateway::RestApi')[0]![1].Properties.Body;

  test('each operation is a route, and asks for a token unless anyone may', () => {
    const { paths } = document(stages.prod.template);
    for (const { route, access } of operations) {
      const { security } = paths[route.path][route.method.toLowerCase()];
      expect({ route: route.path, security }).toEqual({
        route: route.path,
        security: access && admitsAnyone(access) ? undefined : [{ token: [] }],
      });
      if (route.method === 'GET') expect(paths[route.path].head.security).toEqual(security);
    }
    expect(paths['/graphql'].post.security).toBeUndefined();
    for (const path of ['/dynamodbmanager', '/DynamoDBManager'])
      expect(paths[path].post.security).toEqual([{ token: [] }]);
    for (const path of ['/', '/{proxy+}', '/book'])
      expect(paths[path]).toHaveProperty('x-amazon-apigateway-any-method');
  });

  test('beside a path parameter there is never another', () => {
    const names = new Map<string, Set<string>>();
    for (const path of Object.keys(document(stages.prod.template).paths)) {
      const parts = path.split('/');
      parts.forEach((part, index) => {
        if (!part.startsWith('{')) return;
        const parent = parts.slice(0, index).join('/') || '/';
        names.set(parent, (names.get(parent) ?? new Set()).add(part));
      });
    }
    expect([...names].filter(([parent, parts]) => parts.size > 1 && parent !== '/')).toEqual([]);
  });

  test('the legacy path is there only where it is on', () => {
    expect(Object.keys(document(stages.everything.template).paths)).not.toContain('/dynamodbmanager');
  });

  test('requests are limited for the stage, and more for what writes', () => {
    const [[, stage]] = resourcesOf(stages.prod.template, 'AWS::ApiGateway::Stage') as [[string, any]];
    const limits = Object.fromEntries(
      stage.Properties.MethodSettings.map((one: any) => [
        `${one.HttpMethod} ${one.ResourcePath}`,
        one.ThrottlingRateLimit,
      ]),
    );
    expect(limits).toMatchObject({
      '* /*': 1000,
      'POST /~1shelf~1borrow': 200,
      'POST /~1book~1batch': 20,
      'DELETE /~1book~1{id}': 200,
      // A request that waits holds an execution; a body may hold a write.
      'GET /~1book~1changes': 5,
      'HEAD /~1book~1changes': 5,
      'POST /~1graphql': 200,
      'POST /~1mcp': 200,
    });
    expect(limits).not.toHaveProperty('GET /~1book');
    // Each slash is written ~1, the first one too, behind a slash that stays:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
    const encoded = (path: string): string => `/${path.split('/').join('~1')}`;
    const paths = Object.keys(document(stages.prod.template).paths).map(encoded);
    expect(paths).toContain(encoded('/book/{id}'));
    const settings = stage.Properties.MethodSettings.map((one: any) => one.ResourcePath);
    expect(settings.filter((path: string) => path !== '/*' && !paths.includes(path))).toEqual([]);
  });

  // What the stand-in counts too: local/http.test.ts.
  test('a preflight is answered by the function, and counts at the stage alone', () => {
    const [[, rest]] = resourcesOf(stages.prod.template, 'AWS::ApiGateway::Stage') as [[string, any]];
    const [[, http]] = resourcesOf(stages.http.template, 'AWS::ApiGatewayV2::Stage') as [[string, any]];
    const methods = rest.Properties.MethodSettings.map((one: any) => one.HttpMethod);
    expect(methods.filter((method: string) => method === '*')).toHaveLength(1);
    expect(methods).not.toContain('OPTIONS');
    expect(Object.keys(http.Properties.RouteSettings).filter((key) => /^(OPTIONS|ANY) /.test(key))).toEqual([]);
    expect(http.Properties.DefaultRouteSettings.ThrottlingRateLimit).toBe(1000);
    const [[, httpApi]] = resourcesOf(stages.http.template, 'AWS::ApiGatewayV2::Api') as [[string, any]];
    for (const { paths, ...more } of [document(stages.prod.template), httpApi.Properties.Body]) {
      for (const path of Object.values<object>(paths)) expect(path).not.toHaveProperty('options');
      expect(more).not.toHaveProperty('x-amazon-apigateway-cors');
    }
  });

  test('the access log is JSON and holds no path, query, header or address', () => {
    const [[, stage]] = resourcesOf(stages.prod.template, 'AWS::ApiGateway::Stage') as [[string, any]];
    const format = JSON.parse(stage.Properties.AccessLogSetting.Format);
    expect(Object.values(format)).not.toContain('$context.path');
    expect(JSON.stringify(format)).not.toMatch(/identity|context\.path|querystring|header/i);
    prod.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      MethodSettings: Match.arrayWith([Match.objectLike({ DataTraceEnabled: false, LoggingLevel: 'ERROR' })]),
    });
  });

  test('what API Gateway answers by itself is a problem document', () => {
    const responses = document(stages.dev.template)['x-amazon-apigateway-gateway-responses'];
    for (const response of Object.values<any>(responses)) {
      expect(response.responseParameters['gatewayresponse.header.content-type']).toBe("'application/problem+json'");
      expect(response.responseParameters['gatewayresponse.header.access-control-allow-origin']).toBe("'*'");
      expect(JSON.parse(response.responseTemplates['application/json'])).toMatchObject({
        type: expect.stringMatching(/^\/problems\//),
        status: Number(response.statusCode),
      });
    }
    expect(responses.THROTTLED.responseParameters['gatewayresponse.header.retry-after']).toBe("'1'");
  });

  test('another document makes another deployment', () => {
    const [before, after] = [stages.prod, stages.oneMore].map(
      ({ template }) => resourcesOf(template, 'AWS::ApiGateway::Deployment')[0]![0],
    );
    expect(after).not.toBe(before);
  });

  // "You must deploy your API for the change to take effect."
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
  test('the address of AWS, turned off beside a domain, makes another deployment', () => {
    const [before, after] = [stages.prod, stages.withDomain].map(({ template }) => ({
      deployment: resourcesOf(template, 'AWS::ApiGateway::Deployment')[0]![0],
      ...resourcesOf(template, 'AWS::ApiGateway::RestApi')[0]![1].Properties,
    }));
    expect([before!.DisableExecuteApiEndpoint, after!.DisableExecuteApiEndpoint]).toEqual([false, true]);
    expect(after!.Body).toEqual(before!.Body);
    expect(after!.deployment).not.toBe(before!.deployment);
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html
  test.each(['withDomain', 'httpDomain', 'everything', 'prod'] as const)(
    'who writes the record of the domain in %s knows where it leads',
    (name) => {
      const { template } = stages[name];
      const [domain] = Object.entries(template.Resources).find(([, { Type }]) => Type.endsWith('::DomainName')) ?? [];
      const target = { 'Fn::GetAtt': [domain, 'RegionalDomainName'] };
      const records = resourcesOf(template, 'AWS::Route53::RecordSet').map(
        ([, { Properties }]) => Properties.AliasTarget.DNSName,
      );
      expect(records).toEqual(name === 'everything' ? [target] : []);
      expect(template.Outputs.DomainTarget?.Value).toEqual(
        domain === undefined || name === 'everything' ? undefined : target,
      );
    },
  );

  // The import fails on any warning, so that the document has the form in which API Gateway itself writes one.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html
  test.each([
    ['prod', 'AWS::ApiGateway::RestApi', '200'],
    ['http', 'AWS::ApiGatewayV2::Api', 'default'],
  ] as const)('the document of %s names its responses as an export does', (name, type, status) => {
    const [[, { Properties }]] = resourcesOf(stages[name].template, type) as [[string, Resource]];
    expect(Properties.FailOnWarnings).toBe(true);
    const methods = Object.values<any>(Properties.Body.paths).flatMap((path) => Object.values<any>(path));
    expect(methods.length).toBeGreaterThan(20);
    for (const { responses } of methods) expect(Object.keys(responses)).toEqual([status]);
  });

  test('as an HTTP API it has the same routes, and verifies the tokens of any issuer', () => {
    const [[, api]] = resourcesOf(stages.http.template, 'AWS::ApiGatewayV2::Api') as [[string, any]];
    const { paths, components } = api.Properties.Body;
    for (const { route, access } of operations) {
      const { security } = paths[route.path][route.method.toLowerCase()];
      expect(security).toEqual(access && admitsAnyone(access) ? undefined : [{ token: [] }]);
    }
    expect(components.securitySchemes.token['x-amazon-apigateway-authorizer'].jwtConfiguration).toEqual({
      issuer: 'https://issuer.example/',
      audience: ['shop', 'app'],
    });
    expect(paths['/$default']['x-amazon-apigateway-any-method'].isDefaultRoute).toBe(true);
    expect(stages.http.template.Resources).not.toMatchObject({ Type: 'AWS::ApiGateway::RestApi' });
  });

  test('there is one endpoint for each domain', () => {
    const outputs = Object.keys(stages.prod.template.Outputs);
    for (const { typeName } of domains.map(domainOf)) expect(outputs).toContain(`${typeName}Endpoint`);
    expect(outputs).toEqual(expect.arrayContaining(['Url', 'GraphqlEndpoint', 'UserPoolId', 'UserPoolClientId']));
  });
});

describe('messaging', () => {
  test.each(consumers)(
    'what the consumer $name fails to take is tried five times, hidden six times as long as it may take, then kept two weeks',
    ({ name, event }) => {
      const { Timeout } = functionPropertiesOf(stages.prod.template, `${name}.handler`);
      prod.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: `library-prod-${name}`,
        VisibilityTimeout: 6 * Timeout,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
      });
      prod.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: `library-prod-${name}-dead-letters`,
        MessageRetentionPeriod: 14 * 86_400,
      });
      prod.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Messaging${pascal(name)}[0-9A-F]{8}$`), 'Arn'] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      prod.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: { source: [event.source], 'detail-type': [event.detailType] },
        Targets: [
          Match.objectLike({
            Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Messaging${pascal(name)}[0-9A-F]{8}$`), 'Arn'] },
          }),
        ],
      });
    },
  );

  test('what the relay gives up is kept two weeks', () => {
    prod.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'library-prod-relay-dead-letters',
      MessageRetentionPeriod: 14 * 86_400,
    });
  });

  test('the relay reads the outbox from its oldest record, tries for 23 hours, and names what it could not deliver', () => {
    prod.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('OutboxEvent'), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      ParallelizationFactor: 4,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 23 * 3600,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('RelayDeadLetters'), 'Arn'] } },
      },
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    for (const stage of ['dev', 'prod', 'everything'] as const) {
      expect(resourcesOf(stages[stage].template, 'AWS::Pipes::Pipe')).toEqual([]);
      const relay = functionPropertiesOf(stages[stage].template, 'relay.handler');
      // The network leads to DynamoDB and to no bus.
      expect(relay).not.toHaveProperty('VpcConfig');
      // A new table has four shards, each read by so many calls at once.
      if (stage !== 'dev') expect(relay.ReservedConcurrentExecutions).toBeGreaterThanOrEqual(4 * 4);
    }
  });

  test('every queue takes TLS only, and events only from the rule', () => {
    const policies = resourcesOf(stages.prod.template, 'AWS::SQS::QueuePolicy');
    expect(policies.flatMap(([, { Properties }]) => Properties.Queues)).toHaveLength(2 * consumers.length + 1);
    const ruleIds = consumers.map(({ name }) => `Messaging${pascal(name)}Rule`);
    for (const [, { Properties }] of policies) {
      const [tlsOnly, ...others] = Properties.PolicyDocument.Statement;
      expect(tlsOnly).toMatchObject({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      for (const statement of others) {
        expect(statement).toMatchObject({
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: {
            ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(`^(${ruleIds.join('|')})`), 'Arn'] } },
          },
        });
      }
    }
  });

  test('the rule keeps what it cannot deliver within an hour', () => {
    prod.hasResourceProperties('AWS::Events::Rule', {
      Targets: [
        Match.objectLike({
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
        }),
      ],
    });
  });

  test('the old variable still names the bus, and event names that nobody sends are refused', () => {
    Assertions.fromJSON(stages.everything.template).hasResourceProperties('AWS::Events::EventBus', { Name: 'OldBus' });
    prod.hasResourceProperties('AWS::Events::EventBus', { Name: 'library-prod-events' });
    expect(stages.wrongEvents.error).toMatch('EVENT_SOURCE');
  });
});

describe('sign-in', () => {
  // A plan decides what a pool can do and what a user costs; Essentials is what a new pool gets.
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
  test('the plan of the pool is said', () => {
    prod.hasResourceProperties('AWS::Cognito::UserPool', { UserPoolTier: 'ESSENTIALS' });
  });

  test('each role that an access rule names is a group of the pool', () => {
    const groups = resourcesOf(stages.prod.template, 'AWS::Cognito::UserPoolGroup');
    expect(groups.map(([, { Properties }]) => Properties.GroupName)).toEqual(['admin']);
  });

  // A web app gets its tokens by the authorization code grant with a proof key (RFC 9700, section 2.1), on pages that Cognito
  // shows for a client that has a style: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
  test.each([
    ['dev', ['http://localhost:5173/']],
    ['devFirst', ['http://localhost:5173/']],
    ['everything', ['https://shop.example/', 'shop://signed-in']],
  ] as const)('%s has sign-in pages that send nothing but a code, and to its own apps alone', (name, addresses) => {
    const { template } = stages[name];
    const [[poolId], [clientId, client], [domainId, domain], [, style]] = [
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::ManagedLoginBranding',
    ].map((type) => {
      const found = resourcesOf(template, type);
      expect(found).toHaveLength(1);
      return found[0]!;
    }) as [[string, Resource], [string, Resource], [string, Resource], [string, Resource]];
    expect(client.Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: addresses,
      LogoutURLs: addresses,
      SupportedIdentityProviders: ['COGNITO'],
    });
    expect(domain.Properties).toMatchObject({ UserPoolId: { Ref: poolId }, ManagedLoginVersion: 2 });
    expect(style.Properties).toEqual({
      UserPoolId: { Ref: poolId },
      ClientId: { Ref: clientId },
      UseCognitoProvidedValues: true,
    });
    expect(worked(template.Outputs.SignInUrl!.Value)).toBe(
      `https://{${domainId}}.auth.{AWS::Region}.amazoncognito.com`,
    );
  });

  // Names of 1 to 63 lower-case letters, digits and hyphens, without aws, amazon and cognito, one of each in a region:
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
  test.each([
    ['dev', 'library-dev-1a2b3c4d'],
    ['everything', 'library-prod-1a2b3c4d'],
    ['nameOfAmazon', 'sign-in-1a2b3c4d'],
  ] as const)('the pages of %s have a name that Cognito takes', (name, expected) => {
    const [[, { Properties }]] = resourcesOf(stages[name].template, 'AWS::Cognito::UserPoolDomain') as [
      [string, Resource],
    ];
    const stackId = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/a-b/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d';
    const told = worked(Properties.Domain, { 'AWS::StackId': stackId });
    expect(told).toBe(expected);
    expect(told).toMatch(/^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/);
  });

  test('without a callback address there are no pages, and no grant of OAuth', () => {
    const { template } = stages.prod;
    for (const type of ['UserPoolDomain', 'ManagedLoginBranding'])
      expect(resourcesOf(template, `AWS::Cognito::${type}`)).toEqual([]);
    expect(template.Outputs).not.toHaveProperty('SignInUrl');
    const [[, client]] = resourcesOf(template, 'AWS::Cognito::UserPoolClient') as [[string, Resource]];
    expect(Object.keys(client.Properties).filter((name) => /OAuth|URLs/.test(name))).toEqual([]);
  });

  // USER_PASSWORD_AUTH and SRP need no credentials, ADMIN_USER_PASSWORD_AUTH those of the account:
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
  test.each(['dev', 'prod', 'everything'] as const)(
    'a password goes over the wire to %s for those alone who may set passwords',
    (name) => {
      const [[, client]] = resourcesOf(stages[name].template, 'AWS::Cognito::UserPoolClient') as [[string, Resource]];
      expect(client.Properties.ExplicitAuthFlows.toSorted()).toEqual([
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_SRP_AUTH',
      ]);
    },
  );

  test.each([
    ['dev', true],
    ['prod', true],
    ['everything', false],
  ] as const)('in %s an administrator alone makes users: %s', (name, isClosed) => {
    Assertions.fromJSON(stages[name].template).hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: isClosed },
    });
  });

  test.each(['callbackInTheOpen', 'callbackWithFragment'] as const)('the stage %s is refused', (name) => {
    expect(stages[name].error).toMatch(
      /^The callback address "https?:\/\/shop\.example\/.* is none that Cognito takes/,
    );
  });

  test('with an issuer that is there already, no pool is made', () => {
    expect(resourcesOf(stages.issuer.template, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(functionPropertiesOf(stages.issuer.template, 'handler.handler').Environment.Variables).toMatchObject({
      AUTH_ISSUER: 'https://issuer.example/',
      AUTH_AUDIENCE: 'shop,app',
    });
  });

  test('a function that cannot reach the keys believes API Gateway, where that can verify', () => {
    expect(functionPropertiesOf(stages.everything.template, 'handler.handler').Environment.Variables.AUTH).toBe(
      'authorizer',
    );
    const [[, api]] = resourcesOf(stages.everything.template, 'AWS::ApiGateway::RestApi') as [[string, any]];
    expect(api.Properties.Body.paths['/graphql'].post.security).toEqual([{ token: [] }]);
    expect(stages.keysOutOfReach.error).toMatch('cannot fetch the keys');
  });
});

describe('options', () => {
  // "The ARN isn't valid", says AWS WAF of one that ends in ":*", as Fn::GetAtt gives it: aws/aws-cdk#18253.
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  test('the firewall writes to its log group, whose name and ARN are as AWS WAF wants them', () => {
    const { template } = stages.everything;
    const [[loggingId, logging]] = resourcesOf(template, 'AWS::WAFv2::LoggingConfiguration') as [[string, Resource]];
    const [destination, ...others] = logging.Properties.LogDestinationConfigs;
    expect(others).toEqual([]);
    const arn = destination['Fn::Join'][1].map((part: any) => part.Ref ?? part).join('');
    expect(arn).toBe('arn:AWS::Partition:logs:AWS::Region:AWS::AccountId:log-group:aws-waf-logs-library-prod-firewall');
    const before = waitedForBy(template, loggingId).map((id) => template.Resources[id]!);
    expect(before.map(({ Properties }) => Properties?.LogGroupName)).toContain('aws-waf-logs-library-prod-firewall');
  });

  test('the read units of a request are those of the configuration, or those of the gateway', () => {
    const variables = (stage: 'everything' | 'prod') =>
      functionPropertiesOf(stages[stage].template, 'handler.handler').Environment.Variables;
    expect(variables('everything')).toMatchObject({ READ_UNITS: '1000', READ_UNITS_ANONYMOUS: '100' });
    expect(Object.keys(variables('prod'))).not.toContain('READ_UNITS');
  });

  describe('the console', () => {
    beforeAll(async () => buildPages());

    /** What a template's own gateway answers behind the template's own API. */
    const answered = async (template: Template, path: string): Promise<number> => {
      const { Variables } = functionPropertiesOf(template, 'handler.handler').Environment;
      const known = Object.entries(Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : 'https://known-on-aws.example/',
      ]);
      const environment = { ...Object.fromEntries(known), AWS_LAMBDA_FUNCTION_NAME: 'gateway' };
      const { handler } = createGateway(definition, {
        ...environmentOptions(environment),
        log: () => undefined,
        metrics: undefined,
      });
      const send = openFrontDoor(template, { handler, isValid: () => false });
      return (await send('HEAD', path)).status;
    };

    test.each([
      ['dev', 'as the usual stage says', 'on', 200],
      ['everything', 'as the option says', 'on', 200],
      ['prod', 'as nothing says', undefined, 404],
    ] as const)('in %s, %s, CONSOLE is %s and /console answers %d', async (stage, _, value, status) => {
      const { template } = stages[stage];
      expect(functionPropertiesOf(template, 'handler.handler').Environment.Variables.CONSOLE).toBe(value);
      expect(await answered(template, '/console')).toBe(status);
      // The page is nothing without the document that it is made from.
      expect(await answered(template, '/openapi.json')).toBe(200);
    });

    test('no stage has the bus and the dead letters, which are for one’s own machine', async () => {
      for (const path of Object.values(localPaths)) expect(await answered(stages.dev.template, path)).toBe(404);
    });
  });

  test.each([
    'AWS::WAFv2::WebACL',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::ApiGateway::DomainName',
    'AWS::Route53::RecordSet',
    'AWS::Route53::HealthCheck',
    'AWS::EC2::VPC',
  ])('%s is there when it is chosen, and not before', (type) => {
    expect(resourcesOf(stages.everything.template, type)).toHaveLength(1);
    expect(resourcesOf(stages.prod.template, type)).toEqual([]);
  });

  test('the network has an endpoint of DynamoDB and no way out', () => {
    expect(resourcesOf(stages.everything.template, 'AWS::EC2::VPCEndpoint')).toHaveLength(1);
    expect(resourcesOf(stages.everything.template, 'AWS::EC2::NatGateway')).toEqual([]);
    expect(resourcesOf(stages.everything.template, 'AWS::EC2::InternetGateway')).toEqual([]);
  });
});

describe('rights', () => {
  /** Role, table and actions, as words: what a reviewer reads. */
  function rightsOf(template: Template): Record<string, Record<string, string>> {
    const tables = new Map(
      resourcesOf(template, 'AWS::DynamoDB::Table').map(([id, { Properties }]) => [id, Properties.TableName]),
    );
    const placeOf = (resource: any): string => {
      if (typeof resource === 'string') return resource;
      const [parts, separator] =
        'Fn::Join' in resource ? [resource['Fn::Join'][1], resource['Fn::Join'][0]] : [[resource], ''];
      return parts
        .map((part: any) => {
          if (typeof part === 'string') return part;
          if (part.Ref?.startsWith('AWS::')) return part.Ref.slice(5);
          const id = part['Fn::GetAtt']?.[0] ?? part.Ref;
          return tables.get(id) ?? id.replace(/[0-9A-F]{8}$/, '');
        })
        .join(separator);
    };
    return Object.fromEntries(
      resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(([id, { Properties }]) => [
        id.replace(/(Rights|Policy)[0-9A-F]{8}$/, ''),
        Properties.PolicyDocument.Statement.flatMap(({ Action, Resource }: any) =>
          [Resource].flat().map((resource) => [placeOf(resource), [Action].flat().join(' ')]),
        ).reduce(
          (rights: Record<string, string>, [place, actions]: [string, string]) => ({
            ...rights,
            [place]: place in rights ? `${rights[place]} ${actions}` : actions,
          }),
          {},
        ),
      ]),
    );
  }

  test('are these, and no others', () => {
    expect(rightsOf(stages.prod.template)).toMatchSnapshot();
  });

  test.each(rolesOfGateway(definition))('of the %s function are what its operations touch', (role: Role) => {
    const rights = rightsOf(stages.prod.template)[`${pascal(role)}Function`]!;
    const onTables = Object.entries(rights).filter(([place]) => place.startsWith('library-prod-'));
    const granted = grantsOf(definition, role).flatMap(({ table, actions, indexes }): [string, string][] => [
      ...(actions.length > 0
        ? [[`library-prod-${table.name}`, actions.map((action) => `dynamodb:${action}`).join(' ')] as [string, string]]
        : []),
      ...indexes.map((index): [string, string] => [`library-prod-${table.name}/index/${index}`, 'dynamodb:Query']),
    ]);
    expect(Object.fromEntries(onTables)).toEqual(Object.fromEntries(granted));
  });

  // ListStreams has no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
  // AWS's own policy for such functions, AWSLambdaDynamoDBExecutionRole, allows it for "*".
  test('to list streams are for all of them, those to read one for the one', () => {
    const { Statement } = resourcesOf(stages.prod.template, 'AWS::IAM::ManagedPolicy').find(([id]) =>
      id.startsWith('RelayFunction'),
    )![1].Properties.PolicyDocument;
    const of = (action: string): any => Statement.find(({ Action }: any) => [Action].flat().includes(action)).Resource;
    expect(of('dynamodb:ListStreams')).toBe('*');
    for (const action of ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'])
      expect(of(action)).toEqual({ 'Fn::GetAtt': [expect.stringContaining('OutboxEvent'), 'StreamArn'] });
  });

  test('hold no wildcard but those that AWS knows no resource for', () => {
    const wild = Object.entries(rightsOf(stages.prod.template)).flatMap(([role, rights]) =>
      Object.entries(rights)
        .filter(([place, actions]) => place.includes('*') || actions.includes('*'))
        .map(([place, actions]) => `${role} ${place} ${actions.split(' ')[0]}`),
    );
    expect(wild).toEqual([
      'GatewayFunction * xray:PutTraceSegments',
      'LoansFunction * xray:PutTraceSegments',
      'NoticesFunction * xray:PutTraceSegments',
      'RelayFunction * dynamodb:ListStreams',
      'ApiLogWriter * logs:CreateLogGroup',
    ]);
  });

  test('are in policies of our own only', () => {
    prod.resourceCountIs('AWS::IAM::Policy', 0);
    for (const [, { Properties }] of resourcesOf(stages.prod.template, 'AWS::IAM::Role')) {
      const named = (Properties.ManagedPolicyArns ?? []).map(({ Ref }: { Ref?: string }) => Ref && prodTypeOf(Ref));
      expect(named.filter((type: string) => type !== 'AWS::IAM::ManagedPolicy')).toEqual([]);
      expect(Properties).not.toHaveProperty('Policies');
    }
  });
});

test('one more domain is one table, its rights and its routes, and nothing else', () => {
  const [before, after] = [stages.prod.template, stages.oneMore.template];
  const withoutDeployment = (template: Template): Record<string, any> =>
    JSON.parse(JSON.stringify(template.Resources).replaceAll(/ApiDeployment\w+/g, 'ApiDeployment'));
  const [old, renewed] = [withoutDeployment(before), withoutDeployment(after)];
  const added = Object.keys(renewed).filter((id) => !(id in old));
  expect(added.map((id) => renewed[id].Type)).toEqual(['AWS::DynamoDB::Table']);
  expect(Object.keys(old).filter((id) => !(id in renewed))).toEqual([]);
  const changed = Object.keys(old).filter((id) => JSON.stringify(old[id]) !== JSON.stringify(renewed[id]));
  expect(changed.map((id) => id.replace(/[0-9A-F]{8}$/, '')).toSorted()).toEqual([
    'ApiRest',
    'ApiStage',
    'GatewayFunctionRights',
  ]);
  const policy = changed.find((id) => id.startsWith('GatewayFunctionRights'))!;
  const statements = (resources: Record<string, any>): any[] => resources[policy].Properties.PolicyDocument.Statement;
  const known = statements(old).map((one) => JSON.stringify(one));
  const more = statements(renewed).filter((one) => !known.includes(JSON.stringify(one)));
  expect(more.map(({ Sid }) => Sid)).toEqual(['Supplier', 'SupplierIndexes']);
  const routes = (resources: Record<string, any>): string[] =>
    Object.entries(resources).find(([id]) => id.startsWith('ApiRest'))![1].Properties.Body.paths;
  const newPaths = Object.keys(routes(renewed)).filter((path) => !(path in routes(old)));
  expect(newPaths.every((path) => path.startsWith('/supplier'))).toBe(true);
  expect(newPaths.length).toBeGreaterThan(0);
});

const prodTypeOf = (id: string): string | undefined => stages.prod.template.Resources[id]?.Type;

/** A text that CloudFormation works out; a reference to what is not known here is its name in braces. */
function worked(value: any, known: Readonly<Record<string, string>> = {}): any {
  if (Array.isArray(value)) return value.map((one) => worked(one, known));
  if (typeof value !== 'object') return value;
  if (value.Ref) return known[value.Ref] ?? `{${value.Ref}}`;
  if (value['Fn::Join']) return worked(value['Fn::Join'][1], known).join(value['Fn::Join'][0]);
  if (value['Fn::Split']) return worked(value['Fn::Split'][1], known).split(value['Fn::Split'][0]);
  return worked(value['Fn::Select'][1], known)[value['Fn::Select'][0]];
}
