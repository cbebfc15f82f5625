import { DeclarationError } from './declaration-error';
import { fieldsOf, ownedFields } from './facts';
import type { DeclaredClass, DomainFact, FieldFact } from './facts';
import { inCase } from './folding';
import type { Casing, SearchCasing } from './folding';
import { inUse } from './in-use';
import { keptBy } from './kept';
import { KeyTemplate } from './key-template';
import { sequenceSlot } from './sequence-template';
import { between, partsOf, isSequence, sequenceAttribute } from './sequences';
import { exampleValue, keyMisfit, kinds } from './kinds';
import type { AttributeType, FieldKind } from './kinds';
import { maxAmount, storedForms } from './stored-forms';
import type { EarlierFact, StoredForm } from './stored';
import type { KeyAttributeOptions, KeyOptions, TableOptions } from './table-options';
import { required } from './required';
import { anyTenant, maxTenantBytes, tenantTable, tenantText } from './tenant-layout';
import { maxKeyBytes } from './values';

/** A key attribute: the name, the type, and what makes it of an item. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly template: KeyTemplate;
  /** The field that is stored under the name itself; undefined for an attribute that is there for the key alone. */
  readonly field: string | undefined;
}

/** A table or an index as it can be queried. */
export interface PathLayout {
  /** The name of the index in the table; undefined for the table itself. */
  readonly index: string | undefined;
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | undefined;
}

/** Where an earlier release stored a field. */
export type EarlierLayout = EarlierFact & {
  readonly name: string;
  /**
   * The attribute that holds what this release has written under the new name, where it has written both. Without the
   * earlier one such a row says that the earlier release has cleared the field, unless somebody has written the new one
   * since. Undefined where nobody can clear it, or both attributes are one.
   */
  readonly mark: string | undefined;
};

/** The mark of a row in which an attribute is written beside the one of its new name. */
export const besideMark = (attribute: string): string => `_beside_${attribute}`;

/** The attribute that holds a field as it is compared and sorted, where that is not as it is. */
export const shadowOf = (attribute: string): string => `_folded_${attribute}`;

/** How lists compare a field, where not as it is. */
export const searchOf = (field: FieldFact | undefined): SearchCasing | undefined =>
  field && 'search' in field ? field.search : undefined;

/** The fields that lists compare otherwise than as they are. */
export const searchCasings = keptBy(
  ({ fields }: DomainFact): ReadonlyMap<string, SearchCasing> =>
    new Map(
      fields.flatMap((field) => {
        const casing = searchOf(field);
        return casing === undefined ? [] : [[field.name, casing] as const];
      }),
    ),
);

/** How a field is stored, and those of the objects in it. */
export interface FieldLayout {
  readonly field: FieldFact;
  readonly attribute: string;
  readonly form: StoredForm | undefined;
  /** Where an earlier release stored it. */
  readonly was: EarlierLayout | undefined;
  readonly inner: FieldLayouts | undefined;
}

/** How the fields of a class are stored, by their names. */
export interface FieldLayouts {
  readonly byName: ReadonlyMap<string, FieldLayout>;
  /** Everything is stored under its own name and as it is. */
  readonly arePlain: boolean;
}

/** How the items of a domain lie in a table. */
export interface Layout {
  /** The name of the table without the prefix of a stage, or the whole name of an existing one. */
  readonly table: string;
  readonly isExisting: boolean;
  readonly fields: FieldLayouts;
  readonly key: PathLayout;
  /** By the names of the declared indexes. */
  readonly indexes: ReadonlyMap<string, PathLayout>;
  /** The indexes of another program by which no list asks, and whose attributes are written all the same. */
  readonly kept: readonly PathLayout[];
  /** The attributes of indexes that hold a field as it is compared, by its name. They are written with the field. */
  readonly shadows: ReadonlyMap<string, KeyAttribute>;
  readonly constants: Readonly<Record<string, string | number | boolean>>;
  /** The attribute of DynamoDB's time to live. */
  readonly expiry: string;
  /** The attribute that is true on a row whose item another program has deleted. */
  readonly tombstone: string | undefined;
  /** The attributes that tell whether an item is there, where its row alone does not. */
  readonly presence: readonly string[];
  /** The attributes are the fields, and nothing else is in the table. */
  readonly isPlain: boolean;
  /** A tenant stands before every key. */
  readonly isOfTenant: boolean;
}

