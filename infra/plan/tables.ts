import { kinds } from '../../schema/kinds';
import { storedForms } from '../../schema/stored-forms';
import type { Finding } from './finding';
import { compareLayout } from './layout';
import type { FieldNote, KeyAttribute, Manifest, TableNote } from './manifest';

type Tables = Manifest['tables'];

/** One change of one index, which takes a deploy of its own. */
export interface IndexChange {
  readonly table: string;
  readonly change: 'create' | 'delete';
  readonly index: string;
  readonly key: readonly KeyAttribute[];
}

/** What happens to the tables and to the items in them. */
export function compareTables(released: Tables, declared: Tables): Finding[] {
  const made = new Set(newTables(released, declared));
  return [
    ...Object.entries(declared).flatMap(([name, note]) => {
      const before = released[name];
      if (before) return compareTable(name, before, note);
      if (made.has(name)) return [finding('table', name, 'is a new table.')];
      const whose = note.isExisting ? ', which no deploy makes or changes' : '';
      return [finding('table', name, `comes into the table ${tableOf(name, note)}${whose}.`)];
    }),
    ...Object.keys(released)
      .filter((name) => !(name in declared))
      .map((name) =>
        finding('table', name, 'is no longer declared. The table and its items stay until somebody deletes them.'),
      ),
  ];
}

/** The domains of the tables that the next deploy makes: not of one that is there, be it ours or somebody else's. */
export function newTables(released: Tables, declared: Tables): readonly string[] {
  const there = new Set(Object.entries(released).map(([name, note]) => tableOf(name, note)));
  return Object.entries(declared)
    .filter(([name, note]) => !note.isExisting && !there.has(tableOf(name, note)))
    .map(([name]) => name);
}

const tableOf = (domain: string, { table = domain }: TableNote): string => table;

/**
 * The changes of the indexes of existing tables, deploy by deploy. DynamoDB creates or deletes one index of a table at
 * a time, and CloudFormation refuses an update with two:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
 * New indexes come first, so that no list is without one; what nobody reads any more goes last.
 */
export function indexWaves(released: Tables, declared: Tables): IndexChange[][] {
  const waves: IndexChange[][] = [];
  const releasedIndexes = indexesByTable(released);
  for (const [table, indexes] of indexesByTable(declared)) {
    const before = releasedIndexes.get(table);
    if (!before) continue;
    const changes = [
      ...Object.entries(indexes)
        .filter(([index]) => !(index in before))
        .map(([index, key]) => ({ table, change: 'create' as const, index, key })),
      ...changedIndexes(before, indexes).flatMap(({ index, from, to }) => [
        { table, change: 'delete' as const, index, key: from },
        { table, change: 'create' as const, index, key: to },
      ]),
      ...Object.entries(before)
        .filter(([index]) => !(index in indexes))
        .map(([index, key]) => ({ table, change: 'delete' as const, index, key })),
    ];
    changes.forEach((change, step) => (waves[step] ??= []).push(change));
  }
  return waves;
}

/**
 * The indexes that each table has once the first of the waves are deployed, by the name of the table. A table that the
 * release does not have is left out: it is made with all its indexes.
 */
export function indexesAfter(
  released: Tables,
  declared: Tables,
  waves: number,
): ReadonlyMap<string, TableNote['indexes']> {
  const declaredIndexes = indexesByTable(declared);
  const indexes = new Map([...indexesByTable(released)].filter(([table]) => declaredIndexes.has(table)));
  for (const { table, change, index, key } of indexWaves(released, declared).slice(0, waves).flat()) {
    const others = Object.entries(indexes.get(table) ?? {}).filter(([name]) => name !== index);
    indexes.set(table, Object.fromEntries(change === 'create' ? [...others, [index, key]] : others));
  }
  return indexes;
}

/** The indexes of the tables that deploys change; domains that share a table share its indexes. */
function indexesByTable(tables: Tables): ReadonlyMap<string, TableNote['indexes']> {
  const byTable = new Map<string, TableNote['indexes']>();
  for (const [domain, note] of Object.entries(tables)) {
    const { isExisting = false, indexes } = note;
    const table = tableOf(domain, note);
    if (!isExisting) byTable.set(table, { ...byTable.get(table), ...indexes });
  }
  return byTable;
}

