import { deprecationWords } from '../schema/deprecation';
import type { Deprecation } from '../schema/deprecation';

/** What a decorator of TypeGraphQL takes for something deprecated; nothing for anything else. */
export function reasonOf(deprecated: Deprecation | undefined): { readonly deprecationReason?: string } {
  return deprecated ? { deprecationReason: deprecationWords(deprecated) } : {};
}
