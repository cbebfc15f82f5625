import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { tableName } from '../schema/table';
import type { Context, Cursors, Item, Store } from '../services/context';
import { store } from '../services/store';
import { tenantIn, tenantOf } from '../services/tenancy';
import { openClient } from './client';
import type { ClientOptions } from './client';
import { createCursors } from './cursor';
import { isLive } from './expiry';
import { mappingOf } from './mapping';
import { metered } from './metered';
import { Migrations } from './migrations';
import type { Sender } from './sender';
import { openSessions } from './sessions';
import type { Sessions, SessionsOptions } from './sessions';
import { itemsOf, openTable } from './table';
import type { Caller, TableOptions } from './table';
import { openTransactions } from './transaction';

/** What the tables of a gateway need: DynamoDB, a prefix of the table names, the secrets of the cursors. */
export interface TablesOptions extends ClientOptions, Pick<TableOptions, 'expiresAfterDays' | 'transactionTokens'> {
  readonly prefix: string;
  /** The indexes that are not in their tables yet, such as `product.byBrand`; they are not read. */
  readonly indexesAbsent?: readonly string[];
  /** Left out by who lists nothing. */
  readonly cursorKeys?: readonly string[];
  /** How a request with a tenant gets a session of its own; left out, all requests are made by the function itself. */
  readonly tenantSessions?: Omit<SessionsOptions, 'region' | 'credentials'>;
}

/** Opens the tables once; each request takes them with its own time limit. */
export function openTables({
  prefix,
  cursorKeys,
  expiresAfterDays,
  indexesAbsent,
  transactionTokens,
  tenantSessions,
  ...client
}: TablesOptions): (caller: Caller) => Store & Pick<Context, 'cursors' | typeof store> {
  const shared = {
    client: openClient(client),
    prefix,
    cursors: cursorKeys ? createCursors(cursorKeys) : noCursors,
    expiresAfterDays,
    transactionTokens,
    migrations: new Migrations(prefix, indexesAbsent),
  };
  const { region, credentials } = client;
  const sessions =
    inUse.tenants && tenantSessions ? openSessions({ region, credentials, ...tenantSessions }) : undefined;
  return (caller) => {
    const signed = sessions ? inSession(shared.client, sessions, tenantIn(caller)) : shared.client;
    const requestOptions = { ...shared, client: metered(signed, caller) };
    const stored: Store = {
      table: (domain) => openTable(domain, requestOptions, caller),
      transact: openTransactions(requestOptions, caller),
    };
    return { ...stored, [store]: stored, cursors: shared.cursors };
  };
}

/** A client whose calls are made in the session of a tenant; without one, by the function itself. */
function inSession(client: Sender, sessions: Sessions, tenant: string | undefined): Sender {
  if (tenant === undefined) return client;
  const credentials = async () => sessions(tenant);
  return { send: async (command, options) => client.send(command, { ...options, credentials }) };
}

/** All items of a domain as they are stored now, page by page; those that are gone are not among them. */
export async function* itemsIn(
  domain: DomainFact,
  {
    client,
    prefix,
    now,
    signal,
    tenancy,
  }: { readonly client: Sender; readonly prefix: string } & Pick<Caller, 'now' | 'signal' | 'tenancy'>,
): AsyncGenerator<Item> {
  const mapping = mappingOf(domain, tenantOf(domain, { tenancy }));
  let position: Record<string, unknown> | undefined;
  do {
    const command = new ScanCommand({
      TableName: tableName(domain, prefix),
      ConsistentRead: true,
      ExclusiveStartKey: position,
    });
    const { Items = [], LastEvaluatedKey } = await client.send(command, { abortSignal: signal });
    for (const stored of Items) {
      if (isLive(stored, now, mapping) && mapping.isOurs(stored)) yield itemsOf(domain, mapping)(stored, new Set());
    }
    position = LastEvaluatedKey;
  } while (position !== undefined);
}

const noCursors: Cursors = {
  seal: () => {
    throw new Error('Lists need the secrets of the cursors.');
  },
  open: () => {
    throw new Error('Lists need the secrets of the cursors.');
  },
};