function compareTable(name: string, released: TableNote, declared: TableNote): Finding[] {
  const findings: Finding[] = [];
  const say = (level: Finding['level'], words: string): void => void findings.push(finding(level, name, words));
  if (!isEqual(released.key, declared.key)) {
    say(
      'refused',
      `the key would change from ${inWords(released.key)} to ${inWords(declared.key)}. AWS would replace the table by an empty one. Declare a domain of another name, copy the items, then take this one away.`,
    );
  }
  findings.push(...compareLayout(name, released, declared));
  // As it is declared, and so as explain tells it; the table may have another name for it.
  const called = (index: string): string => {
    const declaredName = declared.declaredAs?.[index] ?? released.declaredAs?.[index];
    return declaredName === undefined ? index : `${declaredName} (${index} in the table)`;
  };
  for (const { attribute, from, to, indexes } of changedTypes(released, declared)) {
    say(
      'refused',
      `${attribute} would be ${to} in ${indexes.map(called).join(' and ')} and was ${from}. AWS would replace the table by an empty one. Take each index over it away in one deploy, and declare it again in the next.`,
    );
  }
  for (const { attribute, path, to, indexes } of newlyTyped(released, declared)) {
    say(
      'refused',
      `${path} is ${article(released.fields[path]?.kind ?? '')} in the release, and would be ${to} in the new ${indexes.map(called).join(' and ')}. DynamoDB refuses each write of ${attribute} by functions of that release while they still answer. Deploy the change of ${path} first, record the release, and declare the index in the next, when nothing of before answers any more.`,
    );
  }
  if (released.stream !== declared.stream) {
    if (!released.stream) say('table', 'gets a stream. It tells of changes from then on, not of those before.');
    else if (!declared.stream) {
      say('table', 'loses its stream. What has not been read from it by then is lost: stop the writers, let it drain.');
    } else {
      say('refused', `a stream cannot turn from ${released.stream} to ${declared.stream}. Take it away in one deploy.`);
    }
  }
  if (released.expiresAfterDays !== declared.expiresAfterDays) {
    const [before, after] = [released.expiresAfterDays, declared.expiresAfterDays];
    if (after === undefined) say('table', 'no longer lets items expire, not even those that have a time already.');
    else if (before !== undefined) {
      say(
        'table',
        `lets items expire after ${days(after)}, before ${days(before)}. Each keeps its time until it is written again.`,
      );
    } else {
      say(
        'backfill',
        `items expire after ${days(after)}, but those that are stored never do until they are written again.`,
      );
    }
  }
  const filled = filledBy(declared);
  findings.push(...compareFields(name, released, declared, filled));
  findings.push(...compareBackfills(name, released, declared));
  for (const [index, key] of Object.entries(declared.indexes)) {
    const keyed = declared.indexed?.[index] ?? key.map((attribute) => attribute.name);
    if (isUnfilled(index, released, declared)) {
      // One that is declared already may be recorded as done, and has not filled this index.
      const names = Object.entries(declared.backfills ?? {}).filter(([name]) => !(name in (released.backfills ?? {})));
      const backfill = names.find(([, filledFields]) => keyed.some((field) => filledFields.includes(field)))?.[0];
      const left = `no stored item has the attributes of the new index ${called(index)}`;
      // No backfill fills what an item is found by.
      const fillable = keyed.filter((field) => !declared.key.some(({ name: own }) => own === field));
      if (backfill === undefined) say('refused', `${left}. ${declareBackfill(fillable)}`);
      else say('backfill', `${left}; no list reads it until the backfill ${backfill} is done.`);
      continue;
    }
    const fields = keyed.filter((field) => becameCertain(field, released.fields, declared.fields));
    if (fields.length === 0) continue;
    const left = `index ${called(index)} leaves out every item that was stored without ${fields.join(' and ')}`;
    const fillers = [...new Set(fields.flatMap((field) => filled.get(field) ?? []))];
    if (fields.every((field) => filled.has(field))) {
      say(
        'backfill',
        `${left}; no list reads it until the ${fillers.length > 1 ? 'backfills' : 'backfill'} ${fillers.join(' and ')} ${fillers.length > 1 ? 'are' : 'is'} done.`,
      );
    } else {
      say('refused', `${left}. ${declareBackfill(fields)}`);
    }
  }
  for (const { index, from, to } of changedIndexes(released.indexes, declared.indexes)) {
    say(
      'caution',
      `index ${called(index)} changes from ${inWords(from)} to ${inWords(to)}. Lists that need it are refused between the two deploys; a new name avoids that.`,
    );
  }
  for (const index of Object.keys(released.indexes).filter((name) => !(name in declared.indexes))) {
    say(
      'caution',
      `index ${called(index)} goes. Functions of the last release that still answer fail where they read it.`,
    );
  }
  return findings;
}

