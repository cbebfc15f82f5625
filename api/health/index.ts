import { checkHealth } from '../../services/health';
import type { Operation } from '../../services/operation';
import { pageChannel } from '../http/channel';
import type { Channel } from '../http/channel';
import { json } from '../http/message';

/** What the check of health is made from. */
export interface HealthOptions {
  readonly operations: readonly Operation[];
  /** Where the pages find tokens. */
  readonly tokensFrom?: string;
}

/** Makes the channel `/health`: whether the function answers and, with `deep`, whether DynamoDB does. */
export function createHealth({ operations, tokensFrom }: HealthOptions): Channel {
  return pageChannel('health', {
    '/health': async ({ query }, context) => {
      const headers = { 'cache-control': 'no-store' };
      if (!query.some(([name]) => name === 'deep')) return json(200, { status: 'ok', tokensFrom }, headers);
      try {
        await checkHealth(operations, context);
        return json(200, { status: 'ok', dynamodb: 'ok' }, headers);
      } catch {
        return json(503, { status: 'unavailable', dynamodb: 'unavailable' }, { ...headers, 'retry-after': '1' });
      }
    },
  });
}
