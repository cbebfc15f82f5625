import { claim, isTexts } from './claims';
import type { Claims } from './claims';
import { unauthenticated } from './unauthenticated';

/** How far the clocks of issuer and gateway may be apart; RFC 7519 speaks of a few minutes at most. */
const toleranceSeconds = 60;

/**
 * Checks when a token counts and whom it is for; `exp`, `iat` and an audience must be there (RFC 7519, section 4.1).
 * @throws ServiceError unauthenticated
 */
export function checkClaims(claims: Claims, audiences: readonly string[], now: Date): void {
  const seconds = now.getTime() / 1000;
  const issuedAt = secondsOf(claims, 'iat');
  if (secondsOf(claims, 'exp') + toleranceSeconds <= seconds) {
    throw unauthenticated('The token has expired: sign in again, or refresh it, and send the new one.');
  }
  const notBefore = Object.hasOwn(claims, 'nbf') ? secondsOf(claims, 'nbf') : issuedAt;
  if (Math.max(issuedAt, notBefore) > seconds + toleranceSeconds) {
    throw unauthenticated('The token is not valid yet: wait until it is, or have the clock of its issuer set right.');
  }
  if (!audienceOf(claims).some((audience) => audiences.includes(audience))) {
    throw unauthenticated('The token is not for this gateway: ask its issuer for one with the right audience.');
  }
}

function secondsOf(claims: Claims, name: string): number {
  const value = claim(claims, name);
  // JSON.parse reads 1e999 as Infinity: a token without an end.
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unauthenticated();
  return value;
}

/** An access token of Cognito has no `aud`; its `client_id` says which application it was made for. */
function audienceOf(claims: Claims): readonly string[] {
  const forClient = !Object.hasOwn(claims, 'aud') && claim(claims, 'token_use') === 'access';
  const value = claim(claims, forClient ? 'client_id' : 'aud');
  return typeof value === 'string' ? [value] : isTexts(value) && !forClient ? value : [];
}
