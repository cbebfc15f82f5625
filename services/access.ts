import { admitsAnyone, role, signedIn } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { fieldsOf, hasFieldInside, nestedClasses } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import type { Caller, Context, Item } from './context';
import { ServiceError } from './errors';
import { allOf, everyItem } from './filter';
import type { Filter } from './filter';
import { namesIn, sameMisfits } from './misfits';

/** What of one's own a rule may ask about: the values of a field in all that a request names; none when it names none. */
export type Owned = (field: string) => readonly unknown[];

/** How a rule ends: no, yes, or only for what is the caller's own. */
export type Verdict = 'refused' | 'granted' | 'own';

/** Judges a rule. `own` comes only where a request names nothing of which it could be told whose it is. */
export function judge(rule: AccessRule, caller: Caller | undefined, owned: Owned): Verdict {
  if ('any' in rule) {
    const verdicts = rule.any.map((part) => judge(part, caller, owned));
    return verdicts.includes('granted') ? 'granted' : verdicts.includes('own') ? 'own' : 'refused';
  }
  if ('all' in rule) {
    const verdicts = rule.all.map((part) => judge(part, caller, owned));
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
      return ownVerdict(owned(rule.field), [caller.userName]);
    }
    case 'claim': {
      const texts = caller ? claimTexts(caller, rule.claim) : [];
      return texts.length === 0 ? 'refused' : ownVerdict(owned(rule.field), texts);
    }
    case 'member':
      return caller && claimTexts(caller, rule.claim).includes(rule.of) ? 'granted' : 'refused';
  }
}

/** Whether all that a request names is of one's own, by the values that are; `own` where it names nothing. */
function ownVerdict(named: readonly unknown[], own: readonly unknown[]): Verdict {
  const values = named.filter((value) => value !== undefined);
  if (values.length === 0) return 'own';
  return values.every((value) => own.includes(value)) ? 'granted' : 'refused';
}

/** The texts of a claim: the one that it is, or those in its list. */
export function claimTexts({ claims = {} }: Caller, name: string): readonly string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return [...new Set([value].flat().filter((text): text is string => typeof text === 'string'))];
}

/** The filter that leaves of a list what is the caller's own, by a rule whose verdict is `own`. */
export function ownFilter(rule: AccessRule, caller: Caller): Filter {
  const isOwn = (part: AccessRule): boolean => judge(part, caller, () => []) === 'own';
  if ('any' in rule) {
    const [first = everyItem, ...others] = rule.any.filter(isOwn).map((part) => ownFilter(part, caller));
    return others.length === 0 ? first : { any: [first, ...others] };
  }
  if ('all' in rule) return allOf(rule.all.filter(isOwn).map((part) => ownFilter(part, caller)));
  if (rule.who === 'owner') return { field: [rule.field], comparison: 'eq', values: [caller.userName] };
  if (rule.who === 'claim') return { field: [rule.field], comparison: 'in', values: claimTexts(caller, rule.claim) };
  return everyItem;
}

/** Whether every request of an operation needs a token: whoever has no tenant may ask nothing of a domain with tenants. */
export function needsToken({
  access,
  domain,
}: {
  readonly access?: AccessRule;
  readonly domain: Pick<DomainFact, 'tenant'>;
}): boolean {
  return domain.tenant !== undefined || access === undefined || !admitsAnyone(access);
}

/** What tells why a caller is refused, and what to do about it. */
type RefusalContext = Pick<Context, 'caller' | 'open' | 'tokenHelp'>;

/** The error for a caller who may not: without a token it asks to sign in, with a token it forbids. */
export function refused({ caller, tokenHelp }: RefusalContext, message = 'This is not open to you.'): ServiceError {
  return caller
    ? new ServiceError('forbidden', helped(message, tokenHelp))
    : new ServiceError(
        'unauthenticated',
        helped('Sign in for this: send a token as Authorization: Bearer <token>.', tokenHelp),
      );
}

/** A sentence for a caller who may not, with the way to a token where there is a way. */
export function helped(message: string, tokenHelp: string | undefined): string {
  return tokenHelp === undefined ? message : `${message} ${tokenHelp}`;
}

/** Lets administrators pass, and everybody where the gateway is open. @throws ServiceError unauthenticated, forbidden */
export function admitAdministrator(context: RefusalContext, message?: string): void {
  if (context.open || judge(role('admin'), context.caller, () => []) === 'granted') return;
  throw refused(context, message);
}

/**
 * Whether a caller who may read a change feed may wait for its next change. A request that waits holds an execution of
 * the function, so that whom nobody knows is answered at once, unless the domain says otherwise.
 */
export function mayWait({ access }: Pick<DomainFact, 'access'>, { caller, open }: RefusalContext): boolean {
  return open === true || judge(access?.wait ?? signedIn, caller, () => []) !== 'refused';
}

/** Plans tell how the data lies, and what others have stored can be counted in them. @throws ServiceError */
export function admitPlan(context: RefusalContext): void {
  admitAdministrator(context, 'How a list is read is told to administrators: ask without explain.');
}

/** Whether a caller may not see a field; `path` leads to it through nested objects. */
export function isHidden(type: DeclaredClass, [name, ...rest]: readonly string[], context: RefusalContext): boolean {
  if (hiddenFields(type, context).some((field) => field.name === name)) return true;
  const inner = name === undefined ? undefined : nestedClasses(type).get(name);
  return inner !== undefined && rest.length > 0 && isHidden(inner, rest, context);
}

/** The fields of a class that a caller may not see. */
function hiddenFields(type: DeclaredClass, { caller, open }: RefusalContext): readonly FieldFact[] {
  if (open) return [];
  return fieldsOf(type).filter(({ visible }) => visible && judge(visible, caller, () => []) !== 'granted');
}

/** An item without what the caller may not see, nested objects included. */
export function visibleTo(context: RefusalContext, type: DeclaredClass, item: Item): Item {
  if (context.open || !hasHidden(type)) return item;
  const hidden = hiddenFields(type, context).map(({ name }) => name);
  const nested = nestedClasses(type);
  const shown = Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => !hidden.includes(name))
      .map(([name, value]) => {
        const inner = nested.get(name);
        if (!inner) return [name, value];
        const within = (content: unknown): unknown =>
          isRecord(content) ? visibleTo(context, inner, content) : content;
        return [name, Array.isArray(value) ? value.map(within) : within(value)];
      }),
  );
  const isShown = (pointer: string): boolean => !isHidden(type, namesIn(pointer), context);
  return sameMisfits(item, shown, isShown, (stored) => visibleTo(context, type, stored));
}

/** Whether a class hides anything from anybody. */
export const hasHidden = hasFieldInside(({ visible }) => visible !== undefined);
