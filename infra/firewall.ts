import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration';
import { removalOf } from './kept';

export interface FirewallOptions {
  readonly configuration: Configuration;
  readonly limit: number;
  readonly stageArn: string;
  readonly key: IKey;
}

/** AWS WAF before the stage: the common rules, known bad inputs, and a limit for each address. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { configuration, limit, stageArn, key }: FirewallOptions) {
    super(scope, id);
    const name = `${configuration.prefix}firewall`;
    const visibility = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const managed = (rules: string, priority: number, except: readonly string[] = []): CfnWebACL.RuleProperty => ({
      name: rules,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: rules,
          ruleActionOverrides: except.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
      visibilityConfig: visibility(rules),
    });
    const acl = new CfnWebACL(this, 'Rules', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rules: [
        {
          name: 'one-address',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
          visibilityConfig: visibility('one-address'),
        },
        // A batch of a hundred products is larger than the 8 KB of this rule; the gateway has limits of its own.
        managed('AWSManagedRulesCommonRuleSet', 1, ['SizeRestrictions_BODY']),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
      ],
    });
    new CfnWebACLAssociation(this, 'BeforeStage', { resourceArn: stageArn, webAclArn: acl.attrArn });
    // AWS WAF takes only groups whose name begins like this.
    const logGroupName = `aws-waf-logs-${name}`;
    const log = new LogGroup(this, 'Log', {
      logGroupName,
      retention: configuration.logDays,
      encryptionKey: key,
      removalPolicy: removalOf(configuration),
    });
    const { partition, region, account } = Stack.of(this);
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      // By its name: the ARN of a group, as CloudFormation tells it, ends in ":*", which AWS WAF does not take.
      // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
      logDestinationConfigs: [`arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
    });
    logging.node.addDependency(log);
  }
}