/** DynamoDB's time to live: the second after which an item is gone. DynamoDB itself deletes it only days later. */
export const expiryAttribute = '_expires';

/** DynamoDB's limit of a sort key value, in bytes. */
export const maxSortBytes = 1024;

/** How the items of one tenant lie in the table of their domain; made anew each time. */
export function layoutOfTenant(domain: DomainFact, tenant: string): Layout {
  return new Builder(domain, tenantText(tenant)).layout();
}

/**
 * How the items of a domain lie in a table; `<tenant>` stands for the tenant in the keys of one that has tenants.
 * @throws DeclarationError when the declaration does not say how, or nobody could find an item again
 */
export const layoutOf = keptBy((domain: DomainFact): Layout => new Builder(domain).layout());

/** A key attribute of indexes that is there for them alone. */
export interface IndexAttribute {
  readonly attribute: KeyAttribute;
  /** The indexes that it is an attribute of, one of which must be whole for it; none where it is there by itself. */
  readonly paths: readonly PathLayout[];
}

/**
 * The attributes that are there for indexes alone, and that a write of fields has to write: all those of each index of
 * which one field is written. A row with one attribute of an index and not the other is in no list over it.
 */
export function indexAttributes(layout: Layout, written: (field: string) => boolean): readonly IndexAttribute[] {
  const keyNames = keyAttributes(layout.key).map(({ name }) => name);
  const paths = [...layout.indexes.values(), ...layout.kept];
  const isWritten = ({ template }: KeyAttribute): boolean => template.fields.some(written);
  // Behind a tenant each attribute is made of its own fields: a row that lacks one of the two is in no list either way.
  const alone = layout.isOfTenant;
  const attributes = paths
    .filter((path) => keyAttributes(path).some(isWritten))
    .flatMap(keyAttributes)
    .filter((attribute) => attribute.field === undefined && !keyNames.includes(attribute.name))
    .filter((attribute) => !isShadow(attribute, layout))
    .filter((attribute) => !alone || isWritten(attribute));
  return [...new Map(attributes.map((attribute) => [attribute.name, attribute])).values()].map((attribute) => ({
    attribute,
    paths: alone ? [] : paths.filter((path) => keyAttributes(path).some(({ name }) => name === attribute.name)),
  }));
}

const isShadow = ({ name }: KeyAttribute, { shadows }: Layout): boolean =>
  [...shadows.values()].some((shadow) => shadow.name === name);

/** The fields, beside those that are written and those of the key, that the attributes of indexes are made of then. */
export function fieldsBeside(domain: DomainFact, written: readonly string[]): readonly string[] {
  const known = new Set([...written, domain.key.partition, domain.key.sort]);
  const attributes = indexAttributes(layoutOf(domain), (field) => written.includes(field));
  const fields = attributes
    .flatMap(({ attribute, paths }) => [attribute, ...paths.flatMap(keyAttributes)])
    .flatMap(({ template }) => template.fields);
  return [...new Set(fields)].filter((field) => !known.has(field));
}

/** Whether attributes that are there for indexes alone are made of some of these fields. */
export const isInIndexes = (domain: DomainFact, fields: readonly string[]): boolean =>
  indexAttributes(layoutOf(domain), (field) => fields.includes(field)).length > 0;

/**
 * Whether a change of some fields of an item may have to read it, for what the attributes of its indexes are made of: what
 * comes of adding to a number is known with the item alone.
 */
export function mayNeedItem(domain: DomainFact): boolean {
  const isNumber = ({ kind }: FieldFact): boolean => kinds[kind].key?.attribute === 'N';
  return [...domain.fields, ...ownedFields].some(
    (field) => fieldsBeside(domain, [field.name]).length > 0 || (isNumber(field) && isInIndexes(domain, [field.name])),
  );
}

/** The key attributes of a table or an index, partition first. */
export const keyAttributes = ({ partition, sort }: PathLayout): readonly KeyAttribute[] => [
  partition,
  ...(sort ? [sort] : []),
];

