import { localAccount } from '../../local/access';
import type { Access } from '../../local/access';
import { arnOf } from '../../local/rights';
import { localAccess } from '../../local/tables';
import { resourcesOf } from './synthesised';
import type { Resource, Template } from './synthesised';

/** What a template lets somebody do: a role by the name of who has it, or a service that a queue lets in. */
export interface Granted extends Access {
  readonly principal: string;
}

/** Everything that the roles of a template are allowed, and services by the policies of its queues. */
export function grantedBy(template: Template): readonly Granted[] {
  const policies = resourcesOf(template, 'AWS::IAM::ManagedPolicy').flatMap(([id, { Properties }]) =>
    rolesOf(template, id).flatMap((role) =>
      allowedBy(Properties.PolicyDocument).flatMap(({ Action, Resource }) =>
        [Resource].flat().flatMap((resource) =>
          [Action].flat().map((action) => ({
            principal: nameOfRole(template, role),
            action,
            arn: arnIn(template, resource),
          })),
        ),
      ),
    ),
  );
  const queues = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(([, { Properties }]) =>
    Properties.Queues.flatMap(({ Ref }: { Ref: string }) =>
      allowedBy(Properties.PolicyDocument).flatMap(({ Action, Principal }) =>
        [Action].flat().map((action) => ({
          principal: Principal.Service,
          action,
          arn: arnIn(template, { 'Fn::GetAtt': [Ref, 'Arn'] }),
        })),
      ),
    ),
  );
  return [...policies, ...queues];
}

/** The roles that have a policy: that name it, or that it names. */
export function rolesOf(template: Template, policy: string): readonly string[] {
  const naming = resourcesOf(template, 'AWS::IAM::Role').filter(([, { Properties }]) =>
    (Properties.ManagedPolicyArns ?? []).some(({ Ref }: { Ref?: string }) => Ref === policy),
  );
  const named = (template.Resources[policy]?.Properties.Roles ?? []) as readonly { readonly Ref: string }[];
  return [...naming.map(([id]) => id), ...named.map(({ Ref }) => Ref)];
}

/** Policies that stand in a role itself, or that are none of the template's, would be missed. */
export function policiesElsewhere(template: Template): readonly string[] {
  return Object.entries(template.Resources)
    .filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::IAM::Policy' ||
        (Type === 'AWS::IAM::Role' &&
          (Properties.Policies ??
            (Properties.ManagedPolicyArns ?? []).some(({ Ref }: { Ref?: string }) => !(Ref! in template.Resources)))),
    )
    .map(([id]) => id);
}

/** The statements of a document that allow. */
export function allowedBy({ Statement }: { Statement: readonly any[] }): readonly any[] {
  return Statement.filter(({ Effect }) => Effect === 'Allow');
}

/** A role is called after the one resource that has it. */
function nameOfRole(template: Template, id: string): string {
  const arn = JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] });
  const users = Object.values(template.Resources).filter((one) => JSON.stringify(one.Properties ?? {}).includes(arn));
  const [user] = users;
  if (!user || users.length > 1) throw new Error(`The role ${id} is that of ${users.length} resources.`);
  const { FunctionName, Name } = user.Properties;
  return (FunctionName ?? Name)?.replace(/^.*-/, '') ?? user.Type;
}

/** The ARN that a value of the template stands for; where AWS makes up a part of it, its type. */
export function arnIn(template: Template, value: any): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: reference } = value;
  if (join) return join[1].map((part: unknown) => arnIn(template, part)).join(join[0]);
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': localAccess.region,
    'AWS::AccountId': localAccount,
  };
  if (reference in pseudo) return pseudo[reference]!;
  const { Type, Properties } = template.Resources[reference ?? attribute[0]] as Resource;
  switch (`${Type} ${attribute?.[1]}`) {
    case 'AWS::DynamoDB::Table Arn':
      return arnOf('dynamodb', `table/${Properties.TableName}`);
    case 'AWS::DynamoDB::Table StreamArn':
      return arnOf('dynamodb', `table/${Properties.TableName}/stream`);
    case 'AWS::SQS::Queue Arn':
      return arnOf('sqs', Properties.QueueName);
    case 'AWS::Events::EventBus Arn':
      return arnOf('events', `event-bus/${Properties.Name}`);
    default:
      return Type;
  }
}
