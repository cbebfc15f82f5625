import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../services/touches';
import type { RoleCall } from '../judge';
import { runningOperation } from '../running';

// Over the whole test run: neither function ever does to DynamoDB what its role is not granted, no operation what it
// does not say that it touches, and what the shop's functions do is written down, so that test/setup/engine-stop.ts can tell what is granted and never done. A function
// is known by the file that opens its client; what tests read and write themselves goes through clients of their own.

const functions: readonly [string, Role][] = [
  ['/api/handler.ts:', 'gateway'],
  ['/api/orders.ts:', 'orders'],
];

const note = join(process.env.TEST_TOUCHES!, `${process.pid}.txt`);
const calls: RoleCall[] = [];
const done = new Set<string>();

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own class below
const from = DynamoDBDocumentClient.from as (...given: unknown[]) => DynamoDBDocumentClient;

DynamoDBDocumentClient.from = (...given: unknown[]) => {
  const stack = (new Error().stack ?? '').replaceAll('\\', '/');
  const role = functions.find(([file]) => stack.includes(file))?.[1];
  if (role) {
    (given[0] as DynamoDBClient).middlewareStack.add(
      (next, context) => async (args) => {
        const operation = String(context.commandName).replace(/Command$/, '');
        calls.push({ role, operation, input: args.input, by: runningOperation() });
        return next(args);
      },
      { step: 'initialize' },
    );
  }
  return from.apply(DynamoDBDocumentClient, given);
};

appendFileSync(note, `file ${expect.getState().testPath}\n`);

afterEach(judgeCalls);
afterAll(async () => {
  await judgeCalls();
  for (const one of done) appendFileSync(note, `done ${one}\n`);
});

async function judgeCalls(): Promise<void> {
  if (calls.length === 0) return;
  // Here, because a test of one file should not load every declaration.
  const { judge } = await import('../judge');
  const judged = judge(calls.splice(0));
  judged.done.forEach((one) => done.add(one));
  // No expect(): a test that counts its assertions must not find ours among them.
  if (judged.denied.length > 0) {
    throw new Error(
      `Done without a grant or a touch of the operation, or on tables without noteTables(): ${judged.denied.join(', ')}.`,
    );
  }
}
