import type { Api } from './api';
import type { GatewayFacts } from './facts';
import { recordOf, textOf } from '../../../schema/guards';

/** What the gateway says to somebody who comes in. */
export type Admission = 'administrator' | 'somebody' | 'nobody';

/**
 * Asks whether the caller is an administrator: how a list is read is told to those alone (and to everybody where the
 * gateway is open), and whoever is refused is so before anything is read.
 */
export async function admissionOf(api: Api, facts: GatewayFacts): Promise<Admission> {
  let admission: Admission = 'somebody';
  const lists = facts.domains.flatMap(({ operations: { list } }) => (list ? [list] : []));
  for (const list of lists) {
    const { status } = await api.send('GET', `${facts.pathOf(list, {})}?limit=1&explain=true`);
    if (status === 401) admission = 'nobody';
    else if (status !== 403) return 'administrator';
    else admission = 'somebody';
  }
  // Where there is no list to ask about, the data are protected as everywhere, and there is little to see.
  return lists.length === 0 ? 'administrator' : admission;
}

/** Where the gateway has tokens to give, which only one on somebody's own machine has. */
export async function tokensFrom(api: Api): Promise<string | undefined> {
  return textOf((await api.send('GET', '/health')).body.tokensFrom);
}

/** A token for one of the users of a local gateway. */
export async function tokenFor(api: Api, address: string, user: string): Promise<string | undefined> {
  return textOf(recordOf((await api.send('POST', address, { body: { user } })).body).token);
}
