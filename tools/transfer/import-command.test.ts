import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from './command';
import { givenIds } from './content-id';
import { exportCommand } from './export-command';
import { decodeJson, rowOf } from './row';
import { importCommand } from './import-command';
import { ContractGateway } from '../../test/transfer/contract-gateway';
import type { Item } from '../../test/transfer/contract-gateway';
import { impatient, Paper, run } from '../../test/transfer/run';
import { until } from '../../test/until';

let gateway: ContractGateway;
let folder: string;

beforeEach(async () => {
  gateway = new ContractGateway();
  await gateway.open();
  folder = mkdtempSync(join(tmpdir(), 'transfer-'));
});

afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const books = (count: number, from = 0): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${from + index}`, title: `Title ${from + index}`, price: 1 }));

const lines = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');

const load = (path: string, words: string[] = [], world = {}): ReturnType<typeof run> =>
  run(importCommand(impatient), ['book', path, '--url', gateway.url, ...words], world);

describe('a file is loaded whatever its format', () => {
  const items = books(250);
  test.each([
    ['books.jsonl', lines(items)],
    ['books.NDJSON', `\uFEFF${lines(items)}`],
    ['books.json', JSON.stringify(items, null, 2)],
    ['books.csv', `\uFEFFid,title,price\r\n${items.map((item) => `${[item.id, item.title, 1].join()}\r\n`).join('')}`],
  ])('%s', async (name, content) => {
    const { exitCode, output, problems } = await load(file(name, content));
    expect(output).toMatch(
      /^250 read, 250 created, 0 already there, 0 refused, 0 failed in \d+\.\d s \(.*rows\/s\)\n$/,
    );
    expect({ exitCode, problems }).toEqual({ exitCode: exitCodes.ok, problems: '' });
    expect([...gateway.stored.values()]).toHaveLength(250);
    expect(gateway.stored.get('p7')).toMatchObject({ title: 'Title 7', price: 1 });
    expect(gateway.batchesSeen.map((seen) => seen.items.length).sort()).toEqual([100, 100, 50]);
  });

  test('one object', async () => {
    expect((await load(file('one.json', JSON.stringify(books(1)[0])))).output).toContain('1 read, 1 created');
  });

  test('a file without rows', async () => {
    expect(await load(file('empty.jsonl', ''))).toMatchObject({
      exitCode: exitCodes.ok,
      output: expect.stringContaining('0 read'),
    });
  });
});

describe('rows that cannot be taken', () => {
  test('are shown as row, field and reason; the others are loaded', async () => {
    const path = file(
      'books.jsonl',
      [
        '{"id":"a","title":"A","price":-1}',
        '{"id":"b","title":"B"',
        '',
        '[1]',
        '{"id":"c","colour":1,"price":"x"}',
        lines(books(2)),
      ].join('\n'),
    );
    const { exitCode, output } = await load(path);
    expect(exitCode).toBe(exitCodes.incomplete);
    expect(output.split('\n').slice(0, 9)).toEqual([
      '',
      '  line  key  field   reason',
      '     1  a    price   must be at least 0',
      expect.stringMatching(/^ {5}2 {2}- {4}- {7}is not valid JSON: Expected/),
      '     4  -    -       is not an object but an array',
      '     5  c    colour  is not a field of Book',
      '     5  c    title   is required',
      '     5  c    price   must be a number',
      '',
    ]);
    expect(output).toContain('6 read, 2 created, 0 already there, 4 refused, 0 failed');
  });

  test('of an array are named by their element and their line, in one line or in many', async () => {
    const rows = [books(1)[0], { id: 'x', title: 'X' }, { title: 'Y', price: -1 }, ...books(1, 7), 5];
    for (const [json, places] of [
      [JSON.stringify(rows), ['2     1', '3     1', '5     1']],
      [JSON.stringify(rows, null, 1), ['2     7', '3    11', '5    20']],
    ] as const) {
      gateway.stored.clear();
      const report = join(folder, 'report.jsonl');
      const { output } = await load(file('books.json', json), ['--report', report]);
      const made = /[\da-f]{8}-[\da-f-]{27}/.exec(output)![0];
      expect(output.split('\n').slice(1, 5)).toEqual([
        `  element  line  key${' '.repeat(33)}  field  reason`,
        `        ${places[0]}  x${' '.repeat(35)}  price  must be a number`,
        `        ${places[1]}  ${made}  price  must be at least 0`,
        `        ${places[2]}  -${' '.repeat(35)}  -      is not an object but a number`,
      ]);
      expect(JSON.parse(readFileSync(report, 'utf8').split('\n')[0]!)).toMatchObject({ element: expect.any(Number) });
    }
  });

  test('have a key of two fields as it stands in the path of the item', async () => {
    const shelf = { userName: 1, items: [] };
    expect(
      rowOf({ line: 1, end: 0, bytes: Buffer.from(JSON.stringify(shelf)) }, decodeJson, givenIds(), [
        'userName',
        'slot',
      ]),
    ).not.toHaveProperty('key');
    const whole = { line: 1, end: 0, bytes: Buffer.from('{"userName":"ann","slot":7}') };
    expect(rowOf(whole, decodeJson, givenIds(), ['userName', 'slot'])).toMatchObject({ key: 'ann/7' });
  });

  test('are all in the report, the first twenty of the file on the screen', async () => {
    const report = join(folder, 'report.jsonl');
    const path = file('books.jsonl', lines(books(330).map((item) => ({ ...item, price: -1 }))));
    const { output } = await load(path, ['--report', report]);
    expect(
      output
        .split('\n')
        .slice(2, 22)
        .map((line) => Number(line.trim().split(' ')[0])),
    ).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(output).toContain(`  and 310 more; all of them are in ${report}`);
    const reported = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number });
    expect(reported).toHaveLength(330);
    expect(reported.find(({ line }) => line === 8)).toEqual({
      line: 8,
      key: 'p7',
      outcome: 'refused',
      field: 'price',
      reason: 'must be at least 0',
    });
  });

  test('cannot steer the terminal', async () => {
    const { output } = await load(
      file('books.jsonl', '{"id":"a","title":"A","price":1,"\\u001b[31m red\\u001b]0;\\u0007":1}'),
    );
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('may be wrong in their bytes or too deep', async () => {
    const deep = `{"title":"T","price":1,"extra":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const path = file(
      'books.jsonl',
      Buffer.concat([Buffer.from('{"title":"caf'), Buffer.from([0xe9]), Buffer.from(`"}\n${deep}\n`)]),
    );
    const { output } = await load(path);
    expect(output).toContain('1  -    -      is not UTF-8 text: save the file in UTF-8');
    expect(output).toContain('2  -    -      is nested too deeply');
  });

  test('are found when the gateway refuses their whole request', async () => {
    gateway.fault = ({ items }) =>
      items.some(({ id }) => id === 'p33')
        ? { status: 413, body: { title: 'Too large', detail: 'The body is too large.' } }
        : undefined;
    const { exitCode, output } = await load(file('books.jsonl', lines(books(150))));
    expect(output).toContain('34  p33  -      The body is too large');
    expect(output).toContain('150 read, 149 created, 0 already there, 1 refused, 0 failed');
    expect(exitCode).toBe(exitCodes.incomplete);
  });
});

