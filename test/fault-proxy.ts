import { Agent, createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { generator } from './random';
import { AccessDenied } from '../local/access';
import type { Policy } from '../local/rights';

/** What goes wrong with a call. */
export type Fault =
  /** Refused with ProvisionedThroughputExceededException; not carried out. */
  | { readonly do: 'throttle' }
  /** The same under the other name that AWS has for it: ThrottlingException. */
  | { readonly do: 'throttling' }
  /** Answered 500; not carried out. */
  | { readonly do: 'fail' }
  /** Carried out, then answered 500. */
  | { readonly do: 'failAfter' }
  /** Answered 503; not carried out. */
  | { readonly do: 'unavailable' }
  /** Carried out, then answered 503. */
  | { readonly do: 'unavailableAfter' }
  /** A transaction is cancelled because another one holds its items; not carried out. Other calls are not met. */
  | { readonly do: 'conflict' }
  /** A transaction is refused because its like is under way; not carried out. Other calls are not met. */
  | { readonly do: 'inProgress' }
  /** The connection breaks; not carried out. */
  | { readonly do: 'cut' }
  /** Carried out, then the connection breaks without an answer. */
  | { readonly do: 'cutAfter' }
  /** Carried out, then the connection breaks in the middle of the body. */
  | { readonly do: 'truncate' }
  /** Never answered; not carried out. */
  | { readonly do: 'hang' }
  /** Carried out, but never answered. */
  | { readonly do: 'hangAfter' }
  /** Carried out and answered, but late. */
  | { readonly do: 'slow'; readonly milliseconds: number };

/** Every fault, where there are two sides of it before and after the call was carried out. */
export const everyFault: readonly Fault[] = [
  { do: 'throttle' },
  { do: 'throttling' },
  { do: 'fail' },
  { do: 'failAfter' },
  { do: 'unavailable' },
  { do: 'unavailableAfter' },
  { do: 'conflict' },
  { do: 'inProgress' },
  { do: 'cut' },
  { do: 'cutAfter' },
  { do: 'truncate' },
  { do: 'hang' },
  { do: 'hangAfter' },
  { do: 'slow', milliseconds: 60 },
];

/** Which calls a fault meets. */
export type Rule = Fault & {
  /** Calls of these operations, such as 'PutItem'; of every one when left out. */
  readonly on?: readonly string[];
  /** The calls by their number among those of `on`, from 1, counted since the rules were set; all when left out. */
  readonly nth?: readonly number[];
  /** All calls of those from this one on. */
  readonly from?: number;
  /** The share of the calls, drawn by the seed; all when left out. */
  readonly rate?: number;
  /** Called when the rule has met a call, after it was carried out if it is, and before the caller learns of it. */
  readonly then?: () => unknown;
};

/** A proxy in front of an engine; whatever no rule meets goes through untouched. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Replaces the rules and starts the counters anew; the first rule that meets a call decides. */
  set(...rules: Rule[]): void;
  /** Refuses from now on what a policy denies, as IAM does; everything is allowed without one. */
  obey(policy: Policy | undefined): void;
  /** Begins the draws of another seed. */
  reseed(seed: number): void;
  /** Calls that came in since then, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  /** Faults that struck since then, by kind. */
  readonly faults: ReadonlyMap<Fault['do'], number>;
  /** What the calls asked since then, in their order, as the JSON that was sent. */
  readonly requests: readonly { readonly operation: string; readonly body: string }[];
  /** Resolves when no call is being carried out, not even one whose caller has left. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** The address of the real engine. */
  readonly target: string;
  /** The same seed draws the same faults for the same order of calls. */
  readonly seed?: number;
  /** Hands transactions on without their tokens, as if the engine remembered none, like moto. */
  readonly forgetsTokens?: boolean;
  /** Told of each call that comes in, with its body and what is going to happen to it. */
  readonly heard?: (operation: string, body: Buffer, fault: Fault['do'] | undefined) => void;
}

