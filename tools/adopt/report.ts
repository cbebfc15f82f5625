import { ownedFields } from '../../schema/facts';
import type { StoredFact } from '../../schema/stored';
import { commandLine } from '../../services/command-line';
import type { Survey } from '../../tables/survey';
import type { PlannedDomain } from '../create/class-text';
import type { PlannedField } from '../create/planned';
import type { Misfit } from './fit';
import type { TablePlan } from './kinds-of-items';
import type { PlannedKey } from './plan-kind';

/** What `--json` prints. */
export interface AdoptReport {
  readonly table: string;
  readonly file: string;
  /** The file whose list names the classes now. */
  readonly listedIn?: string;
  readonly read: { readonly rows: number; readonly all: boolean; readonly readUnits: number };
  readonly classes: readonly ReportedClass[];
  /** What does not fit: how many sampled items, in which field, and why. */
  readonly misfits: readonly Misfit[];
  readonly notes: readonly string[];
}

interface ReportedClass {
  readonly name: string;
  readonly domain: string;
  readonly rows: number;
  readonly fields: readonly ReportedField[];
  /** The key attributes that are made of fields or are constant, how, and how many items have them so. */
  readonly keys: readonly PlannedKey[];
  /** The names of its indexes, and those that they have in the table. */
  readonly indexes: Readonly<Record<string, string>>;
  /** What the service keeps on every item, and the attributes in which it does. */
  readonly marks: Readonly<Record<string, string>>;
  /** The attributes that every item has with one value. */
  readonly constants: readonly string[];
  readonly notes: readonly string[];
}

interface ReportedField {
  readonly name: string;
  readonly kind: string;
  readonly optional: boolean;
  readonly attribute: string;
  readonly form?: string;
  readonly evidence: string;
}

/** Everything that is told of an adopted table. */
export function reportOf(
  survey: Survey,
  { kinds, notes }: TablePlan,
  misfits: readonly Misfit[],
  file: string,
  listedIn: string | undefined,
): AdoptReport {
  return {
    table: survey.table,
    file,
    ...(listedIn !== undefined && { listedIn }),
    read: { rows: survey.rows.length, all: survey.isWhole, readUnits: survey.readUnits },
    classes: kinds.map(({ domain, kind, keys, notes: told }) => ({
      name: domain.className,
      domain: domain.names.name,
      rows: kind.rows.length,
      fields: domain.fields.map(reportedField),
      keys,
      indexes: indexNames(domain),
      marks: markNames(domain),
      constants: Object.keys(domain.table?.constants ?? {}),
      notes: told,
    })),
    misfits,
    notes: [
      ...survey.unknown,
      ...(survey.rows.length === 0
        ? [
            'The table is empty: the class has its keys alone. Add the other fields, or adopt it again when it has items.',
          ]
        : []),
      ...notes,
    ],
  };
}

function reportedField({ name, kind, optional, stored, comment = '' }: PlannedField): ReportedField {
  const fact: StoredFact = typeof stored === 'string' ? { name: stored } : (stored ?? {});
  return { name, kind, optional, attribute: fact.name ?? name, ...(fact.as && { form: fact.as }), evidence: comment };
}

const indexNames = ({ indexes = {}, table }: PlannedDomain): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(indexes).map((name) => [name, table?.indexes?.[name]?.name ?? name]));

function markNames({ table }: PlannedDomain): Readonly<Record<string, string>> {
  const { expires, deleted, ...marks } = table?.marks ?? {};
  const names = ownedFields.map(({ name }): [string, string] => {
    const stored = Object.hasOwn(marks, name) ? marks[name as 'version'] : undefined;
    return [name, (typeof stored === 'string' ? stored : stored?.name) ?? name];
  });
  return {
    ...Object.fromEntries(names),
    ...(expires !== undefined && { expires }),
    ...(deleted !== undefined && { deleted }),
  };
}

/** The report in words. */
export function inWords(
  { table, file, listedIn, read, classes, misfits, notes }: AdoptReport,
  left: string | undefined,
): string {
  const units = `${read.readUnits} read unit${read.readUnits === 1 ? '' : 's'}`;
  const width = Math.max(file.length, listedIn?.length ?? 0);
  const written = [
    `${file.padEnd(width)}   ${classes.map(({ name, rows }) => `the class ${name} of ${rows} items`).join(', ')}`,
    ...(listedIn === undefined ? [] : [`${listedIn.padEnd(width)}   lists ${classes.length === 1 ? 'it' : 'them'}`]),
  ];
  const looks = [...notes, ...classes.flatMap(({ name, notes: told }) => told.map((note) => `${name}: ${note}`))];
  const unfit = misfits.map(
    ({ type, field, rows, why }) =>
      `${[type, field].filter(Boolean).join('.') || 'An item'}: ${rows} ${rows === 1 ? 'item' : 'items'}: ${why}`,
  );
  const [first] = classes;
  const list = (title: string, lines: readonly string[]): string =>
    [title, ...lines.map((line) => `  - ${line}`)].join('\n');
  const parts = [
    `Read ${read.rows} items of ${table}, ${read.all ? 'which is all of them' : 'and there are more'}, for ${units}. Nothing was changed.`,
    written.join('\n'),
    ...classes.map(classInWords),
    ...(looks.length > 0 ? [list('To look at:', looks)] : []),
    unfit.length > 0 ? list('What does not fit:', unfit) : 'Every item that was read fits its class.',
    ...(left === undefined ? [] : [left]),
    [
      'Whoever is signed in may read and write; access in the class says so. Look at the limits of its fields, then:',
      '',
      `  ${commandLine('generate').padEnd(24)}writes what follows from it: the schema, the API documents, who may do what`,
      `  ${commandLine('start').padEnd(24)}serves it${first ? ` at /${first.domain}` : ''}; DYNAMODB_ENDPOINT says where a table is that is not on this machine`,
    ].join('\n'),
  ];
  const text = parts.join('\n\n').replaceAll(/^(?=.)/gm, '  ');
  return `\n${text}\n`;
}

function classInWords({ name, rows, fields, keys, indexes }: ReportedClass): string {
  const lines = columns(
    fields.map((field) => [
      `${field.name}${field.optional ? '?' : ''}`,
      field.form === undefined ? field.kind : `${field.kind} as ${field.form}`,
      `${field.attribute === field.name ? '' : `(${field.attribute}) `}${field.evidence}`,
    ]),
  );
  const made = columns(
    keys.map(({ attribute, template, rows: count }) => [attribute, template, `${count} of ${rows}`]),
  );
  const names = Object.entries(indexes).map(([own, theirs]) => (own === theirs ? own : `${own} (${theirs})`));
  return [
    `${name}, beside ${ownedFields.map(({ name: owned }) => owned).join(', ')}:`,
    ...[...lines, ...made].map((line) => `  ${line}`),
    ...(names.length > 0 ? [`  lists by ${names.join(', ')}`] : []),
  ].join('\n');
}

/** Cells one below the other. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