describe('repeating an import', () => {
  test('counts what is there and is no error', async () => {
    const path = file('books.jsonl', lines(books(120)));
    await load(file('first.jsonl', lines(books(70))));
    const { exitCode, output } = await load(path);
    expect(output).toContain('120 read, 50 created, 70 already there, 0 refused, 0 failed');
    expect(output).not.toContain('may have been created by this run');
    expect(exitCode).toBe(exitCodes.ok);
  });

  test('does not double rows without an id, in any format', async () => {
    const rows = [
      { title: 'A', price: 1 },
      { title: 'B', price: 2 },
      { title: 'A', price: 1 },
    ];
    const first = await load(file('books.jsonl', lines(rows)));
    expect(first.output).toContain('3 created');
    const again = await load(file('books.csv', 'price,title\n1,A\n2,B\n1,A\n'));
    expect(again.output).toContain('3 read, 0 created, 3 already there');
    expect(gateway.stored.size).toBe(3);
  });

  test('sends what stands in the file, to the last digit', async () => {
    const bodies: string[] = [];
    const send = globalThis.fetch;
    const spy = jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (typeof init?.body === 'string') bodies.push(init.body);
      return send(url, init);
    });
    await load(file('books.json', '[ {"title":"A", "price":1.00, "extra":12345678901234567890} ,{ }]'));
    spy.mockRestore();
    expect(bodies[0]).toMatch(
      /^\{"items":\[\{"id":"[0-9a-f-]{36}","title":"A", "price":1\.00, "extra":12345678901234567890\},\{"id":"[0-9a-f-]{36}" \}\]\}$/,
    );
  });
});

