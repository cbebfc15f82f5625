import { Agent, createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a call. */
export type Fault =
  /** Refused with ProvisionedThroughputExceededException; not carried out. */
  | { readonly do: 'throttle' }
  /** Answered 500; not carried out. */
  | { readonly do: 'fail' }
  /** Carried out, then answered 500. */
  | { readonly do: 'failAfter' }
  /** The connection breaks; not carried out. */
  | { readonly do: 'cut' }
  /** Carried out, then the connection breaks without an answer. */
  | { readonly do: 'cutAfter' }
  /** Never answered; not carried out. */
  | { readonly do: 'hang' }
  /** Carried out and answered, but late. */
  | { readonly do: 'slow'; readonly milliseconds: number };

/** Which calls a fault meets. */
export type Rule = Fault & {
  /** Calls of these operations, such as 'PutItem'; of every one when left out. */
  readonly on?: readonly string[];
  /** The calls by their number among those of `on`, from 1, counted since the rules were set; all when left out. */
  readonly nth?: readonly number[];
  /** The share of the calls, drawn by the seed; all when left out. */
  readonly rate?: number;
};

/** A proxy in front of an engine; whatever no rule meets goes through untouched. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Replaces the rules and starts the counters anew; the first rule that meets a call decides. */
  set(...rules: Rule[]): void;
  /** Calls that came in since then, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  /** Faults that struck since then, by kind. */
  readonly faults: ReadonlyMap<Fault['do'], number>;
  /** What the calls asked since then, in their order, as the JSON that was sent. */
  readonly requests: readonly { readonly operation: string; readonly body: string }[];
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** The address of the real engine. */
  readonly target: string;
  /** The same seed draws the same faults for the same order of calls. */
  readonly seed?: number;
  /** Told of each call that comes in, with its body. */
  readonly heard?: (operation: string, body: Buffer) => void;
}

/** Opens a proxy on a free port of 127.0.0.1. */
export async function openFaultProxy({ target, seed = 1, heard }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const draw = generator(seed);
  const calls = new Map<string, number>();
  const faults = new Map<Fault['do'], number>();
  const requests: { operation: string; body: string }[] = [];
  let rules: { readonly rule: Rule; met: number }[] = [];

  function faultOf(operation: string): Fault | undefined {
    for (const one of rules) {
      const { on, nth, rate } = one.rule;
      if (on && !on.includes(operation)) continue;
      one.met += 1;
      if ((!nth || nth.includes(one.met)) && (rate === undefined || draw() < rate)) return one.rule;
    }
    return undefined;
  }

  async function answer(given: IncomingMessage, result: ServerResponse): Promise<void> {
    const body = await bytesOf(given);
    const operation = operationOf(given);
    count(calls, operation);
    heard?.(operation, body);
    requests.push({ operation, body: body.toString() });
    const fault = faultOf(operation);
    if (fault) count(faults, fault.do);
    switch (fault?.do) {
      case 'throttle':
        return refuse(result, 400, 'ProvisionedThroughputExceededException');
      case 'fail':
        return refuse(result, 500, 'InternalServerError');
      case 'failAfter':
        await carryOut(given, body);
        return refuse(result, 500, 'InternalServerError');
      case 'cut':
        return void result.destroy();
      case 'cutAfter':
        await carryOut(given, body);
        return void result.destroy();
      case 'hang':
        return;
      case 'slow':
        await sleep(fault.milliseconds);
    }
    const { status, headers, bytes } = await carryOut(given, body);
    result.writeHead(status, headers).end(bytes);
  }

  async function carryOut({ method, url, headers }: IncomingMessage, body: Buffer) {
    // The host is part of what is signed, so it stays.
    const sent = forward(new URL(url!, target), { method, headers, agent });
    sent.end(body);
    const [received] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: received.statusCode!, headers: received.headers, bytes: await bytesOf(received) };
  }

  const server = createServer((given, result) => {
    // A caller that has gone, or an engine that has: either way there is nobody to tell but the caller.
    answer(given, result).catch(() => result.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (...given) => {
      rules = given.map((rule) => ({ rule, met: 0 }));
      calls.clear();
      faults.clear();
      requests.length = 0;
    },
    calls,
    faults,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

/** DynamoDB's JSON protocol names the operation in a header, such as `DynamoDB_20120810.PutItem`. */
function operationOf({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
}

function refuse(result: ServerResponse, status: number, name: string): void {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'Made up by the fault proxy.' };
  result.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function count<Name>(counters: Map<Name, number>, name: Name): void {
  counters.set(name, (counters.get(name) ?? 0) + 1);
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
