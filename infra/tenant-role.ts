import { Duration } from 'aws-cdk-lib';
import { ArnPrincipal, ManagedPolicy, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { required } from '../schema/required';
import { allow } from './access';

/** What a function may do in the session of a tenant. */
export interface TenantStatements {
  /** What says nothing of a tenant by its key. */
  readonly shared: readonly PolicyStatement[];
  /** What the policy of each session narrows to the keys of its tenant. */
  readonly ofTenants: readonly PolicyStatement[];
}

/**
 * The role that a function takes for each tenant. A session may do what both the role and its own policies allow: that
 * for the keys of its tenant, which the function writes, and the managed one of what is shared, which is made here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export class TenantRole extends Construct {
  constructor(scope: Construct, id: string, lambda: LambdaFunction, { shared, ofTenants }: TenantStatements) {
    super(scope, id);
    const policy = (name: string, description: string, statements: readonly PolicyStatement[]): ManagedPolicy =>
      new ManagedPolicy(this, name, { description, document: new PolicyDocument({ statements: [...statements] }) });
    const sharedRights =
      shared.length > 0 ? [policy('SharedRights', 'What every session of a tenant may do.', shared)] : [];
    const rights = policy('Rights', 'What the policy of a session narrows to the keys of its tenant.', ofTenants);
    const user = required(lambda.role, 'the role of a function');
    const role = new Role(this, 'Role', {
      description: 'What a function may do for a tenant; each session has a policy of its own.',
      assumedBy: new ArnPrincipal(user.roleArn),
      managedPolicies: [...sharedRights, rights],
      // As long as a role may have a role that it takes.
      maxSessionDuration: Duration.hours(1),
    });
    // It names the role of the function, and cannot be a part of it: the two would wait for each other.
    const taking = new ManagedPolicy(this, 'TakingRights', {
      description: 'Lets a function take the role in which it works for tenants.',
      document: new PolicyDocument({ statements: [allow('Tenants', ['sts:AssumeRole'], [role.roleArn])] }),
      roles: [user],
    });
    lambda.node.addDependency(taking);
    lambda.addEnvironment('TENANT_ROLE', role.roleArn);
    for (const { managedPolicyArn } of sharedRights) lambda.addEnvironment('TENANT_RIGHTS', managedPolicyArn);
  }
}
