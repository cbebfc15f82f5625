import { retryAfterOf, TandemError } from './errors.ts';
import { numberIn, recordOf, textIn } from './guards.ts';
import { challengeOf, randomText } from './proof-key.ts';

/** As much of a browser's `Storage` as a session needs. */
export interface SignInStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** Where people sign in, and how they come back. */
export interface SignInOptions {
  /** The sign-in pages of a Cognito user pool, without a path: the output `SignInUrl` of the stack. */
  readonly domain: string;
  /** The client of the pool: the output `UserPoolClientId`. */
  readonly clientId: string;
  /** Where the browser comes back to, letter for letter one of the `callbackUrls` of the stack. */
  readonly redirectUri: string;
  /** What the tokens are asked for, separated by spaces; `openid email` when left out. */
  readonly scope?: string;
  /** The token that the gateway gets. `id` when left out: it says for whom it was made, which a REST API asks for. */
  readonly send?: 'access' | 'id';
  /** Where the session is kept. The `sessionStorage` of the tab when left out. */
  readonly storage?: SignInStorage;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Somebody who signs in, is signed in, and signs out. Its functions can be handed on alone. */
export interface SignInSession {
  /** Gives the address of the sign-in pages, to which the browser then goes. */
  readonly begin: () => Promise<string>;
  /**
   * Takes the address at which the browser has come back, and gets the tokens. Gives whether it was such an address.
   * @throws TandemError sign-in, when nobody has signed in, or this browser has not asked for it; network, unavailable
   */
  readonly finish: (address: string) => Promise<boolean>;
  /**
   * Gives the token for `createClient`, renewed a minute before it ends; undefined when nobody is signed in any more.
   * @throws TandemError network, unavailable, unexpected
   */
  readonly token: () => Promise<string | undefined>;
  /** Forgets the tokens, has the refresh token revoked, and gives the address at which the pages sign out too. */
  readonly end: () => Promise<string>;
}

/** What is on the way between `begin` and `finish`. */
interface Pending {
  readonly state: string;
  readonly verifier: string;
}

/** What is kept between two requests. */
interface Kept {
  readonly token: string;
  /** Milliseconds since 1970 after which another token is fetched. */
  readonly renewAt: number;
  readonly refreshToken?: string;
}

/**
 * Signs people in on the pages of a Cognito user pool, by the authorization code grant (RFC 6749, section 4.1) with proof
 * key for code exchange (RFC 7636). The token itself is not looked at: it comes from the server directly, over TLS, and
 * the gateway verifies it.
 */
export function signIn({
  domain,
  clientId,
  redirectUri,
  scope = 'openid email',
  send = 'id',
  storage,
  fetch = (...given) => globalThis.fetch(...given),
}: SignInOptions): SignInSession {
  const base = domain.replace(/\/+$/, '');
  const place = (part: 'pending' | 'session'): string => `tandem-${part}-${clientId}`;
  // Looked up when it is used: a module that makes a session is loaded on servers too, where there is none.
  const store = (): SignInStorage => {
    const found = storage ?? (globalThis as { readonly sessionStorage?: SignInStorage }).sessionStorage;
    if (!found) throw new Error('There is no sessionStorage here: give signIn a storage.');
    return found;
  };
  let renewal: Promise<string | undefined> | undefined;

  /** What is stored of a part; nothing when something else is there. */
  function stored(part: 'pending' | 'session'): Readonly<Record<string, unknown>> {
    const text = store().getItem(place(part)) ?? '{}';
    try {
      return recordOf(JSON.parse(text));
    } catch {
      return {};
    }
  }

  function kept(): Partial<Kept> {
    const { token, renewAt, refreshToken } = stored('session');
    return { token: textIn(token), renewAt: numberIn(renewAt), refreshToken: textIn(refreshToken) };
  }

  async function post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    try {
      const body = new URLSearchParams({ ...fields, client_id: clientId });
      return await fetch(`${base}${path}`, { method: 'POST', body });
    } catch (cause) {
      throw new TandemError('network', 'The sign-in server cannot be reached, or the connection broke.', { cause });
    }
  }

  const keep = (session: Kept): void => store().setItem(place('session'), JSON.stringify(session));

