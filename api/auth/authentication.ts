import { messageOf } from '../../schema/guards';
import type { Caller } from '../../services/context';
import { apiKeysFrom, keyHolders } from './api-key';
import type { ApiKey } from './api-key';
import { callerFromAuthorizer } from './authorizer';
import { keyAddress } from './key-address';
import { checkIssuers } from './issuer';
import type { Verifier, VerifierOptions } from './verifier';
import { unauthenticated } from './unauthenticated';
import type { Request } from '../http/message';

/** Tells who asks. */
export interface Authentication {
  /** The caller; undefined for a request without a token. @throws ServiceError unauthenticated, unavailable */
  callerOf(request: Request): Promise<Caller | undefined>;
}

/**
 * Believes the tokens of some issuers; the part that verifies them is loaded with the first token.
 * @throws Error with a sentence for the operator when an issuer is not configured as it must be
 */
export function tokenAuthentication(options: VerifierOptions): Authentication {
  checkIssuers(options.issuers);
  let verifier: Promise<Verifier> | undefined;
  return {
    callerOf: async ({ headers, signal }) => {
      const authorization = headers.get('authorization');
      if (authorization === undefined) return undefined;
      verifier ??= import('./verifier').then(({ createVerifier }) => createVerifier(options));
      try {
        await verifier;
      } catch (error) {
        // A failure is not kept: the next request tries again.
        verifier = undefined;
        throw error;
      }
      return (await verifier).verify(authorization, signal);
    },
  };
}

/** Believes the keys in `x-api-key`, and asks another authentication for every request without one. */
export function apiKeyAuthentication(keys: readonly ApiKey[], fallback?: Authentication): Authentication {
  const holderOf = keyHolders(keys);
  return {
    callerOf: async (request) => {
      const apiKey = request.headers.get('x-api-key');
      if (apiKey === undefined) return fallback?.callerOf(request);
      if (request.headers.has('authorization')) throw unauthenticated('Send a token or an API key, not both.');
      return holderOf(apiKey);
    },
  };
}

/** Believes what an authorizer of API Gateway has verified before the function was called. */
export const authorizerAuthentication: Authentication = {
  callerOf: ({ authorizer }) => Promise.resolve(callerFromAuthorizer(authorizer)),
};

/**
 * Who asks, by the environment of the function: AUTH_ISSUER and AUTH_AUDIENCE for tokens, AUTH=authorizer for what
 * API Gateway has verified, API_KEYS for machines beside them or alone, AUTH=open for everybody, which a deployed
 * function refuses.
 * @throws Error with a sentence for the operator
 */
export function authenticationFrom(environment: NodeJS.ProcessEnv): 'open' | Authentication | undefined {
  const keys = apiKeysFrom(environment.API_KEYS);
  const authentication = callersFrom(environment, keys.length > 0);
  return keys.length > 0 && authentication !== 'open' ? apiKeyAuthentication(keys, authentication) : authentication;
}

function callersFrom(environment: NodeJS.ProcessEnv, hasKeys: boolean): 'open' | Authentication | undefined {
  const { AUTH, AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URI, AUTH_ROLE_CLAIM, AUTH_USER_NAME_CLAIM } = environment;
  const isDeployed = environment.AWS_LAMBDA_FUNCTION_NAME !== undefined;
  const advice =
    'Set AUTH_ISSUER and AUTH_AUDIENCE to take tokens, or AUTH=authorizer where API Gateway verifies them.';
  if (AUTH === 'authorizer') return authorizerAuthentication;
  if (AUTH === 'open') {
    if (isDeployed) throw new Error(`A deployed gateway is never open to everybody. ${advice}`);
    return 'open';
  }
  if (AUTH !== undefined) throw new Error(`AUTH is "${AUTH}", and can be "authorizer" or "open". ${advice}`);
  if (AUTH_ISSUER === undefined) {
    if (isDeployed && !hasKeys) throw new Error(`Nobody could sign in. ${advice}`);
    return undefined;
  }
  const audience = (AUTH_AUDIENCE ?? '').split(',').filter(Boolean);
  if (audience.length === 0) throw new Error('AUTH_ISSUER needs AUTH_AUDIENCE: for whom its tokens must be made.');
  for (const [name, address] of Object.entries({ AUTH_ISSUER, AUTH_JWKS_URI })) {
    if (address !== undefined) checkAddress(name, address);
  }
  return tokenAuthentication({
    issuers: [
      {
        issuer: AUTH_ISSUER,
        audience,
        jwksUri: AUTH_JWKS_URI,
        roleClaim: AUTH_ROLE_CLAIM,
        userNameClaim: AUTH_USER_NAME_CLAIM,
      },
    ],
  });
}

/** @throws Error that names the variable with an address of an issuer that no keys may be fetched from */
function checkAddress(name: string, address: string): void {
  try {
    keyAddress(address);
  } catch (error) {
    throw new Error(`${name} is "${address}". ${messageOf(error)}`);
  }
}
