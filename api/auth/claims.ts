import { isRecord } from '../../schema/guards';

/** The members of a token's header or payload, or of what an authorizer has made of them. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claims that a value holds; undefined when it is no object. */
export function claimsOf(value: unknown): Claims | undefined {
  return isRecord(value) ? value : undefined;
}

/** A claim by its name; what an object inherits, such as `constructor`, is none. */
export function claim(claims: Claims | undefined, name: string): unknown {
  return claims && Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/** Whether a value is a list of texts only. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
