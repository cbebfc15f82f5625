import { areChecked } from './checked';
import { DeclarationError } from './declaration-error';

/** What `transitions` of an `@Enumeration` says: from which value an item may go to which others, in one write. */
export interface Transitions {
  /** The values that may follow each value; one that is left out is final. */
  readonly from: Readonly<Record<string, readonly string[]>>;
  /** The values that a new item may have; any when left out. */
  readonly initial?: readonly string[];
  /** The code of a problem of the module, from `defineProblems`, in whose words a write is refused; `transition` when left out. */
  readonly problem?: string;
}

/** The transitions of a field, complete. */
export interface TransitionsFact {
  /** The values that may follow each value, by every value of the enumeration. */
  readonly next: ReadonlyMap<string, readonly string[]>;
  readonly initial: readonly string[];
  readonly problem: string;
}

/** What else the declaration says of such a field. */
interface TransitingOptions {
  readonly optional?: boolean;
  readonly default?: string;
  readonly example?: unknown;
}

/** The problem of a write that no transition allows, where the declaration names none. */
const usualProblem = 'transition';

/**
 * The transitions of a field whose enumeration has these values.
 * @param field as Class.field
 * @throws DeclarationError for a value that is none, or that no item could ever have, and for what could go around them
 */
export function transitionsFact(
  field: string,
  values: readonly string[],
  { from, initial, problem = usualProblem }: Transitions,
  options: TransitingOptions,
): TransitionsFact {
  if (!areChecked) checkTransitions(field, values, { from, initial }, options);
  return { next: new Map(values.map((value) => [value, from[value] ?? []])), initial: initial ?? values, problem };
}

function checkTransitions(
  field: string,
  values: readonly string[],
  { from, initial }: Transitions,
  { optional = false, default: usual, example }: TransitingOptions,
): void {
  const refuse = (what: string): DeclarationError => new DeclarationError(`${field}: ${what}`);
  const named = [...Object.entries(from).flatMap(([value, next]) => [value, ...next]), ...(initial ?? [])];
  const unknown = named.find((value) => !values.includes(value));
  if (unknown !== undefined) {
    throw refuse(`transitions name "${unknown}", which is no value: use some of ${values.join(', ')}.`);
  }
  const itself = Object.entries(from).find(([value, next]) => next.includes(value))?.[0];
  if (itself !== undefined) {
    throw refuse(`transitions lead from "${itself}" to itself, which is always allowed: take it away.`);
  }
  if (optional) {
    throw refuse(
      'a field without a value would go around its transitions: take "optional" away, or give it a default.',
    );
  }
  if (initial?.length === 0)
    throw refuse('no item could be created: name the values that a new one may have in initial.');
  for (const [what, value] of Object.entries({ default: usual, example })) {
    if (!initial || value === undefined || initial.some((one) => one === value)) continue;
    throw refuse(`the ${what} ${JSON.stringify(value)} is no initial value: take one of ${initial.join(', ')}.`);
  }
  const reached = new Set(initial ?? values);
  // What is added while it is gone through is gone through too.
  for (const value of reached) for (const following of from[value] ?? []) reached.add(following);
  const lost = values.find((value) => !reached.has(value));
  if (lost !== undefined) {
    throw refuse(`no transition leads to "${lost}", and no item begins with it: add it to initial or to from.`);
  }
}

/** Transitions in a sentence for people: `Begins as TODO. TODO can become DOING; DOING can become TODO or DONE; DONE stays.` */
export function transitionsSentence({ next, initial }: TransitionsFact): string {
  const steps = [...next].map(([value, following]) =>
    following.length === 0 ? `${value} stays` : `${value} can become ${alternatives(following)}`,
  );
  const beginning = initial.length < next.size ? `Begins as ${alternatives(initial)}. ` : '';
  return `${beginning}${steps.join('; ')}.`;
}

/** Some values as alternatives of a sentence. */
export const alternatives = (values: readonly string[]): string =>
  [values.slice(0, -1).join(', '), ...values.slice(-1)].filter(Boolean).join(' or ');
