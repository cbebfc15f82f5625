import { openTables } from '../tables';
import type { GatewayOptions } from './options';

/** What the options of a function say of its tables. */
export type TablesPart = Pick<
  GatewayOptions,
  'endpoint' | 'region' | 'credentials' | 'authorize' | 'tablePrefix' | 'expiresAfterDays'
>;

/**
 * Opens the tables that the options of a function name.
 * @param cursorKeys the secrets of the cursors; left out where no list is read
 */
export function tablesOf(
  { endpoint, region = 'us-east-1', credentials, authorize, tablePrefix: prefix = '', expiresAfterDays }: TablesPart,
  cursorKeys?: GatewayOptions['cursorKeys'],
): ReturnType<typeof openTables> {
  return openTables({ endpoint, region, credentials, authorize, prefix, cursorKeys, expiresAfterDays });
}
