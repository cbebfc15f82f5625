import { callerOf, roleClaims } from './caller';
import type { Caller, CallerOptions } from './caller';
import { claim, claimsOf, isTexts } from './claims';
import type { Claims } from './claims';

/**
 * The caller whom API Gateway has verified before it called us: by a Cognito or Lambda authorizer of a REST API
 * (payload format 1.0), or by a JWT or Lambda authorizer of an HTTP API (2.0). Undefined when nobody was.
 * @throws ServiceError unauthenticated when a name is no plain text
 */
export function callerFromAuthorizer(authorizer: unknown, options: CallerOptions = {}): Caller | undefined {
  if (authorizer === undefined) return undefined;
  const claims = verifiedClaims(claimsOf(authorizer));
  if (typeof claim(claims, 'sub') !== 'string') return undefined;
  const { roleClaim } = options;
  const told: Record<string, unknown> = { ...claims };
  for (const name of roleClaim ? [...roleClaims, roleClaim] : roleClaims) {
    const roles = claim(claims, name);
    if (typeof roles === 'string') told[name] = listOf(roles, name === roleClaim);
  }
  return { ...callerOf(told, options), claims: withLists(told) };
}

/**
 * The claims with the lists that were written as JSON. Any other text stays one value, though it may have been a list: who
 * divides "[Acme Corp]" at its space gives to somebody what belongs to another.
 */
function withLists(claims: Claims): Claims {
  if (!Object.values(claims).some((value) => typeof value === 'string' && value.startsWith('['))) return claims;
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      const list = typeof value === 'string' && value.startsWith('[') ? fromJson(value) : undefined;
      return [name, isTexts(list) ? list : value];
    }),
  );
}

function verifiedClaims(authorizer: Claims | undefined): Claims | undefined {
  const ofToken =
    claimsOf(claim(claimsOf(claim(authorizer, 'jwt')), 'claims')) ?? claimsOf(claim(authorizer, 'claims'));
  if (ofToken) return ofToken;
  // What a Lambda authorizer tells stands in `lambda` in format 2.0, and beside the principal in 1.0.
  const context = claimsOf(claim(authorizer, 'lambda')) ?? authorizer;
  const principal = claim(context, 'principalId');
  if (typeof principal === 'string') return { ...context, sub: principal };
  // In format 2.0 there may be no principal; in 1.0 there always is one.
  return context === authorizer ? undefined : context;
}

/**
 * API Gateway makes a text of a list: "[admin editors]" in format 2.0, "admin,editors" in 1.0. A Lambda authorizer can
 * give texts only, and most write a list as JSON.
 */
function listOf(text: string, spaced: boolean): readonly string[] {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1];
  if (inner !== undefined) {
    const list = fromJson(text);
    if (isTexts(list)) return list;
  }
  const separator = spaced || inner !== undefined ? /[\s,]+/ : /\s*,\s*/;
  return (inner ?? text).trim().split(separator).filter(Boolean);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
