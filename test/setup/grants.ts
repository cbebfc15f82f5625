import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '../../tables/client';
import { operationOf } from '../../tables/wire';
import { roleOf } from '../functions';
import { grantedToJudged } from '../judged';
import { runningOperation } from '../running';
import { noteSeen, takeSeen } from '../seen-calls';

// Over the whole test run: what a function does to DynamoDB without a grant of its role, or an operation without
// saying that it touches it, is refused as IAM refuses it, and fails the test even where nobody notices. What the
// functions of judged gateways may do and have done is written down, so that test/setup/end.ts can tell what is granted
// and never done.
// A function is known by the file that opens its client; what tests read and write themselves goes through others.

const note = join(process.env.TEST_TOUCHES!, `${process.pid}.txt`);
const done = new Set<string>();

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own class below
const open = Client.open;

Client.open = (options) => {
  const client = open(options);
  const role = roleOf(new Error().stack);
  if (!role) return client;
  const send = client.send.bind(client);
  client.send = async (command, ...rest) => {
    // Here, because a test of one file should not load every declaration.
    const { judge } = await import('../judge');
    const judged = judge({ role, operation: operationOf(command), input: command.input, by: runningOperation() });
    judged.done.forEach((one) => done.add(one));
    judged.denied.forEach((one) => noteSeen('grants', one));
    if (judged.error) throw judged.error;
    return send(command, ...rest);
  };
  return client;
};

appendFileSync(note, `file ${expect.getState().testPath}\n`);

afterEach(complain);
afterAll(() => {
  const lines = [...grantedToJudged().map((one) => `granted ${one}`), ...[...done].map((one) => `done ${one}`)];
  appendFileSync(note, lines.map((line) => `${line}\n`).join(''));
  complain();
});

function complain(): void {
  const words = takeSeen('grants').join(', ');
  // No expect(): a test that counts its assertions must not find ours among them.
  if (words !== '') {
    throw new Error(`Done without a grant or a touch of the operation, or on tables without noteTables(): ${words}.`);
  }
}
