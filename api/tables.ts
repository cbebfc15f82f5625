import { inUse } from '../schema/in-use';
import { sessionPolicy } from '../services/session-policy';
import { openTables } from '../tables';
import { described, jsonLog } from './logger';
import type { GatewayOptions } from './options';

/** What the options of a function say of its tables. */
export type TablesPart = Pick<
  GatewayOptions,
  | 'endpoint'
  | 'region'
  | 'credentials'
  | 'authorize'
  | 'connectsAhead'
  | 'tablePrefix'
  | 'expiresAfterDays'
  | 'indexesAbsent'
  | 'transactionTokens'
  | 'tenantSessions'
  | 'log'
>;

/**
 * Opens the tables that the options of a function name.
 * @param cursorKeys the secrets of the cursors; left out where no list is read
 */
export function tablesOf(
  { region = 'us-east-1', tablePrefix: prefix = '', ...options }: TablesPart,
  cursorKeys?: GatewayOptions['cursorKeys'],
): ReturnType<typeof openTables> {
  const { endpoint, credentials, authorize, connectsAhead, expiresAfterDays, indexesAbsent, transactionTokens } =
    options;
  const { tenantSessions, log = jsonLog } = options;
  return openTables({
    endpoint,
    region,
    credentials,
    authorize,
    connectsAhead,
    prefix,
    cursorKeys,
    expiresAfterDays,
    indexesAbsent,
    transactionTokens,
    tenantSessions:
      inUse.tenants && tenantSessions
        ? {
            ...tenantSessions,
            policyOf: sessionPolicy,
            failed: (error) => log({ level: 'error', message: 'tenant session', error: described(error) }),
          }
        : undefined,
  });
}
