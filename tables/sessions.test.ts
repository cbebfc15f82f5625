import { AssumeRoleCommand, STSClient } from '@aws-sdk/nested-clients/sts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sessionPolicy } from '../services/session-policy';
import { openSessions } from './sessions';
import type { Sessions } from './sessions';

// AWS STS is a server that answers as its reference shows:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Examples

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
}

const role = 'arn:aws:iam::111122223333:role/tenants';
const shared = 'arn:aws:iam::111122223333:policy/shared';
const credentials = { accessKeyId: 'key1', secretAccessKey: 'two', sessionToken: 'three' };
const region = 'eu-central-1';
const hour = 3_600_000;

let asked: Asked[] = [];
let failures: unknown[] = [];
/** What the next calls are answered; after them all is well. */
let answers: (readonly [status: number, text: string])[] = [];
let clock = Date.parse('2026-11-29T12:00:00Z');
/** What holds an answer back. */
let held: Promise<unknown> = Promise.resolve();

const session = (number: number): string => `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/tenants/acme</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIA${number}</AccessKeyId>
      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
      <SessionToken>
       AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW==
      </SessionToken>
      <Expiration>${new Date(clock + hour).toISOString()}</Expiration>
    </Credentials>
    <PackedPolicySize>6</PackedPolicySize>
  </AssumeRoleResult>
</AssumeRoleResponse>`;

const refusal = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>User ${role} is not</Message></Error></ErrorResponse>`;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push({
      headers: request.headers,
      form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    });
    const [status, text] = answers.shift() ?? [200, session(asked.length)];
    void held.then(() => response.writeHead(status, { 'content-type': 'text/xml' }).end(text));
  });
});
let endpoint: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  [asked, failures, answers, held] = [[], [], [], Promise.resolve()];
});

const open = (): Sessions =>
  openSessions({
    role,
    shared,
    endpoint,
    region,
    credentials,
    policyOf: sessionPolicy,
    failed: (error) => failures.push(error),
    now: () => clock,
  });

test('asks for the session of a tenant as the SDK does, and is given what the SDK is', async () => {
  const sdk = new STSClient({ region, endpoint, credentials });
  for (const tenant of ['acme', 'café', 'x', '*', 'o=acme,c=de']) {
    asked = [];
    const given = await open()(tenant);
    const [{ form, headers }] = asked as [Asked];
    const { RoleArn, RoleSessionName, Policy } = form;
    const answer = await sdk.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName, Policy, PolicyArns: [{ arn: shared }], DurationSeconds: 3600 }),
    );
    const theirs = asked[1]!;
    expect(form).toEqual(theirs.form);
    expect(RoleArn).toBe(role);
    expect(RoleSessionName).toMatch(/^[\w+=,.@-]{2,64}$/);
    expect(Policy).toBe(sessionPolicy(tenant));
    const { SecretAccessKey, SessionToken } = answer.Credentials!;
    expect(given).toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken!.trim(),
    });
    const scope = /Credential=key1\/(\d{8}\/eu-central-1\/sts\/aws4_request)/;
    expect(scope.exec(headers.authorization!)?.[1]).toBe(scope.exec(theirs.headers.authorization!)?.[1]);
  }
  sdk.destroy();
});

test('asks once for all who wait, and keeps the session of each tenant until five minutes before its end', async () => {
  const sessions = open();
  const [one, two, other] = await Promise.all([sessions('acme'), sessions('acme'), sessions('globex')]);
  expect(two).toEqual(one);
  expect(other.accessKeyId).not.toBe(one.accessKeyId);
  clock += hour - 300_001;
  expect(await sessions('acme')).toEqual(one);
  expect(asked).toHaveLength(2);
  clock += 1;
  const [next, same] = await Promise.all([sessions('acme'), sessions('acme')]);
  expect(asked).toHaveLength(3);
  expect(same).toEqual(next);
  expect(next.accessKeyId).toBe('ASIA3');
});

test('a call that fails in passing is made again, and one that is refused is not', async () => {
  answers = [
    [503, ''],
    [400, refusal('Throttling')],
  ];
  expect((await open()('acme')).accessKeyId).toBe('ASIA3');
  expect(failures).toEqual([]);
  answers = [[403, refusal('AccessDenied')]];
  await expect(open()('acme')).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } });
  expect(asked).toHaveLength(4);
  // The name of what is wrong for the log, and nothing of the account.
  expect(failures).toMatchObject([
    { name: 'AccessDenied', message: 'AssumeRole was answered with the status 403: AccessDenied.' },
  ]);
});

test.each([
  ['no session', '<AssumeRoleResponse/>'],
  ['no end', session(1).replace(/<Expiration>.*<.Expiration>/, '')],
  ['an end that is no time', session(1).replace(/<Expiration>.*<.Expiration>/, '<Expiration>soon</Expiration>')],
])('an answer with %s is none', async (_, text) => {
  answers = [[200, text]];
  await expect(open()('acme')).rejects.toMatchObject({ code: 'unavailable' });
  expect(failures).toMatchObject([{ message: 'AssumeRole was answered with the status 200: Status200.' }]);
});

test('a session that cannot be replaced is used to its end, and what failed is asked for anew', async () => {
  const sessions = open();
  const first = await sessions('acme');
  clock += hour - 1000;
  const denied = (): void => void (answers = [[403, refusal('AccessDenied')]]);
  denied();
  expect(await sessions('acme')).toEqual(first);
  clock += 1000;
  denied();
  await expect(sessions('acme')).rejects.toMatchObject({ code: 'unavailable' });
  expect(failures).toHaveLength(2);
  expect((await sessions('acme')).accessKeyId).toBe('ASIA4');
});

test('those of the thousand tenants that were used last are kept', async () => {
  const sessions = open();
  const first = await sessions('t0');
  for (let tenant = 1; tenant < 1000; tenant++) await sessions(`t${tenant}`);
  expect(await sessions('t0')).toEqual(first);
  await sessions('one more');
  expect(await sessions('t0')).toEqual(first);
  const asks = asked.length;
  await sessions('t1');
  expect(asked).toHaveLength(asks + 1);
});

test('a slow answer lets nobody else wait', async () => {
  const sessions = open();
  const kept = await sessions('globex');
  let release: (value?: unknown) => void = () => undefined;
  held = new Promise((resolve) => (release = resolve));
  const waiting = sessions('acme');
  await nextTurn();
  expect(await sessions('globex')).toEqual(kept);
  release();
  expect((await waiting).accessKeyId).toBe('ASIA2');
});
