import { Validations } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { required } from '../schema/required';
import type { GatewayDefinition } from '../services/definition';
import type { Configuration } from './configuration';
import { pascal } from './names';

/** Something that cdk-nag finds and that stays as it is. */
export interface AcceptedFinding {
  /** One control; two packs may have a rule for the same. */
  readonly rules: readonly string[];
  /** Paths below the stack where the finding is accepted, and nowhere else; `{consumer}` stands for each consumer. */
  readonly at: readonly string[];
  readonly reason: string;
}

/** What every stage accepts. A finding that is not here, or elsewhere, fails `cdk synth`. */
export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    at: ['Gateway/FunctionRights', '{consumer}/FunctionRights', 'Relay/FunctionRights', 'Api/LogWriterPolicy'],
    reason:
      'AWS knows no resources for them: the traces of X-Ray, the list of streams, the network interfaces of a function in a VPC, and the logs that API Gateway writes for a whole account.',
  },
  {
    rules: ['AwsSolutions-APIG2'],
    at: ['Api/Rest'],
    reason:
      'The door of each operation validates path, query and body for every face, with the path of each wrong field; a validator before it would answer REST differently from GraphQL.',
  },
  {
    rules: ['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF'],
    at: ['Api/Stage'],
    reason:
      'The firewall is an option, because it costs about 8 USD a month: set "firewall" in infra/configuration.ts. Rates are limited for each route without it.',
  },
  {
    rules: ['NIST.800.53.R5-APIGWCacheEnabledAndEncrypted'],
    at: ['Api/Stage'],
    reason:
      'A cache would hand the items of one caller to another, and clients already save reads by ETag and If-None-Match.',
  },
  {
    rules: ['AwsSolutions-COG2'],
    at: ['Users/Pool'],
    reason: 'A second factor is offered to each user, and required for all by multiFactor: "required".',
  },
  {
    rules: ['AwsSolutions-COG8'],
    at: ['Users/Pool'],
    reason:
      'The Plus plan costs for each user of the month; SRP, the password policy and token revocation come without it.',
  },
  {
    rules: ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
    at: ['CursorKeys'],
    reason:
      'A rotation that nobody planned would make every cursor on the way invalid. The old key must stay for a while: docs/operations.md of @tandem/gateway says how to change it in two steps.',
  },
  {
    rules: ['NIST.800.53.R5-LambdaInsideVPC'],
    at: ['Gateway/Function', '{consumer}/Function', 'Relay/Function'],
    reason:
      'The functions call AWS by TLS and IAM and hold no data; a network costs each cold start time and is an option, isInNetwork.',
  },
  {
    rules: ['NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'],
    at: ['Gateway/Function', 'Relay/Function'],
    reason:
      'Both are called synchronously, so that Lambda has nothing to keep: who asked the gateway gets the error, and what the relay fails to do stays in the stream, whose mapping has the dead letters.',
  },
  {
    rules: ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
    at: ['Messaging/{consumer}DeadLetters', 'Messaging/RelayDeadLetters'],
    reason: 'These are the dead-letter queues themselves; an alarm rings with the first message in one of them.',
  },
  {
    rules: ['Serverless-LambdaEventSourceMappingDestination'],
    at: ['{consumer}/FromQueue'],
    reason:
      'A mapping from SQS has no destination for failures: what fails stays in the queue and goes to its dead-letter queue after five tries.',
  },
  {
    rules: ['NIST.800.53.R5-DynamoDBInBackupPlan'],
    at: ['Tables'],
    reason:
      'Every table can be restored to any second of the last 35 days, and cannot be deleted in production; add AWS Backup where copies must live longer.',
  },
];

/** Findings that are accepted besides, each only where a stage has chosen the option that brings it. */
export function acceptedByOptions({
  alarmEmail,
  isInNetwork,
  gateway,
  consumers,
  relay,
}: Configuration): readonly AcceptedFinding[] {
  const unreserved = [
    ...(gateway.reservedConcurrency === undefined ? ['Gateway/Function'] : []),
    ...(consumers.reservedConcurrency === undefined ? ['{consumer}/Function'] : []),
    ...(relay.reservedConcurrency === undefined ? ['Relay/Function'] : []),
  ];
  return [
    ...(alarmEmail
      ? [
          {
            rules: ['Serverless-SNSRedrivePolicy'],
            at: ['Observability/AlarmEmail'],
            reason:
              'SNS itself tries a mail again for days; an alarm that could not be mailed is still in the console of CloudWatch.',
          },
        ]
      : []),
    ...(isInNetwork
      ? [
          {
            rules: ['NIST.800.53.R5-VPCDefaultSecurityGroupClosed'],
            at: ['Network/Vpc'],
            reason:
              'Nothing is in the default group, and closing it would take a function with rights over all security groups.',
          },
        ]
      : []),
    ...(unreserved.length > 0
      ? [
          {
            rules: ['NIST.800.53.R5-LambdaConcurrency'],
            at: unreserved,
            reason:
              'The stage leaves reservedConcurrency out: a new account has a quota of 10 and refuses every reservation. The quota itself is the limit then.',
          },
        ]
      : []),
  ];
}

/** Has cdk-nag look over the app when it is synthesised, but for what is accepted. */
export function checkWithNag(
  app: App,
  stack: Stack,
  { consumers }: Pick<GatewayDefinition, 'consumers'>,
  accepted: readonly AcceptedFinding[],
): void {
  const names = consumers.map(({ name }) => pascal(name));
  for (const { rules, at, reason } of accepted) {
    for (const place of at.flatMap((path) => placesOf(path, names))) {
      // A stage without a user pool has nothing there.
      const construct = find(stack, place);
      for (const rule of rules) {
        const [pack] = required(/^(AwsSolutions|Serverless|NIST\.800\.53\.R5)/.exec(rule), `the pack of ${rule}`);
        if (construct) Validations.of(construct).acknowledge({ id: `${pack}::${rule}`, reason });
      }
    }
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
}

/** A path, or one for each consumer. */
export function placesOf(path: string, consumers: readonly string[]): readonly string[] {
  return path.includes('{consumer}') ? consumers.map((name) => path.replace('{consumer}', name)) : [path];
}

const find = (stack: Stack, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((parent, id) => parent?.node.tryFindChild(id), stack);