  // Whoever wants to leave has left, also when the server does not hear of it (RFC 7009).
  const revoke = async (refreshToken: string): Promise<unknown> =>
    post('/oauth2/revoke', { token: refreshToken }).catch(() => undefined);

  /** Asks for tokens. @throws TandemError sign-in when the grant is refused; network, unavailable, unexpected */
  async function fetchTokens(grant: Readonly<Record<string, string>>): Promise<Kept> {
    const response = await post('/oauth2/token', grant);
    const answer = recordOf(await response.json().catch(() => undefined));
    const { status } = response;
    if (status === 429 || status >= 500) {
      const retryAfterSeconds = retryAfterOf(response.headers.get('retry-after'));
      throw new TandemError('unavailable', 'The sign-in server is busy.', { retryAfterSeconds });
    }
    const error = textIn(answer.error);
    if (error) throw refused(error, textIn(answer.error_description));
    const token = textIn(answer[`${send}_token`]);
    if (!response.ok || token === undefined)
      throw new TandemError('unexpected', 'The sign-in server gave no token and no error.', { status });
    const seconds = numberIn(answer.expires_in) ?? 0;
    return {
      token,
      // A minute is enough for a request on its way, and for clocks that differ.
      renewAt: Date.now() + Math.max(seconds - 60, seconds / 2) * 1000,
      // A server that does not turn refresh tokens over leaves it out (RFC 6749, section 6).
      refreshToken: textIn(answer.refresh_token) ?? grant.refresh_token,
    };
  }

  async function renew(refreshToken: string): Promise<string | undefined> {
    // Meanwhile somebody may have signed out, or another tab have renewed it: then what is kept stays as it is.
    const isCurrent = (): boolean => kept().refreshToken === refreshToken;
    try {
      const session = await fetchTokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
      if (isCurrent()) keep(session);
      // What comes from one sign-in may end together, so not while another tab uses it.
      else if (session.refreshToken !== undefined && kept().token === undefined) await revoke(session.refreshToken);
    } catch (error) {
      if (!(error instanceof TandemError && error.code === 'sign-in')) throw error;
      // It has ended or was revoked: nobody is signed in any more.
      if (isCurrent()) store().removeItem(place('session'));
    }
    return kept().token;
  }

  return {
    begin: async () => {
      const pending: Pending = { state: randomText(), verifier: randomText() };
      store().setItem(place('pending'), JSON.stringify(pending));
      const parameters = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope,
        state: pending.state,
        code_challenge: await challengeOf(pending.verifier),
        code_challenge_method: 'S256',
      });
      return `${base}/oauth2/authorize?${parameters.toString()}`;
    },
    finish: async (address) => {
      const { searchParams } = new URL(address);
      const [code, error] = [searchParams.get('code'), searchParams.get('error')];
      if (code === null && error === null) return false;
      const { state, verifier } = stored('pending');
      // Somebody else's code would sign this browser in as somebody else: RFC 6749, section 10.12.
      if (typeof state !== 'string' || typeof verifier !== 'string' || searchParams.get('state') !== state) {
        throw new TandemError('sign-in', 'This browser has not asked to be signed in at this address. Begin again.');
      }
      // A code and its verifier serve once, whatever becomes of them.
      store().removeItem(place('pending'));
      if (code === null) throw refused(error ?? '', searchParams.get('error_description') ?? undefined);
      const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
      keep(await fetchTokens(grant));
      return true;
    },
    token: async () => {
      const { token, renewAt = 0, refreshToken } = kept();
      if (token === undefined || Date.now() < renewAt) return token;
      if (refreshToken === undefined) {
        store().removeItem(place('session'));
        return undefined;
      }
      // Many requests at once renew once: a server may take each refresh token only once.
      renewal ??= renew(refreshToken).finally(() => (renewal = undefined));
      return renewal;
    },
    end: async () => {
      const { refreshToken } = kept();
      for (const part of ['pending', 'session'] as const) store().removeItem(place(part));
      if (refreshToken !== undefined) await revoke(refreshToken);
      return `${base}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: redirectUri }).toString()}`;
    },
  };
}

/** The refusal of an authorization server: RFC 6749, sections 4.1.2.1 and 5.2. */
function refused(error: string, description?: string): TandemError {
  return new TandemError('sign-in', `The sign-in server refused: ${description ?? error}.`);
}
