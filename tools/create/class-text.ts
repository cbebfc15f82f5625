import { decorators } from '../../schema/decorators';
import type { DomainNames } from './words';
import type { PlannedClass, PlannedField, PlannedKey } from './planned';

/** A domain that shall be written. */
export interface PlannedDomain extends PlannedClass {
  readonly names: DomainNames;
  /** The key; the field of the kind id alone when left out. */
  readonly key?: PlannedKey;
}

/** The TypeScript of a domain: the classes of its nested objects first, since each is declared above its use. */
export function domainText(domain: PlannedDomain): string {
  const nested = nestedIn(domain);
  const classes = [...nested, domain];
  const used = [...new Set(classes.flatMap(({ fields }) => fields.map(({ kind }) => decorators[kind].name)))];
  // `Date` is the only decorator that an import would give the name of a global.
  const names = ['Domain', 'signedIn', ...used].toSorted((left, right) => compare(left, right));
  return [
    importText(names),
    ...nested.map((type) => `\n/** ${docOf(type.className, domain.className)} */\n${classText(type)}`),
    `\n${domainDecorator(domain)}\n${classText(domain)}`,
  ].join('\n');
}

/** The classes of nested objects, the innermost first. */
export function nestedIn({ fields }: PlannedClass): readonly PlannedClass[] {
  return fields.flatMap(({ nested }) => (nested ? [...nestedIn(nested), nested] : []));
}

const compare = (left: string, right: string): number => (left.toLowerCase() < right.toLowerCase() ? -1 : 1);

const docOf = (className: string, owner: string): string => `A part of ${owner}: ${className.slice(owner.length)}.`;

function importText(names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from '@tandem/gateway';`;
  return line.length <= 120
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '@tandem/gateway';`;
}

function domainDecorator({ names, key }: PlannedDomain): string {
  const keyText =
    key && `  key: { partition: '${key.partition}'${key.sort === undefined ? '' : `, sort: '${key.sort}'`} },`;
  return [
    `@Domain('${names.name}', {`,
    '  access: { read: signedIn, write: signedIn },',
    ...(keyText === undefined ? [] : [keyText]),
    ...(names.isIrregular ? [`  plural: '${names.plural}',`] : []),
    ...(key?.sort === undefined
      ? [
          '  // A list reads the whole table. When it grows, name what lists are asked by: indexes: { byName: { … } }.',
          '  scan: true,',
        ]
      : []),
    '})',
  ].join('\n');
}

function classText({ className, fields }: PlannedClass): string {
  return `export class ${className} {\n${fields.map(fieldText(className)).join('\n\n')}\n}\n`;
}

const fieldText =
  (className: string) =>
  (field: PlannedField): string =>
    `  @${decorators[field.kind].name}(${argumentsOf(field, className).join(', ')})\n  ${field.name}${field.optional ? '?' : '!'}: ${typeOf(field)};`;

function argumentsOf(field: PlannedField, className: string): readonly string[] {
  const { kind, nested, each, values } = field;
  const options = object({
    ...('min' in field && { min: field.min }),
    ...('max' in field && { max: field.max }),
    ...(field.precision !== undefined && { precision: field.precision }),
    ...(field.multiline && { multiline: true }),
    ...(field.optional && { optional: true }),
  });
  const given = options === undefined ? [] : [options];
  if (kind === 'enumeration') {
    const list = `[${(values ?? []).map(quoted).join(', ')}]`;
    return [quoted(`${className}${capital(field.name)}`), list, ...given];
  }
  if (nested) return [`() => ${nested.className}`, ...given];
  if (each) {
    const eachOptions = object({ ...(each.max !== undefined && { max: each.max }) });
    return [quoted(each.kind), ...(eachOptions === undefined ? given : [options ?? '{}', eachOptions])];
  }
  return given;
}

function object(members: Readonly<Record<string, unknown>>): string | undefined {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return undefined;
  return `{ ${entries.map(([name, value]) => `${name}: ${numberText(value)}`).join(', ')} }`;
}

/** 5000 is 5000, and 100000 is 100_000. */
function numberText(value: unknown): string {
  return typeof value === 'number' && value >= 10_000 && Number.isInteger(value)
    ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_')
    : String(value);
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const scalarTypes = {
  id: 'string',
  text: 'string',
  integer: 'number',
  float: 'number',
  money: 'number',
  boolean: 'boolean',
  dateTime: 'string',
  date: 'string',
  duration: 'string',
  email: 'string',
  url: 'string',
  enumeration: 'string',
  json: 'unknown',
} as const;

function typeOf({ kind, nested, each }: PlannedField): string {
  switch (kind) {
    case 'object':
      return nested?.className ?? 'object';
    case 'objects':
      return `${nested?.className ?? 'object'}[]`;
    case 'list':
      return each ? `${scalarTypes[each.kind]}[]` : 'unknown[]';
    default:
      return scalarTypes[kind];
  }
}
