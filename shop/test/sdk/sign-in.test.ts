import { createClient, signIn } from '../../../sdk/source/index.ts';
import type { SignInOptions, SignInSession, SignInStorage } from '../../../sdk/source/index.ts';
import { challengeOf, randomText } from '../../../sdk/source/proof-key.ts';
import { tokenAuthentication } from '../../../api/auth/authentication';
import { openFakeIssuer } from '../../../test/tokens';
import type { FakeIssuer } from '../../../test/tokens';
import { openAuthorizationServer } from './authorization-server';
import type { AuthorizationServer } from './authorization-server';
import { openWorld, ways } from './world';

// Signing in over HTTP, against a server that is written from the specifications (authorization-server.ts).

const clientId = 'shop-pages';
const redirectUri = 'https://shop.example/signed-in?from=mail';

let issuer: FakeIssuer;
let server: AuthorizationServer;
const opened: AuthorizationServer[] = [];

beforeAll(async () => {
  issuer = await openFakeIssuer();
});
beforeEach(async () => {
  server = await open();
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const one of opened.splice(0)) await one.close();
});
afterAll(async () => issuer.close());

async function open(options: { readonly agrees?: boolean } = {}): Promise<AuthorizationServer> {
  const one = await openAuthorizationServer({
    clientId,
    redirectUri,
    idToken: () => issuer.token('alice'),
    ...options,
  });
  opened.push(one);
  return one;
}

/** A tab of a browser: what its pages have stored. */
function openTab(): SignInStorage & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => void stored.set(name, value),
    removeItem: (name) => void stored.delete(name),
  };
}

const sessionIn = (storage: SignInStorage, options: Partial<SignInOptions> = {}): SignInSession =>
  signIn({ domain: server.url, clientId, redirectUri, storage, ...options });

/** Goes where the page says, as a browser does, and gives the address at which it comes back. */
async function comeBack(session: SignInSession): Promise<string> {
  const response = await fetch(await session.begin(), { redirect: 'manual' });
  expect(response.status).toBe(302);
  return response.headers.get('location')!;
}

/** Lets time pass for the session alone. */
function later(seconds: number): void {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now + seconds * 1000);
}

const tokenRequests = () => server.asked.filter(({ path }) => path === '/oauth2/token');

