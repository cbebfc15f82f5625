import { gatewayPackage } from '../../create/project';
import { decorators } from '../../schema/decorators';
import type { DomainOptions } from '../../schema/facts';
import { isRecord } from '../../schema/guards';
import type { DomainNames } from './words';
import type { PlannedClass, PlannedField, PlannedKey } from './planned';

/** A domain that shall be written. */
export interface PlannedDomain extends PlannedClass, Pick<DomainOptions, 'indexes' | 'table'> {
  readonly names: DomainNames;
  /** The key; the field of the kind id alone when left out. */
  readonly key?: PlannedKey;
  /** Lines above the class, such as what it was made from. */
  readonly comments?: readonly string[];
}

/** Where a file imports the language of declarations from, by the name that it needs. */
export type Sources = (name: string) => string;

/** An application has all of it from the package. */
const fromPackage: Sources = () => gatewayPackage;

/** The TypeScript of domains: the classes of their nested objects first, since each is declared above its use. */
export function domainsText(domains: readonly PlannedDomain[], sources: Sources = fromPackage): string {
  const classes = domains.flatMap((domain) => [...nestedIn(domain), domain]);
  const used = [...new Set(classes.flatMap(({ fields }) => fields.map(({ kind }) => decorators[kind].name)))];
  // `Date` is the only decorator that an import would give the name of a global.
  const names = ['Domain', 'signedIn', ...used].toSorted((left, right) => compare(left, right));
  return [importsText(names, sources), ...domains.map(domainText)].join('\n');
}

function domainText(domain: PlannedDomain): string {
  const comments = (domain.comments ?? []).map((line) => `// ${line}\n`).join('');
  return [
    ...nestedIn(domain).map((type) => `\n/** ${docOf(type.className, domain.className)} */\n${classText(type)}`),
    `\n${comments}${domainDecorator(domain)}\n${classText(domain)}`,
  ].join('\n');
}

/** The classes of nested objects, the innermost first. */
export function nestedIn({ fields }: PlannedClass): readonly PlannedClass[] {
  return fields.flatMap(({ nested }) => (nested ? [...nestedIn(nested), nested] : []));
}

const compare = (left: string, right: string): number => (left.toLowerCase() < right.toLowerCase() ? -1 : 1);

const docOf = (className: string, owner: string): string => `A part of ${owner}: ${className.slice(owner.length)}.`;

function importsText(names: readonly string[], sources: Sources): string {
  const places = [...new Set(names.map(sources))].toSorted();
  return places
    .map((place) =>
      importText(
        names.filter((name) => sources(name) === place),
        place,
      ),
    )
    .join('\n');
}

function importText(names: readonly string[], place: string): string {
  const line = `import { ${names.join(', ')} } from '${place}';`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${place}';`;
}

/** What @Domain is given beside its rules of access. */
export function domainOptions({ names, key, indexes, table }: PlannedDomain): Omit<DomainOptions, 'access'> {
  // What shares its table with others would read their items too; a partition is read without the rest.
  const scan = key?.sort === undefined && !hasLiteralKey(table);
  return {
    ...(key && { key }),
    ...(names.isIrregular && { plural: names.plural }),
    ...(indexes && Object.keys(indexes).length > 0 && { indexes }),
    ...(table && { table }),
    ...(scan && { scan }),
  };
}

const hasLiteralKey = (table: DomainOptions['table']): boolean =>
  [table?.key?.partition, table?.key?.sort].some((attribute) =>
    Object.values(attribute ?? {}).some((template) => !template.startsWith('{')),
  );

function domainDecorator(domain: PlannedDomain): string {
  const { scan, ...options } = domainOptions(domain);
  return [
    `@Domain(${quoted(domain.names.name)}, {`,
    '  access: { read: signedIn, write: signedIn },',
    ...Object.entries(options).map(([name, value]) => `  ${name}: ${literal(value, '  ')},`),
    ...(scan
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

/** What stands in a file as it is: the name of a class. */
class Code {
  constructor(readonly text: string) {}
}

const fieldText =
  (className: string) =>
  (field: PlannedField): string => {
    const given = argumentsOf(field, className, ({ className: nested }) => new Code(`() => ${nested}`));
    const comment = field.comment === undefined ? '' : `  // ${field.comment}\n`;
    const decorator = `@${decorators[field.kind].name}(${given.map((value) => literal(value, '  ')).join(', ')})`;
    return `${comment}  ${decorator}\n  ${field.name}${field.optional ? '?' : '!'}: ${typeOf(field)};`;
  };

/**
 * What the decorator of a field is given.
 * @param classOf what stands for the class of nested objects
 */
export function argumentsOf(
  field: PlannedField,
  className: string,
  classOf: (nested: PlannedClass) => unknown,
): readonly unknown[] {
  const { kind, nested, each, values, typeName } = field;
  const options = members({
    min: field.min,
    max: field.max,
    precision: field.precision,
    multiline: field.multiline || undefined,
    optional: field.optional || undefined,
    sensitive: field.sensitive || undefined,
    stored: field.stored,
  });
  const given = options === undefined ? [] : [options];
  if (kind === 'enumeration') return [typeName ?? `${className}${capital(field.name)}`, values ?? [], ...given];
  if (nested) return [classOf(nested), ...given];
  if (each) {
    const eachOptions = members({ min: each.min, max: each.max, multiline: each.multiline || undefined });
    return [each.kind, ...(eachOptions === undefined ? given : [options ?? {}, eachOptions])];
  }
  return given;
}

function members(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A value as TypeScript writes it; an object on one line where that is not too long. */
function literal(value: unknown, indentation: string): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((element) => literal(element, indentation)).join(', ')}]`;
  if (!isRecord(value)) return numberText(value);
  const entries = Object.entries(value).filter(([, content]) => content !== undefined);
  if (entries.length === 0) return '{}';
  const line = `{ ${entries.map(([name, content]) => `${memberName(name)}: ${literal(content, '')}`).join(', ')} }`;
  if (line.length <= 90 && !line.includes('\n')) return line;
  const inner = `${indentation}  `;
  const lines = entries.map(([name, content]) => `${inner}${memberName(name)}: ${literal(content, inner)},\n`);
  return `{\n${lines.join('')}${indentation}}`;
}

const memberName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** 5000 is 5000, and 100000 is 100_000. */
function numberText(value: unknown): string {
  return typeof value === 'number' && value >= 10_000 && Number.isInteger(value)
    ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_')
    : String(value);
}

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
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
