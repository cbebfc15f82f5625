import type { Algorithm } from './algorithms';
import type { CallerOptions } from './caller';
import { keyAddress } from './key-address';

/** An issuer whose tokens are taken. */
export interface IssuerOptions extends CallerOptions {
  /** Letter for letter what its tokens have in `iss`. */
  readonly issuer: string;
  /** What its tokens must have in `aud`, any one of them; for access tokens of Cognito the client id. */
  readonly audience: string | readonly string[];
  /** Where its keys are; its OpenID configuration says so when this is left out. */
  readonly jwksUri?: string;
  /** How its tokens may be signed; RS256 and ES256 when left out. */
  readonly algorithms?: readonly Algorithm[];
}

/**
 * Whether tokens could be verified with these issuers; asked at the start, so that no token has to find it out.
 * @throws Error with a sentence for the operator when an issuer is not configured as it must be
 */
export function checkIssuers(issuers: readonly IssuerOptions[]): void {
  if (issuers.length === 0 || new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Error('Name at least one issuer of tokens, and each of them once.');
  }
  for (const { issuer, audience, jwksUri } of issuers) {
    const audiences = [audience].flat();
    if (audiences.length === 0 || audiences.includes('')) {
      throw new Error('Say which audience the tokens of an issuer must have.');
    }
    keyAddress(issuer);
    if (jwksUri !== undefined) keyAddress(jwksUri);
  }
}
