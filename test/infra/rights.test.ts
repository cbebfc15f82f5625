import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsumer } from '../../api/consumer';
import type { ConsumerHandler } from '../../api/consumer';
import { AccessDenied, textOf } from '../../local/access';
import type { Access } from '../../local/access';
import { startMessaging } from '../../local/messaging/messaging';
import type { Messaging } from '../../local/messaging/messaging';
import { placesOf } from '../../local/messaging/rights';
import type { ConsumerPlaces, Places, Principal } from '../../local/messaging/rights';
import { accessOf, neededBy } from '../../local/rights';
import { createTables, localAccess } from '../../local/tables';
import { readTemplate } from './template';
import type { StackTemplate } from './template';
import type { Role } from '../../services/touches';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { journeys } from '../journeys';
import { definition } from '../usual';
import { grantedBy, policiesElsewhere } from './granted';
import type { Granted } from './granted';
import { synthesised } from './synthesised';
import type { Template } from './synthesised';

// Observed = granted. The gateway and its consumers run with just what the statements of the template allow: the functions, the rule and
// the mappings. What they do is written down, and must be all that the template allows, but for a short list.

const consumerNames = definition.consumers.map(({ name }) => name);

/** What AWS asks for and nothing local can do. */
const unobservable: readonly { principals: string[]; actions: string[]; arns: string[]; because: string }[] = [
  {
    principals: ['gateway', ...consumerNames, 'relay'],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    arns: ['AWS::Logs::LogGroup'],
    because: 'Lambda writes what a function prints.',
  },
  {
    principals: ['gateway', ...consumerNames, 'relay'],
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    arns: ['*'],
    because: 'Lambda traces calls; X-Ray has no resources.',
  },
  {
    principals: ['gateway', ...consumerNames],
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    arns: ['*'],
    because: 'Lambda connects a function to the network, where there is one.',
  },
  {
    principals: ['gateway'],
    actions: ['kms:Decrypt'],
    arns: ['AWS::KMS::Key'],
    because: 'Lambda decrypts the environment before the function starts.',
  },
  ...consumerNames.map((name) => ({
    principals: [name],
    actions: ['sqs:SendMessage'],
    arns: [`${name}-dead-letters`],
    because: 'Lambda keeps an event that was handed to the function without the queue, and that failed three times.',
  })),
  {
    principals: ['AWS::EC2::FlowLog'],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    arns: ['AWS::Logs::LogGroup'],
    because: 'The network writes its flow log.',
  },
  {
    principals: ['AWS::ApiGateway::Account'],
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ],
    arns: ['*'],
    because: 'API Gateway writes its logs, and refuses a role that could do less.',
  },
  {
    principals: ['AWS::CodeDeploy::DeploymentGroup'],
    actions: ['lambda:GetAlias', 'lambda:UpdateAlias'],
    arns: ['AWS::Lambda::Function'],
    because: 'A release moves the alias.',
  },
  {
    principals: ['AWS::CodeDeploy::DeploymentGroup'],
    actions: ['lambda:GetProvisionedConcurrencyConfig'],
    arns: ['gateway:live'],
    because: 'A release looks whether versions are kept warm.',
  },
  {
    principals: ['AWS::CodeDeploy::DeploymentGroup'],
    actions: ['cloudwatch:DescribeAlarms'],
    arns: ['server-errors', 'slow-answers', 'functions-crash'],
    because: 'A release goes back when one of them rings.',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'tandem-rights-'));
const prefix = `test-${randomUUID().slice(0, 8)}-`;
const endpoint = process.env.TEST_ENGINE!;
const raw = new DynamoDBClient({ endpoint, ...localAccess });
let template: Template;
let stack: StackTemplate;
let places: Places;
let granted: ReadonlyMap<string, Granted>;
let gateway: TestGateway;
let consumers: Readonly<Record<string, ConsumerHandler>>;
let messaging: Messaging | undefined;
/** Rights that a test has taken away for a while. */
const withdrawn = new Set<string>();
const observed = new Set<string>();
let learn: (denied: string) => void = () => undefined;
/** Fails with the first thing that the template never allows, or who waits would wait for ever. */
let refuse!: (error: Error) => void;
const refused = new Promise<never>((_, reject) => (refuse = reject));
refused.catch(() => undefined);

