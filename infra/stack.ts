import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { graphqlPath } from '../schema/channels';
import { domainOf } from '../schema/facts';
import { tenantFactIn } from '../services/definition';
import type { GatewayDefinition } from '../services/definition';
import { grantsOf } from '../services/touches';
import type { Role } from '../services/touches';
import { splitGrants } from '../services/tenant-grants';
import { allow, tableStatements } from './access';
import { Api } from './api';
import { readUnitsVariables } from './configuration';
import type { Configuration } from './configuration';
import { Firewall } from './firewall';
import { ConsumerFunction, createLogGroup, GatewayFunction, RelayFunction } from './functions';
import { removalOf } from './kept';
import type { First } from './kept';
import { Messaging } from './messaging';
import { pascal } from './names';
import { Network } from './network';
import { Observability } from './observability';
import { createSignIn } from './sign-in';
import type { SignInResources } from './sign-in';
import { Tables } from './tables';
import { TenantRole } from './tenant-role';
import type { Wave } from './wave';

/** What the stack of a stage is made from. */
export interface GatewayStackOptions {
  readonly definition: GatewayDefinition;
  readonly configuration: Configuration;
  /** The folder of the bundle, build/lambda. */
  readonly asset: string;
  /** The environment of the synthesis. */
  readonly environment: NodeJS.ProcessEnv;
  /** What is made for the first time, and not protected yet, so that the deployment can be repeated when it fails. */
  readonly first: First;
  /** Up to which change of indexes the tables are brought; all of them when left out. */
  readonly wave?: Wave;
}

/** One stage of the gateway, from the declarations of its domains. */
export class GatewayStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { definition, configuration, asset, environment, first, wave }: GatewayStackOptions,
  ) {
    // A stack that is protected is so before its first change: when that fails nobody can delete the stack and begin
    // again, and a rollback cannot delete tables and users that are protected.
    const isProtected = configuration.isKept && first !== 'stage';
    super(scope, id, {
      stackName: configuration.prefix.replace(/-$/, ''),
      description: `${definition.title}: ${definition.description}`.slice(0, 1024),
      terminationProtection: isProtected,
      analyticsReporting: false,
    });
    const { domains, operations, documents } = definition;
    const key = createKey(this, configuration);
    const tables = new Tables(this, 'Tables', { domains, configuration, first, wave });
    const messaging = new Messaging(this, 'Messaging', { definition, configuration, environment });
    const signIn = createSignIn(this, { configuration, operations, isProtected });
    const network = configuration.isInNetwork
      ? new Network(this, 'Network', {
          configuration,
          log: createLogGroup(this, 'NetworkLog', { configuration, key, name: 'network' }),
        })
      : undefined;
    const common = { configuration, asset, key, network };
    const absent: Record<string, string> =
      wave && wave.absent.length > 0 ? { INDEXES_ABSENT: wave.absent.join(',') } : {};

    const { tenantSessions } = configuration;
    if (tenantSessions && !tenantFactIn(definition)) {
      throw new Error('tenantSessions is for domains with @Tenant, and there is none: leave it out.');
    }
    const own = (role: Role): readonly PolicyStatement[] =>
      tableStatements(
        tenantSessions === 'required' ? splitGrants(definition, role).shared : grantsOf(definition, role),
        tables,
      );

    const gateway = new GatewayFunction(this, 'Gateway', {
      ...common,
      environmentKey: key,
      environment: {
        ...signIn.environment,
        ...absent,
        // CloudFormation puts the secret in, encrypted under the key of the stack: no call at a cold start.
        CURSOR_KEYS: createCursorKeys(this, key, configuration).secretValue.unsafeUnwrap(),
        ...(configuration.corsOrigins.length > 0 && { CORS_ORIGINS: configuration.corsOrigins.join(',') }),
        ...(configuration.corsCredentials && { CORS_CREDENTIALS: 'on' }),
        ...readUnitsVariables(configuration.readUnits),
        ...(configuration.metricsBy && { METRICS_BY: configuration.metricsBy }),
        ...(!configuration.envelope.isOn && { ENVELOPE: 'off' }),
        ...(configuration.envelope.sunset && { ENVELOPE_SUNSET: configuration.envelope.sunset }),
        ...(configuration.introspection && { GRAPHQL_INTROSPECTION: 'on' }),
        ...(configuration.console && { CONSOLE: 'on' }),
      },
      statements: [...own('gateway'), allow('Environment', ['kms:Decrypt'], [key.keyArn])],
    });
    const consumers = definition.consumers.map(
      (consumer) =>
        new ConsumerFunction(this, pascal(consumer.name), {
          ...common,
          consumer,
          environment: { AUTH: 'authorizer', ...absent },
          statements: own(consumer.name),
          ...messaging.of(consumer),
        }),
    );
    if (tenantSessions) {
      const working = [{ role: 'gateway', at: gateway }, ...consumers.map((at) => ({ role: at.consumer.name, at }))];
      for (const { role, at } of working) {
        const { shared, ofTenants } = splitGrants(definition, role);
        if (ofTenants.length === 0) continue;
        new TenantRole(at, 'Tenants', at.lambda, {
          shared: tableStatements(shared, tables),
          ofTenants: tableStatements(ofTenants, tables),
        });
      }
    }
    const relay = new RelayFunction(this, 'Relay', {
      configuration,
      asset,
      key,
      outbox: tables.outbox,
      bus: messaging.bus,
      deadLetters: messaging.relayDeadLetters,
    });
    const api = new Api(this, 'Api', {
      configuration,
      operations,
      documents,
      target: gateway.alias,
      signIn,
      accessLog: createLogGroup(this, 'AccessLog', { configuration, key, name: 'api' }),
    });
    if (configuration.firewall && api.stageArn) {
      const { requestsPerFiveMinutes: limit } = configuration.firewall;
      new Firewall(this, 'Firewall', { configuration, limit, stageArn: api.stageArn, key });
    }
    const { stopsRelease } = new Observability(this, 'Observability', {
      configuration,
      api,
      gateway,
      consumers,
      relay,
      outbox: tables.outbox,
      messaging,
      key,
    });
    if (configuration.release === 'canary') gateway.releaseByCanary(configuration.prefix, stopsRelease);

    this.#outputs(api, domains, signIn.pool);
    for (const [name, value] of Object.entries(configuration.tags)) Tags.of(this).add(name, value);
  }

  /** One endpoint for each API, as before, where a record of the domain leads, and what an app needs to sign in. */
  #outputs({ url, recordTarget }: Api, domains: GatewayDefinition['domains'], pool: SignInResources['pool']): void {
    const output = (name: string, value: string): CfnOutput => new CfnOutput(this, name, { value });
    output('Url', url);
    if (recordTarget) output('DomainTarget', recordTarget);
    output('GraphqlEndpoint', `${url}${graphqlPath}`);
    for (const { name, typeName } of domains.map(domainOf)) output(`${typeName}Endpoint`, `${url}/${name}`);
    if (!pool) return;
    output('UserPoolId', pool.id);
    output('UserPoolClientId', pool.clientId);
    if (pool.signInUrl) output('SignInUrl', pool.signInUrl);
  }
}