const marksOf = (was: EarlierLayout | undefined): readonly string[] => (was?.mark === undefined ? [] : [was.mark]);

/** The attributes that a domain stores. */
export function usedAttributes(domain: DomainFact): ReadonlySet<string> {
  const { fields, key, indexes, kept, constants, expiry, tombstone } = layoutOf(domain);
  const paths = [key, ...indexes.values(), ...kept].flatMap(keyAttributes);
  return new Set([
    ...[...fields.byName.values()].flatMap(({ attribute, was }) => [
      attribute,
      ...marksOf(was),
      ...(was ? [was.name] : []),
    ]),
    ...paths.map(({ name }) => name),
    ...Object.keys(constants),
    expiry,
    ...(tombstone === undefined ? [] : [tombstone]),
    '_write',
  ]);
}

/** How the list of one partition can be read. */
export interface QueryPath {
  /** The declared name of an index; the table itself when left out. */
  readonly index?: string;
  /** The field of which one value is read; undefined where all items of the domain that a caller may ask of are. */
  readonly partition: string | undefined;
  /** The field that its items are sorted by. */
  readonly sort?: string;
  /** Values that differ in the case of letters alone stand in one partition. */
  readonly isFolded?: boolean;
}

/** Whether all items that a caller may ask of are one partition of the table: those of a tenant, where one field is the key. */
export const isListedWhole = ({ tenant, key }: DomainFact): boolean => tenant !== undefined && key.sort === undefined;

/** The table, where one partition of it holds the items of one value of a field, and the indexes. */
export const queryPaths = keptBy((domain: DomainFact): readonly QueryPath[] => {
  const { key, indexes } = layoutOf(domain);
  const isQueried = isListedBy(key.partition, domain.key.partition);
  const isSorted =
    domain.key.sort !== undefined && key.sort !== undefined && isOrderOf(key.sort, domain.key.sort, domain);
  return [
    ...(isQueried
      ? [
          {
            partition: domain.key.partition,
            ...(isSorted && { sort: domain.key.sort }),
            isFolded: isFolded(key.partition, domain),
          },
        ]
      : []),
    ...[...indexes].map(([index, { partition }]) => ({
      index,
      ...required(domain.indexes[index], `the index ${index}`),
      isFolded: isFolded(partition, domain),
    })),
    ...(isListedWhole(domain) ? [{ partition: undefined, sort: domain.key.partition }] : []),
  ];
});

const isListedBy = ({ template }: KeyAttribute, field: string): boolean =>
  template.fields.length === 1 && template.fields[0] === field;

/** Whether a key attribute says less of a field than lists ask, who would take STRASSE for straße. */
const isFolded = ({ template }: KeyAttribute, domain: DomainFact): boolean =>
  template.fields.some((name) => {
    const casing = template.slot(name)?.casing;
    return casing !== undefined && casing !== searchCasings(domain).get(name);
  });

/** Whether the key attribute sorts items as a field of them does. */
function isOrderOf({ template }: KeyAttribute, name: string, domain: DomainFact): boolean {
  const field = [...domain.fields, ...ownedFields].find((candidate) => candidate.name === name);
  if (template.isPlain) return template.fields[0] === name && searchOf(field) === undefined;
  const slot = template.fields[0] === name ? template.slot(name) : undefined;
  if (!slot || !field || slot.casing !== searchOf(field)) return false;
  if (slot.width !== undefined) return field.kind === 'integer' && field.min >= 0;
  const isText = kinds[field.kind].key?.attribute === 'S';
  // What follows takes part in the order, unless all values are equally long.
  return isText && (template.after(name) === '' || ['date', 'dateTime'].includes(field.kind));
}

/**
 * The key fields that the key of the table holds in one case of letters: values that differ in it alone are those of one
 * item.
 */
export function foldedKeyFields(domain: DomainFact): ReadonlyMap<string, Casing> {
  const { partition, sort } = layoutOf(domain).key;
  return new Map(
    [partition, ...(sort ? [sort] : [])].flatMap(({ template }) =>
      template.fields.flatMap((name) => {
        const casing = template.slot(name)?.casing;
        return casing === undefined ? [] : [[name, casing] as const];
      }),
    ),
  );
}