/** An answer of the engine. */
interface Done {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

const transaction = 'TransactWriteItems';
const forTransactions: readonly Fault['do'][] = ['conflict', 'inProgress'];

/** After these the engine has done what was asked. */
const carriedOut: readonly Fault['do'][] = [
  'failAfter',
  'unavailableAfter',
  'cutAfter',
  'truncate',
  'hangAfter',
  'slow',
];

/** Opens a proxy on a free port of 127.0.0.1. */
export async function openFaultProxy({
  target,
  seed = 1,
  forgetsTokens,
  heard,
}: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  let draw = generator(seed);
  let policy: Policy | undefined;
  const calls = new Map<string, number>();
  const faults = new Map<Fault['do'], number>();
  const requests: { operation: string; body: string }[] = [];
  const underWay = new Set<Promise<void>>();
  let rules: { readonly rule: Rule; met: number }[] = [];

  function faultOf(operation: string): Rule | undefined {
    for (const one of rules) {
      const { on = forTransactions.includes(one.rule.do) ? [transaction] : undefined, nth, from = 1, rate } = one.rule;
      if (on && !on.includes(operation)) continue;
      one.met += 1;
      if (one.met < from || (nth && !nth.includes(one.met))) continue;
      if (rate === undefined || draw() < rate) return one.rule;
    }
    return undefined;
  }

  async function answer(given: IncomingMessage, result: ServerResponse): Promise<void> {
    const body = await bytesOf(given);
    const operation = operationOf(given);
    count(calls, operation);
    requests.push({ operation, body: body.toString() });
    const denied = policy?.(operation, JSON.parse(body.toString()));
    if (denied) {
      return refuse(result, 400, 'AccessDeniedException', {
        message: new AccessDenied('function', denied).message,
      });
    }
    const fault = faultOf(operation);
    heard?.(operation, body, fault?.do);
    if (fault) count(faults, fault.do);
    if (fault?.do === 'slow') await sleep(fault.milliseconds);
    const sent = forgetsTokens ? withoutToken(body) : body;
    const done = fault && !carriedOut.includes(fault.do) ? undefined : await carryOut(given, sent);
    await fault?.then?.();
    switch (fault?.do) {
      case 'throttle':
        return refuse(result, 400, 'ProvisionedThroughputExceededException');
      case 'throttling':
        return refuse(result, 400, 'ThrottlingException');
      case 'fail':
      case 'failAfter':
        return refuse(result, 500, 'InternalServerError');
      case 'unavailable':
      case 'unavailableAfter':
        return refuse(result, 503, 'ServiceUnavailable');
      case 'conflict':
        return refuse(result, 400, 'TransactionCanceledException', { CancellationReasons: conflicts(body) });
      case 'inProgress':
        return refuse(result, 400, 'TransactionInProgressException');
      case 'cut':
      case 'cutAfter':
        return void result.destroy();
      case 'truncate':
        return breakOff(result, done!);
      case 'hang':
      case 'hangAfter':
        return;
    }
    result.writeHead(done!.status, done!.headers).end(done!.bytes);
  }

  async function carryOut({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Done> {
    // The host is part of what is signed, so it stays.
    const sent = forward(new URL(url!, target), {
      method,
      headers: { ...headers, 'content-length': body.length },
      agent,
    });
    sent.end(body);
    const [received] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: received.statusCode!, headers: received.headers, bytes: await bytesOf(received) };
  }

  const server = createServer((given, result) => {
    // A caller that has gone, or an engine that has: either way there is nobody to tell but the caller.
    const answered = answer(given, result).catch(() => void result.destroy());
    underWay.add(answered);
    void answered.then(() => underWay.delete(answered));
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
    obey: (given) => (policy = given),
    reseed: (other) => (draw = generator(other)),
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
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

function refuse(result: ServerResponse, status: number, name: string, more: object = {}): void {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'Made up by the fault proxy.', ...more };
  result.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

function withoutToken(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as object), ClientRequestToken: undefined }));
}

/** The first item is held by somebody else; the others are without fault. */
function conflicts(body: Buffer): readonly object[] {
  const { TransactItems } = JSON.parse(body.toString()) as { TransactItems: readonly object[] };
  return TransactItems.map((_, index) => (index === 0 ? { Code: 'TransactionConflict' } : { Code: 'None' }));
}

/** Sends the first half of an answer, and breaks the connection once it is on its way. */
function breakOff(result: ServerResponse, { status, headers, bytes }: Done): void {
  result.writeHead(status, { ...headers, 'content-length': bytes.length });
  result.write(bytes.subarray(0, bytes.length / 2), () => result.destroy());
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function count<Name>(counters: Map<Name, number>, name: Name): void {
  counters.set(name, (counters.get(name) ?? 0) + 1);
}
