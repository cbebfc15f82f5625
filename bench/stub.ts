import { createServer } from 'node:http';
import { portOf } from '../local/port';
import { required } from '../schema/required';

// DynamoDB in place of DynamoDB: answers every call at once with made-up products, so that only the cost of who asks is
// measured. It checks nothing and keeps nothing. Prints its port when it listens, and ends with its input.

const categories = ['Camera', 'Radio'];

/** A product as DynamoDB stores it. */
function product(id: string): object {
  return {
    id: { S: id },
    title: { S: `Product ${id}` },
    description: { S: 'Small enough for every pocket, and it takes pictures even when it is nearly dark.' },
    category: { S: categories[0] },
    price: { N: '249.5' },
    stock: { N: '12' },
    brand: { S: 'Lumen' },
    sku: { S: 'CAM-100' },
    tags: { L: [{ S: 'travel' }, { S: 'compact' }] },
    rating: { N: '4.5' },
    imageFile: { S: 'product-1.png' },
    version: { N: '1' },
    createdAt: { S: '2026-11-21T09:30:00.000Z' },
    updatedAt: { S: '2026-11-21T09:30:00.000Z' },
  };
}

function basket(userName: string): object {
  const items = Array.from({ length: 10 }, (_, index) => ({
    M: { productId: { S: `p-${100 + index}` }, quantity: { N: '2' }, price: { N: '249.5' } },
  }));
  return {
    userName: { S: userName },
    items: { L: items },
    version: { N: '1' },
    createdAt: { S: '2026-11-21T09:30:00.000Z' },
    updatedAt: { S: '2026-11-21T09:30:00.000Z' },
  };
}

const itemOf = (key: Record<string, { S: string }>): object =>
  key.userName ? basket(key.userName.S) : product(required(key.id, 'the id of a product').S);

const page = Array.from({ length: 20 }, (_, index) => product(`p-${100 + index}`));

interface StubCall {
  readonly TableName: string;
  readonly Key: Record<string, { S: string }>;
  readonly Limit?: number;
  readonly RequestItems: Record<string, { Keys: Record<string, { S: string }>[] }>;
  readonly ReturnConsumedCapacity?: string;
}

const answers: Record<string, (call: StubCall) => object> = {
  GetItem: ({ Key }) => ({ Item: itemOf(Key) }),
  PutItem: () => ({}),
  TransactWriteItems: () => ({}),
  Query: ({ Limit = 20 }) => ({ Items: page.slice(0, Limit), Count: Math.min(20, Limit), ScannedCount: 20 }),
  Scan: ({ Limit = 20 }) => ({ Items: page.slice(0, Limit), Count: Math.min(20, Limit), ScannedCount: 20 }),
  BatchGetItem: ({ RequestItems }) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [table, Keys.map((key) => itemOf(key))]),
    ),
    UnprocessedKeys: {},
  }),
};

let calls = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const name = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    // How many calls there were since the last time somebody asked.
    if (request.method === 'GET') {
      response.end(String(calls));
      calls = 0;
      return;
    }
    calls++;
    const answer = answers[name];
    const call = JSON.parse(Buffer.concat(chunks).toString()) as StubCall;
    const capacity = call.ReturnConsumedCapacity && { TableName: call.TableName, CapacityUnits: 1 };
    // A call of several tables tells a list.
    const isList = name === 'BatchGetItem' || name === 'TransactWriteItems';
    const consumed = capacity && { ConsumedCapacity: isList ? [capacity] : capacity };
    const body = JSON.stringify({ ...answer?.(call), ...consumed });
    response.writeHead(answer ? 200 : 400, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': 'STUB',
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${portOf(server)}\n`));
// Waking a processor that sleeps costs whoever sends: 80 microseconds of a call on a virtual machine, which a call over a
// network does not have. With a processor of its own the stub never sleeps.
const stayAwake = (): void => void setImmediate(stayAwake);
if (process.argv.includes('--awake')) stayAwake();
process.stdin.on('end', () => process.exit(0)).resume();
