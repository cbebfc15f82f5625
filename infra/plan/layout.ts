import type { Finding } from './finding';
import type { KeyAttribute, LayoutNote, StoredNote, TableNote } from './manifest';

/**
 * What makes stored items read otherwise, or not be found at all. It is refused whatever the version says: callers would
 * be answered with wrong values, and not with an error. A release that does not know how it stores is not compared.
 */
export function compareLayout(domain: string, released: TableNote, declared: TableNote): Finding[] {
  const findings: Finding[] = [];
  const say = (level: Finding['level'], words: string): void => void findings.push({ level, subject: domain, words });
  const refuse = (words: string): void => say('refused', words);
  const [from, to] = [tableInWords(domain, released), tableInWords(domain, declared)];
  if (from !== to) {
    refuse(
      `its items would be looked for in ${to}, and they are in ${from}. Keep the table; or declare a domain of another name, copy the items, then take this one away.`,
    );
  }
  const [before, now] = [released.layout, declared.layout];
  if (!before || !now) return findings;
  for (const [attribute, earlier, later] of changes(released.key, before.key, declared.key, now.key)) {
    refuse(
      `the key attribute ${attribute} would be made as ${later} and is stored as ${earlier}: no stored item would be found. Keep the template; or declare a domain of another name, copy the items, then take this one away.`,
    );
  }
  for (const [index, key] of Object.entries(declared.indexes)) {
    const releasedKey = released.indexes[index] ?? [];
    for (const [attribute, earlier, later] of changes(releasedKey, before.indexes[index], key, now.indexes[index])) {
      refuse(
        `${attribute} of index ${index} would be made as ${later} and is stored as ${earlier}: lists over it would leave out every stored item. Keep the template; or declare an index of another name over other attributes, with a backfill of its fields, and take this one away in the next release.`,
      );
    }
  }
  if (before.deleted !== now.deleted) {
    refuse(
      `deleted items are marked by ${before.deleted ?? 'nothing'}, and would be by ${now.deleted ?? 'nothing'}: those of before would be shown, or stored ones hidden. Keep marks.deleted.`,
    );
  }
  if (before.expiry !== now.expiry) {
    refuse(
      `the time after which an item is gone is stored as ${before.expiry}, and would be looked for as ${now.expiry}: stored items would never expire, or be gone at once. Keep marks.expires.`,
    );
  }
  // Nothing is found or read by them here; the other programs of the table may do it.
  for (const attribute of Object.keys({ ...before.constants, ...now.constants })) {
    const [earlier, later] = [before.constants[attribute], now.constants[attribute]];
    if (earlier !== later) {
      say(
        'caution',
        `new items get ${later === undefined ? `no ${attribute}` : `${attribute} ${JSON.stringify(later)}`}, and stored ones have ${earlier === undefined ? 'none' : JSON.stringify(earlier)} until they are put anew. Other programs may tell them apart by it.`,
      );
    }
  }
  const [keptBefore, keptNow] = [before.kept ?? {}, now.kept ?? {}];
  for (const attribute of Object.keys({ ...keptBefore, ...keptNow })) {
    const [earlier, later] = [keptBefore[attribute], keptNow[attribute]];
    if (earlier !== later) {
      say(
        'caution',
        `${attribute}, which is kept for other programs, is made as ${later ?? 'nothing'} from now on, and stored items have it made as ${earlier ?? 'nothing'} until a field of it is written.`,
      );
    }
  }
  for (const words of fieldRefusals(released, before, declared, now)) refuse(words);
  return findings;
}

/** The attributes of both keys that are made otherwise; one that is a field by itself has no template. */
function changes(
  before: readonly KeyAttribute[],
  templatesBefore: LayoutNote['key'] = {},
  now: readonly KeyAttribute[],
  templatesNow: LayoutNote['key'] = {},
): (readonly [attribute: string, from: string, to: string])[] {
  return now.flatMap(({ name }) => {
    const [from, to] = [templatesBefore[name] ?? `{${name}}`, templatesNow[name] ?? `{${name}}`];
    return from !== to && before.some((one) => one.name === name) ? [[name, from, to] as const] : [];
  });
}

function fieldRefusals(released: TableNote, before: LayoutNote, declared: TableNote, now: LayoutNote): string[] {
  const filled = new Set(Object.values(declared.backfills ?? {}).flat());
  // Those of the service itself, such as version, are in no list of fields and always there.
  const paths = new Set([...Object.keys(declared.fields), ...Object.keys(before.fields), ...Object.keys(now.fields)]);
  return [...paths].flatMap((path) => {
    const [field, releasedField] = [declared.fields[path], released.fields[path]];
    if (field?.was !== undefined && !releasedField) return renameRefusals(path, field.was, released, before, now);
    const isOfService = !field && !releasedField;
    if (!isOfService && !(field && releasedField)) return [];
    const [earlier, later] = [before.fields[path] ?? {}, now.fields[path] ?? {}];
    const [from, to] = [attributeOf(path, earlier), attributeOf(path, later)];
    if (from === to && earlier.as === later.as) return [];
    const change = `${path} would be stored ${storedInWords(to, later)} and is stored ${storedInWords(from, earlier)}`;
    if (isOfService) return [`${change}: stored items would read as if they had none. Keep it in marks.`];
    // Two releases run for a while, and neither can tell in which form the other has written one attribute.
    if (from === to) {
      return [
        `${change}: values of before would be read as others. Store it under another name, with was: { name: '${from}'${earlier.as === undefined ? '' : ', read, write'} } and a backfill that fills it.`,
      ];
    }
    const isRead = field?.was === from && (earlier.as === undefined || later.readsEarlier === true);
    if (isRead && filled.has(path.split('.')[0] ?? path)) return [];
    return [
      `${change}: values of before would not be found. Say was: { name: '${from}'${earlier.as === undefined ? '' : ', read, write'} }, and declare a backfill that fills it.`,
    ];
  });
}

/** A field of another name reads what a field of before has stored, or nothing at all. */
function renameRefusals(path: string, was: string, released: TableNote, before: LayoutNote, now: LayoutNote): string[] {
  const around = parentOf(path);
  const source = Object.keys(released.fields).find(
    (name) => parentOf(name) === around && attributeOf(name, before.fields[name] ?? {}) === was,
  );
  // The object around it may have another name too.
  if (source === undefined) {
    return around === ''
      ? [`${path} was ${was}, and no field of the release is stored as that. Name its attribute.`]
      : [];
  }
  const form = before.fields[source]?.as;
  if (form === undefined || now.fields[path]?.readsEarlier) return [];
  return [
    `${path} was ${was}, which is stored in the form ${form}: values of before would be read as others. Say with was: { name: '${was}', read, write } what they mean.`,
  ];
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

const attributeOf = (path: string, { name }: StoredNote): string => name ?? path.slice(path.lastIndexOf('.') + 1);

const storedInWords = (attribute: string, { as }: StoredNote): string =>
  as === undefined ? `as ${attribute}` : `as ${attribute} in the form ${as}`;

const tableInWords = (domain: string, { table = domain, isExisting = false }: TableNote): string =>
  isExisting ? `the existing table ${table}` : `the table ${table}`;
