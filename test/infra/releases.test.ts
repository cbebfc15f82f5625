import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../documents';
import { resourcesOf, synthesised } from './synthesised';

// A new version of a stage that runs, and the way back.

const open = async () => synthesised('dev', 'prod', 'nextRelease');
let stages: Awaited<ReturnType<typeof open>>;
let prod: Assertions;
let dev: Assertions;

beforeAll(async () => {
  stages = await open();
  prod = Assertions.fromJSON(stages.prod.template);
  dev = Assertions.fromJSON(stages.dev.template);
});

describe('a release', () => {
  const group = (): any => resourcesOf(stages.prod.template, 'AWS::CodeDeploy::DeploymentGroup')[0]![1].Properties;
  const canary = (): { share: number; minutes: number } => {
    const [, percent, minutes] = /LambdaCanary(\d+)Percent(\d+)Minutes$/.exec(group().DeploymentConfigName)!;
    return { share: Number(percent) / 100, minutes: Number(minutes) };
  };
  /** The alarms that take a new version back. */
  const stopping = (): any[] => {
    const names = group().AlarmConfiguration.Alarms.map(({ Name }: { Name: string }) => Name);
    return resourcesOf(stages.prod.template, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .filter(({ AlarmName }) => names.includes(AlarmName));
  };

  test('of prod begins with a tenth of the requests, and goes back by alarm; of dev it takes all at once', () => {
    expect(canary()).toEqual({ share: 0.1, minutes: 10 });
    expect(group().AutoRollbackConfiguration).toMatchObject({
      Enabled: true,
      Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']),
    });
    expect(stopping().map(({ AlarmName }) => AlarmName.replace('library-prod-', ''))).toEqual([
      'server-errors',
      'slow-answers',
      'functions-crash',
    ]);
    prod.hasResource('AWS::Lambda::Alias', {
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: Match.anyValue() } },
    });
    dev.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  });

  // An alarm looks at so many of the last periods, which begin with the full minute, and rings with the last of them at the
  // latest. Lambda and API Gateway send their metrics once a minute, and an alarm is looked at once a minute.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
  test('that is bad from its first request is stopped before it has all of them', () => {
    const minutesToArrive = 3;
    const minutes = stopping().map((alarm): [string, number] => {
      const seconds = alarm.Period ?? alarm.Metrics.find((one: any) => one.MetricStat).MetricStat.Period;
      return [alarm.AlarmName, 1 + (seconds / 60) * alarm.EvaluationPeriods + minutesToArrive];
    });
    expect(minutes).toHaveLength(3);
    expect(minutes.filter(([, needed]) => needed >= canary().minutes)).toEqual([]);
  });

  test('that fails more than a tenth of its requests is noticed by the errors of all', () => {
    const [errors] = stopping().filter(({ AlarmName }) => AlarmName.endsWith('server-errors'));
    const amongAll = (share: number): number => share * canary().share;
    expect(amongAll(0.11)).toBeGreaterThan(errors.Threshold);
    expect(amongAll(0.09)).toBeLessThan(errors.Threshold);
  });

  test('leaves the version before for the alias to go back to', () => {
    const versionOf = (name: 'prod' | 'nextRelease') => resourcesOf(stages[name].template, 'AWS::Lambda::Version')[0]!;
    const [[before, version], [after]] = [versionOf('prod'), versionOf('nextRelease')];
    expect(after).not.toBe(before);
    expect(stages.nextRelease.template.Resources).not.toHaveProperty(before);
    expect(version.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  // What the resource of each action is, by the service authorization reference:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
  test.each([
    ['lambda:GetAlias', 'function'],
    ['lambda:UpdateAlias', 'function'],
    ['lambda:GetProvisionedConcurrencyConfig', 'alias'],
    ['cloudwatch:DescribeAlarms', 'alarm'],
  ])('lets CodeDeploy do %s to what the reference names, the %s', (action, kind) => {
    const [[, { Properties }]] = resourcesOf(stages.prod.template, 'AWS::IAM::ManagedPolicy').filter(([id]) =>
      id.startsWith('GatewayRelease'),
    ) as [[string, any]];
    const resources = Properties.PolicyDocument.Statement.filter(({ Action }: any) =>
      [Action].flat().includes(action),
    ).flatMap(({ Resource: resource }: any) => (Array.isArray(resource) ? resource : [resource]));
    const [functionId] = resourcesOf(stages.prod.template, 'AWS::Lambda::Function').find(
      ([, one]) => one.Properties.Handler === 'handler.handler',
    )!;
    const words = (resource: any): string =>
      'Fn::GetAtt' in resource
        ? resource['Fn::GetAtt'].join('.')
        : resource['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : '*')).join('');
    const expected = {
      function: [`${functionId}.Arn`],
      alias: ['arn:*:lambda:*:*:function:library-prod-gateway:live'],
      alarm: ['server-errors', 'slow-answers', 'functions-crash'].map(
        (name) => `arn:*:cloudwatch:*:*:alarm:library-prod-${name}`,
      ),
    }[kind];
    expect(resources.map(words)).toEqual(expected);
  });

  test('is one of many that stay, and the command of docs/deploy.md deletes all but the newest ten', () => {
    const block = /```sh\n(aws lambda list-versions-by-function[^`]*delete-function[^`]*)```/.exec(
      textOf('docs/deploy.md'),
    )![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'tandem-versions-'));
    // The order of the list is not promised, and it holds the version that nobody has published.
    const versions = ['$LATEST', ...Array.from({ length: 25 }, (_, index) => String(((index * 7) % 25) + 1))];
    const answer = JSON.stringify(versions, null, 4);
    const program = `#!/bin/sh\ncase "$2" in list-versions-by-function) cat <<'END'\n${answer}\nEND\n;; *) echo "$@" >> "${folder}/calls";; esac\n`;
    try {
      writeFileSync(join(folder, 'aws'), program, { mode: 0o755 });
      execFileSync('sh', ['-c', block], { env: { PATH: `${folder}:${process.env.PATH}` } });
      const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
      expect(calls).toEqual(
        Array.from(
          { length: 15 },
          (_, index) => `lambda delete-function --function-name tandem-prod-gateway --qualifier ${15 - index}`,
        ),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