/** The fields that are compared without regard to case: because the key of the table is, or because they say so. */
export const casingsOf = (domain: DomainFact): ReadonlyMap<string, Casing> =>
  new Map<string, Casing>([...foldedKeyFields(domain), ...searchCasings(domain)]);

/** Whether two values of a key field are those of one item. */
export function isSameKeyValue(domain: DomainFact, name: string, left: unknown, right: unknown): boolean {
  const casing = foldedKeyFields(domain).get(name);
  return casing === undefined ? left === right : inCase(left, casing) === inCase(right, casing);
}

class Builder {
  private readonly options: TableOptions;
  private readonly fields: FieldLayouts;

  /** @param tenant the text with which every key begins, of a domain with tenants */
  constructor(
    private readonly domain: DomainFact,
    tenant = anyTenant,
  ) {
    this.options =
      inUse.tenants && domain.tenant ? tenantTable(domain, tenant, searchCasings(domain)) : (domain.table ?? {});
    const { marks = {} } = this.options;
    const owned = ownedFields.map((field): FieldFact => {
      const mark = Object.hasOwn(marks, field.name) ? marks[field.name as 'version'] : undefined;
      return mark === undefined ? field : { ...field, stored: typeof mark === 'string' ? { name: mark } : mark };
    });
    this.fields = fieldLayouts(domain.typeName, [...domain.fields, ...owned]);
  }

  layout(): Layout {
    const { domain, options, fields } = this;
    const { name = domain.name, existing = false, constants = {}, marks } = options;
    this.checkName(name, existing);
    const key = this.path('the key', undefined, this.keyFact, options.key ?? {});
    const unknown = Object.keys(options.indexes ?? {}).find((index) => !Object.hasOwn(domain.indexes, index));
    if (unknown !== undefined) {
      throw this.fault(`table.indexes names "${unknown}", which is not one of its indexes: declare it in indexes too.`);
    }
    const indexes = new Map(
      Object.entries(domain.indexes).map(([index, fact]) => {
        const { name: attributeName = index, ...keys } = options.indexes?.[index] ?? {};
        return [index, this.path(`index "${index}"`, attributeName, fact, keys)];
      }),
    );
    const expiry = marks?.expires ?? expiryAttribute;
    const tombstone = marks?.deleted;
    this.checkCase(key, indexes);
    const kept = Object.entries(options.kept ?? {}).map(([index, keys]) => this.keptPath(index, keys));
    const paths = [key, ...indexes.values(), ...kept];
    this.checkAttributes(paths, constants, expiry, tombstone);
    if (domain.scan && hasKinds(key)) {
      throw this.fault(
        'scan: true would read the items of other kinds in the table too: take it away, and declare an index that begins with what the lists ask for.',
      );
    }
    return {
      table: name,
      isExisting: existing,
      fields,
      key,
      indexes,
      kept,
      shadows: this.shadows(paths),
      constants,
      expiry,
      tombstone,
      presence: [
        // By the days of the domain, or by the time to live that another program writes.
        ...(domain.expiresAfterDays !== undefined || marks?.expires !== undefined ? [expiry] : []),
        ...(tombstone === undefined ? [] : [tombstone]),
      ],
      isPlain:
        fields.arePlain &&
        Object.keys(constants).length === 0 &&
        expiry === expiryAttribute &&
        paths.every(({ partition, sort }) => partition.field !== undefined && (!sort || sort.field !== undefined)) &&
        [...indexes].every(([declared, { index }]) => declared === index),
      isOfTenant: domain.tenant !== undefined,
    };
  }

  /** The key as its attributes stand in the table: behind a tenant the one field of a key sorts. */
  private get keyFact(): DomainFact['key'] {
    const { tenant, key } = this.domain;
    return tenant && key.sort === undefined ? { ...key, sort: key.partition } : key;
  }

