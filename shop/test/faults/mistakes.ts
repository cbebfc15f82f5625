import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handler } from '../../../api/handler';
import type { GatewayOptions } from '../../../api/options';
import type { ConsumerHandler } from '../../../api/consumer';
import { tandem } from './subject';
import type { Subject } from './subject';

// The product with one mistake each, so that every promise is seen broken by itself.

/** Writes the parts of a transaction one after the other. */
export const tornTransaction: Subject = { ...tandem, name: 'tornTransaction', createGateway: tornGateway };

/** Does not see the Idempotency-Key. */
export const deafToKeys: Subject = {
  ...tandem,
  name: 'deafToKeys',
  createGateway: (options) => {
    const { handler } = tandem.createGateway(options);
    return {
      handler: async (event, context) => {
        const { headers, multiValueHeaders, ...rest } = event as Record<string, object>;
        return handler(
          { ...rest, headers: withoutKey(headers), multiValueHeaders: withoutKey(multiValueHeaders) },
          context,
        );
      },
    };
  },
};

/** Says 404 when it has sold. */
export const deniesSales: Subject = {
  ...tandem,
  name: 'deniesSales',
  createGateway: (options) => ({
    handler: changedAnswers(tandem.createGateway(options).handler, (answer) =>
      answer.statusCode === 202 ? { ...answer, statusCode: 404, body: '{"type":"/problems/not-found"}' } : answer,
    ),
  }),
};

/** Tells the name of a table. */
export const tellsTables: Subject = {
  ...tandem,
  name: 'tellsTables',
  createGateway: (options) => ({
    handler: changedAnswers(tandem.createGateway(options).handler, (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'x-table': `${options.tablePrefix}basket` },
    })),
  }),
};

/** Acknowledges messages that failed. */
export const swallowsPoison: Subject = {
  ...tandem,
  name: 'swallowsPoison',
  createOrderConsumer: (options) => withAnswer(tandem.createOrderConsumer(options), () => []),
};

/** Lets the whole batch come again when one message of it failed. */
export const failsTogether: Subject = {
  ...tandem,
  name: 'failsTogether',
  createOrderConsumer: (options) =>
    withAnswer(tandem.createOrderConsumer(options), (failed, all) => (failed.length > 0 ? all : [])),
};

/** Takes one call of PutEvents for done, whatever it says of its entries. */
export const trustsTheBus: Subject = {
  ...tandem,
  name: 'trustsTheBus',
  createRelay: (options) =>
    tandem.createRelay({
      ...options,
      putEvents: async (entries) => {
        const answer = await options.putEvents(entries);
        return { FailedEntryCount: 0, Entries: answer.Entries.map(() => ({ EventId: 'done' })) };
      },
    }),
};

/** Sends the newest event first. */
export const newestFirst: Subject = {
  ...tandem,
  name: 'newestFirst',
  createRelay: (options) => {
    const relay = tandem.createRelay(options);
    return async ({ Records: records }, context) => {
      // A few at a time: with a whole batch at once a bus that refuses now and then would hardly let any through.
      for (let start = 0; start < records.length; start += 10) {
        const few = records.slice(start, start + 10);
        const { batchItemFailures } = await relay({ Records: few.toReversed() }, context);
        const itemIdentifier = few[0]?.dynamodb?.SequenceNumber;
        if (batchItemFailures.length > 0 && itemIdentifier !== undefined) {
          return { batchItemFailures: [{ itemIdentifier }] };
        }
      }
      return { batchItemFailures: [] };
    };
  },
};

function withoutKey(headers: object | undefined): object | undefined {
  return (
    headers && Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'idempotency-key'))
  );
}

interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers?: object;
  readonly body: string;
}

function changedAnswers(handler: Handler, change: (answer: LambdaAnswer) => object): Handler {
  return async (event, context) => change((await handler(event, context)) as LambdaAnswer);
}

function withAnswer(
  consumer: ConsumerHandler,
  failuresOf: (failed: readonly string[], all: readonly string[]) => readonly string[],
): ConsumerHandler {
  return async (event, context) => {
    const { batchItemFailures } = await consumer(event, context);
    const all = (event as { Records: readonly { messageId: string }[] }).Records.map(({ messageId }) => messageId);
    const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    return { batchItemFailures: failuresOf(failed, all).map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** A gateway behind whose back every transaction is sent in pieces. */
function tornGateway(options: GatewayOptions): { readonly handler: Handler } {
  let opened: Promise<Handler> | undefined;
  const open = async (): Promise<Handler> =>
    tandem.createGateway({ ...options, endpoint: await tearing(options.endpoint!) }).handler;
  return { handler: async (event, context) => (await (opened ??= open()))(event, context) };
}

/** Forwards calls, the writes of a transaction one by one until one of them fails. */
async function tearing(target: string): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const text = Buffer.concat(await request.toArray()).toString();
      const isTransaction = String(request.headers['x-amz-target']).endsWith('.TransactWriteItems');
      let status = 200;
      let body = '{}';
      for (const part of isTransaction ? partsOf(text) : [text]) {
        const answer = await fetch(target, { method: 'POST', headers: headersOf(request), body: part });
        [status, body] = [answer.status, await answer.text()];
        if (status !== 200) break;
      }
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  // It ends with its process, and keeps none alive.
  server.unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function partsOf(text: string): readonly string[] {
  const { TransactItems, ClientRequestToken, ...rest } = JSON.parse(text) as {
    TransactItems: readonly object[];
    ClientRequestToken: string;
  };
  return TransactItems.map((item, index) =>
    // A token has at most 36 characters.
    JSON.stringify({
      ...rest,
      TransactItems: [item],
      ClientRequestToken: `${index}-${ClientRequestToken}`.slice(0, 36),
    }),
  );
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ['x-amz-target', 'content-type', 'authorization', 'x-amz-date'];
  return Object.fromEntries(kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
}
