import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTexts } from '../../api/auth/claims';
import type { Claims } from '../../api/auth/claims';
import { isRecord, messageOf } from '../../schema/guards';
import { readJson } from '../../api/http/json';
import { ServiceError } from '../../services/errors';
import { isOwnOrigin } from '../host';
import type { HostRule } from '../host';

interface Route {
  readonly method: string;
  answer(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

/** What the routes tell of an issuer. */
export interface Told {
  readonly issuer: string;
  readonly jwksUri: string;
  /** @throws RangeError when that is no name */
  token(userName: string, claims?: Claims): string;
}

/** A token with more in it would not fit into the headers of a request: API Gateway takes 10 KB of all. */
const largestBody = 4096;

/** What a question for a token is, for who has asked otherwise. */
const question =
  'Send {"user": "alice"}, or another name, as JSON. "roles" is a list of texts, "claims" an object with further claims, such as {"user": "carol", "roles": ["clerk"], "claims": {"tenant": "acme"}}.';

/** Whose token is asked for, and the claims that it has beside those of every one. */
interface Question {
  readonly user: string;
  readonly claims: Claims;
}

/** Answers what an issuer is asked: its configuration, its keys and, from this machine only, tokens. */
export function issuerRoutes(
  issuer: Told,
  keySet: object,
  path: string,
  answersTo: HostRule,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const routes: Readonly<Record<string, Route>> = {
    [`${path}/.well-known/openid-configuration`]: {
      method: 'GET',
      answer(_request, response) {
        write(response, 200, {
          issuer: issuer.issuer,
          jwks_uri: issuer.jwksUri,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
        });
      },
    },
    [`${path}/jwks.json`]: {
      method: 'GET',
      answer(_request, response) {
        write(response, 200, keySet);
      },
    },
    [`${path}/token`]: {
      method: 'POST',
      async answer(request, response) {
        // Nobody is asked for a password here, so nobody else may ask: no page of another address, no other machine.
        if (!isOwnOrigin(request)) return refuse(response, 403, 'Pages of other addresses get no tokens here.');
        const asked = await questionIn(request);
        if (!asked) return refuse(response, 400, question);
        try {
          write(response, 200, { token: issuer.token(asked.user, asked.claims) });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          refuse(response, 400, error.message);
        }
      },
    },
  };

  return (request, response) => {
    const requestPath = (request.url ?? '').replace(/\?.*$/s, '');
    const route = Object.hasOwn(routes, requestPath) ? routes[requestPath] : undefined;
    if (!route) return false;
    if (!answersTo(request) || !isFromLoopback(request)) {
      refuse(response, 403, 'Only this machine, at an address such as 127.0.0.1, is served.');
    } else if (request.method !== route.method) {
      response.setHeader('allow', route.method);
      refuse(response, 405, `Only ${route.method} is offered here.`);
    } else void answerSafely(route, request, response);
    return true;
  };
}

async function answerSafely(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route.answer(request, response);
  } catch (error) {
    // The connection is gone, or the issuer has not been told its address; both are for the developer alone.
    refuse(response, 500, messageOf(error));
  }
}

/** A host name is only what the client says; the address of the socket is where it really is. */
function isFromLoopback({ socket }: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.[\d.]+)$/.test(socket.remoteAddress ?? '');
}

/** The question in the body; undefined when it is none. */
async function questionIn(request: IncomingMessage): Promise<Question | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // What comes after the largest body is read and forgotten, so that the client can read the answer.
    if (length <= largestBody) chunks.push(chunk);
  }
  if (length > largestBody) return undefined;
  try {
    return questionOf(readJson(Buffer.concat(chunks)));
  } catch (error) {
    // A body that is not JSON names nobody.
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

/** A member that is none of a question is refused: who has misspelt the roles shall not get a token without. */
function questionOf(value: unknown): Question | undefined {
  if (!isRecord(value)) return undefined;
  const { user, roles, claims = {}, ...others } = value;
  const areRoles = roles === undefined || isTexts(roles);
  if (typeof user !== 'string' || !areRoles || !isRecord(claims) || Object.keys(others).length > 0) return undefined;
  return { user, claims: { ...claims, ...(roles !== undefined && { roles }) } };
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  write(response, status, { status, detail }, 'application/problem+json');
}

function write(response: ServerResponse, status: number, body: object, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