  private path(
    place: string,
    index: string | undefined,
    fact: { readonly partition: string; readonly sort?: string },
    options: Partial<KeyOptions>,
  ): PathLayout {
    const { domain } = this;
    const keys = [domain.key.partition, domain.key.sort].filter((name) => name !== undefined);
    const own = [fact.partition, fact.sort].filter((name) => name !== undefined).flatMap(partsOf);
    const allowed = index === undefined ? keys : [...new Set([...own, ...this.fillingFields])];
    const partition = this.attribute(`${place}, partition`, fact.partition, options.partition, allowed, maxKeyBytes);
    const isSorted = fact.sort !== undefined || options.sort !== undefined;
    const isJoined = (name: string | undefined): boolean => name !== undefined && isSequence(name);
    // That of a tenant is made of what the domain declares.
    const isOwn = options.partition !== undefined && !domain.tenant;
    if ((isJoined(fact.partition) && isOwn) || (isJoined(fact.sort) && options.sort)) {
      throw this.fault(`${place} has an attribute for several fields already: take its template away.`);
    }
    const sort = isSorted
      ? this.attribute(`${place}, sort`, fact.sort, options.sort, allowed, maxSortBytes)
      : undefined;
    if (index === undefined) {
      const used = [...partition.template.fields, ...(sort?.template.fields ?? [])];
      const missing = keys.find((name) => !used.includes(name));
      if (missing !== undefined) {
        throw this.fault(`${place} of the table is made without the key field "${missing}": put {${missing}} into it.`);
      }
    } else {
      if (!isJoined(fact.partition) && !isListedBy(partition, fact.partition)) {
        throw this.fault(
          `${place} begins with "${fact.partition}", and its partition "${String(partition.template)}" is not made of it alone: write such as '${nameOf(fact.partition)}#{${fact.partition}}'.`,
        );
      }
      if (fact.sort !== undefined && !isJoined(fact.sort) && (!sort || !isOrderOf(sort, fact.sort, domain))) {
        throw this.fault(
          `${place}: "${String(sort?.template)}" does not sort as "${fact.sort}" does: begin with {${fact.sort}}, with {${fact.sort}:10} for whole numbers from 0, and let something follow only dates and instants; or take the sort field out of the index.`,
        );
      }
    }
    return { index, partition, sort };
  }

  /** The attribute of several fields: their values one after the other. */
  private sequence(name: string): KeyAttributeOptions {
    const slots = partsOf(name).flatMap((part) => {
      const layout = this.fields.byName.get(part);
      return layout ? [sequenceSlot(layout.field)] : [];
    });
    return { [sequenceAttribute(name)]: slots.join(between) };
  }

  private shadows(paths: readonly PathLayout[]): Layout['shadows'] {
    const fields = [...this.fields.byName.values()].filter(({ field }) => searchOf(field) !== undefined);
    const attributes = paths.flatMap(keyAttributes);
    return new Map(
      fields.flatMap((layout) => {
        const [[name, template] = ['', '']] = Object.entries(ownAttribute(layout));
        const shadow = attributes.find((one) => one.name === name && String(one.template) === template);
        return shadow ? [[layout.field.name, shadow] as const] : [];
      }),
    );
  }

  /** The fields that may fill the keys of indexes: a write reads the item for those that it does not know. */
  private get fillingFields(): readonly string[] {
    // Each write counts the version on, where it is stored.
    return [...this.fields.byName.keys()].filter((name) => name !== 'version');
  }

  /** An index by which no list asks: its attributes may be made of any fields, in any order. */
  private keptPath(index: string, { partition, sort }: KeyOptions): PathLayout {
    const place = `table.kept "${index}"`;
    const path = {
      index,
      partition: this.attribute(`${place}, partition`, undefined, partition, this.fillingFields, maxKeyBytes),
      sort: sort && this.attribute(`${place}, sort`, undefined, sort, this.fillingFields, maxSortBytes),
    };
    if (keyAttributes(path).every(({ template }) => template.fields.length === 0)) {
      throw this.fault(`${place} is made of no field: write its attributes into table.constants.`);
    }
    return path;
  }

