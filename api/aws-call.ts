import { Connections } from '../tables/connections';
import { createSigner } from '../tables/signer';

/** Where a service of AWS is, and how to sign for it. */
export interface AwsCallOptions {
  readonly service: 'events' | 'sqs';
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Left out for AWS itself. */
  readonly endpoint?: string;
}

/** One call of an operation, with the answer of AWS. */
export type AwsCall = (operation: string, input: object, signal?: AbortSignal) => Promise<unknown>;

/** The names of a service in AWS's JSON protocols, 1.0 and 1.1. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const protocols = {
  events: { prefix: 'AWSEvents', contentType: 'application/x-amz-json-1.1' },
  sqs: { prefix: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
} as const satisfies Record<AwsCallOptions['service'], object>;

/** Silence after which a call counts as failed: Lambda hands over the batch again, so that nothing is tried again here. */
const timeLimits = { connection: 1000, silence: 5000 };

/**
 * Opens a service of AWS without its SDK: a call is a signed POST of JSON.
 * @throws Error with the name that AWS gives to what is wrong, such as ThrottlingException
 */
export function openAwsCall({ service, region, credentials, endpoint }: AwsCallOptions): AwsCall {
  const { prefix, contentType } = protocols[service];
  const address = new URL(endpoint ?? publicEndpoint(service, region));
  const { host } = address;
  const connections = new Connections(address, '/', timeLimits, service);
  const sign = createSigner();
  return async (operation, input, signal) => {
    const body = JSON.stringify(input);
    const unsigned = { path: '/', host, contentType, target: `${prefix}.${operation}`, body };
    const headers = sign(unsigned, credentials, { service, region });
    const response = await connections.post({ headers, body }, signal);
    const answer = parsed(Buffer.from(response.body).toString('utf8'));
    if (response.statusCode === 200 && answer) return answer;
    throw errorOf(operation, response.statusCode, answer);
  };
}

const publicEndpoint = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** An error with the name that AWS gives it. What AWS says in a text may repeat what was sent, so that it is left out. */
function errorOf(operation: string, status: number, { __type: type }: Readonly<Record<string, unknown>> = {}): Error {
  // The protocol lets a namespace stand before the name, and a place behind it.
  const name = typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : `Status${status}`;
  return Object.assign(new Error(`${operation} was answered with the status ${status}: ${name}.`), { name });
}