beforeAll(async () => {
  // With every option, and its names those of a stage of its own.
  const { everything } = await synthesised('everything');
  template = JSON.parse(JSON.stringify(everything.template).replaceAll('library-prod-', prefix)) as Template;
  const file = join(folder, 'Tandem.template.json');
  writeFileSync(file, JSON.stringify(template));
  stack = readTemplate(file);
  places = placesOf(stack.wiring, prefix);
  granted = new Map(grantedBy(template).map((one) => [wordsOf(one.principal, one), one]));
  await createTables({ endpoint, domains: [], prefix, tables: stack.tables(prefix), say: () => undefined });
  gateway = await openGateway('v1', { tablePrefix: prefix, authorize: heldTo('gateway') });
  consumers = Object.fromEntries(
    definition.consumers.map((consumer) => [
      consumer.name,
      createConsumer(consumer, {
        endpoint,
        ...localAccess,
        tablePrefix: prefix,
        authorize: heldTo(consumer.name),
        log: () => undefined,
      }),
    ]),
  );
  await gateway.send('POST', '/book', { body: { id: 'harbours', title: 'Harbours', category: 'Travel', price: 15 } });
  messaging = start();
});

afterAll(async () => {
  await messaging?.stop();
  raw.destroy();
  rmSync(folder, { recursive: true });
});

const wordsOf = (principal: string, access: Access): string => `${principal} ${textOf(access)}`;

/** Judges as IAM would, and writes down what is done. */
function ask(principal: string, access: Access): void {
  const words = wordsOf(principal, access);
  if (granted.has(words) && !withdrawn.has(words)) {
    observed.add(words);
    return;
  }
  learn(words);
  if (!granted.has(words)) refuse(new Error(`The template does not grant ${words}.`));
  throw new AccessDenied(principal, access);
}

function heldTo(role: Role) {
  return (operation: string, input: unknown): void => {
    for (const needed of neededBy(operation, input)) ask(role, accessOf(needed));
  };
}

function start(): Messaging {
  return startMessaging({
    endpoint,
    ...localAccess,
    tablePrefix: prefix,
    folder,
    consumers,
    log: () => undefined,
    wiring: stack.wiring,
    authorize: ask,
  });
}

/** How to have an event sent to each consumer; what it gives tells whether the consumer has taken it. */
const stories: Readonly<Record<string, (name: string) => Promise<() => Promise<boolean>>>> = {
  loans: async (userName) => {
    const items = [{ bookId: 'harbours', quantity: 1 }];
    expect(await gateway.send('POST', '/shelf', { body: { userName, items } })).toMatchObject({ status: 201 });
    const { status, json } = await gateway.send('POST', '/shelf/borrow', { body: { userName } });
    expect(status).toBe(202);
    const loan = `/loan/${userName}/${json.loanId}`;
    return async () => (await gateway.send('GET', loan)).json.status === 'LENT';
  },
  notices: async (id) => {
    const body = { id, title: id, category: 'New', price: 1 };
    expect(await gateway.send('POST', '/book', { body })).toMatchObject({ status: 201 });
    return async () => (await gateway.send('GET', `/notice/${id}/1`)).status === 200;
  },
};

test('every consumer has a story', () => {
  expect(Object.keys(stories).toSorted()).toEqual(consumerNames.toSorted());
  expect(Object.keys(stack.wiring.consumers).toSorted()).toEqual(consumerNames.toSorted());
});

/** Takes a right away. */
function withdraw(right: string): void {
  if (!granted.has(right)) throw new Error(`The template does not grant ${right}.`);
  withdrawn.add(right);
}
beforeEach(() => withdrawn.clear());

/** Waits until no event is on its way. */
async function idle(): Promise<void> {
  await Promise.race([messaging!.idle(), refused]);
}

const rule = 'events.amazonaws.com';
/** The ARN of one of the places, those of a consumer among them. */
const placeOf = (place: Place, consumer: string): string =>
  place === 'queue' || place === 'deadLetters' ? places.consumers[consumer]![place] : places[place];
type Place = keyof ConsumerPlaces | Exclude<keyof Places, 'consumers'>;

const sending = (place: 'queue' | 'deadLetters', consumer: string): string =>
  wordsOf(rule, { action: 'sqs:SendMessage', arn: placeOf(place, consumer) });

/** Has an event sent while the rule may not deliver: it goes to the dead letters, and from there its way. */
async function toDeadLettersAndBack(consumer: string): Promise<void> {
  withdraw(sending('queue', consumer));
  const isTaken = await stories[consumer]!(`undeliverable-${consumer}`);
  await idle();
  expect(await isTaken()).toBe(false);
  const { queue, deadLetterQueue } = messaging!.consumers[consumer]!;
  const letters = deadLetterQueue.peek();
  expect(letters).toHaveLength(1);
  expect(letters[0]!.body).toContain(`undeliverable-${consumer}`);
  withdrawn.clear();
  deadLetterQueue.redrive(queue);
  await idle();
  expect(await isTaken()).toBe(true);
}

