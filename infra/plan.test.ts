import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { anyone, role } from '../schema/access';
import { Integer, Money, Text } from '../schema/decorators';
import type { DeclaredClass } from '../schema/facts';
import { plain, plan, release, thing, title } from '../test/planning';
import { Paper } from '../test/transfer/run';
import { planCommand } from './plan';
import { planOf } from './plan/plan';
import { printPlan } from './plan/print';
import { compareResources, holders, resourcesIn } from './plan/resources';
import type { ResourceNote, Resources } from './plan/resources';
import { breakingAfter, isLater } from './plan/version';

// The plan as a whole, and the program.

const root = join(__dirname, '..');

describe('what the stack holds', () => {
  const released = (): Resources => ({
    TablesThing: {
      type: 'AWS::DynamoDB::Table',
      fixed: { TableName: 'prod-thing', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
    },
    Key: { type: 'AWS::KMS::Key', fixed: {} },
    Line: { type: 'AWS::SQS::Queue', fixed: { QueueName: 'prod-line' } },
  });
  const compared = (change: (now: Record<string, ResourceNote>) => void): string[] => {
    const now: Record<string, ResourceNote> = { ...released() };
    change(now);
    return compareResources(released(), now).map(({ level, words }) => `${level}: ${words}`);
  };

  test('stays as it is', () => {
    expect(compared(() => undefined)).toEqual([]);
    expect(
      compared((now) => (now.TablesOther = { type: 'AWS::DynamoDB::Table', fixed: { TableName: 'prod-other' } })),
    ).toEqual([]);
  });

  test('is not replaced for another name or key', () => {
    const keys = [{ AttributeName: 'id' }, { AttributeName: 'rank' }];
    const changed = compared((now) => {
      now.TablesThing = { type: 'AWS::DynamoDB::Table', fixed: { TableName: 'other-thing', KeySchema: keys } };
      now.Line = { type: 'AWS::SQS::Queue', fixed: {} };
    });
    expect(changed).toEqual([
      'refused: TablesThing (AWS::DynamoDB::Table) would be replaced, without its items: TableName would change from prod-thing to other-thing.',
      'refused: TablesThing (AWS::DynamoDB::Table) would be replaced, without its items: KeySchema would change from id to id, rank.',
      'refused: Line (AWS::SQS::Queue) would be replaced, without its messages: QueueName would change from prod-line to nothing.',
    ]);
  });

  test.each(['TablesThing', 'Key', 'Line'])('is not made a second time beside the first: %s', (id) => {
    const changed = compared((now) => {
      now[`${id}Renamed`] = now[id]!;
      delete now[id];
    });
    expect(changed).toEqual([expect.stringContaining(`refused: ${id}Renamed would take the place of ${id}`)]);
  });

  test('goes with a word to look, but for tables, which stay', () => {
    const changed = compared((now) => {
      delete now.TablesThing;
      delete now.Line;
    });
    expect(changed).toEqual([
      'caution: Line (AWS::SQS::Queue) is no longer in the stack: look that nobody needs its messages.',
    ]);
  });

  // Another judge of the same question: `cdk diff` reads CloudFormation's own schemas, and needs no account for two files.
  test('is judged as cdk diff judges it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-diff-'));
    const samples: Readonly<Record<string, unknown>> = {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      FifoQueue: true,
      FifoTopic: true,
      GenerateSecret: true,
    };
    // One resource for each property that is changed.
    const changes = Object.entries(holders).flatMap(([type, { fixed }]) => fixed.map((name) => ({ type, name })));
    const template = (suffix: string): object => ({
      Resources: Object.fromEntries(
        changes.map(({ type, name }, index) => {
          const value = suffix === '' ? 'a' : (samples[name] ?? `a${suffix}`);
          return [
            `R${index}`,
            { Type: type, Properties: { ...(type.endsWith('Table') && { TableName: 't' }), [name]: value } },
          ];
        }),
      ),
    });
    const inWords = (id: string): string => {
      const { type, name } = changes[Number(id.slice(1))]!;
      return `${type} ${name}`;
    };
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'Tandem.template.json', stackName: 'one' },
    };
    try {
      writeFileSync(join(folder, 'old.json'), JSON.stringify(template('')));
      writeFileSync(join(folder, 'Tandem.template.json'), JSON.stringify(template('2')));
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({ version: '36.0.0', artifacts: { Tandem: artifact } }),
      );
      const line = ['diff', '-a', folder, '--template', join(folder, 'old.json'), '--no-color', 'Tandem'];
      const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...line], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder },
      });
      const replaced = [...`${stdout}${stderr}`.matchAll(/^\[~\] (\S+) (\S+) (?:may be )?replace/gm)].map(([, , id]) =>
        inWords(id!),
      );
      const refused = compareResources(resourcesIn(template('')), resourcesIn(template('2')))
        .filter(({ level }) => level === 'refused')
        .map(({ words }) => inWords(words.slice(0, words.indexOf(' '))));
      expect(replaced.length).toBeGreaterThan(8);
      expect(replaced.filter((id) => !refused.includes(id))).toEqual([]);
      // What it does not call a replacement, AWS refuses to change, or makes anew in its place.
      expect(refused.filter((id) => !replaced.includes(id)).toSorted()).toEqual([
        'AWS::Cognito::UserPool AliasAttributes',
        'AWS::Cognito::UserPool UsernameAttributes',
        'AWS::Cognito::UserPool UsernameConfiguration',
        'AWS::KMS::Key KeySpec',
        'AWS::KMS::Key KeyUsage',
        'AWS::KMS::Key MultiRegion',
        'AWS::KMS::Key Origin',
        'AWS::Logs::LogGroup LogGroupClass',
        'AWS::SecretsManager::Secret GenerateSecretString',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the version', () => {
  const fewer = (): DeclaredClass => thing({});

  test.each([
    ['0.1.0', '0.1.1', '0.2.0'],
    ['0.1.0', '0.1.0', '0.2.0'],
    ['1.4.2', '1.5.0', '2.0.0'],
  ])('a breaking change from %s to %s is refused and asks for %s', async (from, to, needed) => {
    const { refusals } = await plan(plain(), fewer(), [from, to]);
    expect(refusals).toEqual([
      `package.json says ${to}, and callers of ${from} would break. Take the change back, or declare it: npm version ${needed} --no-git-tag-version`,
    ]);
  });

  test.each([
    ['0.1.0', '0.2.0'],
    ['0.9.9', '1.0.0'],
    ['1.4.2', '2.0.0'],
  ])('a breaking change from %s to %s is declared', async (from, to) => {
    expect((await plan(plain(), fewer(), [from, to])).refusals).toEqual([]);
  });

  test('what breaks nobody needs none', async () => {
    const { refusals, isChanged } = await plan(plain(), thing({ title, rank: Integer({ optional: true }) }), [
      '0.1.0',
      '0.1.0',
    ]);
    expect({ refusals, isChanged }).toEqual({ refusals: [], isChanged: true });
  });

  test('never goes back', async () => {
    const { refusals } = await plan(plain(), plain(), ['0.2.0', '0.1.9']);
    expect(refusals).toEqual(['package.json says 0.1.9, but 0.2.0 is released: a version never goes back.']);
  });

  test('is three numbers', () => {
    expect(isLater('0.10.0', '0.9.9')).toBe(true);
    expect(isLater('1.0.0', '1.0.0')).toBe(false);
    expect(breakingAfter('3.2.1')).toBe('4.0.0');
    expect(() => breakingAfter('1.0.0-beta')).toThrow('write three numbers in package.json');
  });
});

