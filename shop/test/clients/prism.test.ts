import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portOf } from '../../../local/port';
import { startTestGateway } from '../../../package/testing';
import { toolchains } from '../../../test/clients/toolchains';
import { noteTables } from '../../../test/noted-tables';
import { definition } from '../usual';

// Prism (https://github.com/stoplightio/prism) answers as the document says, and tells in the header sl-violations what of a
// request or of an answer does not fit its schema. Teams build a page against it before there is a gateway.

const { isThere, missing, programs } = toolchains.npm;
// A machine without the tools, which the gate is not, skips it with the words that say how to get them.
const isSkipped = !isThere() && !process.env['CI'];
if (isSkipped) process.stderr.write(`\nSkipped "Prism": ${missing}\n`);

(isSkipped ? describe.skip : describe)('Prism', () => {
  let folder: string;
  let document: any;
  let mock: ChildProcess;
  let url: string;

  beforeAll(async () => {
    noteTables(definition, '');
    const gateway = await startTestGateway({ definition });
    const text = await (await fetch(`${gateway.url}/openapi.json`)).text();
    await gateway.stop();
    document = JSON.parse(text);
    folder = mkdtempSync(join(tmpdir(), 'tandem-prism-'));
    writeFileSync(join(folder, 'openapi.json'), text);
    const port = await freePort();
    const words = ['mock', '--host', '127.0.0.1', '--port', String(port), join(folder, 'openapi.json')];
    mock = spawn(join(programs, 'prism'), words, { stdio: ['ignore', 'pipe', 'inherit'] });
    url = `http://127.0.0.1:${port}`;
    await new Promise<void>((done, fail) => {
      // Its output is read to the end, without which it would end.
      mock.stdout!.on('data', (output) => String(output).includes('Prism is listening') && done());
      mock.once('exit', () => fail(new Error('Prism has ended.')));
    });
  });
  afterAll(async () => {
    if (mock?.exitCode === null) {
      mock.kill();
      await once(mock, 'exit');
    }
    if (folder) rmSync(folder, { recursive: true });
  });

  const found = (part: any): any =>
    part?.$ref
      ? found(
          part.$ref
            .split('/')
            .slice(1)
            .reduce((node: any, name: string) => node[name], document),
        )
      : part;

  /** What the mock answers to the example of an operation, with the words of the header Prefer. */
  async function ask(path: string, method: string, accept: string, prefer: string) {
    const operation = document.paths[path][method];
    const [media, body]: any = Object.entries<any>(operation.requestBody?.content ?? {})[0] ?? [];
    const query = new URLSearchParams();
    for (const one of operation.parameters) {
      if (one.in === 'query' && one.example !== undefined) query.set(one.name, one.example);
    }
    return fetch(`${url}${path.replaceAll(/\{\w+\}/g, 'known')}?${String(query)}`, {
      method: method.toUpperCase(),
      headers: { authorization: 'Bearer token', accept, prefer, ...(media && { 'content-type': media }) },
      body: body && JSON.stringify(body.example),
    });
  }

  test('takes the example of each operation, and answers with every example of it', async () => {
    let count = 0;
    for (const [path, methods] of Object.entries<any>(document.paths)) {
      for (const [method, { responses }] of Object.entries<any>(methods)) {
        for (const [status, reference] of Object.entries(responses)) {
          for (const [media, content] of Object.entries<any>(found(reference).content ?? {})) {
            if (media === 'text/event-stream') continue;
            const examples = content.examples ?? { '': { value: content.example } };
            for (const [name, example] of Object.entries<any>(examples)) {
              const prefer = `code=${status}${name && `, example=${name}`}`;
              const answer = await ask(path, method, media, prefer);
              const place = `${method} ${path} ${prefer}`;
              const violations = answer.headers.get('sl-violations');
              expect([place, answer.status]).toEqual([place, Number(status)]);
              // Where a status has several media types, Prism judges each answer by the schema of the first.
              const [first] = Object.keys(found(reference).content);
              if (media === first) expect([place, violations]).toEqual([place, null]);
              const { value } = found(example);
              expect([place, await answer.json()]).toEqual([place, value]);
              count += 1;
            }
          }
        }
      }
    }
    expect(count).toBeGreaterThan(500);
  });

  test('takes every price to the cent, and refuses what the gateway refuses', async () => {
    const send = async (body: unknown) =>
      fetch(`${url}/product`, {
        method: 'POST',
        headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const price of [0.07, 19.99, 4.35, 999_999.99]) {
      expect([price, (await send({ title: 'Any', price })).status]).toEqual([price, 201]);
    }
    for (const body of [{ title: 'Any' }, { title: 'Any', price: -1 }, { title: 'Any', price: 1, nothing: 1 }]) {
      expect([body, (await send(body)).status]).toEqual([body, 422]);
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
