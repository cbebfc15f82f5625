import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DomainFact } from '../schema/facts';
import { ConditionFailed, TransactionLost } from '../services/context';
import type { Store, Write } from '../services/context';
import { tenantOf } from '../services/tenancy';
import { decodeItem } from './attribute-value';
import { isTransactionCanceled } from './exception';
import { failure, tooLarge } from './failure';
import { mappingOf } from './mapping';
import { failedAt, itemsOf, reason, writeMark, writesOf } from './table';
import type { Caller, TableOptions } from './table';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Reasons that say nothing about the items: the same transaction may succeed a moment later. */
const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/**
 * Does all of the writes or none. A call whose answer was lost is repeated under the same token, which DynamoDB
 * remembers for ten minutes, so that it happens once; where the token is not remembered, an item that has it as its
 * mark says that all was done.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function openTransactions(options: TableOptions, caller: Caller): Store['transact'] {
  const { client, migrations } = options;
  const { signal, now } = caller;
  const mappingFor = (domain: DomainFact) => mappingOf(domain, tenantOf(domain, caller));
  const writesTo = (domain: DomainFact) => writesOf(domain, options, now, mappingFor(domain));

  function itemFor(write: Write, mark: string): TransactItem {
    const writes = writesTo(write.domain);
    const commonOptions = {
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      ...reason(write.quiet),
    };
    if ('create' in write) return { Put: { ...writes.create(write.create, mark, write.after), ...commonOptions } };
    if ('put' in write) return { Update: { ...writes.put(write.put, mark, write), ...commonOptions } };
    if ('update' in write) {
      return { Update: { ...writes.update(write.update, write.changes, write.condition, mark), ...commonOptions } };
    }
    if ('addTo' in write) return { Update: { ...writes.addTo(write.addTo, write.numbers, mark), ...commonOptions } };
    if ('check' in write)
      return { ConditionCheck: { ...writes.check(write.check, write.condition), ...commonOptions } };
    return { Delete: { ...writes.delete(write.delete, write.condition), ...commonOptions } };
  }

  function lostBy(write: Write, { Code, Item }: CancellationReason): ConditionFailed | undefined {
    if (Code !== 'ConditionalCheckFailed') return undefined;
    const stored = Item && decodeItem(Item);
    const mapping = mappingFor(write.domain);
    const itemOf = itemsOf(write.domain, mapping);
    return stored && mapping.isOurs(stored)
      ? failedAt(stored, mapping, now, (found) => itemOf(found, migrations.known(write.domain).moved))
      : new ConditionFailed();
  }

  return async (writes) => {
    const token = randomUUID();
    const isMarked = writes.some(
      (write) => 'create' in write || 'put' in write || 'update' in write || 'addTo' in write,
    );
    const command = new TransactWriteCommand({
      TransactItems: writes.map((write, index) => {
        try {
          return itemFor(write, token);
        } catch (error) {
          if (!(error instanceof ConditionFailed)) throw error;
          throw new TransactionLost(writes.map((_, position) => (position === index ? error : undefined)));
        }
      }),
      ClientRequestToken: options.transactionTokens === false && isMarked ? undefined : token,
    });
    for (let attempt = 1; ; attempt++) {
      try {
        signal.throwIfAborted();
        await client.send(command, { abortSignal: signal });
        return;
      } catch (error) {
        const busy = error instanceof Error && error.name === 'TransactionInProgressException';
        if (!busy && !isTransactionCanceled(error)) throw failure(error, signal);
        const reasons = isTransactionCanceled(error) ? (error.CancellationReasons ?? []) : [];
        if (reasons.some(({ Item }) => Item?.[writeMark]?.S === token)) return;
        const lost = writes.map((write, index) => lostBy(write, reasons[index] ?? {}));
        if (lost.some(Boolean)) throw new TransactionLost(lost);
        if (!busy && !reasons.some(({ Code }) => passing.includes(Code ?? ''))) throw refused(error, reasons);
        await pause(attempt);
      }
    }
  };

  async function pause(attempt: number): Promise<void> {
    try {
      await wait(Math.random() * Math.min(800, 25 * 2 ** attempt), undefined, { signal });
    } catch (error) {
      throw failure(error, signal);
    }
  }
}

function refused(error: unknown, reasons: readonly CancellationReason[]): unknown {
  const errors = reasons.map(({ Code, Message = '' }) => (Code === 'ValidationError' ? tooLarge(Message) : undefined));
  return errors.find((found) => found !== undefined) ?? error;
}
