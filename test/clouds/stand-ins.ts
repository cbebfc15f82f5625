import type { UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import type { Resource, Template } from '../infra/synthesised';

/** How a template differs for moto from what AWS gets: everything that is not here goes to moto as it is. */
export interface StandIn {
  readonly type: string;
  /** Why moto cannot take the resource as it is. */
  readonly reason: string;
  /**
   * `left out`: the resource is not made, and who refers to it gets a text that says so. `as its …`: who refers to the
   * resource gets the value of that property. `without …`: the resource is made without that property.
   */
  readonly how:
    'left out' | { readonly leftOutAsIts: string } | { readonly asIts: string } | { readonly without: string };
}

const unknown = 'moto knows no such resource in a template';

/** What stands in for what moto 5.2 cannot take. A test looks that each of them is in the template. */
export const standIns: readonly StandIn[] = [
  { type: 'AWS::ApiGateway::Account', how: 'left out', reason: unknown },
  { type: 'AWS::ApiGateway::ClientCertificate', how: 'left out', reason: unknown },
  {
    type: 'AWS::ApiGateway::Deployment',
    how: 'left out',
    reason: 'moto reads no OpenAPI document of a RestApi in a template, and refuses to deploy an API without methods',
  },
  { type: 'AWS::ApiGateway::Stage', how: 'left out', reason: unknown },
  { type: 'AWS::Budgets::Budget', how: 'left out', reason: unknown },
  { type: 'AWS::CloudWatch::Alarm', how: 'left out', reason: unknown },
  { type: 'AWS::CodeDeploy::Application', how: 'left out', reason: unknown },
  { type: 'AWS::CodeDeploy::DeploymentGroup', how: 'left out', reason: unknown },
  { type: 'AWS::Cognito::UserPool', how: 'left out', reason: unknown },
  { type: 'AWS::Cognito::UserPoolClient', how: 'left out', reason: unknown },
  { type: 'AWS::Cognito::UserPoolGroup', how: 'left out', reason: unknown },
  {
    type: 'AWS::Events::EventBus',
    how: { asIts: 'Name' },
    reason: 'moto gives a rule its own object in place of the name of a bus',
  },
  {
    type: 'AWS::KMS::Key',
    how: { without: 'Tags' },
    reason: 'moto reads the tags of a key in the form of the API, and fails on those of a template',
  },
  { type: 'AWS::Lambda::Alias', how: { leftOutAsIts: 'FunctionName' }, reason: unknown },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    how: 'left out',
    reason: 'moto runs the function behind it in Docker at once, and forgets the records; the test calls the functions',
  },
  { type: 'AWS::Logs::QueryDefinition', how: 'left out', reason: unknown },
  {
    type: 'AWS::SNS::Subscription',
    how: 'left out',
    reason: 'moto makes it, and lists it without its name and type',
  },
  { type: 'AWS::SQS::QueuePolicy', how: 'left out', reason: unknown },
  { type: 'AWS::SecretsManager::Secret', how: 'left out', reason: unknown },
];

/** A template as moto takes it. */
export function forMoto(template: Template, some: readonly StandIn[] = standIns): Template {
  const byType = new Map(some.map((standIn) => [standIn.type, standIn.how]));
  const howOf = (id: string) => byType.get(template.Resources[id]?.Type ?? '');
  const isLeftOut = (id: string): boolean => {
    const how = howOf(id);
    return how === 'left out' || (typeof how === 'object' && 'leftOutAsIts' in how);
  };

  /** What stands in the place of a reference; undefined when it stays. */
  function inPlaceOf(id: string, attribute?: string): unknown {
    const how = howOf(id);
    if (how === 'left out') return `${attribute ?? 'name'} of ${id}, which moto does not make`;
    if (attribute !== undefined || how === undefined || 'without' in how) return undefined;
    return replaced(template.Resources[id]!.Properties['asIts' in how ? how.asIts : how.leftOutAsIts]);
  }

  function replaced(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref: id, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    const other = id !== undefined ? inPlaceOf(id) : attribute && inPlaceOf(...attribute);
    return other ?? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member)]));
  }

  const Resources = Object.entries(template.Resources).flatMap(([id, resource]): [string, Resource][] => {
    if (isLeftOut(id)) return [];
    const { DependsOn = [], ...rest } = replaced(resource) as Resource & { DependsOn?: string | string[] };
    const how = howOf(id);
    const without = typeof how === 'object' && 'without' in how ? how.without : undefined;
    const Properties = Object.fromEntries(Object.entries(rest.Properties ?? {}).filter(([name]) => name !== without));
    const kept = [DependsOn].flat().filter((other) => !isLeftOut(other));
    // moto keeps what has the policy of this name, and knows no other that keeps.
    const DeletionPolicy = rest.DeletionPolicy === 'RetainExceptOnCreate' ? 'Retain' : rest.DeletionPolicy;
    return [
      [
        id,
        { ...rest, Properties, ...(DeletionPolicy && { DeletionPolicy }), ...(kept.length > 0 && { DependsOn: kept }) },
      ],
    ];
  });
  return { ...(replaced(template) as Template), Resources: Object.fromEntries(Resources) };
}

/** What moto makes and cannot change afterwards. */
export const unchangeable: readonly { readonly type: string; readonly reason: string }[] = [
  {
    type: 'AWS::DynamoDB::Table',
    reason: 'the UpdateTable that CloudFormation sends is sent by the test: `tableUpdates`',
  },
  { type: 'AWS::IAM::ManagedPolicy', reason: 'moto judges nothing by it' },
  { type: 'AWS::ApiGateway::RestApi', reason: 'moto reads nothing of its document' },
];

/** A template for an update, in which stays what moto cannot change. */
export function heldBack(before: Template, after: Template): Template {
  const types = unchangeable.map(({ type }) => type);
  const Resources = Object.entries(after.Resources).map(([id, resource]): [string, Resource] => {
    const old = before.Resources[id];
    return [id, old && types.includes(resource.Type) ? old : resource];
  });
  return { ...after, Resources: Object.fromEntries(Resources) };
}

/**
 * What CloudFormation sends for the tables of one template to become those of another: of each table one new index a
 * call, which is all that DynamoDB takes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 * @throws Error when a table would have to be replaced, or when more than one index is changed, which fails on AWS:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
 */
export function tableUpdates(before: Template, after: Template): readonly UpdateTableCommandInput[] {
  return Object.entries(after.Resources).flatMap(([id, { Type, Properties }]) => {
    const old = before.Resources[id]?.Properties;
    if (Type !== 'AWS::DynamoDB::Table' || old === undefined || isDeepStrictEqual(old, Properties)) return [];
    const { GlobalSecondaryIndexes: indexes = [], AttributeDefinitions } = Properties;
    const { GlobalSecondaryIndexes: oldIndexes = [] } = old;
    // An index may bring an attribute.
    const withIndexes = { ...old, GlobalSecondaryIndexes: indexes, AttributeDefinitions };
    if (!isDeepStrictEqual(withIndexes, Properties)) throw new Error(`More than the indexes of ${id} is changed.`);
    const isIn = (list: readonly object[]) => (index: object) => list.some((other) => isDeepStrictEqual(index, other));
    const gone = oldIndexes.filter((index: object) => !isIn(indexes)(index));
    const [Create, ...more] = indexes.filter((index: object) => !isIn(oldIndexes)(index));
    if (more.length + gone.length > 0) throw new Error(`More than one index of ${id} is changed at once.`);
    return [{ TableName: Properties.TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] }];
  });
}
