import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { acceptedFindings, acceptedWithOptions, placesOf } from '../../infra/findings';
import { pascal } from '../../infra/names';
import { definition, domains } from '../usual';
import { admitsAnyone } from '../../schema/access';
import { domainOf } from '../../schema/facts';
import { withInternal } from '../../schema/internal';
import { grantsOf, rolesOf as rolesOfGateway } from '../../services/touches';
import type { Role } from '../../services/touches';
import { textOf } from '../documents';
import { rolesOf } from './granted';
import { resourcesOf, synthesised } from './synthesised';
import type { Template } from './synthesised';

// Each promise of the stack, looked up in the template that CloudFormation would get.

let stages: Awaited<ReturnType<typeof synthesised>>;
let prod: Assertions;
let dev: Assertions;

beforeAll(async () => {
  stages = await synthesised(
    'dev',
    'prod',
    'oneMore',
    'grown',
    'issuer',
    'http',
    'everything',
    'nothingAccepted',
    'anotherFinding',
    'wrongEvents',
    'keysOutOfReach',
  );
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
    for (const { reason } of [...acceptedFindings, ...acceptedWithOptions])
      expect(reason.length).toBeGreaterThanOrEqual(40);
  });

  test('fails the synthesis when there is something new', () => {
    expect(stages.anotherFinding.findings).toEqual([
      'NIST.800.53.R5-LambdaConcurrency Tandem/Gateway/Function/Resource',
    ]);
    expect(stages.anotherFinding.error).toMatch('Validation failed');
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

/** The resources that CloudFormation makes before one, as its template says: what it refers to, and what it names. */
function waitedForBy({ Resources }: Template, id: string): string[] {
  return [
    ...JSON.stringify(Resources[id]).matchAll(
      /"(?:Ref|DependsOn)":"(\w+)"|"Fn::GetAtt":\["(\w+)"|"DependsOn":\[([^\]]*)\]|\$\{(\w+)[.}]/g,
    ),
  ]
    .flatMap(([, ref, attribute, list, inText]) => ref ?? attribute ?? inText ?? list!.replaceAll('"', '').split(','))
    .filter((other) => other in Resources);
}

// AWS looks at the rights of a role when it makes what uses it, such as those of a mapping to read its source: with a
// role that has its policy a moment later the first deployment fails. https://github.com/aws/aws-cdk/issues/31211
test.each(['dev', 'prod', 'oneMore', 'issuer', 'http', 'everything'] as const)(
  'whatever uses a role in %s waits for the policy of the role',
  (name) => {
    const { template } = stages[name];
    const before = (id: string): Set<string> => {
      const found = new Set<string>();
      const visit = (from: string): void => {
        for (const other of waitedForBy(template, from)) {
          if (found.has(other)) continue;
          found.add(other);
          visit(other);
        }
      };
      visit(id);
      return found;
    };
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
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });

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
    const { CURSOR_KEYS } = functionOf(stages.prod.template, 'handler.handler').Environment.Variables;
    expect(JSON.stringify(CURSOR_KEYS)).toContain('{{resolve:secretsmanager:');
  });

  test('a release of prod begins with a tenth of the requests, and goes back by alarm', () => {
    prod.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: { Enabled: true, Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
    });
    const [[, group]] = resourcesOf(stages.prod.template, 'AWS::CodeDeploy::DeploymentGroup') as [[string, any]];
    expect(group.Properties.AlarmConfiguration.Alarms).toHaveLength(3);
    prod.hasResource('AWS::Lambda::Alias', {
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: Match.anyValue() } },
    });
    dev.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
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
      'POST /shelf~1borrow': 200,
      'POST /book~1batch': 20,
      'DELETE /book~1{id}': 200,
      // A request that waits holds an execution; a body may hold a write.
      'GET /book~1changes': 5,
      'HEAD /book~1changes': 5,
      'POST /graphql': 200,
      'POST /mcp': 200,
    });
    expect(limits).not.toHaveProperty('GET /book');
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
      const { Timeout } = functionOf(stages.prod.template, `${name}.handler`);
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
      const relay = functionOf(stages[stage].template, 'relay.handler');
      // The network leads to DynamoDB and to no bus.
      expect(relay).not.toHaveProperty('VpcConfig');
      // A new table has four shards, each read by so many calls at once.
      expect(relay.ReservedConcurrentExecutions).toBeGreaterThanOrEqual(4 * 4);
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
  test('each role that an access rule names is a group of the pool', () => {
    const groups = resourcesOf(stages.prod.template, 'AWS::Cognito::UserPoolGroup');
    expect(groups.map(([, { Properties }]) => Properties.GroupName)).toEqual(['admin']);
  });

  test('with an issuer that is there already, no pool is made', () => {
    expect(resourcesOf(stages.issuer.template, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(functionOf(stages.issuer.template, 'handler.handler').Environment.Variables).toMatchObject({
      AUTH_ISSUER: 'https://issuer.example/',
      AUTH_AUDIENCE: 'shop,app',
    });
  });

  test('a function that cannot reach the keys believes API Gateway, where that can verify', () => {
    expect(functionOf(stages.everything.template, 'handler.handler').Environment.Variables.AUTH).toBe('authorizer');
    const [[, api]] = resourcesOf(stages.everything.template, 'AWS::ApiGateway::RestApi') as [[string, any]];
    expect(api.Properties.Body.paths['/graphql'].post.security).toEqual([{ token: [] }]);
    expect(stages.keysOutOfReach.error).toMatch('cannot fetch the keys');
  });
});

