import { DescribeTableCommand, DescribeTimeToLiveCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type {
  AttributeDefinition,
  AttributeValue,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isRecord, messageOf } from '../schema/guards';
import { required } from '../schema/required';
import { openClient } from './client';
import type { ClientOptions } from './client';
import { isUnreachable } from './failure';
import { exactNumber } from '../services/value-order';

/** A key attribute as DescribeTable tells it. */
export interface SurveyedAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key of a table or of an index. */
export interface SurveyedKey {
  readonly partition: SurveyedAttribute;
  readonly sort?: SurveyedAttribute;
}

/** An index, global or local. */
export interface SurveyedIndex extends SurveyedKey {
  readonly name: string;
  /** Whole items can be read from it: it is ready, and has a copy of every attribute. */
  readonly isWhole: boolean;
}

/** A number that no double holds. The gateway reads its digits. */
export class Digits {
  constructor(readonly text: string) {}
}

/** One item as it is stored: texts, numbers, Digits, true and false, null, lists, objects, sets, bytes. */
export type Row = Readonly<Record<string, unknown>>;

/** What was learned of a table. */
export interface Survey {
  readonly table: string;
  readonly key: SurveyedKey;
  readonly indexes: readonly SurveyedIndex[];
  /** The attribute of its time to live, where that is switched on. */
  readonly expiry?: string;
  readonly rows: readonly Row[];
  /** Nothing is in the table beside the rows. */
  readonly isWhole: boolean;
  readonly readUnits: number;
  /** What could not be asked. */
  readonly unknown: readonly string[];
}

/** Why a table cannot be surveyed, in a sentence. */
export class SurveyError extends Error {
  override readonly name = 'SurveyError';
}

/**
 * Describes a table and reads a sample of its items, never more than asked for. Nothing is written.
 * @throws SurveyError when there is no such table, no right or no answer, or its key is of bytes
 */
export async function surveyTable(table: string, sample: number, options: ClientOptions): Promise<Survey> {
  const client = openClient(options);
  const place = options.endpoint ?? options.region;
  const asked = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await call();
    } catch (error) {
      throw inWords(error, table, place);
    }
  };
  try {
    const { Table } = await asked(() => client.send(new DescribeTableCommand({ TableName: table })));
    const description = required(Table, `the description of ${table}`);
    const key = keyOf(description.KeySchema, description);
    const bytes = [key.partition, key.sort].find((attribute) => attribute?.type === 'B');
    if (bytes) {
      throw new SurveyError(
        `The key attribute "${bytes.name}" of ${table} is of bytes (type B); the gateway has keys of texts and numbers.`,
      );
    }
    const unknown: string[] = [];
    let expiry: string | undefined;
    try {
      const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
      const { AttributeName, TimeToLiveStatus } = answer.TimeToLiveDescription ?? {};
      if (TimeToLiveStatus === 'ENABLED' || TimeToLiveStatus === 'ENABLING') expiry = AttributeName;
    } catch (error) {
      unknown.push(`Whether its items expire could not be asked (DescribeTimeToLive): ${nameOf(error)}.`);
    }
    const rows: Row[] = [];
    let readUnits = 0;
    let last: Record<string, AttributeValue> | undefined;
    do {
      const command = new ScanCommand({
        TableName: table,
        Limit: sample - rows.length,
        ExclusiveStartKey: last,
        ReturnConsumedCapacity: 'TOTAL',
      });
      const answer = await asked(() => client.send(command));
      rows.push(...(answer.Items ?? []).map(rowOf));
      readUnits += answer.ConsumedCapacity?.CapacityUnits ?? 0;
      last = answer.LastEvaluatedKey;
    } while (last && rows.length < sample);
    const indexes = [...(description.GlobalSecondaryIndexes ?? []), ...(description.LocalSecondaryIndexes ?? [])];
    return {
      table,
      key,
      indexes: indexes.map((index) => indexOf(index, description)),
      ...(expiry !== undefined && { expiry }),
      rows,
      isWhole: last === undefined,
      readUnits,
      unknown,
    };
  } finally {
    client.destroy();
  }
}

function keyOf(
  schema: readonly KeySchemaElement[] | undefined,
  { AttributeDefinitions }: { AttributeDefinitions?: readonly AttributeDefinition[] },
): SurveyedKey {
  const attribute = (keyType: 'HASH' | 'RANGE'): SurveyedAttribute | undefined => {
    const name = schema?.find(({ KeyType }) => KeyType === keyType)?.AttributeName;
    const type = AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
    return name === undefined || type === undefined ? undefined : { name, type };
  };
  const sort = attribute('RANGE');
  return { partition: required(attribute('HASH'), 'the partition key'), ...(sort && { sort }) };
}

function indexOf(
  index: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription,
  description: TableDescription,
): SurveyedIndex {
  // A local index is always ready; an engine that says nothing of a state has no other.
  const isActive = !('IndexStatus' in index) || index.IndexStatus === undefined || index.IndexStatus === 'ACTIVE';
  return {
    name: required(index.IndexName, 'the name of an index'),
    ...keyOf(index.KeySchema, description),
    isWhole: isActive && index.Projection?.ProjectionType === 'ALL',
  };
}

const rowOf = (item: Record<string, AttributeValue>): Row =>
  unmarshall(item, {
    wrapNumbers: (digits: string) => {
      const number = exactNumber(digits);
      return typeof number === 'number' ? number : new Digits(number);
    },
  });

/** A stored value as the tables of the gateway read it. */
export function asRead(value: unknown): unknown {
  if (value instanceof Digits) return value.text;
  if (value instanceof Set) return new Set([...value].map(asRead));
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(asRead);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, asRead(content)]));
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

/** What a failed call means to who has typed the name of a table. */
function inWords(error: unknown, table: string, place: string): SurveyError {
  const told = (words: string): SurveyError => new SurveyError(words, { cause: error });
  switch (nameOf(error)) {
    case 'ResourceNotFoundException':
      return told(`There is no table ${table} at ${place}.`);
    case 'AccessDeniedException':
      return told(
        `You have no right to read ${table}: ask for dynamodb:DescribeTable, dynamodb:DescribeTimeToLive and dynamodb:Scan of it.`,
      );
    case 'CredentialsProviderError':
      return told('There are no credentials of AWS: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'ExpiredTokenException':
      return told(`DynamoDB at ${place} does not take these credentials: sign in again.`);
    case 'ValidationException':
      return told(`"${table}" cannot name a table: write 3 to 255 letters, digits, "_", "-" and ".".`);
    default:
      return told(
        isUnreachable(error) ? `Nothing answers at ${place}.` : `${table} cannot be read: ${messageOf(error)}`,
      );
  }
}
