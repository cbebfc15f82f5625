import { Duration } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { required } from '../schema/required';
import type { Consumer } from '../services/consumer';
import type { GatewayDefinition } from '../services/definition';
import { messagingActions } from '../services/messaging-actions';
import { sizeOf } from './configuration';
import type { Configuration } from './configuration';
import { pascal } from './names';

export interface MessagingOptions {
  readonly definition: GatewayDefinition;
  readonly configuration: Configuration;
  /** The environment of the synthesis: EVENT_BUSNAME may give the bus another name. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A dead letter is kept for as long as SQS can, two weeks: long enough for a holiday. */
const deadLetterRetention = Duration.days(14);

/** What waits for a consumer, and what it could not take: both hold events of the bus. */
export interface ConsumerQueues {
  readonly queue: CfnQueue;
  readonly deadLetters: CfnQueue;
}

/** From the relay to the consumers: bus, rules, queues, and where what fails is kept. */
export class Messaging extends Construct {
  readonly bus: CfnEventBus;
  /** Which records of the stream were given up, not the records themselves. */
  readonly relayDeadLetters: CfnQueue;
  readonly #queues: ReadonlyMap<string, ConsumerQueues>;

  constructor(scope: Construct, id: string, { definition, configuration, environment }: MessagingOptions) {
    super(scope, id);
    const { prefix } = configuration;
    checkEventNames(definition, environment);
    this.bus = new CfnEventBus(this, 'Bus', { name: busName(definition, prefix, environment) });
    this.relayDeadLetters = this.#deadLetterQueue('RelayDeadLetters', `${prefix}relay-dead-letters`);
    this.#queues = new Map(
      definition.consumers.map((consumer) => [consumer.name, this.#line(consumer, configuration)]),
    );
    new CfnQueuePolicy(this, 'TlsOnly', {
      queues: [this.relayDeadLetters.ref],
      policyDocument: new PolicyDocument({ statements: [tlsOnly()] }),
    });
  }

  /** The queues of a consumer. */
  of({ name }: Consumer): ConsumerQueues {
    return required(this.#queues.get(name), `the queues of ${name}`);
  }

  #deadLetterQueue(id: string, queueName: string): CfnQueue {
    return new CfnQueue(this, id, {
      queueName,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: deadLetterRetention.toSeconds(),
    });
  }

  /** The way of the events of one consumer: rule, queue, dead letters. */
  #line(consumer: Consumer, configuration: Configuration): ConsumerQueues {
    const { name, event } = consumer;
    const { prefix } = configuration;
    const deadLetters = this.#deadLetterQueue(`${pascal(name)}DeadLetters`, `${prefix}${name}-dead-letters`);
    const queue = new CfnQueue(this, pascal(name), {
      queueName: `${prefix}${name}`,
      sqsManagedSseEnabled: true,
      // AWS's advice is six times the timeout of the function, so that retries within the mapping find it hidden.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: 6 * sizeOf(consumer, configuration).seconds,
      // A passing fault of DynamoDB is over after five tries of three minutes; what still fails is no passing fault.
      redrivePolicy: { deadLetterTargetArn: deadLetters.attrArn, maxReceiveCount: 5 },
    });
    const rule = new CfnRule(this, `${pascal(name)}Rule`, {
      description: `${event.detailType} of ${event.source} goes to the queue ${name}.`,
      eventBusName: this.bus.ref,
      eventPattern: { source: [event.source], 'detail-type': [event.detailType] },
      targets: [
        {
          id: 'Queue',
          arn: queue.attrArn,
          // SQS is nearly never away for an hour. After it a person should look, and the event is kept for them.
          retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 185 },
          deadLetterConfig: { arn: deadLetters.attrArn },
        },
      ],
    });
    const service = 'events.amazonaws.com';
    const fromRule = statement(
      'FromRule',
      Effect.ALLOW,
      new ServicePrincipal(service),
      messagingActions[service].queues,
    );
    fromRule.addCondition('ArnEquals', { 'aws:SourceArn': rule.attrArn });
    new CfnQueuePolicy(this, `${pascal(name)}FromRule`, {
      queues: [queue.ref, deadLetters.ref],
      policyDocument: new PolicyDocument({ statements: [tlsOnly(), fromRule] }),
    });
    return { queue, deadLetters };
  }
}

function statement(sid: string, effect: Effect, principal: IPrincipal, actions: readonly string[]): PolicyStatement {
  // In the policy of a queue "*" is that queue.
  return new PolicyStatement({ sid, effect, principals: [principal], actions: [...actions], resources: ['*'] });
}

function tlsOnly(): PolicyStatement {
  const denied = statement('TlsOnly', Effect.DENY, new AnyPrincipal(), ['sqs:*']);
  denied.addCondition('Bool', { 'aws:SecureTransport': 'false' });
  return denied;
}

/** A variable may name the bus, so that rules that are there already find it; the stage keeps the name apart otherwise. */
function busName({ eventBus }: GatewayDefinition, prefix: string, { EVENT_BUSNAME }: NodeJS.ProcessEnv): string {
  return EVENT_BUSNAME || `${prefix}${eventBus}`;
}

/** @throws Error when the variables of an old system ask for an event that the gateway does not send */
function checkEventNames({ events }: GatewayDefinition, { EVENT_SOURCE, EVENT_DETAILTYPE }: NodeJS.ProcessEnv): void {
  if (EVENT_SOURCE === undefined && EVENT_DETAILTYPE === undefined) return;
  const isSent = events.some(
    ({ source, detailType }) => (EVENT_SOURCE ?? source) === source && (EVENT_DETAILTYPE ?? detailType) === detailType,
  );
  if (isSent) return;
  const names = events.map(({ source, detailType }) => `${detailType} of ${source}`).join(', ');
  throw new Error(
    `EVENT_SOURCE and EVENT_DETAILTYPE name an event that this gateway does not send (${names}): leave them out, or set those of one.`,
  );
}
