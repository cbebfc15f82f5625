/** Who may do something. Plain data, so that the door of an operation, the documents and the tests read the same. */
export type AccessRule =
  | { readonly who: 'anyone' }
  | { readonly who: 'signedIn' }
  /** Whose user name stands in a key field of the item. */
  | { readonly who: 'owner'; readonly field: string }
  | { readonly who: 'role'; readonly role: string }
  | { readonly any: readonly AccessRule[] }
  | { readonly all: readonly AccessRule[] };

/** Everybody, with a token or without. */
export const anyone: AccessRule = { who: 'anyone' };

/** Whoever has a valid token. */
export const signedIn: AccessRule = { who: 'signedIn' };

/** Who has the user name that stands in a field of the key. A list narrows to what is one's own. */
export const owner = (field: string): AccessRule => ({ who: 'owner', field });

/** Who has a role by the token's claims. */
export const role = (name: string): AccessRule => ({ who: 'role', role: name });

/** A caller who meets at least one of the rules. */
export const any = (...rules: readonly AccessRule[]): AccessRule => ({ any: rules });

/** Who meets all of the rules. */
export const all = (...rules: readonly AccessRule[]): AccessRule => ({ all: rules });

/** The fields that the owner rules within a rule name. */
export function ownerFields(rule: AccessRule): readonly string[] {
  if ('any' in rule) return rule.any.flatMap(ownerFields);
  if ('all' in rule) return rule.all.flatMap(ownerFields);
  return rule.who === 'owner' ? [rule.field] : [];
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
    case 'role':
      return `role ${rule.role}`;
  }
}