describe('trouble on the way', () => {
  test('items that the gateway could not write are sent again, only those', async () => {
    gateway.itemFault = ({ id }, number) => (number <= 2 && (id === 'p3' || id === 'p5') ? 503 : undefined);
    const { exitCode, output } = await load(file('books.jsonl', lines(books(10))));
    expect(gateway.batchesSeen.map(({ items }) => items.length)).toEqual([10, 2, 2]);
    expect(output).toContain('10 read, 10 created');
    expect(exitCode).toBe(exitCodes.ok);
  });

  test('items that it never can write are failed rows, after a bounded number of tries', async () => {
    gateway.itemFault = ({ id }) => (id === 'p3' ? 503 : undefined);
    const { exitCode, output, problems } = await load(file('books.jsonl', lines(books(10))));
    expect(gateway.batchesSeen).toHaveLength(impatient.tries);
    expect(output).toContain('4  p3   -      failed: The table is busy (tried 4 times)');
    expect(output).toContain('10 read, 9 created, 0 already there, 0 refused, 1 failed');
    expect({ exitCode, problems }).toEqual({ exitCode: exitCodes.incomplete, problems: '' });
  });

  test('a gateway that asks for time is given it', async () => {
    gateway.fault = (_seen, number) => (number === 1 ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
    const { exitCode } = await load(file('books.jsonl', lines(books(10))));
    const [first, second] = gateway.batchesSeen;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
    expect(exitCode).toBe(exitCodes.ok);
  });

  test('a connection that is cut costs nothing', async () => {
    gateway.fault = (_seen, number) => (number === 1 ? 'cut before' : undefined);
    expect((await load(file('books.jsonl', lines(books(10))))).output).toContain(
      '10 read, 10 created, 0 already there',
    );
  });

  test('rows whose answer got lost are not doubled, and their count is explained', async () => {
    gateway.fault = (_seen, number) => (number === 1 ? 'cut after' : undefined);
    const { exitCode, output } = await load(file('books.jsonl', lines(books(10))));
    expect(output).toContain('10 read, 0 created, 10 already there');
    expect(output).toContain('10 of those already there may have been created by this run');
    expect(exitCode).toBe(exitCodes.ok);
  });

  test.each([
    ['an answer without results', { status: 200, body: {} }],
    ['an answer with a result too few', { status: 200, body: { results: [{ status: 201 }] } }],
    ['a failing proxy', { status: 502, body: 'x' }],
  ])('%s is not taken for success', async (_name, fault) => {
    gateway.fault = (_seen, number) => (number === 1 ? fault : undefined);
    expect((await load(file('books.jsonl', lines(books(10))))).output).toContain('10 read, 10 created');
    expect(gateway.batchesSeen).toHaveLength(2);
  });

  test('a gateway that goes away ends the import early, and says how to go on', async () => {
    gateway.fault = (_seen, number) => (number > 3 ? 'cut before' : undefined);
    const path = file('books.jsonl', lines(books(10_000)));
    const { exitCode, output, problems } = await load(path, ['--concurrency', '1']);
    expect(output).toContain('400 read, 300 created, 0 already there, 0 refused, 100 failed');
    expect(problems).toBe(
      `The gateway at ${gateway.url} cannot be reached: the connection broke off. Is it running? Start it with \`npm start\`.\n` +
        'The import stopped there. The same command again completes the rest: what is already there is skipped.\n',
    );
    expect(exitCode).toBe(exitCodes.unreachable);
    gateway.fault = () => undefined;
    expect((await load(path)).output).toContain('10,000 read, 9,700 created, 300 already there');
  });

  test('one batch that fails does not end the import while others get through', async () => {
    gateway.fault = async ({ items }) => {
      if (items[0]!.id !== 'p0') return undefined;
      // So many that one of the others has sent a second batch, after the answer to its first.
      await until(() => gateway.stored.size >= 1_000);
      return { status: 503 };
    };
    const { exitCode, output } = await load(file('books.jsonl', lines(books(5_000))));
    expect(output).toContain('5,000 read, 4,900 created, 0 already there, 0 refused, 100 failed');
    expect(exitCode).toBe(exitCodes.incomplete);
  });

  test.each([
    [401, ' A token goes into the environment as TANDEM_TOKEN, or with --token.'],
    [403, ' A token goes into the environment as TANDEM_TOKEN, or with --token.'],
    [404, ''],
  ])('a gateway that answers %d to everything is asked once', async (status, hint) => {
    gateway.fault = () => ({ status, body: { detail: 'No.' } });
    const { exitCode, problems } = await load(file('books.jsonl', lines(books(500))), ['--concurrency', '1']);
    expect(gateway.batchesSeen).toHaveLength(1);
    expect(problems).toContain(`answers ${status} to /book/batch: No.${hint}\n`);
    expect(exitCode).toBe(exitCodes.incomplete);
  });
});

test('a dry run asks for everything and writes nothing', async () => {
  gateway.stored.set('p1', {});
  const path = file('books.jsonl', lines([...books(3), { id: 'x', price: 1 }]));
  const { exitCode, output } = await load(path, ['--dry-run']);
  expect(gateway.batchesSeen[0]!.url).toBe('/book/batch?dryRun=true');
  expect(output).toContain('4 read, 2 would be created, 1 already there, 1 refused, 0 failed');
  expect(output).toContain('Nothing was written (--dry-run).');
  expect(gateway.stored.size).toBe(1);
  expect(exitCode).toBe(exitCodes.incomplete);
});

test('requests stay below a megabyte', async () => {
  const items = books(63).map((item) => ({ ...item, description: 'x'.repeat(100_000) }));
  expect((await load(file('books.jsonl', lines(items)))).exitCode).toBe(exitCodes.ok);
  const sizes = gateway.batchesSeen.map(({ headers }) => Number(headers['content-length']));
  expect(sizes).toHaveLength(7);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000);
});