describe('what is printed', () => {
  const fields = { title, price: Money(), rank: Integer({ optional: true }) };
  const before = (): DeclaredClass => thing({ ...fields, color: Text({ optional: true }) }, { events: true });
  const now = (): DeclaredClass =>
    thing(
      { ...fields, brand: Text({ max: 60 }) },
      {
        events: true,
        expiresAfterDays: 90,
        indexes: { byBrand: { partition: 'brand', sort: 'price' }, byTitle: { partition: 'title', sort: 'rank' } },
        backfills: { 'brand-of-title': { fields: ['brand'], item: (item) => ({ brand: item.title }) } },
      },
    );
  const example = readFileSync(join(root, 'docs/releases.md'), 'utf8').split('```text\n')[1]!.split('```')[0]!;

  test('is what docs/releases.md shows', async () => {
    expect(printPlan(await plan(before(), now(), ['0.1.0', '0.1.1']))).toBe(example);
  });

  test('ends with the word that it may be deployed when the version says so', async () => {
    const allowed = printPlan(await plan(before(), now()));
    expect(allowed).toMatch(
      /\n\nMay be deployed: 0\.2\.0 says that it breaks callers of 0\.1\.0\.\nDeploy what is new first: -c first=migration\. The next deploy, without it, protects the tables\.\n$/,
    );
    expect(allowed).not.toContain('Refused');
    expect(printPlan(await plan(plain(), thing(fields)))).toMatch(/\nRefused\n {2}thing: price is new and required/);
  });
});

