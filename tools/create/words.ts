// cspell:words aeiou sses ches suio

import * as decorators from '../../schema/decorators';
import { isObjectMember } from '../../schema/object-members';

/** The names that follow from the words of a domain. */
export interface DomainNames {
  /** Of the path, the table and the file: order-line. */
  readonly name: string;
  /** Of the class and the GraphQL type: OrderLine. */
  readonly className: string;
  /** Of the list in GraphQL: orderLines. */
  readonly plural: string;
  /** Whether the list has another name than the class with an "s", so that the class must say it. */
  readonly isIrregular: boolean;
}

/** A request that cannot be done as it was said; the text is a sentence that tells what to say. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What a class cannot be called in a file that imports the decorators. */
const takenClasses: readonly string[] = [...Object.keys(decorators), 'Domain', 'Object'];

/**
 * The names of a domain, from words in any of the usual spellings: order-line, order_line, OrderLine, "order line".
 * @throws Refused when they cannot name one
 */
export function namesOf(words: string, plural?: string): DomainNames {
  const name = words
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[\s_]+/g, '-')
    .toLowerCase();
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Refused(`"${words}" cannot name a domain: write words of letters and digits, such as order-line.`);
  }
  const className = capitals(name);
  if (takenClasses.includes(className)) {
    throw new Refused(
      `A class ${className} would hide what its file is written with: say more, such as ${name}-entry.`,
    );
  }
  const singular = singularOf(name);
  if (singular !== undefined && plural === undefined) {
    throw new Refused(
      `A domain is called as one thing of it, and "${name}" looks like many: say ${singular}, or keep it with --plural ${lowerFirst(className)}.`,
    );
  }
  const usual = `${lowerFirst(className)}s`;
  const list = plural ?? pluralOf(lowerFirst(className));
  return { name, className, plural: list, isIrregular: list !== usual };
}

/** order-line is OrderLine. */
export const capitals = (name: string): string =>
  name
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** OrderLine is orderLine. */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The usual rules of English; whoever knows better says it with --plural. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (wordsInF.test(word)) return word.replace(/fe?$/, 'ves');
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** What a word that looks like a plural is the plural of; undefined when it does not look like one. */
export function singularOf(word: string): string | undefined {
  if (/[^aeiou]ies$/.test(word) && word.length > 5) return `${word.slice(0, -3)}y`;
  const inF = [word.replace(/ves$/, 'f'), word.replace(/ves$/, 'fe')].find((one) => one !== word && wordsInF.test(one));
  if (inF !== undefined) return inF;
  if (/(sses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2);
  // Status, analysis, address, chaos and the like are one thing.
  return /[^suio]s$/.test(word) && word.length > 3 && !wordsInS.test(word) ? word.slice(0, -1) : undefined;
}

/** Of the words in -f few have a plural in -ves: a roof and a belief have none. */
const wordsInF = /(shelf|half|calf|wolf|leaf|loaf|thief|knife|life|wife|scarf|hoof)$/i;

const wordsInS = /(news|lens|atlas|canvas|series|species|alias|bias|gas|always|sales|goods|means)$/;

/**
 * A name of a field, as it was said.
 * @throws Refused when no field can be called so; what the gateway refuses besides, it says itself
 */
export function fieldName(name: string): string {
  if (isObjectMember(name)) {
    throw new Refused(
      `"${name}" cannot name a field, because JavaScript looks for it in every object: say more, such as ${lowerFirst(capitals(name.replaceAll('_', '')))}Value.`,
    );
  }
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    const better = lowerFirst(capitals(name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')));
    const mend = /^[a-z]/.test(better) && better !== name ? `, such as ${better}` : '';
    throw new Refused(`"${name}" cannot name a field: write a letter followed by letters and digits${mend}.`);
  }
  return name;
}
