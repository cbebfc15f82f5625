import { withInternal } from '../../schema/internal';
import { domains } from '../usual';
import { resourcesOf, synthesised } from './synthesised';
import type { Resource } from './synthesised';

// Deployments that make something for the first time: what they leave behind when they fail.

const open = async () =>
  synthesised(
    'dev',
    'prod',
    'oneMore',
    'http',
    'everything',
    'devFirst',
    'prodFirst',
    'httpFirst',
    'everythingFirst',
    'oneMoreFirst',
    'perhapsFirst',
  );
let stages: Awaited<ReturnType<typeof open>>;

beforeAll(async () => {
  stages = await open();
});

// A stack whose first deployment has failed is in ROLLBACK_COMPLETE, from where nothing goes on: it has to be deleted, as
// `cdk deploy` does by itself, and what it has made must be gone, or free to be made once more.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
// https://github.com/aws-samples/aws-secure-environment-accelerator/pull/253, of a stack that was protected
describe.each([
  ['dev', 'devFirst'],
  ['prod', 'prodFirst'],
  ['http', 'httpFirst'],
  ['everything', 'everythingFirst'],
] as const)('the first deployment of %s', (name, first) => {
  /** What AWS keeps the name of for a while after it is deleted, or not, by type. */
  const namesThatCanBeMadeAgain: Readonly<Record<string, string>> = {
    'AWS::ApiGateway::DomainName': 'free at once',
    'AWS::ApiGateway::RestApi': 'no two must differ',
    'AWS::CloudWatch::Alarm': 'free at once',
    'AWS::CodeDeploy::Application': 'free at once',
    'AWS::Cognito::UserPool': 'no two must differ',
    'AWS::DynamoDB::Table': 'free once the table is gone, which CloudFormation waits for',
    'AWS::Events::EventBus': 'free at once',
    'AWS::Lambda::Alias': 'goes with its function',
    'AWS::Lambda::Function': 'free at once',
    'AWS::Logs::LogGroup': 'free at once; no role of ours may make a group again',
    'AWS::Logs::QueryDefinition': 'no two must differ',
    'AWS::Route53::RecordSet': 'free at once',
    // CloudFormation leaves no time for recovery: aws-cloudformation/cloudformation-coverage-roadmap#1999
    'AWS::SecretsManager::Secret': 'free at once',
    'AWS::SNS::Topic': 'free at once',
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
    'AWS::SQS::Queue': 'free after 60 seconds, which the rollback takes',
    'AWS::WAFv2::WebACL': 'free at once',
    'AWS::CloudWatch::Dashboard': 'free at once',
    'AWS::Cognito::UserPoolClient': 'no two must differ',
    'AWS::Cognito::UserPoolDomain': 'has a part of the id of the stack, so that the next stack has another',
    'AWS::Cognito::UserPoolGroup': 'goes with its pool',
    'AWS::ApiGateway::Stage': 'goes with its API',
    'AWS::ApiGatewayV2::Stage': 'goes with its API',
  };
  /** The property that fixes the name of a resource: its own type's name, or `Name`. */
  const namesIn = ({ Type, Properties = {} }: Resource): unknown[] => {
    const type = Type.slice(Type.lastIndexOf('::') + 2);
    const names = ['Name', `${type}Name`, 'Domain', 'GroupName', 'AliasName', 'ClientName', 'QueryDefinitionName'];
    return names.flatMap((property) => (property in Properties ? [Properties[property]] : []));
  };

  test('protects nothing from being deleted, and every later one does', () => {
    expect(stages[first].error).toBeUndefined();
    expect(stages[first].isProtected ?? false).toBe(false);
    expect(stages[name].isProtected ?? false).toBe(name !== 'dev');
    const protectedIn = (variant: typeof first | typeof name): string[] =>
      Object.entries(stages[variant].template.Resources).flatMap(([id, { Properties = {} }]) =>
        Object.entries(Properties).flatMap(([property, value]) =>
          /protect/i.test(property) && (value === true || value === 'ACTIVE') ? [`${id}.${property}`] : [],
        ),
      );
    expect(protectedIn(first)).toEqual([]);
    expect(protectedIn(name).length).toBe(
      name === 'dev' ? 0 : withInternal(domains).length + (name === 'http' ? 0 : 1),
    );
  });

  test('leaves nothing behind that has a name', () => {
    const left = Object.entries(stages[first].template.Resources).filter(
      ([, { DeletionPolicy = 'Delete' }]) => !['Delete', 'RetainExceptOnCreate'].includes(DeletionPolicy),
    );
    expect(left.flatMap(([id, resource]) => namesIn(resource).map(() => id))).toEqual([]);
    // The role with which API Gateway writes its logs, for all APIs of the account.
    expect(left.every(([id]) => id.startsWith('Api'))).toBe(true);
  });

  test('takes no name that stays taken', () => {
    const named = Object.values(stages[first].template.Resources).filter((resource) => namesIn(resource).length > 0);
    expect(named.length).toBeGreaterThan(20);
    expect(named.map(({ Type }) => Type).filter((type) => !(type in namesThatCanBeMadeAgain))).toEqual([]);
  });

  test('differs from the next in the protection alone, which changes without a replacement', () => {
    const withoutProtection = (variant: typeof first | typeof name): unknown =>
      JSON.parse(
        JSON.stringify(stages[variant].template.Resources, (property, value: unknown) =>
          ['DeletionProtectionEnabled', 'DeletionProtection'].includes(property) ? undefined : value,
        ),
      );
    expect(withoutProtection(first)).toEqual(withoutProtection(name));
  });

  test('keeps what holds data from the second deployment on', () => {
    for (const [id, resource] of Object.entries(stages[name].template.Resources)) {
      const holdsData = [
        'AWS::DynamoDB::Table',
        'AWS::Cognito::UserPool',
        'AWS::KMS::Key',
        'AWS::SecretsManager::Secret',
        'AWS::Logs::LogGroup',
      ].includes(resource.Type);
      if (!holdsData) continue;
      const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
      const gone = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };
      expect({ id, ...resource }).toMatchObject({ id, ...(name === 'dev' ? gone : kept) });
    }
  });
});

test('a deployment is the first of the stage, or of domains that there are', () => {
  expect(stages.perhapsFirst.error).toMatch(/^-c first names "perhaps", and the domains are book, .*-c first=true/);
});

// A rollback cannot delete a table that is protected, and goes on without it: CloudFormation then no longer knows the
// table, and the next deployment finds its name taken.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection
test('the first deployment of a domain protects its table alone not', () => {
  const unprotectedIn = (name: 'oneMore' | 'oneMoreFirst'): string[] =>
    resourcesOf(stages[name].template, 'AWS::DynamoDB::Table')
      .filter(([, { Properties }]) => !Properties.DeletionProtectionEnabled)
      .map(([, { Properties }]) => Properties.TableName);
  expect(unprotectedIn('oneMoreFirst')).toEqual(['library-prod-supplier']);
  expect(unprotectedIn('oneMore')).toEqual([]);
  expect(stages.oneMoreFirst.isProtected).toBe(true);
  const withoutProtection = (name: 'oneMore' | 'oneMoreFirst'): string =>
    JSON.stringify(stages[name].template).replaceAll(/"DeletionProtectionEnabled":\w+/g, '');
  expect(withoutProtection('oneMoreFirst')).toBe(withoutProtection('oneMore'));
});
