import { quietReason } from '../services/context';
import { changeEvent, eventsIn, keyOf } from '../services/events';
import { changeKinds } from '../schema/change';
import type { DomainFact } from '../schema/facts';
import { mappingOfStored } from '../tables/mapping';
import { required } from '../schema/required';
import { notedDomains, notedTable } from './noted-tables';

/** A write of one item as the document client takes it, alone or in a transaction. */
interface WriteInput {
  readonly TableName?: string;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly [quietReason]?: string;
}

/** A call to DynamoDB as the document client takes it. */
export interface WriteCall {
  /** Such as PutItem or TransactWriteItems. */
  readonly operation: string;
  readonly input: WriteInput & { readonly TransactItems?: readonly Readonly<Record<string, WriteInput>>[] };
}

/**
 * The writes of a call that change an item of a domain that announces its changes, and of which no record of the outbox
 * in the same transaction tells, though they are not declared `quiet`.
 */
export function untoldIn({ operation, input }: WriteCall): readonly string[] {
  const writes =
    operation === 'TransactWriteItems'
      ? // Looking at an item changes nothing of it.
        (input.TransactItems ?? []).flatMap(({ ConditionCheck: _looked, ...item }) => Object.values(item))
      : ['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation)
        ? [input]
        : [];
  const told = new Set(writes.filter((write) => domainOfTable(write)?.name === 'outbox').flatMap(toldBy));
  return writes.flatMap((write) => {
    const domain = domainOfTable(write);
    if (!domain?.events || write[quietReason] !== undefined) return [];
    const stored = { ...write.Item, ...write.Key };
    const name = keyOf(domain, required(mappingOfStored(domain, stored), 'the tenant').fields(stored));
    return told.has(name) ? [] : [`${operation} of ${name}`];
  });
}

/** The domain of what is written; the key tells those of one table apart. */
const domainOfTable = ({ TableName, Item, Key }: WriteInput): DomainFact | undefined =>
  notedTable(TableName ?? '')?.domains.find((domain) => {
    const stored = { ...Item, ...Key };
    return mappingOfStored(domain, stored)?.isOurs(stored);
  });

/** The items whose changes a record tells, by the names that keyOf gives them. */
function toldBy({ TableName, Item = {} }: WriteInput): readonly string[] {
  const prefix = (TableName ?? '').slice(0, -'outbox'.length);
  return eventsIn({ ...Item }).flatMap(({ source, detailType, detail }) => {
    const domain = notedDomains(prefix).find(({ events }) => events?.source === source);
    const isChange = domain && changeKinds.some((kind) => changeEvent(domain, kind).detailType === detailType);
    return isChange ? [keyOf(domain, (detail as { key: Record<string, unknown> }).key)] : [];
  });
}
