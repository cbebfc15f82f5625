import type { DeclaredClass } from '../schema/facts';
import { crud } from './crud';
import type { Operation } from './operation';

/** Everything that the gateway can do for a list of domains. */
export function operationsOf(domains: readonly DeclaredClass[]): readonly Operation[] {
  return domains.flatMap(crud);
}