describe('after an upgrade of the gateway', () => {
  const before = () => thing({ title, color: Text({ optional: true }) });
  const now = () => thing({ title }, { access: { read: anyone, write: role('painter') } });

  async function printed(gateway: string | undefined, [from, to] = ['0.1.0', '0.1.0']): Promise<string> {
    const released = await release(from, before());
    const recorded = { ...released, manifest: { ...released.manifest, gateway } };
    return printPlan(await planOf(recorded, await release(to, now())));
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  test.each([
    ['0.0.9', 'It was 0.0.9 when'],
    [undefined, 'It was one of before when'],
  ])('from %s the plan says what may come from it, and the command that records it', async (gateway, words) => {
    expect(await printed(gateway)).toContain(`
The gateway itself
  ${words} the release was recorded, and is ${version} now. What stands above under GraphQL and REST may come from that.
  What stands under thing and Access comes from the declarations.
  If no declaration of yours has done it, record it as a release: npm version 0.2.0 --no-git-tag-version && npm run plan -- --release
`);
    // The version that was told is one that will do.
    expect(await printed(gateway, ['0.1.0', '0.2.0'])).toContain('record it as a release: npm run plan -- --release\n');
  });

  test('says what docs/releases.md shows', () => {
    const documented = readFileSync(join(root, 'docs/releases.md'), 'utf8').split('```text\n')[2]!.split('```')[0]!;
    const gateway = { from: '0.2.0', to: '0.3.0', subjects: ['GraphQL', 'REST'], version: '0.2.0' };
    const findings = ['REST', 'GraphQL', 'thing'].map(
      (subject) => ({ level: 'breaking', subject, words: '' }) as const,
    );
    const facts = { from: '0.1.0', to: '0.1.0', findings, waves: [], first: [], refusals: [], isChanged: true };
    expect(printPlan({ ...facts, gateway })).toContain(`\n\n${documented}\n`);
  });

  test('says nothing of a gateway that is the same, or has changed nothing', async () => {
    expect(await printed(version)).not.toContain('The gateway itself');
    const same = await release('0.1.0', before());
    const recorded = { ...same, manifest: { ...same.manifest, gateway: '0.0.9' } };
    expect(printPlan(await planOf(recorded, same))).toMatch(/^Nothing to deploy/);
  });
});

describe('the program', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'tandem-plan-')), 'released');
  });
  afterEach(() => rmSync(dirname(folder), { recursive: true }));

  async function runWith(variables: NodeJS.ProcessEnv, ...line: string[]) {
    const [output, problems] = [new Paper(), new Paper()];
    const environment = { ...process.env, ...variables };
    const status = await planCommand(['--released', folder, ...line], root, { output, problems, environment });
    return { status, stdout: output.text, stderr: problems.text };
  }
  const run = async (...line: string[]) => runWith({}, ...line);
  const change = (name: string, edit: (text: string) => string): void =>
    writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), 'utf8')));

  test('records the first release, and then finds nothing to deploy', async () => {
    expect(await run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^The first release: /) });
    expect(existsSync(folder)).toBe(false);
    expect(await run('--release')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`Wrote release ${version}`),
    });
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      version,
      gateway: version,
    });
    expect(readdirSync(folder).toSorted()).toEqual([
      'asyncapi.json',
      'manifest.json',
      'openapi.json',
      'resources.json',
      'schema.graphql',
    ]);
    expect(await run()).toMatchObject({
      status: 0,
      stdout: `Nothing to deploy: the declarations are those of release ${version}.\n`,
    });
  });

  test('ends with 1 when the change breaks callers and the version does not say so', async () => {
    await run('--release');
    change('schema.graphql', (text) => text.replace(/^type Query \{/m, 'type Query {\n  gone: Int\n'));
    const refused = await run('--release');
    expect(refused.stdout).toContain("GraphQL  Field 'gone' was removed from object type 'Query'.");
    expect(refused.stdout).toContain(`Refused\n  package.json says ${version}, and callers of ${version} would break.`);
    expect(refused.status).toBe(1);
    // The release is as it was.
    expect(readFileSync(join(folder, 'schema.graphql'), 'utf8')).toContain('gone: Int');
  });

  test('ends with 1 when the stack would get another table in place of one that holds items', async () => {
    await run('--release');
    change('resources.json', (text) => text.replace('-prod-idempotency"', '-prod-answers"'));
    const refused = await run();
    expect(refused.stdout).toMatch(
      /Refused\n {2}Stack: TablesIdempotency\w+ \(AWS::DynamoDB::Table\) would be replaced, without its items: TableName would change from tandem-prod-answers to tandem-prod-idempotency\./,
    );
    expect(refused.status).toBe(1);
  });

  test('ends with 1 when the bus would lose the name that the environment has given it', async () => {
    await runWith({ EVENT_BUSNAME: 'OldBus' }, '--release');
    const refused = await run();
    expect(refused.stdout).toMatch(
      /Refused\n {2}Stack: MessagingBus\w+ \(AWS::Events::EventBus\) would be replaced, [^\n]+: Name would change from OldBus to tandem-prod-/,
    );
    expect(refused.status).toBe(1);
  });

  test('tells a change of the stack alone, which a release records', async () => {
    await run('--release');
    change('resources.json', (text) => {
      const notes = Object.entries(JSON.parse(text) as Resources).filter(([id]) => !id.startsWith('MessagingRelay'));
      return JSON.stringify(Object.fromEntries(notes));
    });
    expect((await run()).stdout).toMatch(/^From release/);
    expect(await run('--release')).toMatchObject({ status: 1, stderr: expect.stringMatching(/is there already/) });
  });

  test('is a program, which ends with what it has found', async () => {
    await run('--release');
    change('schema.graphql', (text) => text.replace(/^type Query \{/m, 'type Query {\n  gone: Int\n'));
    const { status, stdout } = spawnSync(
      process.execPath,
      ['-r', '@swc-node/register', 'infra/plan.ts', '--released', folder],
      { cwd: root, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: (await run()).stdout });
  });

  test('never writes a release twice', async () => {
    await run('--release');
    change('manifest.json', (text) => text.replace('"expiresAfterDays": 7', '"expiresAfterDays": 8'));
    expect(await run()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('outbox  lets items expire after 7 days'),
    });
    expect(await run('--release')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/is there already: give package/),
    });
  });
});
