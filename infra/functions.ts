import { Duration, Stack } from 'aws-cdk-lib';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  Architecture,
  CfnEventSourceMapping,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { CfnAlias, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnEventBus } from 'aws-cdk-lib/aws-events';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Consumer } from '../services/consumer';
import { messagingActions } from '../services/messaging-actions';
import { allow, createRole, functionStatements } from './access';
import { sizeOf } from './configuration';
import type { Configuration, FunctionSize } from './configuration';
import { removalOf } from './kept';
import type { ConsumerQueues } from './messaging';
import type { Network } from './network';

export interface FunctionOptions {
  readonly configuration: Configuration;
  /** The folder of the bundle. */
  readonly asset: string;
  /** Encrypts the log. */
  readonly key: IKey;
  readonly environment: Readonly<Record<string, string>>;
  /** What the function may do beside logging and tracing. */
  readonly statements: readonly PolicyStatement[];
  readonly network?: Network;
}

/** A log group of the stage, encrypted, for as many days as configured. */
export function createLogGroup(
  scope: Construct,
  id: string,
  { configuration, key, name }: { configuration: Configuration; key: IKey; name: string },
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: `/${configuration.prefix.replace(/-$/, '')}/${name}`,
    retention: configuration.logDays,
    encryptionKey: key,
    removalPolicy: removalOf(configuration),
  });
}

interface OwnOptions {
  readonly name: string;
  readonly handler: string;
  readonly description: string;
  readonly size: FunctionSize;
  readonly environmentKey?: IKey;
  readonly deadLetters?: CfnQueue;
}

/** What all functions have in common. */
function createFunction(
  scope: Construct,
  id: string,
  { configuration, asset, key, environment, statements, network }: FunctionOptions,
  { name, handler, description, size, environmentKey, deadLetters }: OwnOptions,
): { readonly lambda: LambdaFunction; readonly log: LogGroup } {
  const log = createLogGroup(scope, `${id}Log`, { configuration, key, name });
  const role = createRole(scope, id, {
    service: 'lambda.amazonaws.com',
    // Without what people write of the function: IAM takes the letters of Latin-1 and no others.
    description: `What the function ${name} may do.`,
    statements: [...statements, ...functionStatements(log), ...(network?.statements ?? [])],
  });
  const lambda = new LambdaFunction(scope, id, {
    functionName: `${configuration.prefix}${name}`,
    description,
    runtime: Runtime.NODEJS_24_X,
    // A fifth cheaper than x86 for the same time: https://aws.amazon.com/lambda/pricing/
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(asset),
    handler,
    role,
    memorySize: size.megabytes,
    timeout: Duration.seconds(size.seconds),
    reservedConcurrentExecutions: size.reservedConcurrency,
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
    logGroup: log,
    environment: {
      ...environment,
      TABLE_PREFIX: configuration.prefix,
      // The dimension "service" of the metrics.
      POWERTOOLS_SERVICE_NAME: serviceName(configuration),
    },
    environmentEncryption: environmentKey,
    // The version before is what a rollback turns the alias to. CloudFormation deletes what is no longer in the template.
    currentVersionOptions: { removalPolicy: removalOf(configuration) },
    ...network?.placement,
  });
  if (deadLetters) {
    (lambda.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: deadLetters.attrArn };
  }
  return { lambda, log };
}

/** The dimension "service" of the metrics: the prefix without its hyphen. */
export const serviceName = ({ prefix }: Configuration): string => prefix.replace(/-$/, '') || 'tandem';

