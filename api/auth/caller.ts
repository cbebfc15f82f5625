import type { Caller } from '../../services/context';
import { claim, isTexts } from './claims';
import type { Claims } from './claims';
import { unauthenticated } from './unauthenticated';

export type { Caller } from '../../services/context';

/** Which claims tell who the caller is, where an issuer has its own. */
export interface CallerOptions {
  /**
   * The claim with the user name, and the only one that is read. Name it where users may choose their own
   * `preferred_username`: OpenID Connect does not promise that no two have the same.
   */
  readonly userNameClaim?: string;
  /** The claim with the roles, and the only one that is read; a text such as that of `scope` is split at spaces. */
  readonly roleClaim?: string;
}

/** Not `preferred_username`: at many issuers users choose it themselves, and could choose another's. */
const userNameClaims = ['cognito:username', 'username', 'sub'];

/** Where roles are looked for when no claim is configured. */
export const roleClaims = ['cognito:groups', 'roles', 'groups'];

/** Names become keys of items; Cognito's own have at most 128 characters. */
const maxLength = 128;

/** Control characters, halves of a surrogate pair and line separators: nothing that a name of a person has. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * The caller that verified claims speak of.
 * @throws ServiceError unauthenticated when there is no subject, or a name that is no plain text
 */
export function callerOf(claims: Claims, { userNameClaim, roleClaim }: CallerOptions = {}): Caller {
  const id = claim(claims, 'sub');
  const userName = userNameClaim
    ? claim(claims, userNameClaim)
    : userNameClaims.map((name) => claim(claims, name)).find((value) => typeof value === 'string');
  const roles = rolesOf(claims, roleClaim).map(plainText);
  return { id: plainText(id), userName: plainText(userName), roles, claims };
}

function rolesOf(claims: Claims, roleClaim: string | undefined): readonly string[] {
  if (roleClaim) {
    const value = claim(claims, roleClaim);
    return typeof value === 'string' ? value.split(' ').filter(Boolean) : isTexts(value) ? value : [];
  }
  // The first list counts alone: to add up lists of different origin could give more than any of them meant.
  for (const name of roleClaims) {
    const value = claim(claims, name);
    if (typeof value === 'string') return [value];
    if (isTexts(value)) return value;
  }
  return [];
}

function plainText(value: unknown): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= maxLength && !unprintable.test(value);
  if (fits) return value;
  throw unauthenticated(
    `A subject, a user name and a role are texts of 1 to ${maxLength} characters without control characters: sign in as a user whose names are.`,
  );
}
