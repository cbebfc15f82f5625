import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tokenAuthentication } from '../../api/auth/authentication';
import { createConsumer } from '../../api/consumer';
import { usualStages } from '../../infra/configuration';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { startMessaging } from '../../local/messaging/messaging';
import type { Messaging } from '../../local/messaging/messaging';
import { wiringOf } from '../../local/messaging/wiring';
import { localAccess } from '../../local/tables';
import { awsCommandsIn, complaintsAbout } from '../../test/aws-commands';
import { commandLineFor, openMoto } from '../../test/clouds/moto';
import type { Moto } from '../../test/clouds/moto';
import { describeWithPython } from '../../test/clouds/python';
import { blocksOf, documents } from '../../test/documents';
import type { Block } from '../../test/documents';
import { resourcesOf, synthesisedFrom } from '../../test/infra/synthesised';
import type { Template, Variants } from '../../test/infra/synthesised';
import { openShell } from '../../test/shell';
import type { Shell } from '../../test/shell';
import { compareJson, withCurl } from '../../test/snippets';
import { orderConsumer } from '../services/place-order';
import { openGateway } from './harness';
import { definition } from './usual';

// cspell:words awscli botocore writestr

// docs/deploy.md as a reader follows it, from top to bottom. Each block is run, with the AWS CLI on moto and curl on a
// gateway that believes moto's tokens; or it says that it needs an account, and its commands exist.

const mark = '# needs an account\n';
const blocks = blocksOf('docs/deploy.md');
const commands = blocks.filter(({ language }) => language === 'sh');
const marked = commands.filter(({ text }) => text.startsWith(mark));
/** These need nothing but this folder. */
const scripts = commands.filter(({ text }) => /^npm run [^\n]+\n$/.test(text));

/** The blocks that the tests below run, by the words that each begins with. */
const run = {
  outputs: 'stack=',
  administrator: 'password=',
  token: 'token=',
  product: 'curl -sS "$url/product"',
  basket: 'curl -sS "$url/basket/admin/items/first-lamp"',
  checkout: 'curl -sS "$url/basket/checkout"',
  order: 'curl -sS "$url/order/admin',
  user: 'aws cognito-idp admin-create-user --user-pool-id "$pool" --username ada',
  page: 'echo "$(output SignInUrl)',
  left: 'for table in',
  newTable: 'table=',
  newIndex: 'aws dynamodb describe-table',
  back: "aws lambda list-versions-by-function --function-name tandem-prod-gateway \\\n  --query 'Versions[].[Version",
  versions:
    "aws lambda list-versions-by-function --function-name tandem-prod-gateway \\\n  --query 'Versions[].Version'",
} as const;

/** The one block that begins so, with what is printed below it. */
function blockOf(name: keyof typeof run): Block & { readonly printed?: string } {
  const found = commands.filter(({ text }) => text.startsWith(run[name]));
  if (found.length !== 1) throw new Error(`${found.length} blocks begin with ${run[name]}`);
  const next = blocks[blocks.indexOf(found[0]!) + 1];
  return { ...found[0]!, printed: next?.language === 'json' ? next.text : undefined };
}

test('each block is run here, or says that it needs an account', () => {
  const isRun = (block: Block): boolean =>
    scripts.includes(block) || Object.values(run).some((beginning) => block.text.startsWith(beginning));
  expect(commands.filter((block) => isRun(block) === marked.includes(block)).map(({ line }) => `line ${line}`)).toEqual(
    [],
  );
  expect(marked.length).toBeGreaterThan(3);
  for (const name of Object.keys(run)) expect(blockOf(name as keyof typeof run).text).not.toBe('');
});

test('nothing else can do what needs an account', () => {
  const words = marked.flatMap(({ text }) => text.slice(mark.length).trim().split('\n'));
  const beginnings =
    /^(npx cdk (bootstrap|deploy|destroy)|aws cloudformation (update-termination-protection|delete-stack|wait))\b/;
  expect(words.filter((line) => !beginnings.test(line))).toEqual([]);
});

let stages: Variants<'dev' | 'prod'>;
beforeAll(async () => {
  stages = await synthesisedFrom('.', 'dev', 'prod');
}, 120_000);

