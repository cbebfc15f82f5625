import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the server does to the next request of its token endpoint. */
export type Mood = 'good' | 'busy' | 'broken' | 'garbage';

/** A request that came to the token endpoint or the revocation endpoint. */
export interface Asked {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

/** An authorization server on loopback with one client, one redirect URI and one user, who always agrees. */
export interface AuthorizationServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  behave(mood: Mood): void;
  /** Seconds that tokens last. */
  lasting(seconds: number): void;
  close(): Promise<void>;
}

/**
 * Opens an authorization server for public clients, written from the specifications and not from the client: RFC 6749
 * (sections 4.1, 5.2 and 6), RFC 7636 (section 4.6), RFC 7009; paths as those of Cognito. Its refresh tokens serve once
 * (RFC 9700, section 4.14.2).
 */
export async function openAuthorizationServer({
  clientId,
  redirectUri,
  idToken,
  agrees = true,
}: {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly idToken: () => string;
  readonly agrees?: boolean;
}): Promise<AuthorizationServer> {
  const codes = new Map<string, { readonly challenge: string; readonly redirectUri: string }>();
  const refreshTokens = new Set<string>();
  const asked: Asked[] = [];
  let mood: Mood = 'good';
  let seconds = 3600;

  function authorize(parameters: URLSearchParams, response: ServerResponse): void {
    // Nobody is sent to an address that is not registered: RFC 6749, section 4.1.2.1.
    if (parameters.get('client_id') !== clientId || parameters.get('redirect_uri') !== redirectUri)
      return void response.writeHead(400).end('unknown client or address');
    const back = new URL(redirectUri);
    const state = parameters.get('state');
    if (state !== null) back.searchParams.set('state', state);
    const challenge = parameters.get('code_challenge') ?? '';
    const isWhole =
      parameters.get('response_type') === 'code' &&
      parameters.get('code_challenge_method') === 'S256' &&
      /^[\w-]{43}$/.test(challenge) &&
      (parameters.get('scope') ?? '').split(' ').includes('openid');
    if (!isWhole) back.searchParams.set('error', 'invalid_request');
    else if (!agrees) {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'The user has said no');
    } else {
      const code = randomUUID();
      codes.set(code, { challenge, redirectUri: parameters.get('redirect_uri')! });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  /** The error code of a request for tokens that is refused: RFC 6749, section 5.2. */
  function errorOf(form: Readonly<Record<string, string | undefined>>): string | undefined {
    if (form.client_id !== clientId) return 'invalid_client';
    if (form.grant_type === 'refresh_token')
      return refreshTokens.delete(form.refresh_token ?? '') ? undefined : 'invalid_grant';
    if (form.grant_type !== 'authorization_code') return 'unsupported_grant_type';
    const known = codes.get(form.code ?? '');
    codes.delete(form.code ?? '');
    const verifier = form.code_verifier ?? '';
    // RFC 7636, section 4.1: 43 to 128 letters that are unreserved in addresses.
    if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return 'invalid_request';
    const challenge = createHash('sha256').update(verifier, 'ascii').digest('base64url');
    return known?.challenge === challenge && known.redirectUri === form.redirect_uri ? undefined : 'invalid_grant';
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://server.test');
    if (pathname === '/oauth2/authorize') return authorize(searchParams, response);
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    asked.push({ path: pathname, contentType: request.headers['content-type'], form });
    if (pathname === '/oauth2/revoke') {
      refreshTokens.delete(form.token ?? '');
      return void response.end();
    }
    if (mood === 'broken') return void request.socket.destroy();
    if (mood === 'busy') return void response.writeHead(503, { 'retry-after': '7' }).end('<html>Busy</html>');
    if (mood === 'garbage') return void response.end('<html>Welcome</html>');
    const error = errorOf(form);
    response.setHeader('content-type', 'application/json');
    if (error !== undefined) return void response.writeHead(400).end(JSON.stringify({ error }));
    const refreshToken = randomUUID();
    refreshTokens.add(refreshToken);
    response.end(
      JSON.stringify({
        token_type: 'Bearer',
        id_token: idToken(),
        access_token: `access-${randomUUID()}`,
        refresh_token: refreshToken,
        expires_in: seconds,
      }),
    );
  }

  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (wanted) => (mood = wanted),
    lasting: (wanted) => (seconds = wanted),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