/** The key of the stage: logs, alarms, the secret of the cursors and the environment of the gateway lie under it. */
function createKey(scope: Stack, configuration: Configuration): Key {
  const { prefix } = configuration;
  const { partition, region, account } = scope;
  const key = new Key(scope, 'Key', {
    description: `Logs, alarms and secrets of ${prefix.replace(/-$/, '')}`,
    enableKeyRotation: true,
    removalPolicy: removalOf(configuration),
  });
  const forService = (sid: string, service: string, conditions: Record<string, unknown>): PolicyStatement =>
    new PolicyStatement({
      sid,
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(service)],
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:DescribeKey'],
      // In the policy of a key "*" is that key.
      resources: ['*'],
      conditions: conditions,
    });
  key.addToResourcePolicy(
    forService('Logs', `logs.${region}.amazonaws.com`, {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': [
          `arn:${partition}:logs:${region}:${account}:log-group:/${prefix.replace(/-$/, '')}/*`,
          `arn:${partition}:logs:${region}:${account}:log-group:aws-waf-logs-${prefix}*`,
        ],
      },
    }),
  );
  key.addToResourcePolicy(
    forService('Alarms', 'cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account } }),
  );
  return key;
}

/** The secret that seals the cursors of lists; the first of several separated by commas seals, the others still open. */
function createCursorKeys(scope: Stack, encryptionKey: Key, configuration: Configuration): Secret {
  return new Secret(scope, 'CursorKeys', {
    secretName: `${configuration.prefix}cursor-keys`,
    description: 'Seals the cursors of lists. docs/operations.md of @tandem/gateway says how to change it.',
    encryptionKey,
    // Commas separate the keys.
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: removalOf(configuration),
  });
}
