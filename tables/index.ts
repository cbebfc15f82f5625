import type { Context, Cursors, Store } from '../services/context';
import { store } from '../services/store';
import { openClient } from './client';
import type { ClientOptions } from './client';
import { createCursors } from './cursor';
import { metered } from './metered';
import { Migrations } from './migrations';
import { openTable } from './table';
import type { Caller, TableOptions } from './table';
import { openTransactions } from './transaction';

/** What the tables of a gateway need: DynamoDB, a prefix of the table names, the secrets of the cursors. */
export interface TablesOptions extends ClientOptions, Pick<TableOptions, 'expiresAfterDays' | 'transactionTokens'> {
  readonly prefix: string;
  /** The indexes that are not in their tables yet, such as `product.byBrand`; they are not read. */
  readonly indexesAbsent?: readonly string[];
  /** Left out by who lists nothing. */
  readonly cursorKeys?: readonly string[];
}

/** Opens the tables once; each request takes them with its own time limit. */
export function openTables({
  prefix,
  cursorKeys,
  expiresAfterDays,
  indexesAbsent,
  transactionTokens,
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
  return (caller) => {
    const requestOptions = { ...shared, client: metered(shared.client, caller) };
    const stored: Store = {
      table: (domain) => openTable(domain, requestOptions, caller),
      transact: openTransactions(requestOptions, caller),
    };
    return { ...stored, [store]: stored, cursors: shared.cursors };
  };
}

const noCursors: Cursors = {
  seal: () => {
    throw new Error('Lists need the secrets of the cursors.');
  },
  open: () => {
    throw new Error('Lists need the secrets of the cursors.');
  },
};
