import { isSame } from './form-values';

/** Whose value of a field is kept. */
export type Choice = 'mine' | 'theirs';

/** A field that is not what it was. */
export interface Difference {
  readonly name: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** Taken unless somebody chooses: whose the only change is. Nothing where both have changed it, each in another way. */
  readonly natural?: Choice;
}

type Item = Readonly<Record<string, unknown>>;

/** The fields in which my item or that of somebody else is not the one that both began with. */
export function differencesOf(names: readonly string[], base: Item, mine: Item, theirs: Item): readonly Difference[] {
  return names
    .map((name): Difference => {
      const values = { name, base: base[name], mine: mine[name], theirs: theirs[name] };
      if (isSame(values.mine, values.theirs) || isSame(values.mine, values.base))
        return { ...values, natural: 'theirs' };
      return isSame(values.theirs, values.base) ? { ...values, natural: 'mine' } : values;
    })
    .filter((one) => !isSame(one.mine, one.base) || !isSame(one.theirs, one.base));
}

/** The item of somebody else with what was chosen of mine. */
export function resolved(
  differences: readonly Difference[],
  choices: Readonly<Record<string, Choice | undefined>>,
  theirs: Item,
): Record<string, unknown> {
  const item = { ...theirs };
  for (const { name, mine, natural } of differences) {
    if ((choices[name] ?? natural) !== 'mine') continue;
    if (mine === undefined) delete item[name];
    else item[name] = mine;
  }
  return item;
}
