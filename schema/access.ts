/** Who may do something. Plain data, so that the door of an operation, the documents and the tests read the same. */
export type AccessRule =
  | { readonly who: 'anyone' }
  | { readonly who: 'signedIn' }
  /** Whose user name stands in a field of the item. */
  | { readonly who: 'owner'; readonly field: string }
  /** Whose token has the value of a field of the item in a claim. */
  | { readonly who: 'claim'; readonly claim: string; readonly field: string }
  /** Whose token has a value in a claim. */
  | { readonly who: 'member'; readonly claim: string; readonly of: string }
  | { readonly who: 'role'; readonly role: string }
  | { readonly any: readonly AccessRule[] }
  | { readonly all: readonly AccessRule[] };

/** Everybody, with a token or without. */
export const anyone: AccessRule = { who: 'anyone' };

/** Whoever has a valid token. */
export const signedIn: AccessRule = { who: 'signedIn' };

/** Who has the user name that stands in a field of the item. A list narrows to what is one's own. */
export const owner = (field: string): AccessRule => ({ who: 'owner', field });

/**
 * Whose token has the value of a field of the item in a claim, which may be a list: `claim('org', 'organisationId')`. A
 * list narrows to such items.
 */
export const claim = (name: string, field: string): AccessRule => ({ who: 'claim', claim: name, field });

/** Whose token has a value in a claim, which may be a list: `member('teams', 'support')`. */
export const member = (claimName: string, of: string): AccessRule => ({ who: 'member', claim: claimName, of });

/** Who has a role by the token's claims. */
export const role = (name: string): AccessRule => ({ who: 'role', role: name });

/** A caller who meets at least one of the rules. */
export const any = (...rules: readonly AccessRule[]): AccessRule => ({ any: rules });

/** Who meets all of the rules. */
export const all = (...rules: readonly AccessRule[]): AccessRule => ({ all: rules });

/** The fields of an item by which a rule tells whose it is. */
export function ownerFields(rule: AccessRule): readonly string[] {
  if ('any' in rule) return rule.any.flatMap(ownerFields);
  if ('all' in rule) return rule.all.flatMap(ownerFields);
  return rule.who === 'owner' || rule.who === 'claim' ? [rule.field] : [];
}

/** Whether a rule lets in callers without a token. */
export function admitsAnyone(rule: AccessRule): boolean {
  if ('any' in rule) return rule.any.some(admitsAnyone);
  if ('all' in rule) return rule.all.every(admitsAnyone);
  return rule.who === 'anyone';
}

/** The roles that a rule names. */
export function rolesIn(rule: AccessRule): readonly string[] {
  if ('any' in rule) return rule.any.flatMap(rolesIn);
  if ('all' in rule) return rule.all.flatMap(rolesIn);
  return rule.who === 'role' ? [rule.role] : [];
}

/** A rule in words, for the documents. */
export function inWords(rule: AccessRule): string {
  if ('any' in rule) return rule.any.map(inWords).join(' or ');
  if ('all' in rule)
    return rule.all.map((part) => ('any' in part ? `(${inWords(part)})` : inWords(part))).join(' and ');
  switch (rule.who) {
    case 'anyone':
      return 'anyone';
    case 'signedIn':
      return 'signed in';
    case 'owner':
      return `owner by ${rule.field}`;
    case 'claim':
      return `claim ${rule.claim} with ${rule.field}`;
    case 'member':
      return `claim ${rule.claim} with "${rule.of}"`;
    case 'role':
      return `role ${rule.role}`;
  }
}
