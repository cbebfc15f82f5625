import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Grant } from '../services/touches';
import type { Tables } from './tables';

/**
 * What a function may do with the tables: one statement for each table, one more where indexes are queried. It
 * follows from what the operations say they touch, so that no line here names a table.
 */
export function tableStatements(grants: readonly Grant[], tables: Tables): readonly PolicyStatement[] {
  return grants.flatMap(({ table: { name, title }, actions, indexes }) => {
    const table = tables.arnOf(name);
    return [
      ...(actions.length > 0
        ? [
            allow(
              title,
              actions.map((action) => `dynamodb:${action}`),
              [table],
            ),
          ]
        : []),
      ...(indexes.length > 0
        ? [
            allow(
              `${title}Indexes`,
              ['dynamodb:Query'],
              indexes.map((index) => `${table}/index/${index}`),
            ),
          ]
        : []),
    ];
  });
}

/** What every function may do beside its work: write its own log, and trace. */
export function functionStatements(log: ILogGroup): readonly PolicyStatement[] {
  return [
    // The ARN of a log group ends in ":*", its streams.
    allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]),
    // X-Ray has no resources that a policy could name.
    allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
  ];
}

/** One statement that allows. */
export function allow(sid: string, actions: readonly string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [...actions], resources });
}

export interface RoleOptions {
  /** The service that takes the role, such as lambda.amazonaws.com. */
  readonly service: string;
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
}

/**
 * A role with just these statements. What comes back cannot be widened: CDK's grant helpers, and constructs that call
 * them by themselves, leave it as it is. The role names its policy, not the policy its role: so the role is made after
 * its policy and with it, and whatever uses the role waits for both and is gone before both. AWS checks the rights of a
 * role when it makes what uses it: a mapping, a function with traces or dead letters.
 */
export function createRole(scope: Construct, id: string, { service, description, statements }: RoleOptions): IRole {
  const { account } = Stack.of(scope);
  const assumedBy = new ServicePrincipal(service, {
    // Nobody else's resource may make the service use our role.
    conditions: service === 'lambda.amazonaws.com' ? undefined : { StringEquals: { 'aws:SourceAccount': account } },
  });
  // Another id than the policies of old had, which named their roles: a stage gets the new policy before it loses the old.
  const policy = new ManagedPolicy(scope, `${id}Rights`, {
    description,
    document: new PolicyDocument({ statements: [...statements] }),
  });
  return new Role(scope, `${id}Role`, { assumedBy, description, managedPolicies: [policy] }).withoutPolicyUpdates();
}