describe('options', () => {
  test('the read units of a request are those of the configuration, or those of the gateway', () => {
    const variables = (stage: 'everything' | 'prod') =>
      functionOf(stages[stage].template, 'handler.handler').Environment.Variables;
    expect(variables('everything')).toMatchObject({ READ_UNITS: '1000', READ_UNITS_ANONYMOUS: '100' });
    expect(Object.keys(variables('prod'))).not.toContain('READ_UNITS');
  });

  test.each([
    'AWS::WAFv2::WebACL',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::ApiGateway::DomainName',
    'AWS::Route53::RecordSet',
    'AWS::Route53::HealthCheck',
    'AWS::EC2::VPC',
    'AWS::SNS::Subscription',
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

describe('alarms and dashboard', () => {
  test('every alarm tells what to do, where to read on, and whom it wakes', () => {
    const alarms = resourcesOf(stages.prod.template, 'AWS::CloudWatch::Alarm');
    const names = alarms.map(([, { Properties }]) => Properties.AlarmName.replace('library-prod-', ''));
    expect(alarms.length).toBeGreaterThanOrEqual(9);
    for (const { name, alarms: own = [] } of consumers) {
      for (const one of [`${name}-dead-letters`, `${name}-wait`, ...own.map((alarm) => alarm.name)])
        expect(names).toContain(one);
    }
    for (const [, { Properties }] of alarms) {
      const name = Properties.AlarmName.replace('library-prod-', '');
      expect(Properties.AlarmDescription).toContain(`(docs/operations.md, ${name})`);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  test('the dashboard finds operations by searching, so that none is named in it', () => {
    const [[, { Properties }]] = resourcesOf(stages.prod.template, 'AWS::CloudWatch::Dashboard') as [[string, any]];
    const body = JSON.stringify(Properties.DashboardBody);
    for (const part of [
      'Requests',
      'ServerErrors',
      'p50',
      'p99',
      'ThrottledRequests',
      'ApproximateAgeOfOldestMessage',
      'US dollars',
    ]) {
      expect(body).toContain(part);
    }
    expect(body).not.toContain('createBook');
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

function functionOf(template: Template, handler: string): any {
  return resourcesOf(template, 'AWS::Lambda::Function').find(([, { Properties }]) => Properties.Handler === handler)![1]
    .Properties;
}
