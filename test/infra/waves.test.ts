import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf } from '../../infra/plan/manifest';
import type { GatewayDefinition } from '../../services/definition';
import { makeApplication } from '../application';
import { releaseBefore } from './growing';
import type { SynthesisedOnce } from './synthesise-each';
import { functionPropertiesOf, resourcesOf } from './synthesised';
import type { Template } from './synthesised';

// The templates of the deploys that bring the indexes of one release to those of the next, made as `npx cdk deploy` makes
// them. "You can only create or delete one global secondary index in a single stack operation":
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html

/** Synthesises an application once for each context; without a release none is recorded. */
function synthesised(released: GatewayDefinition | undefined, contexts: readonly object[]): readonly SynthesisedOnce[] {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-waves-'));
  try {
    makeApplication(folder, join(__dirname, 'growing.ts'));
    mkdirSync(join(folder, 'build/lambda'), { recursive: true });
    writeFileSync(join(folder, 'build/lambda/handler.js'), '');
    if (released) {
      mkdirSync(join(folder, 'schema/released'), { recursive: true });
      writeFileSync(join(folder, 'schema/released/manifest.json'), JSON.stringify(manifestOf(released, '0.1.0')));
    }
    const file = join(folder, 'outcomes.json');
    execFileSync(
      process.execPath,
      [
        '-r',
        require.resolve('@swc-node/register'),
        join(__dirname, 'synthesise-each.ts'),
        file,
        ...contexts.map((context) => JSON.stringify(context)),
      ],
      { cwd: folder, env: { PATH: process.env.PATH, TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json') } },
    );
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The indexes of each table of the application: their keys by their names. */
function indexesIn({ template }: SynthesisedOnce): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const tables = resourcesOf(template as Template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties);
  return Object.fromEntries(
    tables.map(({ TableName, GlobalSecondaryIndexes = [] }) => [
      TableName.replace('yard-dev-', ''),
      Object.fromEntries(
        GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }: any) => [
          IndexName,
          `${KeySchema.map(({ AttributeName, KeyType }: any) => `${AttributeName} ${KeyType}`).join(', ')}, ${Projection.ProjectionType}`,
        ]),
      ),
    ]),
  );
}

const absentIn = ({ template }: SynthesisedOnce): string | undefined =>
  functionPropertiesOf(template as Template, 'handler.handler').Environment.Variables.INDEXES_ABSENT;

describe('of four waves', () => {
  let waves: readonly SynthesisedOnce[];
  let all: SynthesisedOnce;
  let released: ReturnType<typeof indexesIn>;
  beforeAll(() => {
    const contexts = [1, 2, 3, 4].map((wave) => ({ wave: String(wave) }));
    [all, ...waves] = synthesised(releaseBefore, [{}, ...contexts]) as [SynthesisedOnce, ...SynthesisedOnce[]];
    released = {
      plank: {
        byTitle: 'title HASH, ALL',
        byRank: 'rank HASH, ALL',
        byOld: 'brand HASH, title RANGE, ALL',
      },
      nail: {},
    };
  });

  test('each template changes at most one index of a table that was there, and none is left out', () => {
    for (const { said, exitCode } of [all, ...waves]) expect({ said, exitCode }).toEqual({ said: '', exitCode: 0 });
    const steps = [released, ...waves.map(indexesIn)];
    const changes = steps.slice(1).map((now, step) =>
      Object.keys(released).flatMap((table) => {
        const [from, to] = [steps[step]![table]!, now[table]!];
        const words = [...new Set([...Object.keys(from), ...Object.keys(to)])]
          .filter((index) => from[index] !== to[index])
          .map((index) => `${table}.${index}: ${from[index] ?? 'none'} → ${to[index] ?? 'none'}`);
        expect(words.length).toBeLessThanOrEqual(1);
        return words;
      }),
    );
    expect(changes).toEqual([
      ['plank.byBrand: none → brand HASH, ALL', 'nail.byTitle: none → title HASH, ALL'],
      ['plank.byRank: rank HASH, ALL → none'],
      ['plank.byRank: none → brand HASH, rank RANGE, ALL'],
      ['plank.byOld: brand HASH, title RANGE, ALL → none'],
    ]);
  });

  test('a table that is new has all its indexes from the first', () => {
    for (const wave of waves) expect(Object.keys(indexesIn(wave).screw!)).toEqual(['byTitle', 'byBrand']);
  });

  test('the functions are told which indexes they must not read', () => {
    expect(waves.map(absentIn)).toEqual(['plank.byRank', 'plank.byRank', undefined, undefined]);
    expect(absentIn(all)).toBeUndefined();
  });

  // "ValidationException: Number of attributes in KeySchema does not exactly match number of attributes defined in
  // AttributeDefinitions" is what DynamoDB says of a table with more.
  test('each table defines exactly the attributes of its keys', () => {
    for (const { template } of waves) {
      for (const [, { Properties }] of resourcesOf(template as Template, 'AWS::DynamoDB::Table')) {
        const keys = [Properties, ...(Properties.GlobalSecondaryIndexes ?? [])].flatMap(({ KeySchema }) =>
          KeySchema.map(({ AttributeName }: any) => AttributeName),
        );
        const defined = Properties.AttributeDefinitions.map(({ AttributeName }: any) => AttributeName);
        expect(defined.toSorted()).toEqual([...new Set(keys)].toSorted());
      }
    }
  });

  test('the last template is that of a deploy without a wave, and the rights are the same in all', () => {
    expect(waves[3]!.template).toEqual(all.template);
    const rights = ({ template }: SynthesisedOnce): unknown =>
      ['AWS::IAM::Role', 'AWS::IAM::Policy'].map((type) => resourcesOf(template as Template, type));
    for (const wave of waves) expect(rights(wave)).toEqual(rights(all));
  });
});

test('what is no wave is one sentence, and no template', () => {
  const wrong = ['0', '5', 'abc', '1.5', '-1', '', true];
  const sentence = (wave: unknown, words: string): SynthesisedOnce => ({
    said: `The template was not written: -c wave is "${String(wave)}", ${words} Leave it out to deploy all indexes at once.\n`,
    exitCode: 1,
  });
  expect(
    synthesised(
      releaseBefore,
      wrong.map((wave) => ({ wave })),
    ),
  ).toEqual(wrong.map((wave) => sentence(wave, 'and npm run plan shows 4 deploys of indexes: write 1 to 4.')));
  expect(synthesised(undefined, [{ wave: '1' }])).toEqual([
    sentence('1', 'and no release is recorded that the indexes could be compared with.'),
  ]);
});
