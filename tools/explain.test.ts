import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

// The program of `npm run explain` in a process of its own: what it prints, letter for letter, and how it ends.

interface Ending {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

async function explain(...args: readonly string[]): Promise<Ending> {
  const child = spawn(process.execPath, ['-r', '@swc-node/register', resolve(__dirname, 'explain.ts'), ...args], {
    // The folder of an application.
    cwd: resolve(__dirname, '../test/trial'),
    env: { ...process.env, TS_NODE_PROJECT: resolve(__dirname, '../tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[status], out, errors] = await Promise.all([
    once(child, 'close') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, out, errors };
}

const told = (out: string): Ending => ({ status: 0, out, errors: '' });
const refused = (status: number, errors: string): Ending => ({ status, out: '', errors });

const oneQuery = `Book: how the list is read
  Path            Query on index byCategory
  Key condition   category = ? and price >= ?
  Sorted by       price descending
  Read budget     10000 items a page

A page of 20 items of 600 bytes
  1 call, 21 items examined, 2 read units

A million such pages
  DynamoDB            $0.25
  Lambda              $0.53
  API Gateway         $3.50
  (USD, us-east-1, on demand, prices of 2025-06-01; services/prices.json)
`;

test.each([
  ['a query string', ['book', 'category=Phone&filter[price][ge]=10&sort=-price']],
  ['JSON and an option', ['book', '{"category":{"eq":"Phone"},"price":{"ge":10}}', '--sort=-price']],
])('tells of one query, asked with %s', async (_, args) => {
  expect(await explain(...args)).toEqual(told(oneQuery));
});

test('tells how many queries are merged, for pages and items of another size', async () => {
  const filter = 'filter[category][in]=Camera,Phone,Audio&sort=price';
  expect(await explain('book', filter, '--limit', '50', '--item-bytes', '2000')).toEqual(
    told(`Book: how the list is read
  Path            Query on index byCategory
  Key condition   category = ?
  Queries merged  3
  Sorted by       price ascending
  Read budget     10000 items a page

A page of 50 items of 2000 bytes
  3 calls, 51 items examined, 12.5 read units

A million such pages
  DynamoDB            $1.56
  Lambda              $0.53
  API Gateway         $3.50
  (USD, us-east-1, on demand, prices of 2025-06-01; services/prices.json)
`),
  );
});

test('tells what a scan checks after reading, and how many items match', async () => {
  expect(await explain('book', 'filter[stock][eq]=0', '--matching', '0.02')).toEqual(
    told(`Book: how the list is read
  Path            Scan
  Checked after   stock = ? (DynamoDB reads, and charges for, items that do not meet it)
  Read budget     10000 items a page

A page of 20 items of 600 bytes, 2 % of them matching
  1 call, 1050 items examined, 77 read units

A million such pages
  DynamoDB            $9.63
  Lambda              $0.53
  API Gateway         $3.50
  (USD, us-east-1, on demand, prices of 2025-06-01; services/prices.json)
`),
  );
});

test('refuses what no index serves with the line to declare', async () => {
  expect(await explain('book', 'author=Ann&sort=price')).toEqual(
    refused(
      1,
      "No index of Book serves this list. Declare one: @Domain('book', { indexes: { byAuthorAndPrice: { partition: 'author', sort: 'price' } } }).\n",
    ),
  );
});

test('refuses a wrong filter with its place', async () => {
  expect(await explain('book', 'filter[price][above]=10')).toEqual(
    refused(
      1,
      `One parameter is wrong.
  /filter/price/above is not a comparison of price; it takes eq, ne, lt, le, gt, ge, between, in, notIn, exists
`,
    ),
  );
});

test('names the domains when it does not know one', async () => {
  expect(await explain('shop')).toEqual(
    refused(2, 'There is no domain "shop"; there is book, shelf, loan, notice, lambda-apigateway.\n'),
  );
});

const help = `npm run explain -- <domain> [filter] [--sort=-price] [--limit 20] [--item-bytes 600] [--matching 0.1]

  filter        JSON such as {"price":{"ge":10}}, or a query string such as "category=Phone&filter[price][ge]=10"
  --sort        the field to sort by, with "-" before it for descending
  --limit       items in a page (the domain's own default)
  --item-bytes  about how large an item is (600)
  --matching    the share of items that meets a condition which is checked after reading (0.1)

Nothing is read: the plan follows from the declarations, the cost from the assumptions.
`;

test('prints its help', async () => {
  expect(await explain('--help')).toEqual(told(help));
});

test('prints its help as an error when no domain is named', async () => {
  expect(await explain()).toEqual(refused(2, help));
});
