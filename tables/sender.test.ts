import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openCannedAnswers } from '../test/canned-answers';
import { makeCertificate } from '../test/certificate';
import { openSender } from './sender';
import type { Destination, OpenSender } from './sender';

// What only an answer that is not as it should be shows, a connection, a clock or credentials; that a right answer is
// taken as the SDK takes it is in differential.test.ts, and what faults do to whole writes in table.faults.test.ts.

const credentials = { accessKeyId: 'one', secretAccessKey: 'two' };
const region = 'eu-central-1';
const opened: { close(): unknown }[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function senderTo(endpoint: string, other: Partial<Destination> = { credentials }): OpenSender {
  const sender = openSender({ endpoint, region, ...other });
  opened.push({ close: () => sender.destroy() });
  return sender;
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push({
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

/** A server that answers in bytes: told which table is asked for, and how often it was before. */
async function answering(answer: (table: string, times: number, socket: Socket) => void): Promise<OpenSender> {
  const asked = new Map<string, number>();
  const server = createServer((socket) => {
    let request = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      request += chunk;
      const [, length, body] = /content-length: (\d+)[^]*?\r\n\r\n([^]*)$/i.exec(request) ?? [];
      if (body === undefined || Buffer.byteLength(body) < Number(length)) return;
      request = '';
      const { TableName: table } = JSON.parse(body) as { TableName: string };
      const times = asked.get(table) ?? 0;
      asked.set(table, times + 1);
      answer(table, times, socket);
    });
  });
  return senderTo(`http://127.0.0.1:${await listening(server)}`);
}

const read = (TableName = 'product') => new GetCommand({ TableName, Key: { id: 'p1' } });
const item = { id: 'p1', words: 'é ☃' };
const bodyOf = (content: object = { Item: { id: { S: item.id }, words: { S: item.words } } }) =>
  JSON.stringify(content);
const head = (lines: string) => `HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`;
const whole = (body = bodyOf()) => Buffer.from(`${head(`content-length: ${Buffer.byteLength(body)}`)}${body}`);
const chunk = (text: Buffer) =>
  Buffer.concat([Buffer.from(`${text.length.toString(16)}\r\n`), text, Buffer.from('\r\n')]);
const chunked = (size: number) => {
  const body = Buffer.from(bodyOf());
  const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
    chunk(body.subarray(index * size, (index + 1) * size)),
  );
  return Buffer.concat([Buffer.from(head('transfer-encoding: chunked')), ...parts, Buffer.from('0\r\n\r\n')]);
};

test.each([
  ['with its length', whole()],
  ['in chunks', chunked(20)],
])('an answer %s is never taken for whole before it is, at whichever byte it is cut', async (_, bytes) => {
  const sender = await answering((table, times, socket) => {
    if (times > 0) socket.write(bytes);
    else socket.end(bytes.subarray(0, Number(table)));
  });
  const all = Array.from({ length: bytes.length }, async (__, length) => {
    const answer = await sender.send(read(String(length)));
    return [answer.Item, answer.$metadata.attempts];
  });
  // Of the last chunk all but its end is there, and the SDK's own client takes that, too.
  for (const [taken, attempts] of await Promise.all(all)) expect([taken, attempts]).toEqual([item, 2]);
});

test.each<[string, number, string | Buffer]>([
  ['whole', 1, whole()],
  ['in chunks of one byte', 1, chunked(1)],
  ['after "100 Continue"', 1, Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), whole()])],
  ['after hints', 1, Buffer.concat([Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n'), whole()])],
  ['of HTTP/1.0, which ends with its connection', 1, `HTTP/1.0 200 OK\r\n\r\n${bodyOf()}`],
  ['the same, cut in the middle', 2, `HTTP/1.0 200 OK\r\n\r\n${bodyOf().slice(0, 20)}`],
  ['empty', 2, head('content-length: 0')],
  ['without a body', 2, 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['a page', 2, `${head('content-type: text/html')}<h1>Sign in</h1>`],
  ['a list', 2, whole('[]')],
  ['null', 2, whole('null')],
  ['shorter than it says', 2, `${head('content-length: 900')}${bodyOf()}`],
  ['longer than it says', 2, `${head('content-length: 20')}${bodyOf()}`],
  ['another protocol', 2, 'SSH-2.0-OpenSSH_9.6\r\n'],
  [
    'a switch to another protocol',
    2,
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
  ],
])('an answer that is %s is read with try %i', async (_, attempts, bytes) => {
  const sender = await answering((__, times, socket) => {
    if (times > 0) socket.write(whole());
    else socket.end(bytes);
  });
  const answer = await sender.send(read());
  expect([answer.Item, answer.$metadata.attempts]).toEqual([item, attempts]);
});

test('an answer of 20 MB is read', async () => {
  const text = 'x'.repeat(1000);
  const body = bodyOf({ Items: Array.from({ length: 20_000 }, () => ({ text: { S: text } })), Count: 20_000 });
  const sender = await answering((_, __, socket) => socket.write(whole(body)));
  const { Items } = await sender.send(new QueryCommand({ TableName: 'product' }));
  expect(Items).toHaveLength(20_000);
  expect(Items![19_999]).toEqual({ text });
});

test.each(['at once', 'later'])('a second answer that comes %s is no answer to the next call', async (when) => {
  const sender = await answering((table, _, socket) => {
    const own = whole(bodyOf({ Item: { id: { S: table } } }));
    const forged = whole(bodyOf({ Item: { id: { S: 'forged' } } }));
    socket.write(when === 'at once' ? Buffer.concat([own, forged]) : own);
    if (when === 'later') setImmediate(() => setImmediate(() => socket.write(forged)));
  });
  for (let index = 0; index < 20; index++) {
    const { Item } = await sender.send(read(`table-${index}`));
    expect(Item).toEqual({ id: `table-${index}` });
    for (let turn = 0; turn < 5; turn++) await nextTurn();
  }
});

describe('a call that is broken off ends at once', () => {
  const late = async (signal: AbortSignal): Promise<string> => {
    if (!signal.aborted) await once(signal, 'abort');
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    return 'late';
  };

  async function expectAborted(call: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const outcome = await Promise.race([call.catch((error: unknown) => error), late(signal)]);
    expect(outcome).toMatchObject({ name: 'AbortError' });
  }

  test('while it waits for a connection, and the connection is there for the next one', async () => {
    const held: Socket[] = [];
    const sender = await answering((table, _, socket) => {
      if (table === 'slow') held.push(socket);
      else socket.write(whole());
    });
    // As many as there may be connections.
    const slow = Array.from({ length: 50 }, () => sender.send(read('slow')));
    while (held.length < 50) await nextTurn();
    const controller = new AbortController();
    const waiting = sender.send(read('waiting'), { abortSignal: controller.signal });
    const next = sender.send(read('next'));
    setImmediate(() => controller.abort());
    await expectAborted(waiting, controller.signal);
    // One connection is free again: it is not lost to the call that is gone.
    held[0]!.write(whole());
    expect((await next).Item).toEqual(item);
    held.slice(1).forEach((socket) => socket.write(whole()));
    expect(await Promise.all(slow)).toHaveLength(50);
  });

  test('in the middle of its answer', async () => {
    const controller = new AbortController();
    const sender = await answering((_, __, socket) => {
      socket.write(whole().subarray(0, 60));
      setImmediate(() => controller.abort());
    });
    await expectAborted(sender.send(read(), { abortSignal: controller.signal }), controller.signal);
  });

  test('while credentials are waited for', async () => {
    const silent = createHttpServer(() => controller.abort());
    const controller = new AbortController();
    await withEnvironment(
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${await listening(silent)}` },
      async () => {
        const sender = senderTo('http://127.0.0.1:9', {});
        await expectAborted(sender.send(read(), { abortSignal: controller.signal }), controller.signal);
      },
    );
  });
});

/** Runs something with other credentials in the environment, and no files of AWS's tools. */
async function withEnvironment<Made>(variables: NodeJS.ProcessEnv, run: () => Promise<Made>): Promise<Made> {
  const before = process.env;
  const nowhere = {
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const rest = Object.entries(before).filter(([name]) => !/^AWS_(ACCESS|SECRET|SESSION|PROFILE|CONTAINER)/.test(name));
  process.env = { ...Object.fromEntries(rest), ...nowhere, ...variables };
  try {
    return await run();
  } finally {
    process.env = before;
  }
}

test('a sender that is put away ends its calls, and tries none of them again', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
  });
  const sender = senderTo(`http://127.0.0.1:${await listening(server)}`);
  const call = sender.send(new GetCommand({ TableName: 'silent', Key: { id: '1' } }));
  const outcome = expect(call).rejects.toMatchObject({ code: 'ECONNRESET', $metadata: { attempts: 1 } });
  await once(server, 'connection');
  sender.destroy();
  await outcome;
  expect(connections).toBe(1);
});

describe('credentials that are not given', () => {
  const keyIn = (authorization = ''): string | undefined => /Credential=([^/]+)/.exec(authorization)?.[1];

  /** A server of credentials as containers have it, whose first ones end soon. */
  async function keyServer(
    millisecondsLeft: number,
  ): Promise<{ endpoint: string; asked: () => number; fail: () => void }> {
    let asked = 0;
    let isFailing = false;
    const server = createHttpServer((_, response) => {
      asked++;
      const left = asked === 1 ? millisecondsLeft : 3_600_000;
      const [AccessKeyId, SecretAccessKey, Token] = [`key-${asked}`, 'secret', 'token'];
      const Expiration = new Date(Date.now() + left).toISOString();
      response.statusCode = isFailing ? 400 : 200;
      response.end(JSON.stringify({ AccessKeyId, SecretAccessKey, Token, Expiration }));
    });
    const endpoint = `http://127.0.0.1:${await listening(server)}`;
    return { endpoint, asked: () => asked, fail: () => (isFailing = true) };
  }

  async function dynamo() {
    const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
    opened.push(server);
    const keys = () => server.heard.map(({ headers }) => keyIn(headers.authorization));
    return { keys, sender: senderTo(server.endpoint, {}) };
  }

  test('are those of the environment', async () => {
    const { sender, keys } = await dynamo();
    const variables = { AWS_ACCESS_KEY_ID: 'of the environment', AWS_SECRET_ACCESS_KEY: 'secret' };
    await withEnvironment(variables, () => sender.send(read()));
    expect(keys()).toEqual(['of the environment']);
  });

  test('are asked for once by all who need them, and again before they end', async () => {
    const server = await keyServer(200_000);
    const { sender, keys } = await dynamo();
    await withEnvironment({ AWS_CONTAINER_CREDENTIALS_FULL_URI: server.endpoint }, async () => {
      await Promise.all(Array.from({ length: 20 }, () => sender.send(read())));
      expect(server.asked()).toBe(1);
      while (keys().at(-1) !== 'key-2') await sender.send(read());
      await Promise.all(Array.from({ length: 20 }, () => sender.send(read())));
    });
    expect(server.asked()).toBe(2);
    expect(keys().slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'key-1'));
    expect(keys().slice(-20)).toEqual(Array.from({ length: 20 }, () => 'key-2'));
  });

  test('are used to their end when there are no new ones', async () => {
    const server = await keyServer(200_000);
    const { sender, keys } = await dynamo();
    await withEnvironment({ AWS_CONTAINER_CREDENTIALS_FULL_URI: server.endpoint }, async () => {
      await sender.send(read());
      server.fail();
      for (let call = 0; call < 5; call++) await sender.send(read());
    });
    expect(new Set(keys())).toEqual(new Set(['key-1']));
  });

  test('and that are nowhere fail the call by the name that the SDK has for it, with one try', async () => {
    const { sender, keys } = await dynamo();
    const call = withEnvironment({}, () => sender.send(read()));
    await expect(call).rejects.toMatchObject({ name: 'CredentialsProviderError', $metadata: { attempts: 1 } });
    expect(keys()).toEqual([]);
  });
});

test('a clock that is wrong is corrected by the answer, once', async () => {
  const now = Date.now() + 600_000;
  const dateOf = (text: string) =>
    Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const server = await openCannedAnswers(({ headers }) => {
    const date = { date: new Date(now).toUTCString() };
    if (Math.abs(dateOf(String(headers['x-amz-date'])) - now) < 300_000)
      return { status: 200, headers: date, body: '{}' };
    return { status: 400, headers: date, body: '{"__type":"InvalidSignatureException","message":"Not yet current"}' };
  });
  opened.push(server);
  const sender = senderTo(server.endpoint);
  for (const attempts of [2, 1]) expect((await sender.send(read())).$metadata.attempts).toBe(attempts);
});

test('an error that comes with a right clock is not tried again', async () => {
  const server = await openCannedAnswers(() => ({ status: 400, body: '{"__type":"InvalidSignatureException"}' }));
  opened.push(server);
  await expect(senderTo(server.endpoint).send(read())).rejects.toMatchObject({ $metadata: { attempts: 1 } });
});

test('a call says who sends it and what it is', async () => {
  const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
  opened.push(server);
  await senderTo(`${server.endpoint}/dynamodb`).send(read());
  expect(server.heard[0]!.headers).toMatchObject({
    'user-agent': `tandem-gateway lang/js md/nodejs#${process.versions.node}`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.GetItem',
  });
});

test('a backslash in the name of an attribute is sent as JSON has it, which the SDK does not', async () => {
  const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
  opened.push(server);
  await senderTo(server.endpoint).send(
    new PutCommand({ TableName: 'product', Item: { id: 'p1', 'a\\b': { '"\\': 1 } } }),
  );
  const { Item } = JSON.parse(server.heard[0]!.body) as { Item: object };
  expect(Item).toEqual({ id: { S: 'p1' }, 'a\\b': { M: { '"\\': { N: '1' } } } });
});

describe('over TLS', () => {
  const certificate = makeCertificate();

  /** A server that closes each connection, so that the next call begins another, and tells which were resumed. */
  async function secure(): Promise<{ endpoint: string; resumed: boolean[] }> {
    const resumed: boolean[] = [];
    const server = createTlsServer(certificate, (request, response) => {
      resumed.push((request.socket as unknown as { isSessionReused(): boolean }).isSessionReused());
      response.setHeader('connection', 'close').end(bodyOf());
    });
    server.on('tlsClientError', () => undefined);
    return { endpoint: `https://localhost:${await listening(server)}`, resumed };
  }

  test('a server with a certificate that nobody knows is told nothing', async () => {
    const { endpoint, resumed } = await secure();
    const refused = { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', $metadata: { attempts: 1 } };
    await expect(senderTo(endpoint).send(read())).rejects.toMatchObject(refused);
    expect(resumed).toEqual([]);
  });

  test('one that NODE_EXTRA_CA_CERTS names is called, and the next connection resumes its session', async () => {
    const { endpoint, resumed } = await secure();
    const folder = mkdtempSync(join(tmpdir(), 'tandem-certificate-'));
    const file = join(folder, 'certificate.pem');
    writeFileSync(file, certificate.cert);
    const program = `
      const { openSender } = require('./tables/sender');
      const { GetCommand } = require('@aws-sdk/lib-dynamodb');
      const sender = openSender(${JSON.stringify({ endpoint, region, credentials })});
      (async () => {
        for (let call = 0; call < 2; call++) {
          const { Item } = await sender.send(new GetCommand({ TableName: 'product', Key: { id: 'p1' } }));
          process.stdout.write(JSON.stringify(Item));
        }
        sender.destroy();
      })();`;
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['-r', './local/register.js', '-e', program], {
        cwd: join(__dirname, '..'),
        env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
      });
      expect(stdout).toBe(JSON.stringify(item).repeat(2));
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(resumed).toEqual([false, true]);
  });
});
