import { createClient } from '@tandem/sdk';
import type { Fetch } from '@tandem/sdk';
import { session } from './session';
import { storeOf } from './store';

/** Where the page's own origin hands requests on to the gateway. */
export const gatewayUrl = '/api';

/** Whether the last request reached the gateway. */
export const connection = storeOf<'here' | 'away'>('here');

/** What stands in front of a gateway answers with these when there is nothing behind it. */
const awayStatuses = [502, 503, 504];

const watchfulFetch: Fetch = async (url, init) => {
  try {
    const response = await fetch(url, init);
    connection.set(awayStatuses.includes(response.status) ? 'away' : 'here');
    return response;
  } catch (error) {
    // A request that the page itself gave up says nothing about the gateway.
    if (!init.signal.aborted) connection.set('away');
    throw error;
  }
};

/** The one client of the page. Its retries outlast a gateway that starts again. */
export const client = createClient({
  url: gatewayUrl,
  token: () => session.get().token,
  fetch: watchfulFetch,
  retries: 8,
});
