import type { CancellationReason, AttributeValue } from '@aws-sdk/client-dynamodb';
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord, numberOf, recordOf } from '../schema/guards';
import { decodeMap, withBytes } from './attribute-value';
import type { Incoming } from './connections';

/** What the SDK tells of an answer beside its content. */
export interface Metadata {
  httpStatusCode?: number;
  requestId?: string;
  attempts?: number;
  totalRetryDelay?: number;
  /** The call was signed with a clock that is minutes wrong, and will not be again. */
  clockSkewCorrected?: boolean;
}

/**
 * An answer of DynamoDB that is an error, by the SDK's name for it and with its fields, so that the SDK's own classes take
 * it for one of theirs by `instanceof`. It is none of them because those come with the whole client.
 */
export class DynamoDBException extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: Metadata;
  // Not made by the class: "in" tells below which fields an answer may bring.
  declare readonly CancellationReasons?: CancellationReason[];
  declare readonly Item?: Record<string, AttributeValue>;

  constructor({ statusCode, headers, body }: Incoming) {
    const fields = recordOf(parsed(body));
    super(textOf(fields.message) || textOf(fields.Message) || 'UnknownError');
    this.name = nameOf(fields.__type) ?? nameOf(fields.code) ?? nameOf(headers['x-amzn-errortype']) ?? 'Unknown';
    this.$fault = statusCode < 500 ? 'client' : 'server';
    this.$metadata = metadataOf(statusCode, headers);
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'Message' || name in this) continue;
      Object.assign(this, { [name]: fieldOf(name, value) });
    }
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The protocol lets a namespace stand before the name, and a place behind it. */
function nameOf(type: unknown): string | undefined {
  return typeof type === 'string' ? type.replace(/[,:].*$/s, '').replace(/^[^#]*#/, '') : undefined;
}

function fieldOf(name: string, value: unknown): unknown {
  if (name === 'Item' && isRecord(value)) return decodeMap(value, withBytes);
  if (name !== 'CancellationReasons' || !Array.isArray(value)) return value;
  return value.map((reason: unknown) =>
    isRecord(reason) && isRecord(reason.Item) ? { ...reason, Item: decodeMap(reason.Item, withBytes) } : reason,
  );
}

/** An answer that is none: the call may have been carried out all the same. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** The object that the body of a good answer is. @throws UnreadableAnswer */
export function objectIn(body: Uint8Array): Record<string, unknown> {
  const value = parsed(body);
  if (isRecord(value)) return value;
  throw new UnreadableAnswer(`DynamoDB's answer of ${body.length} bytes is not a JSON object.`);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The part of the answer's metadata that the answer itself tells. */
export function metadataOf(statusCode: number, headers: IncomingHttpHeaders): Metadata {
  return { httpStatusCode: statusCode, requestId: headers['x-amzn-requestid'] as string | undefined };
}

/** The status of the answer that an error is made from; undefined where there was no answer. */
export const statusOf = (error: unknown): number | undefined =>
  numberOf(recordOf(recordOf(error).$metadata).httpStatusCode);

/** A write that its condition has refused, with the item that is there. */
export interface ConditionRefused extends Error {
  readonly Item?: Record<string, AttributeValue>;
}

/** Whether a write has failed because of its condition. By name: no class of the SDK's client is loaded for it. */
export const isConditionRefused = (error: unknown): error is ConditionRefused =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** A transaction that DynamoDB has not carried out, with the reason of each of its writes. */
export interface TransactionCanceled extends Error {
  readonly CancellationReasons?: CancellationReason[];
}

/** Whether a transaction has been cancelled. */
export const isTransactionCanceled = (error: unknown): error is TransactionCanceled =>
  error instanceof Error && error.name === 'TransactionCanceledException';
