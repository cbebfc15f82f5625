import { createHash } from 'node:crypto';
import type { MessageAttributes } from './queue';

/** The type of a value as SQS encodes it: 1 stands for text, numbers included. */
const textValue = Buffer.from([1]);

/**
 * The MD5 digest of the attributes, as SQS computes it:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function digestOfAttributes(attributes: MessageAttributes): string {
  const digest = createHash('md5');
  const byName = Object.entries(attributes).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [name, { dataType, stringValue }] of byName) {
    digest.update(withLength(name)).update(withLength(dataType)).update(textValue).update(withLength(stringValue));
  }
  return digest.digest('hex');
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
