import { randomUUID } from 'node:crypto';
import { decodeMap, decodeValue, encodeList, encodeMap, encodeValue } from './attribute-value';

/** A command of lib-dynamodb, with the answer that it gets. */
export interface Command<Answer = unknown> {
  readonly input: object;
  resolveMiddleware(...parameters: never[]): (...parameters: never[]) => Promise<{ output: Answer }>;
}

/** How commands of one class are sent. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export interface Wire {
  /** As DynamoDB calls it, such as `GetItem`. */
  readonly operation: string;
  /** The body. @throws Error for values that DynamoDB does not have */
  readonly encode: (input: object) => string;
  /** The answer, from the object that its body is. */
  readonly decode: (body: object) => object;
}

/** Where a command of lib-dynamodb has values: here for null, in all members for an empty one, "*" is each member. */
type KeyNodes = null | { readonly [name: string]: KeyNodes } | readonly [];

/** What a command of lib-dynamodb tells of itself, though TypeScript is told that only its own class may ask. */
interface Told {
  readonly inputKeyNodes?: KeyNodes;
  readonly outputKeyNodes?: KeyNodes;
  readonly clientCommand?: object;
}

/**
 * The operations that DynamoDB carries out once for each token, however often they come: "idempotencyToken" in its model.
 * They get one as from the SDK, unless the input says by `undefined` that there shall be none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const withToken = new Set(['TransactWriteItems', 'ExecuteTransaction']);

const wires = new WeakMap<object, Wire>();

/** Whether a command is one of lib-dynamodb; those of the SDK's client, such as `DescribeTableCommand`, are not. */
export const isDocumentCommand = (command: Command): boolean => (command as Told).inputKeyNodes !== undefined;

/** The name of the operation behind a command, such as `GetItem` for `GetCommand`. */
export const operationOf = (command: Command): string =>
  ((command as Told).clientCommand ?? command).constructor.name.replace(/Command$/, '');

/** How a command of lib-dynamodb is sent: made from its key nodes when the first one of its class comes. */
export function wireOf(command: Command): Wire {
  const known = wires.get(command.constructor);
  if (known) return known;
  const { inputKeyNodes = {}, outputKeyNodes = {} } = command as Told;
  const operation = operationOf(command);
  const encode = encoderOf(inputKeyNodes);
  const decode = decoderOf(outputKeyNodes);
  const wire: Wire = {
    operation,
    encode: (input) =>
      encode(
        withToken.has(operation) && !('ClientRequestToken' in input)
          ? { ClientRequestToken: randomUUID(), ...input }
          : input,
      ) ?? '{}',
    decode: (body) => decode(body) as object,
  };
  wires.set(command.constructor, wire);
  return wire;
}

type Encoder = (value: unknown) => string | undefined;
type Decoder = (value: unknown) => unknown;

/** What a key node says of the members of an object: the same of all of them, or something of some of them. */
function membersOf<Rule>(nodes: object, all: Rule, ruleOf: (inner: KeyNodes) => Rule): Rule | Map<string, Rule> {
  const entries = Object.entries(nodes) as [string, KeyNodes][];
  if (entries.length === 0) return all;
  const rules = new Map(entries.map(([name, inner]) => [name, ruleOf(inner)]));
  return (rules.size === 1 && rules.get('*')) || rules;
}

function encoderOf(nodes: KeyNodes): Encoder {
  if (nodes === null) return encodeValue;
  const members = membersOf<Encoder>(nodes, encodeValue, encoderOf);
  if (!(members instanceof Map)) {
    return (value) => {
      if (typeof value !== 'object' || value === null) return undefined;
      return Array.isArray(value) ? encodeList(value, members) : encodeMap(value, members);
    };
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    let text = '';
    for (const name in value) {
      const member = (value as Record<string, unknown>)[name];
      const encoded = (members.get(name) ?? encodePlain)(member);
      if (encoded !== undefined) text += `${text === '' ? '' : ','}"${name}":${encoded}`;
    }
    return `{${text}}`;
  };
}

const encodePlain: Encoder = (value) => (value === null ? undefined : JSON.stringify(value));

function decoderOf(nodes: KeyNodes): Decoder {
  if (nodes === null) return decodeValue as Decoder;
  const members = membersOf<Decoder>(nodes, decodeValue as Decoder, decoderOf);
  if (!(members instanceof Map)) {
    return (value) => (Array.isArray(value) ? value.map(members) : decodeMap(value as object, members));
  }
  const rules = [...members];
  return (value) => {
    // What JSON.parse has made is nobody else's.
    const object = value as Record<string, unknown>;
    for (const [name, decode] of rules) {
      const member = object[name];
      if (member === null) delete object[name];
      else if (member !== undefined) object[name] = decode(member);
    }
    return object;
  };
}
