import { textOf } from '../../schema/guards';
import { jsonLog } from '../logger';
import type { Log } from '../logger';
import { isAlgorithm } from './algorithms';
import type { Algorithm } from './algorithms';
import { callerOf } from './caller';
import type { Caller, CallerOptions } from './caller';
import { checkClaims } from './check-claims';
import { claim, claimsOf } from './claims';
import { fetchJson } from './fetch-json';
import { isLoopback, keyAddress } from './key-address';
import { checkIssuers } from './issuer';
import type { IssuerOptions } from './issuer';
import { readKeySet } from './key-set';
import type { IssuerKey } from './key-set';
import { openKeyStore } from './key-store';
import type { KeyStore } from './key-store';
import { readToken } from './token';
import { unauthenticated } from './unauthenticated';

export type { IssuerOptions } from './issuer';

export interface VerifierOptions {
  readonly issuers: readonly IssuerOptions[];
  readonly now?: () => Date;
  readonly fetch?: typeof globalThis.fetch;
  readonly log?: Log;
}

/** Tells from a token who asks. */
export interface Verifier {
  /**
   * The caller whom an Authorization header proves; undefined without a header.
   * @throws ServiceError unauthenticated; unavailable when the issuer would have to be asked and cannot be reached
   */
  verify(authorization: string | undefined, signal: AbortSignal): Promise<Caller | undefined>;
}

interface TrustedIssuer extends CallerOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly algorithms: readonly Algorithm[];
  readonly keys: KeyStore;
}

/**
 * Makes a verifier of JSON Web Tokens by the rules of RFC 8725 (JWT Best Current Practices). Nothing that a token says
 * about its own key, such as `jku`, `x5u` or `jwk`, is read.
 * @throws Error with a sentence for the operator when an issuer is not configured as it must be
 */
export function createVerifier({
  issuers,
  now = () => new Date(),
  fetch = globalThis.fetch,
  log = jsonLog,
}: VerifierOptions): Verifier {
  checkIssuers(issuers);
  const trusted = new Map(issuers.map((options) => [options.issuer, trust(options, { now, fetch, log })]));
  return {
    verify: async (authorization, signal) => {
      if (authorization === undefined) return undefined;
      const token = readToken(authorization);
      const issuer = trusted.get(textOf(claim(token.claims, 'iss')) ?? '');
      const algorithm = issuer?.algorithms.find((name) => name === token.algorithm);
      if (!issuer || !algorithm) throw unauthenticated();
      // Claims come before the signature: a token that cannot count in any case makes nobody ask the issuer for keys.
      checkClaims(token.claims, issuer.audiences, now());
      const caller = callerOf(token.claims, issuer);
      const key = (await issuer.keys.find(token.keyId, signal)).find((candidate) => candidate.suits(algorithm));
      if (!key || !(await isSigned(token.text, key, issuer.issuer))) throw unauthenticated();
      return caller;
    },
  };
}

function trust(
  { issuer, audience, jwksUri, algorithms = ['RS256', 'ES256'], userNameClaim, roleClaim }: IssuerOptions,
  { now, fetch, log }: Required<Omit<VerifierOptions, 'issuers'>>,
): TrustedIssuer {
  if (algorithms.length === 0 || !algorithms.every(isAlgorithm)) {
    throw new Error('The algorithms of an issuer are of RS256, RS384, RS512, ES256, ES384, ES512 and EdDSA.');
  }
  const audiences = [audience].flat();
  // An issuer of the world may not send us to an address of this machine.
  const mayBeLoopback = isLoopback(new URL(issuer));
  let keysAddress = jwksUri;

  const load = async (signal: AbortSignal): Promise<readonly IssuerKey[]> => {
    keysAddress ??= keyAddress(await discover(issuer, { fetch, signal }), { mayBeLoopback });
    try {
      return readKeySet(await fetchJson(keysAddress, { fetch, signal }));
    } catch (error) {
      // The keys may have moved.
      keysAddress = jwksUri;
      throw error;
    }
  };
  const keys = openKeyStore({ issuer, load, now, log });
  return { issuer, audiences, algorithms, keys, userNameClaim, roleClaim };
}

/** Where an issuer says its keys are (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string, options: Parameters<typeof fetchJson>[1]): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const configuration = claimsOf(await fetchJson(address, options));
  const jwksUri = claim(configuration, 'jwks_uri');
  if (claim(configuration, 'issuer') !== issuer || typeof jwksUri !== 'string') {
    throw new Error('the OpenID configuration is not that of the issuer');
  }
  return jwksUri;
}

async function isSigned(token: string, key: IssuerKey, issuer: string): Promise<boolean> {
  // Loaded with the first token: a gateway that sees none starts without it.
  const { verifyJwtSync } = await import('aws-jwt-verify/jwt-verifier');
  try {
    // Audience and times have been checked, and by our own clock.
    verifyJwtSync(token, key.jwk, { issuer, audience: null, graceSeconds: Infinity }, () => key.publicKey);
    return true;
  } catch {
    return false;
  }
}
