import { ownerFields } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { fieldsOf } from '../schema/facts';
import type { DeclaredClass, FieldFact } from '../schema/facts';
import type { Caller, Context, Item } from './context';
import { ServiceError } from './errors';

/** What of one's own a rule may ask about: the values of a field in all that a request names; none when it names none. */
export type Owned = (field: string) => readonly unknown[];

/** How a rule ends: no, yes, or only for what is the caller's own. */
export type Verdict = 'refused' | 'granted' | 'own';

/** Judges a rule. `own` comes only where a request names nothing of which it could be told whose it is. */
export function judge(rule: AccessRule, caller: Caller | undefined, owned: Owned): Verdict {
  if ('any' in rule) {
    const verdicts = rule.any.map((one) => judge(one, caller, owned));
    return verdicts.includes('granted') ? 'granted' : verdicts.includes('own') ? 'own' : 'refused';
  }
  if ('all' in rule) {
    const verdicts = rule.all.map((one) => judge(one, caller, owned));
    return verdicts.includes('refused') ? 'refused' : verdicts.includes('own') ? 'own' : 'granted';
  }
  switch (rule.who) {
    case 'anyone':
      return 'granted';
    case 'signedIn':
      return caller ? 'granted' : 'refused';
    case 'role':
      return caller?.roles.includes(rule.role) ? 'granted' : 'refused';
    case 'owner': {
      if (!caller) return 'refused';
      const values = owned(rule.field).filter((value) => value !== undefined);
      if (values.length === 0) return 'own';
      return values.every((value) => value === caller.userName) ? 'granted' : 'refused';
    }
  }
}

/** The error for who may not: without a token it is a matter of signing in, with one it is not. */
export function refused(caller: Caller | undefined): ServiceError {
  return caller
    ? new ServiceError('forbidden', 'This is not open to you.')
    : new ServiceError('unauthenticated', 'Sign in for this: send a token as Authorization: Bearer <token>.');
}

/** The fields of a class that a caller may not see. */
export function hiddenFields(
  type: DeclaredClass,
  { caller, open }: Pick<Context, 'caller' | 'open'>,
): readonly FieldFact[] {
  if (open) return [];
  return fieldsOf(type).filter(({ visible }) => visible && judge(visible, caller, () => []) !== 'granted');
}

/** An item without what the caller may not see, nested objects included. */
export function visibleTo(context: Pick<Context, 'caller' | 'open'>, type: DeclaredClass, item: Item): Item {
  if (context.open || !hasHidden(type)) return item;
  const hidden = hiddenFields(type, context).map(({ name }) => name);
  const nested = new Map(fieldsOf(type).flatMap((field) => (field.type ? [[field.name, field.type()]] : [])));
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => !hidden.includes(name))
      .map(([name, value]) => {
        const inner = nested.get(name);
        if (!inner || typeof value !== 'object' || value === null) return [name, value];
        if (!Array.isArray(value)) return [name, visibleTo(context, inner, value as Item)];
        return [name, value.map((one) => visibleTo(context, inner, one as Item))];
      }),
  );
}

/** Whether a class hides anything from anybody. */
export function hasHidden(type: DeclaredClass): boolean {
  return fieldsOf(type).some((field) => field.visible !== undefined || (field.type && hasHidden(field.type())));
}

/** The owner field by which a list narrows. */
export function ownerFieldOf(rule: AccessRule): string | undefined {
  return ownerFields(rule)[0];
}
