import { Duration } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkoutEvent } from '../services/events';
import { messagingActions } from '../services/messaging-actions';
import type { Configuration } from './configuration';

export interface MessagingOptions {
  readonly configuration: Configuration;
  /** The environment of the synthesis: EVENT_BUSNAME may give the bus another name. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A dead letter is kept for as long as SQS can, two weeks: long enough for a holiday. */
const deadLetterRetention = Duration.days(14);

/** From the relay to the order queue: bus, rule, queue, and where what fails is kept. */
export class Messaging extends Construct {
  readonly bus: CfnEventBus;
  readonly rule: CfnRule;
  readonly queue: CfnQueue;
  /** Orders that could not be placed, and events that could not be delivered: both are events of the bus. */
  readonly deadLetters: CfnQueue;
  /** Which records of the stream were given up, not the records themselves. */
  readonly relayDeadLetters: CfnQueue;

  constructor(scope: Construct, id: string, { configuration, environment }: MessagingOptions) {
    super(scope, id);
    const { prefix, orders } = configuration;
    this.bus = new CfnEventBus(this, 'Bus', { name: busName(prefix, environment) });
    this.deadLetters = this.#deadLetterQueue('DeadLetters', `${prefix}order-dead-letters`);
    this.relayDeadLetters = this.#deadLetterQueue('RelayDeadLetters', `${prefix}relay-dead-letters`);
    this.queue = new CfnQueue(this, 'Orders', {
      queueName: `${prefix}orders`,
      sqsManagedSseEnabled: true,
      // AWS's advice is six times the timeout of the function, so that retries within the mapping find it hidden.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: 6 * orders.seconds,
      // A passing fault of DynamoDB is over after five tries of three minutes; what still fails is no passing fault.
      redrivePolicy: { deadLetterTargetArn: this.deadLetters.attrArn, maxReceiveCount: 5 },
    });
    this.rule = this.#ruleToQueue(environment);
    this.#policies();
  }

  #deadLetterQueue(id: string, queueName: string): CfnQueue {
    return new CfnQueue(this, id, {
      queueName,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: deadLetterRetention.toSeconds(),
    });
  }

  #ruleToQueue(environment: NodeJS.ProcessEnv): CfnRule {
    checkEventNames(environment);
    return new CfnRule(this, 'CheckoutBasketRule', {
      description: 'Accepted checkouts go to the order queue.',
      eventBusName: this.bus.ref,
      eventPattern: { source: [checkoutEvent.source], 'detail-type': [checkoutEvent.detailType] },
      targets: [
        {
          id: 'OrderQueue',
          arn: this.queue.attrArn,
          // SQS is nearly never away for an hour. After it a person should look, and the event is kept for them.
          retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 185 },
          deadLetterConfig: { arn: this.deadLetters.attrArn },
        },
      ],
    });
  }

  #policies(): void {
    const statement = (
      sid: string,
      effect: Effect,
      principal: IPrincipal,
      actions: readonly string[],
    ): PolicyStatement =>
      // In the policy of a queue "*" is that queue.
      new PolicyStatement({ sid, effect, principals: [principal], actions: [...actions], resources: ['*'] });
    const tlsOnly = statement('TlsOnly', Effect.DENY, new AnyPrincipal(), ['sqs:*']);
    tlsOnly.addCondition('Bool', { 'aws:SecureTransport': 'false' });
    const service = 'events.amazonaws.com';
    const fromRule = statement(
      'FromRule',
      Effect.ALLOW,
      new ServicePrincipal(service),
      messagingActions[service].queues,
    );
    fromRule.addCondition('ArnEquals', { 'aws:SourceArn': this.rule.attrArn });
    new CfnQueuePolicy(this, 'FromRule', {
      queues: [this.queue.ref, this.deadLetters.ref],
      policyDocument: new PolicyDocument({ statements: [tlsOnly, fromRule] }),
    });
    new CfnQueuePolicy(this, 'TlsOnly', {
      queues: [this.relayDeadLetters.ref],
      policyDocument: new PolicyDocument({ statements: [tlsOnly] }),
    });
  }
}

/** The old system's variable still names the bus; the stage keeps the name apart otherwise. */
function busName(prefix: string, { EVENT_BUSNAME }: NodeJS.ProcessEnv): string {
  return EVENT_BUSNAME || `${prefix}SwnEventBus`;
}

/** @throws Error when the old system's variables ask for events that the gateway does not send */
function checkEventNames({ EVENT_SOURCE, EVENT_DETAILTYPE }: NodeJS.ProcessEnv): void {
  const { source, detailType } = checkoutEvent;
  if ((EVENT_SOURCE ?? source) === source && (EVENT_DETAILTYPE ?? detailType) === detailType) return;
  throw new Error(
    `EVENT_SOURCE and EVENT_DETAILTYPE are ${source} and ${detailType} (services/events.ts): leave them out, or set these.`,
  );
}