/** The gateway: the function behind the API, and the name under which its current version is called. */
export class GatewayFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly alias: Alias;
  readonly log: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    options: FunctionOptions & { readonly environmentKey: IKey; readonly handler?: string },
  ) {
    super(scope, id);
    const { configuration, environmentKey } = options;
    const { lambda, log } = createFunction(this, 'Function', options, {
      name: 'gateway',
      handler: 'handler.handler',
      description: `Answers REST, GraphQL and the legacy envelope. Cursor keys of ${configuration.cursorKeysOf}.`,
      size: configuration.gateway,
      environmentKey,
    });
    this.lambda = lambda;
    this.log = log;
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: lambda.currentVersion });
  }

  /**
   * Lets a new version take over step by step, and go back by itself when one of the alarms rings. Alarms go by their
   * names: those of an HTTP API know its id, the API the alias, and the alias waits for what is made here.
   */
  releaseByCanary(prefix: string, alarms: readonly string[]): void {
    const { partition, account, region } = Stack.of(this);
    const application = new CfnApplication(this, 'Release', {
      applicationName: `${prefix}gateway`,
      computePlatform: 'Lambda',
    });
    // By its name: the alias waits for the group, the group for the role, and the role for what it may do.
    const alias = `arn:${partition}:lambda:${region}:${account}:function:${prefix}gateway:${this.alias.aliasName}`;
    // An alias is read and moved as a part of its function; only its provisioned concurrency is asked for by its own ARN.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    const role = createRole(this, 'Release', {
      service: 'codedeploy.amazonaws.com',
      description: 'Moves the alias of the gateway from one version to the next.',
      statements: [
        allow('Alias', ['lambda:GetAlias', 'lambda:UpdateAlias'], [this.lambda.functionArn]),
        allow('Concurrency', ['lambda:GetProvisionedConcurrencyConfig'], [alias]),
        allow(
          'Alarms',
          ['cloudwatch:DescribeAlarms'],
          alarms.map((name) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`),
        ),
      ],
    });
    const group = new CfnDeploymentGroup(this, 'ReleaseGroup', {
      applicationName: application.ref,
      serviceRoleArn: role.roleArn,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      // A tenth of the requests for ten minutes: an alarm looks at five minutes, after one that is bad in part, and
      // CloudWatch gets to know of them some three minutes later. A test adds it up for each alarm.
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      alarmConfiguration: { enabled: true, alarms: alarms.map((name) => ({ name })) },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
    (this.alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
    };
  }
}

/** The function of a consumer, behind its queue. */
export class ConsumerFunction extends Construct {
  readonly consumer: Consumer;
  readonly queues: ConsumerQueues;
  readonly lambda: LambdaFunction;
  readonly log: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    options: FunctionOptions & ConsumerQueues & { readonly consumer: Consumer },
  ) {
    super(scope, id);
    const { configuration, consumer, queue, deadLetters } = options;
    this.consumer = consumer;
    this.queues = { queue, deadLetters };
    const { lambda, log } = createFunction(
      this,
      'Function',
      {
        ...options,
        statements: [
          ...options.statements,
          allow('Queue', messagingActions.consumer.queue, [queue.attrArn]),
          allow('DeadLetters', messagingActions.consumer.deadLetters, [deadLetters.attrArn]),
        ],
      },
      {
        name: consumer.name,
        handler: `${consumer.name}.handler`,
        description: consumer.doc,
        size: sizeOf(consumer, configuration),
        // The function takes events straight from a bus too, and Lambda then keeps those that fail here.
        deadLetters,
      },
    );
    this.lambda = lambda;
    this.log = log;
    new CfnEventSourceMapping(this, 'FromQueue', {
      functionName: lambda.functionArn,
      eventSourceArn: queue.attrArn,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // Without a maximum Lambda calls more often than the reserved concurrency allows, and each refusal counts as a receive.
      // Where nothing is reserved, five leave the gateway half of the quota of a new account.
      scalingConfig: { maximumConcurrency: Math.max(2, configuration.consumers.reservedConcurrency ?? 5) },
    });
  }
}

/** The relay from the stream of the outbox to the bus. */
export class RelayFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly log: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    options: Omit<FunctionOptions, 'environment' | 'statements' | 'network'> & {
      /** The table whose stream holds the events. */
      readonly outbox: CfnTable;
      readonly bus: CfnEventBus;
      readonly deadLetters: CfnQueue;
    },
  ) {
    super(scope, id);
    const { configuration, outbox, bus, deadLetters } = options;
    const { relay } = messagingActions;
    const { lambda, log } = createFunction(
      this,
      'Function',
      {
        ...options,
        // The network has a way to DynamoDB and none to a bus. The relay touches no table: Lambda reads the stream.
        network: undefined,
        environment: { EVENT_BUSNAME: bus.ref, RELAY_DEAD_LETTERS: deadLetters.ref },
        statements: [
          allow('Stream', relay.stream, [outbox.attrStreamArn]),
          allow('EveryStream', relay.everyStream, ['*']),
          allow('Bus', relay.bus, [bus.attrArn]),
          allow('DeadLetters', relay.relayDeadLetters, [deadLetters.attrArn]),
        ],
      },
      {
        name: 'relay',
        handler: 'relay.handler',
        description: 'Puts the events of the outbox on the bus.',
        size: configuration.relay,
      },
    );
    this.lambda = lambda;
    this.log = log;
    new CfnEventSourceMapping(this, 'FromOutbox', {
      functionName: lambda.functionArn,
      eventSourceArn: outbox.attrStreamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      // Several calls for each shard, each with keys of its own: a slow or failing key holds up a quarter of the others.
      // Order holds for each key, which is all that the outbox promises.
      parallelizationFactor: 4,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // A batch that ends the function is halved until what ends it is alone.
      bisectBatchOnFunctionError: true,
      // As often as it takes: a bus that is away for hours is no reason to give an order up, and what no try can mend
      // the function gives up by itself. The stream forgets after 24 hours. What cannot be delivered by then is named
      // in the dead letters, and the item is still in the outbox, for a week.
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: Duration.hours(23).toSeconds(),
      destinationConfig: { onFailure: { destination: deadLetters.attrArn } },
      // Time to live takes items out again; only what comes in is an event.
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    });
  }
}
