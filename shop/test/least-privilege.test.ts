import { orderConsumer } from '../services/place-order';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createConsumer } from '../../api/consumer';
import type { ConsumerHandler } from '../../api/consumer';
import { localAccess } from '../../local/tables';
import { definition } from './usual';
import { openFaultProxy } from '../../test/fault-proxy';
import type { FaultProxy } from '../../test/fault-proxy';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { Stopped } from '../../test/journeys';
import { journeys } from './journeys';
import { arnOf, neededBy, policyOf, right, rightsOf } from '../../local/rights';
import type { Right } from '../../local/rights';

// Both functions run behind a proxy that refuses, as IAM does, whatever their roles are not granted.

const roles = ['gateway', 'orders'] as const;
type Role = (typeof roles)[number];
const granted: Record<Role, readonly Right[]> = {
  gateway: rightsOf(definition, 'gateway'),
  orders: rightsOf(definition, 'orders'),
};
const proxies = {} as Record<Role, FaultProxy>;
const logged: any[] = [];
let gateway: TestGateway;
let consumer: ConsumerHandler;
let raw: DynamoDBClient;

beforeAll(async () => {
  for (const role of roles) proxies[role] = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  gateway = await openGateway('v1', { endpoint: proxies.gateway.endpoint });
  consumer = createConsumer(orderConsumer, {
    endpoint: proxies.orders.endpoint,
    ...localAccess,
    tablePrefix: gateway.prefix,
    log: (entry) => logged.push(entry),
  });
  raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
});
afterAll(async () => {
  raw.destroy();
  for (const role of roles) await proxies[role].close();
});

/** Begins to enforce the rights of both roles, without one of them if it is named. */
function enforce(role?: Role, without?: Right): void {
  for (const one of roles) {
    const rights = granted[one].filter((each) => one !== role || each !== without);
    proxies[one].set();
    proxies[one].obey(policyOf(rights, gateway.prefix));
  }
}

test('all journeys end well with what is granted, and they need all of it', async () => {
  enforce();
  await journeys({ gateway, consumer, raw }, 'all');
  for (const role of roles) {
    const needed = proxies[role].requests.flatMap(({ operation, body }) =>
      neededBy(operation, JSON.parse(body)).map(({ table, action, index }) =>
        right(table.slice(gateway.prefix.length), action, index),
      ),
    );
    expect([...new Set(needed)].toSorted()).toEqual(granted[role].toSorted());
  }
});

/** How IAM says that a right is missing. */
function denial(one: Right): string {
  const [resource, action] = one.split(' ');
  return `dynamodb:${action} on resource: ${arnOf('dynamodb', `table/${gateway.prefix}${resource}`)} `;
}

describe.each(roles)('the %s', (role) => {
  test.each(granted[role])('cannot do without %s, and does not tell why', async (one) => {
    enforce(role, one);
    logged.length = gateway.log.length = 0;
    const stopped = await journeys(
      { gateway, consumer, raw },
      `${role} ${granted[role].indexOf(one)}`.replaceAll(' ', '-'),
    ).catch((error: unknown) => error);
    if (!(stopped instanceof Stopped)) throw new Error(`The journeys did not notice: ${String(stopped)}`);
    if (role === 'orders') {
      // The message stays in the queue, and the log says what is missing.
      expect(stopped.step).toBe('consumer');
      expect(logged.at(-1)).toMatchObject({ level: 'error', code: 'internal' });
      expect(JSON.stringify(logged.at(-1))).toContain(denial(one));
      return;
    }
    const { status, json, text } = stopped.answer!;
    if (stopped.step.includes('/health')) expect(status).toBe(503);
    else if (status === 200) expect(json.errors[0].extensions.code).toBe('INTERNAL');
    else expect([status, json.type]).toEqual([500, '/problems/internal']);
    // What the caller has sent is masked in the log, so also the tableName of the envelope.
    const said = [denial(one), denial(one).replace('lambda-apigateway', '***')];
    const log = JSON.stringify(gateway.log);
    if (status !== 503) expect(said.filter((words) => log.includes(words))).not.toEqual([]);
    expect(text).not.toMatch(/arn:|dynamodb:|AccessDenied|not authorized|assumed-role/);
  });
});