  private attribute(
    place: string,
    name: string | undefined,
    options: KeyAttributeOptions | undefined,
    allowed: readonly string[],
    bytes: number,
  ): KeyAttribute {
    const own = name === undefined ? undefined : this.fields.byName.get(name);
    const usual =
      inUse.sequences && name !== undefined && isSequence(name) ? this.sequence(name) : own ? ownAttribute(own) : {};
    const [entry, ...others] = Object.entries(options ?? usual);
    if (!entry || others.length > 0) {
      throw this.fault(`${place}: write one attribute and its template, such as { pk: 'TASK#{id}' }.`);
    }
    const [attribute, text] = entry;
    const template = new KeyTemplate(text, `${this.domain.typeName}, ${place}`);
    for (const field of template.fields) this.checkSlot(place, template, field, allowed, bytes);
    const [first] = template.fields;
    const plain = template.isPlain && first !== undefined ? this.fields.byName.get(first) : undefined;
    return {
      name: attribute,
      type: plain ? keyType(this.domain.typeName, plain) : 'S',
      template,
      field: plain?.attribute === attribute ? plain.field.name : undefined,
    };
  }

  private checkSlot(
    place: string,
    template: KeyTemplate,
    name: string,
    allowed: readonly string[],
    bytes: number,
  ): void {
    const layout = this.fields.byName.get(name);
    if (!layout) throw this.fault(`${place}: "${String(template)}" names "${name}", which is not one of its fields.`);
    if (!allowed.includes(name)) {
      throw this.fault(
        `${place}: "${String(template)}" is made of "${name}"; a write may not know it: use ${allowed.map((field) => `{${field}}`).join(' and ')}.`,
      );
    }
    if (template.isPlain) return;
    const { field, form } = layout;
    if (form !== undefined) {
      throw this.fault(
        `${place}: "${name}" is stored as ${form}, which has no place in a template: use {${name}} alone.`,
      );
    }
    const fields = template.fields.flatMap((filling) => this.fields.byName.get(filling)?.field ?? []);
    const fixed = fields.map(fixedBytes).filter((size) => size !== undefined);
    const isBehindTenant = this.domain.tenant !== undefined && template.head !== '';
    const head = isBehindTenant ? maxTenantBytes + '#'.length - Buffer.byteLength(template.head) : 0;
    const texts = template.length + head;
    const left = bytes - texts - fixed.reduce((sum, size) => sum + size, 0);
    const misfit = keyMisfit(field, place, Math.floor(left / Math.max(1, fields.length - fixed.length)));
    if (misfit !== undefined) throw new DeclarationError(`${this.domain.typeName}.${name} ${misfit}`);
    const end = template.after(name).charAt(0);
    if (end !== '' && canHold(field, end, template)) {
      throw this.fault(
        `${place}: "${end}" follows {${name}} in "${String(template)}" and stands in its values too: put another letter, such as "#", behind it.`,
      );
    }
    if (template.slot(name)?.width !== undefined && (field.kind !== 'integer' || field.min < 0)) {
      throw this.fault(
        `${place}: {${name}:…} is for whole numbers from 0: declare @Integer({ min: 0, … }), or write {${name}}.`,
      );
    }
    if (field.kind === 'integer' && !template.takes(name, field.max)) {
      throw this.fault(
        `${place}: ${field.max} has more digits than "${String(template)}" has place for: declare @Integer({ min: 0, max: … }), or write {${name}:${String(field.max).length}}.`,
      );
    }
  }

  /** Values that are those of one item must lead to it through an index too. */
  private checkCase(key: PathLayout, indexes: Layout['indexes']): void {
    const isFoldedIn = (name: string, attributes: readonly (KeyAttribute | undefined)[]): boolean =>
      attributes.some((attribute) => attribute?.template.slot(name)?.casing !== undefined);
    for (const [index, path] of indexes) {
      const { partition, sort } = required(this.domain.indexes[index], `the index ${index}`);
      const listed = [
        [partition, path.partition] as const,
        ...(sort === undefined ? [] : [[sort, path.sort] as const]),
      ].flatMap(([name, attribute]) => partsOf(name).map((part) => [part, attribute] as const));
      for (const [name, attribute] of listed) {
        if (!isFoldedIn(name, keyAttributes(key)) || isFoldedIn(name, [attribute])) continue;
        throw this.fault(
          `the key of the table folds "${name}" and index "${index}" does not, so that its lists would lack what is spelled otherwise: fold it in both, or in none.`,
        );
      }
    }
  }