describe('proof key for code exchange', () => {
  // RFC 7636, appendix B.
  test('the challenge is that of the example of the RFC', async () => {
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  // RFC 7636, section 4.1; 32 octets make 43 letters of base64url.
  test('a verifier has the letters and the length that the RFC wants, and comes once', () => {
    const verifiers = Array.from({ length: 200 }, randomText);
    expect(verifiers.filter((verifier) => !/^[\w-]{43}$/.test(verifier))).toEqual([]);
    expect(new Set(verifiers).size).toBe(200);
  });
});

// RFC 6749, section 4.1; OpenID Connect Core, section 3.1.2.1.
test('the page asks for a code, with a challenge and a state that are new each time', async () => {
  const session = sessionIn(openTab());
  const [first, second] = [new URL(await session.begin()), new URL(await session.begin())];
  expect(`${first.origin}${first.pathname}`).toBe(`${server.url}/oauth2/authorize`);
  expect(Object.fromEntries(first.searchParams)).toEqual({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  for (const name of ['state', 'code_challenge'])
    expect(second.searchParams.get(name)).not.toBe(first.searchParams.get(name));
});

test('who comes back has a token, also after the page is loaded again', async () => {
  const tab = openTab();
  const before = sessionIn(tab);
  expect(await before.token()).toBeUndefined();
  const address = await comeBack(before);
  // The pages of the server were another document: what stands in memory is gone.
  const after = sessionIn(tab);
  expect(await after.finish(address)).toBe(true);
  expect(await after.token()).toBe(await sessionIn(tab).token());
  expect((await after.token())!.split('.')).toHaveLength(3);
  expect(tokenRequests()).toEqual([
    {
      path: '/oauth2/token',
      contentType: expect.stringMatching(/^application\/x-www-form-urlencoded/),
      form: expect.objectContaining({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: redirectUri,
      }),
    },
  ]);
});

test.each(ways)('the client sends the token: $payload $transport', async ({ payload, transport }) => {
  const authentication = tokenAuthentication({
    issuers: [{ issuer: issuer.issuer, audience: [issuer.audience], jwksUri: issuer.jwksUri }],
  });
  const world = await openWorld(payload, transport, { authentication });
  const session = sessionIn(openTab());
  const client = createClient({ url: world.url, transport, token: session.token });
  await expect(client.basket.get('alice')).rejects.toMatchObject({ code: 'unauthenticated' });
  await session.finish(await comeBack(session));
  expect(await client.basket.get('alice')).toBeUndefined();
  await expect(client.basket.get('bob')).rejects.toMatchObject({ code: 'forbidden' });
  await world.close();
});

test('a browser keeps the session in its tab, and what is no browser has to say where', async () => {
  const place = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  const given = (value: unknown): unknown =>
    Object.defineProperty(globalThis, 'sessionStorage', { value, configurable: true });
  const session = signIn({ domain: server.url, clientId, redirectUri });
  try {
    given(undefined);
    await expect(session.token()).rejects.toThrow('give signIn a storage');
    const tab = openTab();
    given(tab);
    await session.finish(await comeBack(session));
    expect([...tab.stored.keys()]).toEqual([`tandem-session-${clientId}`]);
  } finally {
    if (place) Object.defineProperty(globalThis, 'sessionStorage', place);
    else Reflect.deleteProperty(globalThis, 'sessionStorage');
  }
});

test('an access token is sent where the gateway takes those', async () => {
  const session = sessionIn(openTab(), { send: 'access' });
  await session.finish(await comeBack(session));
  expect(await session.token()).toMatch(/^access-/);
});

test('an address without an answer is left alone', async () => {
  const session = sessionIn(openTab());
  const address = await comeBack(session);
  expect(await session.finish('https://shop.example/?page=2')).toBe(false);
  expect(await session.finish(address)).toBe(true);
});

describe('nobody is signed in by', () => {
  const refusal = { name: 'TandemError', code: 'sign-in' };

  // RFC 6749, section 10.12: an attacker sends a victim to an address with the code of the attacker.
  test('the code of another browser', async () => {
    const address = await comeBack(sessionIn(openTab()));
    const victim = sessionIn(openTab());
    await expect(victim.finish(address)).rejects.toMatchObject(refusal);
    await victim.begin();
    await expect(victim.finish(address)).rejects.toMatchObject(refusal);
    expect(await victim.token()).toBeUndefined();
    expect(tokenRequests()).toEqual([]);
  });

  // RFC 6749, section 4.1.2: a code serves once.
  test('a code that has served', async () => {
    const tab = openTab();
    const session = sessionIn(tab);
    const address = await comeBack(session);
    await session.finish(address);
    await expect(session.finish(address)).rejects.toMatchObject(refusal);
  });

  // RFC 7636, section 4.6.
  test('a code without the verifier of this browser', async () => {
    const tab = openTab();
    const session = sessionIn(tab);
    const address = await comeBack(session);
    const [[name, pending]] = [...tab.stored] as [[string, string]];
    tab.stored.set(name, JSON.stringify({ ...JSON.parse(pending), verifier: randomText() }));
    await expect(session.finish(address)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining('invalid_grant'),
    });
    expect(await session.token()).toBeUndefined();
  });

  // RFC 6749, section 4.1.2.1.
  test('a refusal, which is told in the words of the server', async () => {
    server = await open({ agrees: false });
    const session = sessionIn(openTab());
    await expect(session.finish(await comeBack(session))).rejects.toMatchObject({
      ...refusal,
      message: 'The sign-in server refused: The user has said no.',
    });
    expect(tokenRequests()).toEqual([]);
  });

  test('what somebody else has stored', async () => {
    const tab = openTab();
    const session = sessionIn(tab);
    const address = await comeBack(session);
    for (const text of ['', 'null', '[1]', '{"state":7}']) {
      for (const name of tab.stored.keys()) tab.stored.set(name, text);
      await expect(session.finish(address)).rejects.toMatchObject(refusal);
    }
    tab.stored.set(`tandem-session-${clientId}`, 'not JSON');
    expect(await session.token()).toBeUndefined();
  });
});

// RFC 6749, section 6.
describe('a token that ends', () => {
  const signedIn = async (tab = openTab()): Promise<SignInSession> => {
    const session = sessionIn(tab);
    await session.finish(await comeBack(session));
    return session;
  };

  test('is renewed a minute before, once for many requests, and the new refresh token takes over', async () => {
    const session = await signedIn();
    const first = await session.token();
    later(3600 - 61);
    expect(await session.token()).toBe(first);
    later(2);
    const renewed = await Promise.all([session.token(), session.token(), session.token()]);
    expect(new Set(renewed).size).toBe(1);
    expect(renewed[0]).not.toBe(first);
    later(3600);
    expect(await session.token()).not.toBe(renewed[0]);
    const refreshTokens = tokenRequests()
      .slice(1)
      .map(({ form }) => form);
    expect(refreshTokens).toEqual([
      { grant_type: 'refresh_token', client_id: clientId, refresh_token: expect.any(String) },
      { grant_type: 'refresh_token', client_id: clientId, refresh_token: expect.any(String) },
    ]);
    expect(refreshTokens[0]!.refresh_token).not.toBe(refreshTokens[1]!.refresh_token);
  });

  test('is used for half of its time when it lasts no minute', async () => {
    server.lasting(20);
    const session = await signedIn();
    const first = await session.token();
    later(9);
    expect(await session.token()).toBe(first);
    later(2);
    expect(await session.token()).not.toBe(first);
  });

  test('is the last one when the refresh token was revoked', async () => {
    const tab = openTab();
    const session = await signedIn(tab);
    const copy = openTab();
    for (const [name, value] of tab.stored) copy.stored.set(name, value);
    await sessionIn(copy).end();
    later(3600);
    expect(await session.token()).toBeUndefined();
    expect([...tab.stored]).toEqual([]);
  });

  test.each([
    ['broken', { code: 'network' }],
    ['busy', { code: 'unavailable', retryAfterSeconds: 7 }],
    ['garbage', { code: 'unexpected', status: 200 }],
  ] as const)('stays renewable when the server is %s', async (mood, error) => {
    const session = await signedIn();
    later(3600);
    server.behave(mood);
    await expect(session.token()).rejects.toMatchObject({ name: 'TandemError', ...error });
    server.behave('good');
    expect(await session.token()).toBeDefined();
  });
});

// RFC 7009, and https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
test('who signs out has no token here or at the server, and the pages forget who it was', async () => {
  const tab = openTab();
  const session = sessionIn(tab);
  await session.finish(await comeBack(session));
  const address = new URL(await session.end());
  expect([...tab.stored]).toEqual([]);
  expect(await session.token()).toBeUndefined();
  expect(`${address.origin}${address.pathname}`).toBe(`${server.url}/logout`);
  expect(Object.fromEntries(address.searchParams)).toEqual({ client_id: clientId, logout_uri: redirectUri });
  expect(server.asked.at(-1)).toMatchObject({ path: '/oauth2/revoke', form: { client_id: clientId } });
});

describe('while a token is renewed', () => {
  /** A session whose renewal is answered by the server, and the answer held until it is let go. */
  async function renewing(tab: SignInStorage) {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let arrived = (): void => undefined;
    const answered = new Promise<void>((resolve) => (arrived = resolve));
    const session = sessionIn(tab, {
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init);
        if (init?.body instanceof URLSearchParams && init.body.get('grant_type') === 'refresh_token') {
          arrived();
          await held;
        }
        return response;
      },
    });
    await session.finish(await comeBack(session));
    later(3600);
    const token = session.token();
    await answered;
    return { session, token, letGo };
  }

  test('who signs out stays signed out, and the server forgets the renewed token too', async () => {
    const tab = openTab();
    const { session, token, letGo } = await renewing(tab);
    await session.end();
    letGo();
    expect(await token).toBeUndefined();
    expect([...tab.stored]).toEqual([]);
    const revoked = server.asked.filter(({ path }) => path === '/oauth2/revoke').map(({ form }) => form.token);
    expect(new Set(revoked).size).toBe(2);
  });

  test('another tab that has signed in again stays signed in', async () => {
    const tab = openTab();
    const { token, letGo } = await renewing(tab);
    const other = sessionIn(tab);
    await other.finish(await comeBack(other));
    const newest = await other.token();
    letGo();
    expect(await token).toBe(newest);
    expect(await other.token()).toBe(newest);
  });
});

test('who signs out without a network has left all the same', async () => {
  const tab = openTab();
  const session = sessionIn(tab);
  await session.finish(await comeBack(session));
  await server.close();
  opened.splice(0);
  expect(await session.end()).toContain('/logout?');
  expect([...tab.stored]).toEqual([]);
});