/**
 * Whether an index is new, or over other attributes than before, and these are there for it alone: a deploy does not make
 * them of stored items.
 */
function isUnfilled(index: string, released: TableNote, declared: TableNote): boolean {
  const namesOf = ({ indexes }: TableNote): string | undefined =>
    indexes[index] && JSON.stringify(indexes[index].map(({ name }) => name));
  if (namesOf(released) === namesOf(declared)) return false;
  const { key = {}, indexes = {} } = released.layout ?? {};
  const stored = new Map([key, ...Object.values(indexes)].flatMap((templates) => Object.entries(templates)));
  return Object.entries(declared.layout?.indexes[index] ?? {}).some(
    ([attribute, template]) => stored.get(attribute) !== template,
  );
}

type Fields = TableNote['fields'];

/** The backfill that fills a field, by the field. */
const filledBy = ({ backfills = {} }: TableNote): ReadonlyMap<string, string> =>
  new Map(Object.entries(backfills).flatMap(([name, fields]) => fields.map((field) => [field, name] as const)));

const declareBackfill = (fields: readonly string[]): string =>
  `Declare a backfill: @Domain('…', { backfills: { 'fill-${fields.join('-').toLowerCase()}': { fields: [${fields.map((field) => `'${field}'`).join(', ')}] } } }).`;

/** The key attributes that have another type than before. */
function retypedAttributes(before: TableNote, now: TableNote): ReadonlySet<string> {
  const typesIn = ({ key, indexes }: TableNote): ReadonlyMap<string, string> =>
    new Map([key, ...Object.values(indexes)].flat().map(({ name, type }) => [name, type]));
  const types = typesIn(now);
  return new Set(
    [...typesIn(before)].filter(([name, type]) => (types.get(name) ?? type) !== type).map(([name]) => name),
  );
}

/** What has to be run, and what must have been run before this release. */
function compareBackfills(table: string, released: TableNote, declared: TableNote): Finding[] {
  const [before, now] = [released.backfills ?? {}, declared.backfills ?? {}];
  const added = Object.keys(now).filter((name) => !(name in before));
  const gone = Object.keys(before).filter((name) => !(name in now));
  const moving = Object.entries(released.fields).flatMap(([path, { was }]) =>
    was === undefined
      ? []
      : Object.keys(before).flatMap((name) => (before[name]?.includes(path) ? [{ was, name }] : [])),
  );
  const early = Object.entries(declared.dropped ?? {}).flatMap(([name, { drop, after }]) =>
    moving
      .filter((move) => drop.includes(move.was) && !after.includes(move.name))
      .map((move) => ({ name, was: move.was, after: move.name })),
  );
  return [
    ...early.map(({ name, was, after }) =>
      finding(
        'refused',
        table,
        `the backfill ${name} drops ${was} in a stage too where ${after} has not moved it. Let it wait: '${name}': { drop: ['${was}'], after: ['${after}'] }.`,
      ),
    ),
    ...added.map((name) =>
      finding('backfill', table, `the backfill ${name} is to be run once this release alone answers: migrate does it.`),
    ),
    ...gone.map((name) =>
      finding(
        'caution',
        table,
        `the backfill ${name} is no longer declared: it must be done in every stage before, migrate --status says so.`,
      ),
    ),
  ];
}

