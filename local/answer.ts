import { isRecord } from '../schema/guards';
import type { Payload } from './lambda';

/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Lambda's limit for a result, as JSON text. */
const largestResult = 6 * 1024 * 1024;

/**
 * Reads the result of a handler as API Gateway does.
 * @throws Error that says what API Gateway would not accept
 */
export function answerOf(result: unknown, payload: Payload): Answer {
  if (!isRecord(result)) throw new Error(`The result is ${result === null ? 'null' : typeof result}, not an object.`);
  const { statusCode, body = null, isBase64Encoded = false } = result;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw new Error('statusCode must be a whole number from 200 to 599.');
  }
  if (body !== null && typeof body !== 'string') throw new Error(`body must be a string, not ${typeof body}.`);
  if (typeof isBase64Encoded !== 'boolean') throw new Error('isBase64Encoded must be true or false.');
  // Escaped as JSON, a text grows sixfold at the most: a small one need not be measured.
  if ((body?.length ?? 0) > largestResult / 6 && Buffer.byteLength(JSON.stringify(result)) > largestResult) {
    throw new Error('The result is larger than 6 MB, the limit of Lambda.');
  }
  return {
    status: statusCode,
    headers: headersIn[payload](result),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

const headersIn: Readonly<Record<Payload, (result: Record<string, unknown>) => [string, string][]>> = {
  v1: headersV1,
  v2: headersV2,
  url: headersV2,
  // With values in lists, a load balancer reads no other headers:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers-response
  alb: ({ multiValueHeaders }) => headersV1({ multiValueHeaders }),
};

/** The headers of `headers` and of `multiValueHeaders`; where both have a name, the many values win. */
function headersV1({ headers, multiValueHeaders }: Record<string, unknown>): [string, string][] {
  const multiValues = entriesOf(multiValueHeaders, 'multiValueHeaders').flatMap(([name, values]) => {
    if (!Array.isArray(values)) throw new Error(`multiValueHeaders.${name} must be a list.`);
    return values.map((value): [string, string] => [name, text(name, value)]);
  });
  const multiNames = new Set(multiValues.map(([name]) => name.toLowerCase()));
  const single = entriesOf(headers, 'headers').filter(([name]) => !multiNames.has(name.toLowerCase()));
  return [...single.map(([name, value]): [string, string] => [name, text(name, value)]), ...multiValues];
}

/** The headers of an answer of payload version 2.0, which knows no multi-value headers, only cookies. */
function headersV2({ headers, cookies = [] }: Record<string, unknown>): [string, string][] {
  if (!Array.isArray(cookies)) throw new Error('cookies must be a list.');
  return [
    ...entriesOf(headers, 'headers').map(([name, value]): [string, string] => [name, text(name, value)]),
    ...cookies.map((value): [string, string] => ['Set-Cookie', text('Set-Cookie', value)]),
  ];
}

function entriesOf(map: unknown, mapName: string): [string, unknown][] {
  if (map === undefined || map === null) return [];
  if (!isRecord(map)) throw new Error(`${mapName} must be an object.`);
  return Object.entries(map);
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The header ${name} must have a text as its value.`);
}
