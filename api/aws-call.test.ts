import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAwsCall } from './aws-call';
import { busOf, lettersTo } from './relay';

interface Heard {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const access = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'secret', sessionToken: 'token' },
};
const heard: Heard[] = [];
let answer: { readonly status: number; readonly body: string };
let server: Server;
let endpoint: string;

beforeAll(async () => {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(answer.body);
  };
  server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  heard.length = 0;
  answer = { status: 200, body: '{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}' };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('PutEvents goes over the wire as AWS sends it itself', async () => {
  const entry = {
    Source: 'shop',
    DetailType: 'Sold',
    Detail: '{"name":"Zoë"}',
    Time: new Date('2026-01-15T09:30:00.123Z'),
  };
  const ours = await busOf({ ...access, endpoint }, 'Bus')([entry]);
  // The witness: AWS's own client.
  const client = new EventBridgeClient({ ...access, endpoint });
  const theirs = await client.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'Bus' }] }));
  client.destroy();
  // What is not there has no name on the wire.
  expect(theirs).toMatchObject(JSON.parse(JSON.stringify(ours)));
  const [one, other] = heard as [Heard, Heard];
  expect(JSON.parse(one.body)).toEqual(JSON.parse(other.body));
  for (const name of ['content-type', 'x-amz-target', 'x-amz-security-token', 'host']) {
    expect(one.headers[name]).toBe(other.headers[name]);
  }
  const scopeOf = ({ headers }: Heard): string | undefined => /Credential=[^,]*/.exec(headers.authorization ?? '')?.[0];
  expect(scopeOf(one)).toBe(scopeOf(other));
  expect(scopeOf(one)).toMatch(/\/eu-central-1\/events\/aws4_request$/);
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
test('SendMessage is a call of the JSON protocol of SQS', async () => {
  answer = { status: 200, body: '{"MessageId":"m","MD5OfMessageBody":"x"}' };
  const queue = 'https://sqs.eu-central-1.amazonaws.com/123456789012/relay-dead-letters';
  const named = { reason: 'why', sequenceNumber: '1', key: 'a', id: 'i', event: 0 };
  await lettersTo({ ...access, endpoint }, queue)(named);
  const [{ headers, body }] = heard as [Heard];
  expect(headers).toMatchObject({
    'x-amz-target': 'AmazonSQS.SendMessage',
    'content-type': 'application/x-amz-json-1.0',
  });
  expect(headers.authorization).toContain('/eu-central-1/sqs/aws4_request');
  expect(JSON.parse(body)).toEqual({ QueueUrl: queue, MessageBody: JSON.stringify(named) });
});

test.each([
  ['ThrottlingException', 400, '{"__type":"ThrottlingException","message":"Rate exceeded"}'],
  ['QueueDoesNotExist', 400, '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"secret"}'],
  ['InternalException', 500, '{"__type":"InternalException:http://internal.amazon.com/x/"}'],
  ['Status503', 503, '<html>secret</html>'],
  ['Status200', 200, 'secret'],
])('what AWS refuses is thrown under its name %s, without what it repeats', async (name, status, body) => {
  answer = { status, body };
  const call = openAwsCall({ ...access, endpoint, service: 'events' })('PutEvents', {});
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name });
  expect((error as Error).message).not.toMatch(/secret|Rate/);
});
