import { domainOf } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { withInternal } from '../schema/internal';
import { helped } from '../services/access';
import type { Caller, Context, Meter } from '../services/context';
import { ServiceError } from '../services/errors';
import { tenantFactIn } from '../services/definition';
import type { GatewayDefinition } from '../services/definition';
import { keyFaultsOfDecoded } from '../services/paths';
import { readBudgetOf } from '../services/read-budget';
import { localTenant, tenancyOf, tenantHeader } from '../services/tenancy';
import type { Request } from './http/message';
import type { GatewayOptions } from './options';
import { tablesOf } from './tables';

/** A request that waits for its context. */
export interface Asking {
  readonly request: Request;
  readonly meter: Meter;
  /** Whether the answer depends on who asks; nobody is asked otherwise. */
  readonly asksWho: boolean;
  /** Whether somebody else has judged that this caller may do everything. */
  readonly isTrusted: boolean;
}

/**
 * Makes what a channel may use while it answers one request.
 * @throws ServiceError unauthenticated, unavailable
 */
export type ContextOf = (asking: Asking) => Promise<Context>;

/**
 * A name that is none would leave its index to be read before it is there.
 * @throws Error with the indexes that there are
 */
function checkIndexes({ indexesAbsent = [] }: GatewayOptions, { domains }: GatewayDefinition): void {
  const indexes = withInternal(domains)
    .map(domainOf)
    .flatMap((domain) => Object.keys(domain.indexes).map((index) => `${domain.name}.${index}`));
  const unknown = indexesAbsent.find((name) => !indexes.includes(name));
  if (unknown === undefined) return;
  throw new Error(
    `INDEXES_ABSENT names "${unknown}": write domains and their indexes, separated by commas, of ${indexes.join(', ')}.`,
  );
}

/** Opens the tables once; each request takes them with its own time limit, caller and meter. */
export function contextsOf(options: GatewayOptions, definition: GatewayDefinition): ContextOf {
  const { now = () => new Date(), authentication, tokensFrom } = options;
  const isOpen = authentication === 'open';
  checkIndexes(options, definition);
  const tables = tablesOf(options, options.cursorKeys);
  const underWay = new Map<string, string>();
  const keyFaults = keyFaultsOfDecoded(definition.operations);
  const tenantFact = tenantFactIn(definition);
  const tokenHelp =
    tokensFrom &&
    `For a token, POST {"user":"alice"}, {"user":"admin"}, or {"user":"carol","roles":["…"]} with the roles it needs, as JSON to ${tokensFrom}.`;

  async function callerOf(request: Request): Promise<Caller | undefined> {
    if (authentication === undefined || authentication === 'open') return undefined;
    try {
      return await authentication.callerOf(request);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'unauthenticated') throw error;
      throw new ServiceError(error.code, helped(error.message, tokenHelp), error.details);
    }
  }

  return async ({ request, meter, asksWho, isTrusted }) => {
    const { signal, requestId } = request;
    const caller = asksWho && !isTrusted ? await callerOf(request) : undefined;
    const open = isOpen || isTrusted;
    const principal = caller?.id ?? (open ? request.principal : undefined);
    const reads = readBudgetOf(open || caller !== undefined, options.readUnits);
    const named = request.headers.get(tenantHeader.toLowerCase());
    const usual = isOpen ? localTenant : undefined;
    const tenancy =
      inUse.tenants && tenantFact ? tenancyOf(tenantFact, { caller, open, tokenHelp, named, usual }) : undefined;
    return {
      ...tables({ signal, principal, tenancy, now, meter, reads }),
      now,
      signal,
      requestId,
      meter,
      reads,
      principal,
      caller,
      tenancy,
      open,
      tokenHelp,
      idempotencyKey: request.headers.get('idempotency-key'),
      underWay,
      listed: definition,
      ...(request.isDecoded && { keyFaults }),
    };
  };
}
