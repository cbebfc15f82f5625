import { DeclarationError } from '../../schema/declaration-error';
import { reservedNames } from '../../schema/channels';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { messageOf } from '../../schema/guards';
import type { Row, Survey } from '../../tables/survey';
import { namesOf, Refused, singularOf } from '../create/words';
import type { DomainNames } from '../create/words';
import { kindHead } from './key-texts';
import { isKeyName, planKind, refusalOf } from './plan-kind';
import type { ItemKind, KindPlan } from './plan-kind';
import { TypeNames } from './type-names';

/** What a table holds, as classes. */
export interface TablePlan {
  readonly kinds: readonly KindPlan[];
  readonly notes: readonly string[];
}

/** What keeps names of several kinds apart from others. */
export interface Naming {
  /** What the table is called when it holds one kind, and the file. */
  readonly name: string;
  /** The domains of the application. */
  readonly types: readonly DeclaredClass[];
}

/**
 * Attributes in which programs store what an item is, their own names first: of ElectroDB, OneTable, Amplify,
 * DynamoDB-Toolbox, then such as people choose.
 */
const discriminators = [
  '__edb_e__',
  '_type',
  '__typename',
  '_et',
  'entity',
  'entityType',
  '_entity',
  'type',
  'Type',
  'kind',
  'itemType',
];

/** Attributes that are there for a program alone, also in a table of one kind. */
const programMarks = ['__edb_e__', '__edb_v__', '_type', '__typename', '_et'];

const mostKinds = 24;

/**
 * Plans the classes of a table: one for each kind of items whose keys tell it from the others, or one for all.
 * @throws Refused when not even one class can be declared
 */
export function planTable(survey: Survey, naming: Naming): TablePlan {
  for (const kinds of waysToSplit(survey)) {
    const plan = tryPlan(kinds, survey, naming);
    if (plan) return plan;
  }
  const all: ItemKind = { rows: survey.rows, constants: constantsOf(survey.rows, []) };
  try {
    const names = domainNames(naming.name, naming.types);
    return { kinds: [planKind(all, survey, names, [], naming.types)], notes: [] };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The ways in which the items may be of several kinds: by what an attribute says, else by the first words of their keys. */
function waysToSplit({ rows, key }: Survey): readonly (readonly ItemKind[])[] {
  const attributes = new Set(rows.flatMap((row) => Object.keys(row)));
  const byAttribute = discriminators
    .filter(
      (name) => attributes.has(name) && rows.every((row) => row[name] === undefined || typeof row[name] === 'string'),
    )
    .map((name) => split(rows, (row) => row[name] as string | undefined, name));
  const keyNames = [key.partition, ...(key.sort ? [key.sort] : [])]
    .filter(({ name, type }) => type === 'S' && isKeyName(name))
    .map(({ name }) => name);
  const headsOf = (row: Row): string => keyNames.map((name) => kindHead(String(row[name]))).join(' ');
  // Items with the same attributes are of one kind, whatever their keys begin with.
  const byHead = (keyNames.length > 0 ? [split(rows, headsOf)] : []).filter(
    (kinds) => new Set(kinds.map((kind) => attributesOf(kind.rows))).size > 1,
  );
  return [...byAttribute, ...byHead].filter(
    (kinds) => kinds.length > 1 && kinds.length <= mostKinds && kinds.length < rows.length,
  );
}

const attributesOf = (rows: readonly Row[]): string =>
  [...new Set(rows.flatMap((row) => Object.keys(row)))].toSorted().join(' ');

function split(rows: readonly Row[], tell: (row: Row) => string | undefined, attribute?: string): readonly ItemKind[] {
  const groups = new Map<string | undefined, Row[]>();
  for (const row of rows) groups.set(tell(row), [...(groups.get(tell(row)) ?? []), row]);
  return [...groups]
    .toSorted(([left], [right]) => ((left ?? '~') < (right ?? '~') ? -1 : 1))
    .map(([value, group]) => ({
      title: attribute === undefined ? titleOf(value ?? '') : value,
      rows: group,
      // What tells some of the kinds apart is no data of the others either.
      constants: constantsOf(group, attribute === undefined ? discriminators : value === undefined ? [] : [attribute]),
    }));
}

/** `USER# ORDER#` is Order: the last word tells most. */
const titleOf = (heads: string): string | undefined => /([A-Za-z]+)[^A-Za-z]*$/.exec(heads)?.[1];

function constantsOf(rows: readonly Row[], told: readonly string[]): ItemKind['constants'] {
  const constant = [...programMarks, ...told].flatMap((name): [string, string | number | boolean][] => {
    const first = rows[0]?.[name];
    const isScalar = typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean';
    return isScalar && rows.every((row) => row[name] === first) ? [[name, first]] : [];
  });
  return Object.fromEntries(constant);
}

/** The plan of several kinds; undefined when their keys do not tell them apart. */
function tryPlan(kinds: readonly ItemKind[], survey: Survey, naming: Naming): TablePlan | undefined {
  const planned: KindPlan[] = [];
  const notes: string[] = [];
  for (const kind of kinds.toSorted((left, right) => right.rows.length - left.rows.length)) {
    const title = kind.title ?? `${naming.name}-other`;
    const others = planned.map(({ fact }) => fact);
    const names = domainNames(title, [...naming.types, ...others.map(({ type }) => type)], naming.name);
    try {
      planned.push(planKind(kind, survey, names, others, naming.types));
    } catch (error) {
      if (!(error instanceof DeclarationError)) throw error;
      // One or two odd items do not speak against the rest.
      if (kind.title !== undefined && kind.rows.length > 2) return undefined;
      notes.push(`${kind.rows.length} items of the kind "${title}" are left out: ${messageOf(error)}`);
    }
  }
  return planned.length > 1 ? { kinds: planned, notes } : undefined;
}

/**
 * The names of a domain for what another program calls something.
 * @param types the domains that there are
 * @param context what stands before a name that is taken
 */
export function domainNames(title: string, types: readonly DeclaredClass[], context?: string): DomainNames {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
  const taken = types.map((type) => domainOf(type).name);
  const typeNames = new TypeNames(types);
  const one = singularOf(words) ?? words;
  const base = one === '' ? 'item' : one;
  const candidates = [base, ...(context === undefined ? [] : [`${context}-${base}`]), `${base}-item`, `${base}-entry`];
  for (const candidate of candidates) {
    const isFree = candidate.length >= 3 && ![...reservedNames, ...taken].includes(candidate);
    const names = isFree ? tried(candidate) : undefined;
    if (names && typeNames.isFree(names.className)) return names;
  }
  throw new Refused(`The names ${candidates.join(', ')} are taken: say another with --name.`);
}

function tried(words: string): DomainNames | undefined {
  try {
    return namesOf(words);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** What a table is called, without what only tells a stage or an environment: Todo of `Todo-abc123-dev`. */
export function wordsOfTable(table: string): string {
  const words = table.split(/[-_.]+/).filter(Boolean);
  const isStage = (word: string): boolean =>
    /^(dev|develop|development|prod|production|test|testing|staging|stage|qa|main|master|table|none|v?\d+)$/i.test(
      word,
    );
  // Amplify puts the id of its API in between: 26 letters and digits.
  const isId = (word: string): boolean => /^(?=.*\d)[a-z0-9]{6,}$/i.test(word);
  const kept = words.filter((word) => !isStage(word) && !isId(word));
  return (kept.length > 0 ? kept : words).join('-');
}