  /** Each attribute means one thing. */
  private checkAttributes(
    paths: readonly PathLayout[],
    constants: Readonly<Record<string, unknown>>,
    expiry: string,
    tombstone: string | undefined,
  ): void {
    const owners = new Map<string, string>();
    const take = (attribute: string, owner: string): void => {
      const other = owners.get(attribute) ?? owner;
      if (other !== owner) {
        throw this.fault(`the attribute "${attribute}" is both ${other} and ${owner}: give one of them another name.`);
      }
      owners.set(attribute, owner);
    };
    for (const { attribute, field, was } of this.fields.byName.values()) {
      take(attribute, `the field "${field.name}"`);
      for (const mark of marksOf(was)) take(mark, `the mark of "${was?.name}" and "${attribute}"`);
    }
    for (const { name, field, template } of paths.flatMap(({ partition, sort }) => [
      partition,
      ...(sort ? [sort] : []),
    ])) {
      if (field === undefined) take(name, `the key "${String(template)}"`);
    }
    for (const name of Object.keys(constants)) take(name, `the constant ${JSON.stringify(constants[name])}`);
    take(expiry, 'the time to live');
    if (tombstone !== undefined) take(tombstone, 'the mark of what is deleted');
    take('_write', 'the mark of the last write');
  }

  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
  private checkName(name: string, isExisting: boolean): void {
    if (/^[A-Za-z0-9_.-]{3,255}$/.test(name)) return;
    throw this.fault(
      `table.name "${name}" is no name of ${isExisting ? 'a table' : 'a table behind its prefix'}: write 3 to 255 letters, digits, "_", "-" and ".".`,
    );
  }

  private fault(words: string): DeclarationError {
    return new DeclarationError(`${this.domain.typeName}: ${words}`);
  }
}

/** Whether the key of an item tells its domain from others in the same table. */
export const hasKinds = ({ partition, sort }: PathLayout): boolean =>
  [partition, sort].some((attribute) => attribute !== undefined && attribute.template.head !== '');

/** The attribute that stands for a field in a key by itself: where the field is stored, or its shadow. */
function ownAttribute({ field, attribute }: FieldLayout): KeyAttributeOptions {
  const casing = searchOf(field);
  return casing === undefined
    ? { [attribute]: `{${field.name}}` }
    : { [shadowOf(attribute)]: `{${field.name}:${casing}}` };
}

const nameOf = (field: string): string => field.replace(/Id$/, '').toUpperCase();

/** The most bytes that a value takes, of the kinds that do not let a declaration say it. */
function fixedBytes(field: FieldFact): number | undefined {
  if (field.kind === 'enumeration')
    return Math.max(...field.enumeration.values.map((value) => Buffer.byteLength(value)));
  // The longest is an instant with nine digits of a second.
  return freeKinds.includes(field.kind) ? undefined : 30;
}

/** The kinds whose values may hold any letter; a rule keeps the one that ends them in a key out of them. */
export const freeKinds: readonly FieldKind[] = ['id', 'text', 'url', 'email'];

/** Whether a value of a field may hold a letter that ends it in a key. */
function canHold(field: FieldFact, letter: string, template: KeyTemplate): boolean {
  switch (field.kind) {
    case 'enumeration':
      return field.enumeration.values.some((value) => !template.takes(field.name, value));
    case 'integer':
      return /\d/.test(letter) || (letter === '-' && field.min < 0);
    case 'float':
    case 'money':
      return /[\d.e+-]/.test(letter);
    case 'date':
      return /[\d-]/.test(letter);
    case 'dateTime':
      return /[\d:.TZ-]/.test(letter);
    default:
      // What is in every value would leave none that the rule allows.
      return !['id', 'text'].includes(field.kind) && String(exampleOf(field)).includes(letter);
  }
}

const exampleOf = (field: FieldFact): unknown => exampleValue(field, { value: exampleOf, object: () => ({}) });