function compareFields(
  table: string,
  before: TableNote,
  now: TableNote,
  filled: ReadonlyMap<string, string>,
): Finding[] {
  const { fields: released, backfills: backfillsBefore = {} } = before;
  const { fields: declared } = now;
  // What is refused for the type of a key attribute needs no second word.
  const retyped = retypedAttributes(before, now);
  const top = (path: string): string => path.split('.')[0] ?? path;
  const hasBackfill = (path: string): boolean => filled.has(top(path));
  const movedFrom = new Map(
    Object.entries(declared).flatMap(([path, { was }]) => (was === undefined ? [] : [[was, path] as const])),
  );
  const findings: Finding[] = [];
  const say = (level: Finding['level'], words: string): void => void findings.push(finding(level, table, words));
  for (const [path, field] of Object.entries(declared)) {
    const releasedField = released[path];
    if (!releasedField) {
      // Where the object around it is new as well, there is nothing stored to lack the field.
      const isInside = path.includes('.') && !(parent(path) in released);
      if (field.was !== undefined) {
        say(
          hasBackfill(path) ? 'backfill' : 'refused',
          `${path} was ${field.was}: both are written, and the right one is read, until the backfill ${filled.get(top(path)) ?? 'that moves it'} is done.${hasBackfill(path) ? '' : ` ${declareBackfill([top(path)])}`}`,
        );
      } else if (!isInside && mustBeThere(field)) {
        const lack = `${path} is new and required, and no stored item has it`;
        if (hasBackfill(path)) say('backfill', `${lack} until the backfill ${filled.get(top(path))} is done.`);
        else {
          say(
            'refused',
            `${lack}. Declare a backfill that fills it, with a function item that makes it of the others; or give it a default, or let it be optional.`,
          );
        }
      }
      continue;
    }
    if (releasedField.was !== undefined && field.was === undefined) {
      const done = Object.entries(backfillsBefore).find(([, fields]) => fields.includes(top(path)))?.[0];
      say(
        'caution',
        `${path} is no longer read ${releasedField.was === path ? 'in its old form' : `where it was, as ${releasedField.was}`}: the backfill ${done ?? 'that moves it'} must be done in every stage before.`,
      );
    }
    if (releasedField.kind !== field.kind && !retyped.has(path)) {
      const isConverted = field.was !== undefined && hasBackfill(path);
      say(
        isConverted ? 'backfill' : 'refused',
        `${path} is ${article(field.kind)} and was ${article(releasedField.kind)}: stored values have the old form${
          isConverted
            ? `, and are read in both until the backfill ${filled.get(top(path))} is done.`
            : `. Say with was: { read } what an old value means, and declare a backfill that fills it.`
        }`,
      );
    } else if (mustBeThere(field) && releasedField.optional && releasedField.default === undefined) {
      say('backfill', `${path} is required now, and stored items may lack it.`);
    }
    const removedValues = (releasedField.values ?? []).filter((value) => field.values && !field.values.includes(value));
    if (removedValues.length > 0)
      say('backfill', `${path} is no longer ${removedValues.join(' or ')}, but stored items may be.`);
    if (releasedField.default !== undefined && !isEqual(releasedField.default, field.default)) {
      const defaultNow = field.default === undefined ? 'without one' : `with ${JSON.stringify(field.default)}`;
      say(
        'caution',
        `items stored without ${path} were read with ${JSON.stringify(releasedField.default)} and are now read ${defaultNow}.`,
      );
    }
    if (field.visible !== undefined && field.visible !== releasedField.visible) {
      say(
        'breaking',
        `${path} is seen by ${field.visible}, before by ${releasedField.visible ?? 'whoever may read the item'}.`,
      );
    }
  }
  for (const path of Object.keys(released).filter((name) => !(name in declared))) {
    const isInside = path.includes('.') && !(parent(path) in declared);
    if (!isInside && !movedFrom.has(path))
      say('caution', `${path} is no longer declared. Stored values stay, and nobody sees them.`);
  }
  return findings;
}

