import type { Context } from '../services/context';
import { openClient } from './client';
import type { ClientOptions } from './client';
import { createCursors } from './cursor';
import { openTable } from './table';
import type { Caller } from './table';

/** What the tables of a gateway need: DynamoDB, a prefix of the table names, the secrets of the cursors. */
export interface TablesOptions extends ClientOptions {
  readonly prefix: string;
  readonly cursorKeys: readonly string[];
}

/** Opens the tables once; each request takes them with its own time limit. */
export function openTables({ prefix, cursorKeys, ...client }: TablesOptions): (caller: Caller) => Context['table'] {
  const shared = { client: openClient(client), prefix, cursors: createCursors(cursorKeys) };
  return (caller) => (domain) => openTable(domain, shared, caller);
}
