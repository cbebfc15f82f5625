import { mostVersion } from '../../schema/facts';
import type { TableOptions } from '../../schema/table-options';
import type { StoredFact } from '../../schema/stored';
import { momentFault } from '../../schema/values';
import type { Row } from '../../tables/survey';
import { epochFormOf } from './guess-field';

/** What an attribute is that is no field. */
type Mark = 'version' | 'createdAt' | 'updatedAt' | 'expires' | 'deleted';

/** Which attributes are what the service itself keeps on every item. */
export interface Marks {
  readonly options: NonNullable<TableOptions['marks']>;
  /** The attributes that are no fields because of that, and what they are. */
  readonly attributes: ReadonlyMap<string, Mark>;
  readonly notes: readonly string[];
}

/** What other programs call the two instants, in pairs, so that one of them tells the name of the other. */
const pairs = [
  ['createdAt', 'updatedAt'],
  ['created_at', 'updated_at'],
  ['created', 'updated'],
  ['createdOn', 'updatedOn'],
  ['CreatedAt', 'UpdatedAt'],
  ['created', 'modified'],
  ['createdAt', 'modifiedAt'],
  ['dateCreated', 'dateModified'],
  ['creationDate', 'modificationDate'],
  ['createTime', 'updateTime'],
  ['_ct', '_md'],
] as const;

/**
 * Finds the marks among the attributes of items.
 * @param keyed the attributes of keys, which the service cannot take for itself
 * @param expiry the attribute of the table's time to live
 */
export function marksIn(rows: readonly Row[], keyed: ReadonlySet<string>, expiry: string | undefined): Marks {
  const attributes = new Map<string, Mark>();
  const options: {
    -readonly [Name in keyof NonNullable<TableOptions['marks']>]: NonNullable<TableOptions['marks']>[Name];
  } = {};
  const notes: string[] = [];
  const all = new Set(rows.flatMap((row) => Object.keys(row)));
  const valuesOf = (name: string): readonly unknown[] =>
    rows.map((row) => row[name]).filter((value) => value !== undefined && value !== null);

  if (expiry !== undefined && !keyed.has(expiry)) {
    attributes.set(expiry, 'expires');
    options.expires = expiry;
    notes.push(
      `${expiry} is the time to live of the table. It is no field: items that are past it are not shown, and a new item has none unless the class says expiresAfterDays.`,
    );
  } else if (all.has('_expires')) options.expires = free('_expiry', all);

  // The synchronisation of Amplify keeps these three; the last comes with the first item that is deleted.
  const deleted = valuesOf('_deleted');
  const isSynchronised = valuesOf('_version').length > 0 && valuesOf('_lastChangedAt').length > 0;
  const isMark = deleted.length > 0 ? deleted.every((value) => typeof value === 'boolean') : isSynchronised;
  if (isMark && !keyed.has('_deleted')) {
    attributes.set('_deleted', 'deleted');
    options.deleted = '_deleted';
    const count = deleted.filter((value) => value === true).length;
    notes.push(
      `_deleted marks what the synchronisation of Amplify has deleted: ${count} of ${rows.length} items, which are not shown. What the gateway deletes is gone at once, and clients that are offline do not learn of it.`,
    );
  }

  const versions = ['_version', 'version'].filter((name) => {
    const values = valuesOf(name);
    return (
      values.length > 0 &&
      !keyed.has(name) &&
      values.every((value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < mostVersion)
    );
  });
  const [version] = versions;
  if (version !== undefined) {
    attributes.set(version, 'version');
    if (version !== 'version') options.version = version;
    notes.push(`${version} is taken for the count of writes, which each write through the gateway raises by one.`);
  } else if (all.has('version')) options.version = free('_version', all);

  const forms = new Map<string, StoredFact | string>();
  const fits = (name: string): boolean => {
    const form = keyed.has(name) ? undefined : instantForm(name, valuesOf(name));
    if (form !== undefined) forms.set(name, form);
    return form !== undefined;
  };
  const created = pairs.map(([name]) => name).find(fits);
  const updated = pairs.map(([, name]) => name).find(fits);
  const other = (known: string, from: 0 | 1): StoredFact | string | undefined => {
    const pair = pairs.find((names) => names[from] === known);
    const name = pair?.[1 - from];
    const form = forms.get(known);
    // An attribute of that name holds something else where it was not found itself.
    if (name === undefined || form === undefined || all.has(name)) return undefined;
    return typeof form === 'string' ? name : { ...form, name };
  };
  const place = (
    mark: 'createdAt' | 'updatedAt',
    found: string | undefined,
    partner: StoredFact | string | undefined,
  ): void => {
    const stored = found === undefined ? partner : forms.get(found);
    if (found !== undefined) attributes.set(found, mark);
    if (stored !== undefined && stored !== mark) options[mark] = withoutName(stored, mark);
    else if (stored === undefined && all.has(mark)) options[mark] = free(`_${mark}`, all);
  };
  place('createdAt', created, updated === undefined ? undefined : other(updated, 1));
  place('updatedAt', updated, created === undefined ? undefined : other(created, 0));
  return { options, attributes, notes };
}

/** How an attribute holds instants in UTC; undefined when it does not. */
function instantForm(name: string, values: readonly unknown[]): StoredFact | string | undefined {
  if (values.length === 0) return undefined;
  const epoch = epochFormOf(values);
  if (epoch) return { name, as: epoch.as };
  const isInstant = (value: unknown): boolean =>
    typeof value === 'string' && /z$/i.test(value) && momentFault(value) === undefined;
  return values.every(isInstant) ? name : undefined;
}

const withoutName = (stored: StoredFact | string, mark: string): StoredFact | string =>
  typeof stored === 'object' && stored.name === mark ? { as: stored.as } : stored;

/** A name that no attribute has. */
function free(name: string, all: ReadonlySet<string>): string {
  let candidate = name;
  while (all.has(candidate)) candidate = `_${candidate}`;
  return candidate;
}