/** The planner trusts that each item has a field that is required or has a default; items of before may not. */
function becameCertain(path: string, released: Fields, declared: Fields): boolean {
  const [before, now] = [released[path], declared[path]];
  // What the service itself keeps, such as updatedAt, every item has.
  if (!now) return false;
  return isCertain(now) && !(before && isCertain(before));
}

const isCertain = (field: FieldNote): boolean => !field.optional || field.default !== undefined;

const mustBeThere = (field: FieldNote): boolean => !field.optional && field.default === undefined;

interface ChangedIndex {
  readonly index: string;
  readonly from: readonly KeyAttribute[];
  readonly to: readonly KeyAttribute[];
}

function changedIndexes(released: TableNote['indexes'], declared: TableNote['indexes']): readonly ChangedIndex[] {
  return Object.entries(declared).flatMap(([index, to]) => {
    const from = released[index];
    return from && !isEqual(from, to) ? [{ index, from, to }] : [];
  });
}

/**
 * The attributes of indexes whose type changes. CloudFormation replaces a table for one that is edited; one that goes in a
 * deploy and comes back in another is none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
 */
function changedTypes(released: TableNote, declared: TableNote) {
  const typesOf = ({ key, indexes }: TableNote): ReadonlyMap<string, string> =>
    new Map([key, ...Object.values(indexes)].flat().map(({ name, type }) => [name, type]));
  const before = typesOf(released);
  // Another type of the key itself is another key.
  const others = [...typesOf(declared)].filter(([name]) => !declared.key.some((one) => one.name === name));
  return others.flatMap(([attribute, type]) => {
    const was = before.get(attribute);
    if (was === undefined || was === type) return [];
    const indexes = Object.entries(declared.indexes).flatMap(([index, key]) =>
      key.some(({ name }) => name === attribute) ? [index] : [],
    );
    return [{ attribute, from: typeInWords(was), to: typeInWords(type), indexes }];
  });
}

/**
 * The attributes that come into an index for the first time and that the release writes with another type: DynamoDB
 * refuses an item whose attribute is not of the type that the key of an index has.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes
 */
function newlyTyped(released: TableNote, declared: TableNote) {
  // The indexes of a table that is somebody else's are there already.
  if (declared.isExisting) return [];
  const known = new Set([released.key, ...Object.values(released.indexes)].flat().map(({ name }) => name));
  const stored = released.layout?.fields ?? {};
  const types = new Map(
    [declared.key, ...Object.values(declared.indexes)].flat().map(({ name, type }) => [name, type]),
  );
  return [...types].flatMap(([attribute, type]) => {
    const path = Object.keys(released.fields).find(
      (name) => !name.includes('.') && (stored[name]?.name ?? name) === attribute,
    );
    if (path === undefined || known.has(attribute)) return [];
    if (typeOf(released.fields[path]?.kind, stored[path]?.as) === type) return [];
    const indexes = Object.entries(declared.indexes).flatMap(([index, key]) =>
      key.some(({ name }) => name === attribute) ? [index] : [],
    );
    return [{ attribute, path, to: typeInWords(type), indexes }];
  });
}

/** The type of a key attribute that a kind is stored with; a list or an object has none. */
function typeOf(kind = '', form?: string): string | undefined {
  if (form !== undefined) return Object.entries(storedForms).find(([name]) => name === form)?.[1].attribute;
  return Object.entries(kinds).find(([name]) => name === kind)?.[1].key?.attribute;
}

const typeInWords = (type: string): string => (type === 'N' ? 'a number' : 'a text');

function finding(level: Finding['level'], subject: string, words: string): Finding {
  return { level, subject, words };
}

const parent = (path: string): string => path.slice(0, path.lastIndexOf('.'));

const isEqual = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** `category, price (number)` */
function inWords(key: readonly KeyAttribute[]): string {
  return key.map(({ name, type }) => (type === 'N' ? `${name} (number)` : name)).join(', ');
}

const article = (kind: string): string => `${/^[eio]/.test(kind) ? 'an' : 'a'} ${kind}`;

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