function keyType(typeName: string, { field, form }: FieldLayout): AttributeType {
  const type = form === undefined ? kinds[field.kind].key?.attribute : storedForms[form].attribute;
  if (type) return type;
  const what = form === undefined ? `a ${field.kind}` : `stored as ${form}`;
  throw new DeclarationError(`${typeName}.${field.name} is ${what}, which no key can hold.`);
}

const layoutsOfClasses = new WeakMap<DeclaredClass, FieldLayouts>();

function fieldLayouts(className: string, fields: readonly FieldFact[]): FieldLayouts {
  const byName = new Map(fields.map((field) => [field.name, fieldLayout(className, field)]));
  const attributes = [...byName.values()].flatMap(({ attribute, was }) =>
    was && was.name !== attribute ? [attribute, was.name] : [attribute],
  );
  const twice = attributes.find((name, index) => attributes.indexOf(name) < index);
  if (twice !== undefined) {
    throw new DeclarationError(`${className}: two fields are stored as "${twice}": give one of them another name.`);
  }
  return {
    byName,
    arePlain: [...byName].every(
      ([name, { attribute, form, was, inner }]) =>
        attribute === name && form === undefined && was === undefined && (inner?.arePlain ?? true),
    ),
  };
}

function fieldLayout(className: string, field: FieldFact): FieldLayout {
  const { name: attribute = field.name, as: form } = field.stored ?? {};
  if (attribute === '') {
    throw new DeclarationError(
      `${className}.${field.name} is stored under no name: write stored: '…', or leave it out.`,
    );
  }
  if (form !== undefined) checkForm(`${className}.${field.name}`, field, form);
  const was = earlierLayout(field, attribute);
  if (was && was.name !== attribute && was.read && !was.write) {
    throw new DeclarationError(
      `${className}.${field.name} was stored as "${was.name}" in another form: say with write what the release before finds there while both run.`,
    );
  }
  if (was?.read && was.name === attribute && form !== undefined) {
    throw new DeclarationError(
      `${className}.${field.name} is stored as ${form}, and "${attribute}" may have that form or the one of before: give it another name, stored: { name: '…', as: '${form}' }, was: { name: '${attribute}', … }.`,
    );
  }
  return { field, attribute, form, was, inner: 'type' in field ? innerLayouts(field.type()) : undefined };
}

function earlierLayout({ was, optional }: FieldFact, attribute: string): EarlierLayout | undefined {
  if (!was) return undefined;
  const { name = attribute } = was;
  return { ...was, name, mark: optional && name !== attribute ? besideMark(name) : undefined };
}

/** A class whose objects hold objects of the same class is being laid out already where it is met again. */
function innerLayouts(type: DeclaredClass): FieldLayouts {
  const known = layoutsOfClasses.get(type);
  if (known) return known;
  const made: { byName: ReadonlyMap<string, FieldLayout>; arePlain: boolean } = { byName: new Map(), arePlain: true };
  layoutsOfClasses.set(type, made);
  return Object.assign(made, fieldLayouts(type.name, fieldsOf(type)));
}

function checkForm(where: string, field: FieldFact, form: StoredForm): void {
  const known = Object.hasOwn(storedForms, form) ? storedForms[form] : undefined;
  if (!known?.kinds.includes(field.kind)) {
    const possible = Object.entries(storedForms).flatMap(([name, fact]) =>
      fact.kinds.includes(field.kind) ? [name] : [],
    );
    throw new DeclarationError(
      `${where} cannot be stored as "${form}": ${possible.length > 0 ? `write ${possible.join(' or ')}` : `a ${field.kind} has one form alone`}.`,
    );
  }
  if (field.kind === 'list' && !kinds[field.each.kind].key) {
    throw new DeclarationError(`${where}: a set holds texts or numbers, not values of the kind ${field.each.kind}.`);
  }
  if (field.kind === 'money' && ['cents', 'centsText'].includes(form) && Math.max(-field.min, field.max) > maxAmount) {
    throw new DeclarationError(`${where}: ${form} keeps amounts up to ${maxAmount} exactly: narrow min and max.`);
  }
  if (field.kind === 'dateTime' && field.precision !== undefined && field.precision > 3) {
    throw new DeclarationError(`${where}: ${form} keeps no more than milliseconds: take precision away.`);
  }
}