/** What is done between outbox and consumers, each with a way to stop there, and the consumer that then waits. */
const stops: readonly (readonly [Principal, Place, string, consumer: string])[] = [
  ['relay', 'everyStream', 'dynamodb:ListStreams', 'loans'],
  ['relay', 'stream', 'dynamodb:DescribeStream', 'loans'],
  ['relay', 'stream', 'dynamodb:GetShardIterator', 'loans'],
  ['relay', 'stream', 'dynamodb:GetRecords', 'loans'],
  ['relay', 'bus', 'events:PutEvents', 'loans'],
  ...consumerNames.flatMap((name) => [
    [name, 'queue', 'sqs:GetQueueAttributes', name] as const,
    [name, 'queue', 'sqs:ReceiveMessage', name] as const,
    [name, 'queue', 'sqs:DeleteMessage', name] as const,
    [rule, 'deadLetters', 'sqs:SendMessage', name] as const,
  ]),
];

test.each(stops)(
  'without the right of %s on the %s to %s the way to %s stops, and nothing is lost',
  async (principal, place, action, consumer) => {
    await messaging!.stop();
    const right = wordsOf(principal, { action, arn: placeOf(place, consumer) });
    // The dead letters are wanted only where the queue is closed. With both closed EventBridge would give the event up
    // and leave it in the outbox; here the relay learns of it and tries again.
    withdraw(right);
    if (place === 'deadLetters') withdraw(sending('queue', consumer));
    const denied = new Promise<void>((done) => {
      learn = (what) => void (what === right && done());
    });
    const isTaken = await stories[consumer]!(`waits-for-${consumer}-${action.replace(':', '-')}`);
    messaging = start();
    await Promise.race([denied, refused]);
    await messaging.stop();
    // A message that cannot be deleted comes again when its work is done.
    expect(await isTaken()).toBe(action === 'sqs:DeleteMessage');

    withdrawn.clear();
    messaging = start();
    await idle();
    expect(await isTaken()).toBe(true);
    expect(messaging.consumers[consumer]!.deadLetterQueue.peek()).toEqual([]);
  },
);

/** Puts something into the outbox that can never be an event: the relay names it in its dead letters. */
async function giveUp(id: string): Promise<void> {
  const event = { source: 'library', detailType: 'Nothing', detail: 'no JSON', time: new Date().toISOString() };
  const Item = Object.fromEntries(Object.entries({ key: 'nothing', id, ...event }).map(([name, S]) => [name, { S }]));
  await raw.send(new PutItemCommand({ TableName: `${prefix}outbox`, Item }));
}

const naming = (): string => wordsOf('relay', { action: 'sqs:SendMessage', arn: places.relayDeadLetters });

test('without the right to its dead letters the relay passes over nothing', async () => {
  await messaging!.stop();
  withdraw(naming());
  const denied = new Promise<void>((done) => {
    learn = (what) => void (what === naming() && done());
  });
  await giveUp('unnamed');
  messaging = start();
  await Promise.race([denied, refused]);
  await messaging.stop();
  expect(messaging.relayDeadLetterQueue.peek()).toEqual([]);
  withdrawn.clear();
  messaging = start();
  await idle();
  expect(messaging.relayDeadLetterQueue.peek().map(({ body }) => JSON.parse(body))).toMatchObject([{ id: 'unnamed' }]);
});

test('every role uses all that the template grants it, but for what nothing local can do', async () => {
  for (const name of consumerNames) await toDeadLettersAndBack(name);
  await journeys({ gateway, consumers }, 'template');
  await idle();
  const nameIn = (arn: string): string => arn.split(prefix).at(-1)!;
  const rest = unobservable.flatMap(({ principals, actions, arns }) =>
    principals.flatMap((principal) =>
      actions.flatMap((action) => arns.map((arn) => wordsOf(principal, { action, arn }))),
    ),
  );
  const unused = [...granted]
    .filter(([words]) => !observed.has(words))
    .map(([, one]) => wordsOf(one.principal, { ...one, arn: nameIn(one.arn) }));
  expect(unused.toSorted()).toEqual(rest.toSorted());
  expect(policiesElsewhere(template)).toEqual([]);
  // And each right beside those to tables has been taken away once.
  const ofTables = new RegExp(`^(${['gateway', ...consumerNames].join('|')}) dynamodb:`);
  const ways = [...observed].filter((words) => !ofTables.test(words));
  const stopped = stops.map(([principal, place, action, consumer]) =>
    wordsOf(principal, { action, arn: placeOf(place, consumer) }),
  );
  const queues = consumerNames.map((name) => sending('queue', name));
  expect(ways.toSorted()).toEqual([...stopped, ...queues, naming()].toSorted());
});
