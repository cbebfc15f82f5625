import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { exactNumber } from '../services/value-order';

/**
 * A value as the JSON of its attribute value, undefined for what is left out: what util-dynamodb's `marshall` makes with
 * `removeUndefinedValues` and `allowImpreciseNumbers`, and its errors, in one step to the text that is sent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 * @throws Error for a value that DynamoDB does not have
 */
export function encodeValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return `{"S":${JSON.stringify(value)}}`;
    case 'number':
    case 'bigint':
      return `{"N":"${digitsOf(value)}"}`;
    case 'boolean':
      return value ? '{"BOOL":true}' : '{"BOOL":false}';
    case 'undefined':
    case 'function':
      return undefined;
    case 'object':
      return value === null ? '{"NULL":true}' : encodeObject(value);
    default:
      throw unsupported(value);
  }
}

/** As util-dynamodb does, an object is what its constructor is called: it may come from another realm. */
function encodeObject(value: object): string {
  if (Array.isArray(value)) return `{"L":${encodeList(value, encodeValue)}}`;
  const { constructor } = value;
  switch ((constructor as typeof constructor | undefined)?.name) {
    case 'Object':
      return `{"M":${encodeMap(value, encodeValue)}}`;
    case 'Set':
      return encodeSet([...(value as ReadonlySet<unknown>)].filter((member) => member !== undefined));
    case 'Map':
      return `{"M":${encodeMap(Object.fromEntries(value as ReadonlyMap<string, unknown>), encodeValue)}}`;
    case 'Boolean':
    case 'Number':
    case 'String':
      return encodeValue(value.valueOf()) ?? '';
  }
  if (isBinary(value)) return `{"B":"${base64Of(value)}"}`;
  if (value instanceof NumberValue) return `{"N":${JSON.stringify(value.toString())}}`;
  // An object without a prototype; one whose "constructor" is a value of its own is refused.
  if (!(constructor as typeof constructor | undefined)) return `{"M":${encodeMap(value, encodeValue)}}`;
  throw unsupported(value);
}

/** A set is of the kind of its first member. */
function encodeSet(members: readonly unknown[]): string {
  const [first] = members;
  if (first === undefined) throw new Error('Pass a non-empty set, or options.convertEmptyValues=true.');
  if (typeof first === 'string') return `{"SS":${JSON.stringify(members.map(String))}}`;
  if (typeof first === 'number' || typeof first === 'bigint') {
    return `{"NS":${JSON.stringify(members.map((member) => digitsOf(member as number)))}}`;
  }
  if (first instanceof NumberValue) return `{"NS":${JSON.stringify(members.map(String))}}`;
  if (isBinary(first)) return `{"BS":${JSON.stringify((members as Binary[]).map(base64Of))}}`;
  throw new Error('Only Number Set (NS), Binary Set (BS) or String Set (SS) are allowed.');
}

/** The members of a list as a list, without what is left out. */
export function encodeList(list: readonly unknown[], encode: (value: unknown) => string | undefined): string {
  let text = '';
  for (const member of list) {
    const encoded = encode(member);
    if (encoded !== undefined) text += text === '' ? encoded : `,${encoded}`;
  }
  return `[${text}]`;
}

/** The members of an object as an object, without what is left out. A prototype is nothing that is sent. */
export function encodeMap(map: object, encode: (value: unknown) => string | undefined): string {
  let text = '';
  for (const name in map) {
    const encoded = name === '__proto__' ? undefined : encode((map as Record<string, unknown>)[name]);
    if (encoded !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${encoded}`;
  }
  return `{${text}}`;
}

function digitsOf(number: number | bigint): string {
  if (typeof number === 'number' && !Number.isFinite(number)) {
    throw new Error(`Special numeric value ${number} is not allowed`);
  }
  return number.toString();
}

type Binary = ArrayBuffer | ArrayBufferView;

const isBinary = (value: unknown): value is Binary =>
  ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]';

function base64Of(value: Binary): string {
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);
  return bytes.toString('base64');
}

function unsupported(value: unknown): Error {
  return new Error(
    `Unsupported type passed: ${String(value)}. Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.`,
  );
}

/**
 * The value of an attribute value as JSON has it, or as the SDK hands it over: with bytes. A number that no double holds
 * is its digits.
 * @throws Error for what is no attribute value
 */
export function decodeValue(attribute: object): unknown {
  for (const type in attribute) {
    const value = (attribute as Record<string, unknown>)[type];
    if (value === undefined) continue;
    switch (type) {
      case 'S':
        return value;
      case 'BOOL':
        return Boolean(value);
      case 'N':
        return exactNumber(value as string);
      case 'M':
        return decodeMap(value as object, decodeValue as Decode);
      case 'L':
        return (value as object[]).map(decodeValue);
      case 'NULL':
        return null;
      case 'SS':
        return new Set(value as string[]);
      case 'NS':
        return new Set((value as string[]).map(exactNumber));
      case 'B':
        return bytesOf(value as string | Uint8Array);
      case 'BS':
        return new Set((value as (string | Uint8Array)[]).map(bytesOf));
      default:
        throw new Error(`Unsupported type passed: ${type}`);
    }
  }
  throw new Error(`No value defined: ${JSON.stringify(attribute)}`);
}

type Decode = (value: unknown) => unknown;

/** The members of an object, decoded. A prototype is nothing that an item has: it stays in the table. */
export function decodeMap(map: object, decode: Decode): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  for (const name in map) {
    if (name !== '__proto__') decoded[name] = decode((map as Record<string, unknown>)[name]);
  }
  return decoded;
}

/** The values of an item that an error of DynamoDB brings along as attribute values. */
export const decodeItem = (item: object): Record<string, unknown> => decodeMap(item, decodeValue as Decode);

function bytesOf(given: string | Uint8Array): Uint8Array {
  return typeof given === 'string' ? new Uint8Array(Buffer.from(given, 'base64')) : given;
}

/** An attribute value of JSON as the SDK hands it over, with bytes in place of their base64. */
export function withBytes(attribute: unknown): unknown {
  if (typeof attribute !== 'object' || attribute === null) return attribute;
  const { B, BS, L, M } = attribute as Record<string, unknown>;
  if (typeof B === 'string') return { ...attribute, B: bytesOf(B) };
  if (Array.isArray(BS)) return { ...attribute, BS: (BS as string[]).map(bytesOf) };
  if (Array.isArray(L)) return { ...attribute, L: L.map(withBytes) };
  if (typeof M === 'object' && M !== null) return { ...attribute, M: decodeMap(M, withBytes) };
  return attribute;
}