describe('the names in the commands', () => {
  const text = commands.map((block) => block.text).join('\n');
  const namesIn = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))];

  test('are outputs of the template', () => {
    const outputs = namesIn(/\$\(output (\w+)\)/g);
    expect(outputs).toEqual(['Url', 'UserPoolId', 'UserPoolClientId', 'SignInUrl']);
    expect(outputs.filter((name) => !(name in stages.dev.template.Outputs))).toEqual([]);
  });

  test('are stages, groups, functions, aliases, pools and callback addresses that are there', () => {
    const { dev, prod } = { dev: stages.dev.template, prod: stages.prod.template };
    const valuesOf = (template: Template, type: string, property: string): unknown[] =>
      resourcesOf(template, type).map(([, { Properties }]) => Properties[property]);
    const stageNames = Object.keys(usualStages(definition.name));
    expect(stageNames).toEqual(expect.arrayContaining(namesIn(/-c stage=(\w+)/g)));
    expect(namesIn(/(?:^stack=|--stack-name )(tandem-\w+)/gm).toSorted()).toEqual(
      stageNames.map((name) => `tandem-${name}`),
    );
    expect(valuesOf(dev, 'AWS::Cognito::UserPoolGroup', 'GroupName')).toEqual(namesIn(/--group-name (\w+)/g));
    expect(valuesOf(prod, 'AWS::Lambda::Function', 'FunctionName')).toEqual(
      expect.arrayContaining(namesIn(/--function-name ([\w-]+)/g)),
    );
    expect(valuesOf(prod, 'AWS::Lambda::Alias', 'Name')).toEqual(namesIn(/--name (\w+)/g));
    expect(valuesOf(prod, 'AWS::Cognito::UserPool', 'UserPoolName')).toEqual(namesIn(/UserPools\[\?Name==`([\w-]+)`/g));
    const tables = valuesOf(prod, 'AWS::DynamoDB::Table', 'TableName') as string[];
    const [prefix] = namesIn(/starts_with\(@, `([\w-]+)`\)/g);
    expect(tables.filter((name) => !name.startsWith(prefix!))).toEqual([]);
    expect(valuesOf(dev, 'AWS::Cognito::UserPoolClient', 'CallbackURLs')).toEqual([namesIn(/redirect_uri=([^"&]+)/g)]);
  });
});

describeWithPython('every command of AWS in the documents', () => {
  const found = documents.flatMap((document) =>
    blocksOf(document)
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => awsCommandsIn(text)),
  );

  test('exists, and so do its options', () => {
    expect(found.length).toBeGreaterThan(20);
    expect(complaintsAbout(found)).toEqual([]);
  });

  test.each([
    ['cognito admin-get-user', 'no such service'],
    ['cognito-idp make-user --user-pool-id a', 'no such command'],
    ['cloudformation wait stack-begun', 'no such command'],
    ['cognito-idp admin-get-user --pool a', 'no such option --pool'],
  ])('is told from %s', (command, complaint) => {
    expect(complaintsAbout([command])).toEqual([`${complaint}: aws ${command}`]);
  });

  test('is found in what a shell takes', () => {
    const text = 'x=$(aws a b --c "d | e" \\\n  --f g)\n# aws no comment\naws h wait i; aws j k | l';
    expect(awsCommandsIn(text)).toEqual(['a b --c quoted --f g', 'h wait i', 'j k']);
  });
});

describe('in this folder, without credentials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-scripts-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  // Elsewhere than the document says, so that two tests can run at once.
  const output = join(folder, 'cdk.out');
  const env = { PATH: process.env.PATH, HOME: folder, CDK_OUTPUT: output, AWS_EC2_METADATA_DISABLED: 'true' };

  test.each(scripts.map(({ text }) => text.trim()))(
    '%s succeeds',
    async (command) => {
      await expect(promisify(execFile)('sh', ['-ec', command], { env })).resolves.toBeDefined();
    },
    180_000,
  );

  test('synth is among them, and has written the template', () => {
    expect(scripts.map(({ text }) => text)).toContain('npm run synth\n');
    const { Outputs } = JSON.parse(readFileSync(join(output, 'Tandem.template.json'), 'utf8')) as Template;
    expect(Outputs).toHaveProperty('SignInUrl');
  });
});

// A machine without curl skips all documents that call it.
(withCurl === describe ? describeWithPython : describe.skip)('followed with the AWS CLI', () => {
  const home = mkdtempSync(join(tmpdir(), 'tandem-home-'));
  const tablePrefix = `deploy-${randomUUID().slice(0, 8)}-`;
  let moto: Moto;
  let shell: Shell;
  let listening: Listening;
  let messaging: Messaging;

  async function aws<Answer>(service: string, operation: string, input: object): Promise<Answer> {
    const { stdout } = await promisify(execFile)(
      'aws',
      [service, operation, '--cli-input-json', JSON.stringify(input), '--output', 'json'],
      { env: { ...commandLineFor(moto), HOME: home } },
    );
    return JSON.parse(stdout || '{}') as Answer;
  }

  /** What `npx cdk deploy` leaves for a person who signs in: the pool of the template, and the outputs. */
  async function deploy(template: Template): Promise<{ readonly poolId: string; readonly clientId: string }> {
    const propertiesOf = (type: string): any => resourcesOf(template, type)[0]![1].Properties;
    const { UserPoolName, Policies, Schema, UsernameConfiguration, AdminCreateUserConfig, AutoVerifiedAttributes } =
      propertiesOf('AWS::Cognito::UserPool');
    const { UserPool } = await aws<{ UserPool: { Id: string } }>('cognito-idp', 'create-user-pool', {
      PoolName: UserPoolName,
      Policies,
      Schema,
      UsernameConfiguration,
      AdminCreateUserConfig,
      AutoVerifiedAttributes,
    });
    const UserPoolId = UserPool.Id;
    const { UserPoolClient } = await aws<{ UserPoolClient: { ClientId: string } }>(
      'cognito-idp',
      'create-user-pool-client',
      { ...propertiesOf('AWS::Cognito::UserPoolClient'), UserPoolId },
    );
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Cognito::UserPoolGroup'))
      await aws('cognito-idp', 'create-group', { ...Properties, UserPoolId });
    return { poolId: UserPoolId, clientId: UserPoolClient.ClientId };
  }

  /** Makes a stack of this name with the outputs of a template, whose values are known by now. */
  async function writeOutputs(template: Template, values: Readonly<Record<string, string>>): Promise<void> {
    const names = Object.keys(template.Outputs);
    await aws('cloudformation', 'create-stack', {
      StackName: 'tandem-dev',
      TemplateBody: JSON.stringify({
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
        Outputs: Object.fromEntries(names.map((name) => [name, { Value: values[name] ?? 'not asked for' }])),
      }),
    });
  }

  beforeAll(async () => {
    moto = await openMoto();
    const { dev } = stages;
    const { poolId, clientId } = await deploy(dev.template);
    const authentication = tokenAuthentication({
      issuers: [
        {
          issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
          audience: [clientId],
          jwksUri: `${moto.url}/${poolId}/.well-known/jwks.json`,
        },
      ],
    });
    const gateway = await openGateway('v1', { tablePrefix, authentication });
    messaging = startMessaging({
      endpoint: process.env.TEST_ENGINE!,
      ...localAccess,
      tablePrefix,
      wiring: wiringOf(definition),
      consumers: {
        orders: createConsumer(orderConsumer, {
          endpoint: process.env.TEST_ENGINE!,
          ...localAccess,
          tablePrefix,
          log: () => undefined,
        }),
      },
      log: () => undefined,
    });
    listening = await serve({
      handler: gateway.handler,
      host: '127.0.0.1',
      port: 0,
      payload: 'v1',
      log: () => undefined,
    });
    await writeOutputs(dev.template, {
      Url: listening.url,
      UserPoolId: poolId,
      UserPoolClientId: clientId,
      SignInUrl: 'https://tandem-dev-1a2b3c4d.auth.us-east-1.amazoncognito.com',
    });
    shell = openShell(home, { ...commandLineFor(moto), HOME: home });
  }, 120_000);

  afterAll(async () => {
    shell?.close();
    await listening?.close();
    await messaging?.stop();
    await moto?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test.each(['outputs', 'administrator', 'token', 'product', 'basket', 'checkout', 'order', 'user'] as const)(
    'the step "%s" does what is printed',
    async (name) => {
      const { text, printed } = blockOf(name);
      // The second later of which the document speaks.
      await messaging.idle();
      const output = await shell.paste(text);
      if (printed !== undefined) compareJson(output, printed);
    },
    60_000,
  );

  test('a user has to change the password that Cognito has mailed', async () => {
    const status = await shell.paste(
      'aws cognito-idp admin-get-user --user-pool-id "$pool" --username ada --query UserStatus --output text',
    );
    expect(status.trim()).toBe('FORCE_CHANGE_PASSWORD');
  }, 60_000);

  test('the page for a first look is one of the client', async () => {
    const address = new URL(await shell.paste(blockOf('page').text));
    expect(address.origin).toMatch(/^https:\/\/tandem-dev-\w{8}\.auth\./);
    expect(address.pathname).toBe('/login');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: (await shell.paste('echo "$client"')).trim(),
      response_type: 'code',
      scope: 'openid email',
      redirect_uri: 'http://localhost:5173/',
    });
  }, 60_000);

  test('the way out of a failed first deployment takes what is left of this stage, and nothing else', async () => {
    for (const TableName of ['tandem-prod-product', 'tandem-prod-outbox', 'tandem-dev-product']) {
      await aws('dynamodb', 'create-table', {
        TableName,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
      });
    }
    await aws('cognito-idp', 'create-user-pool', { PoolName: 'tandem-prod-users', DeletionProtection: 'ACTIVE' });
    await shell.paste(blockOf('left').text);
    const { TableNames } = await aws<{ TableNames: string[] }>('dynamodb', 'list-tables', {});
    expect(TableNames).toEqual(['tandem-dev-product']);
    const { UserPools } = await aws<{ UserPools: { Name: string }[] }>('cognito-idp', 'list-user-pools', {
      MaxResults: 60,
    });
    expect(UserPools.map(({ Name }) => Name)).toEqual(['tandem-dev-users']);
  }, 120_000);

  test('what a later deployment leaves behind is taken away by hand: the new table, and the new index alone', async () => {
    const attributes = ['id', 'category', 'brand'];
    const table = {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
    };
    const indexOf = (AttributeName: string): object => ({
      IndexName: `by${AttributeName.charAt(0).toUpperCase()}${AttributeName.slice(1)}`,
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    });
    await aws('dynamodb', 'create-table', {
      ...table,
      TableName: 'tandem-prod-review',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    await aws('dynamodb', 'create-table', {
      ...table,
      TableName: 'tandem-prod-product',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [indexOf('category'), indexOf('brand')],
    });
    await shell.paste(blockOf('newTable').text);
    expect(await shell.paste(blockOf('newIndex').text)).toContain('"byBrand"');
    const { TableNames } = await aws<{ TableNames: string[] }>('dynamodb', 'list-tables', {});
    expect(TableNames).toContain('tandem-prod-product');
    expect(TableNames).not.toContain('tandem-prod-review');
    const { Table } = await aws<{ Table: { GlobalSecondaryIndexes: { IndexName: string }[] } }>(
      'dynamodb',
      'describe-table',
      { TableName: 'tandem-prod-product' },
    );
    expect(Table.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual(['byCategory']);
  }, 120_000);

  describe('the way back', () => {
    const FunctionName = 'tandem-prod-gateway';
    const versionsOf = async (): Promise<string[]> => {
      const { Versions } = await aws<{ Versions: { Version: string }[] }>('lambda', 'list-versions-by-function', {
        FunctionName,
      });
      return Versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST');
    };

    beforeAll(async () => {
      const { Role } = await aws<{ Role: { Arn: string } }>('iam', 'create-role', {
        RoleName: 'gateway',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      });
      const code = join(home, 'handler.zip');
      await promisify(execFile)('python3', [
        '-c',
        `import zipfile; zipfile.ZipFile(${JSON.stringify(code)}, 'w').writestr('handler.js', '')`,
      ]);
      const ZipFile = readFileSync(code).toString('base64');
      await aws('lambda', 'create-function', {
        FunctionName,
        Role: Role.Arn,
        Runtime: 'nodejs22.x',
        Handler: 'handler.handler',
        Code: { ZipFile },
      });
      for (let count = 1; count <= 12; count += 1) {
        // Lambda publishes no second version of the same code.
        await aws('lambda', 'update-function-configuration', { FunctionName, Description: `Release ${count}` });
        await aws('lambda', 'publish-version', { FunctionName });
      }
      await aws('lambda', 'create-alias', { FunctionName, Name: 'live', FunctionVersion: '12' });
    }, 120_000);

    test('lists the versions, and turns the alias to one of them', async () => {
      expect(await shell.paste(blockOf('back').text)).toMatch(/^7\t\d{4}-/m);
      expect(await aws('lambda', 'get-alias', { FunctionName, Name: 'live' })).toMatchObject({ FunctionVersion: '7' });
    }, 60_000);

    test('keeps the newest ten versions', async () => {
      expect(await versionsOf()).toHaveLength(12);
      await shell.paste(blockOf('versions').text);
      expect((await versionsOf()).map(Number).toSorted((one, other) => one - other)).toEqual([
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
      ]);
    }, 60_000);
  });
});