test('as many requests are under way as was asked, never more', async () => {
  let now = 0;
  let most = 0;
  gateway.fault = async () => {
    most = Math.max(most, (now += 1));
    await until(() => most >= 3);
    // Time for one too many.
    await sleep(30);
    now -= 1;
    return undefined;
  };
  await load(file('books.jsonl', lines(books(1_000))), ['--concurrency', '3']);
  expect(most).toBe(3);
});

test('a token goes with every request', async () => {
  await load(file('books.jsonl', lines(books(1))), ['--token', 'abc']);
  expect(gateway.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer abc', 'Bearer abc']);
});

describe('a token of the environment', () => {
  const secret = 'secret.of-the_environment';
  beforeEach(() => (process.env.TANDEM_TOKEN = secret));
  afterEach(() => delete process.env.TANDEM_TOKEN);

  test('goes with every request, unless the command line has another', async () => {
    const path = file('books.jsonl', lines(books(1)));
    await load(path);
    await load(path, ['--token', 'abc']);
    await run(exportCommand(impatient), ['book', '--url', gateway.url]);
    expect(gateway.seen.map(({ headers }) => headers.authorization)).toEqual(
      [secret, secret, 'abc', 'abc', secret, secret].map((token) => `Bearer ${token}`),
    );
  });

  test('is none when it is empty', async () => {
    process.env.TANDEM_TOKEN = '';
    await load(file('books.jsonl', lines(books(1))));
    expect(gateway.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  test.each([
    ['a good end', { status: 200 }],
    ['a refusal', { status: 401 }],
    ['no answer', 'cut before' as const],
  ])('is not printed at %s', async (_, fault) => {
    gateway.fault = () => (typeof fault === 'object' && fault.status === 200 ? undefined : fault);
    const { output, problems } = await load(file('books.jsonl', lines(books(3))), ['--report', join(folder, 'r')]);
    expect(output + problems).not.toContain('secret');
  });

  test.each(['Bearer secret', 'secret\n', 'secret\u00e4', ' secret'])(
    '%j is no token, and not printed either',
    async (text) => {
      const path = file('books.jsonl', lines(books(1)));
      const sentence = 'is not a token: it has letters, digits and -._~+/ only, without "Bearer" before it.\n';
      const byOption = await load(path, ['--token', text]);
      expect(byOption).toEqual({ exitCode: exitCodes.usage, output: '', problems: `--token ${sentence}` });
      process.env.TANDEM_TOKEN = text;
      expect(await load(path)).toEqual({ exitCode: exitCodes.usage, output: '', problems: `TANDEM_TOKEN ${sentence}` });
      const out = await run(exportCommand(impatient), ['book', '--url', gateway.url]);
      expect(out).toEqual({ exitCode: exitCodes.usage, output: '', problems: `TANDEM_TOKEN ${sentence}` });
      expect(gateway.seen).toEqual([]);
    },
  );
});

test('an interruption lets what is in flight finish, and reads no further', async () => {
  const controller = new AbortController();
  gateway.fault = async (_seen, number) => {
    if (number === 2) controller.abort();
    // The first is still under way when the user wants to stop.
    await until(() => controller.signal.aborted);
    await sleep(50);
    return undefined;
  };
  const path = file('books.jsonl', lines(books(5_000)));
  const { exitCode, output, problems } = await load(path, ['--concurrency', '2'], { interrupted: controller.signal });
  expect(output).toContain('200 read, 200 created, 0 already there, 0 refused, 0 failed');
  expect(problems).toBe(
    'Stopping: what is in flight is finished first. Ctrl-C once more ends at once.\n' +
      'Interrupted. The same command again completes the rest: what is already there is skipped.\n',
  );
  expect(exitCode).toBe(exitCodes.interrupted);
});

test('an interruption does not wait for a gateway that asked for patience', async () => {
  const controller = new AbortController();
  gateway.fault = () => {
    setTimeout(() => controller.abort(), 50);
    return { status: 503, headers: { 'retry-after': '3600' } };
  };
  const patient = importCommand({ ...impatient, longestAsked: 3_600_000 });
  const path = file('books.jsonl', lines(books(5)));
  const { exitCode, output } = await run(patient, ['book', path, '--url', gateway.url], {
    interrupted: controller.signal,
  });
  expect(output).toContain('5 read, 0 created, 0 already there, 0 refused, 5 failed');
  expect(exitCode).toBe(exitCodes.interrupted);
});

test('a terminal sees a bar, and a clean line where it was', async () => {
  const screen = new Paper(true, 120);
  // Each batch is held until the bar has told of those before it.
  gateway.fault = async (_seen, number) => {
    await until(() => screen.text.includes(`  ${(number - 1) * 100} rows`));
    return undefined;
  };
  await load(file('books.jsonl', lines(books(500))), ['--concurrency', '1'], { problems: screen });
  expect(screen.text).toMatch(/\r\[#{3}-{13}\]   19%  100 rows  \d+ rows\/s  0 refused  \d+:\d\d left\u001b\[K/);
  expect(screen.text).toMatch(/\r\u001b\[K$/);
});

describe('wrong usage is said in a sentence', () => {
  const nobody = 'http://127.0.0.1:9';
  test.each<[string[], number, string]>([
    [[], 2, 'Usage: npm run import -- <domain> <file> [options]. See --help.\n'],
    [['book', 'a.jsonl', 'b.jsonl'], 2, 'Usage: '],
    [['book', 'a.jsonl', '--colour'], 2, "Unknown option '--colour'. See --help.\n"],
    [['book', 'a.jsonl', '--concurrency', '0'], 2, '--concurrency 0 is not a whole number from 1 to 32.\n'],
    [
      ['book', 'a.jsonl', '--url', 'localhost:4000'],
      2,
      '--url localhost:4000 is not an http address such as http://127.0.0.1:4000.\n',
    ],
    [
      ['book', 'a.jsonl', '--url', 'http://me:pw@x'],
      2,
      '--url takes an address and a path only; a token goes with --token.\n',
    ],
    [['Book', 'a.jsonl'], 2, '"Book" cannot be a domain: its name is written like product. See --help.\n'],
    [
      ['book', 'a.jsonl.gz'],
      2,
      'a.jsonl.gz is named ".gz": an import reads .json, .jsonl, .ndjson, .csv, not packed.\n',
    ],
    [['book', 'a'], 2, 'a has no extension: '],
    [['book', 'nowhere.jsonl'], 2, 'Cannot read nowhere.jsonl: there is no such file.\n'],
  ])('%j', async (words, exitCode, sentence) => {
    const result = await run(importCommand(impatient), words);
    expect(result).toMatchObject({ exitCode, output: '' });
    expect(result.problems).toContain(sentence);
  });

  test('nobody there', async () => {
    const path = file('a.jsonl', '');
    // The first answer is not waited for with the patience of the others: this one would outlast the test.
    const patient = importCommand({ ...impatient, first: 10_000_000, widest: 10_000_000 });
    expect(await run(patient, ['book', path, '--url', nobody])).toMatchObject({
      exitCode: exitCodes.unreachable,
      problems: expect.stringMatching(/cannot be reached: .*\. Is it running\? Start it with `npm start`\.\n$/),
    });
  });

  test('somebody else there', async () => {
    gateway.openApi = '<html>';
    expect(await load(file('a.jsonl', ''))).toMatchObject({
      exitCode: exitCodes.unreachable,
      problems: expect.stringContaining('cannot be reached: the answer is not JSON.'),
    });
  });

  test('an unknown domain', async () => {
    const result = await run(importCommand(impatient), ['books', file('a.jsonl', ''), '--url', gateway.url]);
    expect(result).toMatchObject({ exitCode: 2, problems: expect.stringContaining('It has: book, shelf.') });
  });

  test('a report in place of the source', async () => {
    const path = file('a.jsonl', lines(books(1)));
    expect(await load(path, ['--report', path])).toMatchObject({
      exitCode: 2,
      problems: expect.stringContaining('would overwrite'),
    });
    expect(readFileSync(path, 'utf8')).not.toBe('');
  });

  test('a report that cannot be written', async () => {
    const result = await load(file('a.jsonl', ''), ['--report', join(folder, 'no', 'report.jsonl')]);
    expect(result).toMatchObject({
      exitCode: 2,
      problems: expect.stringMatching(/^Cannot write the report .*: ENOENT/),
    });
  });

  test.each([
    ['a.csv', 'id,colour\n1,red\n', 'The header of the file names the column "colour"'],
    ['a.csv', Buffer.from('\uFEFFid,title\n', 'utf16le'), 'The file is in UTF-16: save it in UTF-8.'],
  ])('%s that cannot be read at all', async (name, content, words) => {
    expect(await load(file(name, content))).toMatchObject({ exitCode: 2, problems: expect.stringContaining(words) });
    expect(gateway.batchesSeen).toHaveLength(0);
  });

  test('help', async () => {
    const { exitCode, output } = await run(importCommand(), ['--help']);
    expect(exitCode).toBe(exitCodes.ok);
    expect(output).toContain('id gets one made from its content');
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(92);
  });
});
