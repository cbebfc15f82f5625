import { DeclarationError } from '../../schema/declaration-error';
import type { DeclaredClass, DomainFact, IndexFact } from '../../schema/facts';
import type { KeyAttributeOptions, KeyOptions, TableOptions } from '../../schema/table-options';
import { maxSortBytes } from '../../schema/layout';
import { required } from '../../schema/required';
import { tablesOf } from '../../schema/table';
import { maxKeyBytes } from '../../schema/values';
import { mappingOf } from '../../tables/mapping';
import { asRead } from '../../tables/survey';
import type { Row, Survey, SurveyedAttribute, SurveyedIndex } from '../../tables/survey';
import type { PlannedDomain } from '../create/class-text';
import { declared } from '../create/declared';
import type { PlannedField } from '../create/planned';
import { lowerFirst, Refused } from '../create/words';
import type { DomainNames } from '../create/words';
import { FieldNames } from './field-names';
import { guessField, storedAs, typeOf } from './guess-field';
import type { Place } from './guess-field';
import { commonHead, isKindName, namedValues, templateOf } from './key-texts';
import type { Filling } from './key-texts';
import { marksIn } from './marks';
import type { Marks } from './marks';
import { TypeNames } from './type-names';

/** Items of one kind in a table. */
export interface ItemKind {
  /** What the kind is called; undefined where the table tells. */
  readonly title?: string;
  readonly rows: readonly Row[];
  /** The attributes that every item of it has with one value. */
  readonly constants: Readonly<Record<string, string | number | boolean>>;
}

/** The class of a kind as it shall be written. */
export interface KindPlan {
  readonly domain: PlannedDomain;
  readonly fact: DomainFact;
  readonly kind: ItemKind;
  /** How its key attributes are made: each item that has one has the one that its fields make. */
  readonly keys: readonly PlannedKey[];
  /** What whoever adopts the table should know. */
  readonly notes: readonly string[];
}

/** A key attribute that is made of fields, or is a constant, and how many items have it. */
export interface PlannedKey {
  readonly attribute: string;
  readonly template: string;
  readonly rows: number;
}

/** How a key attribute is made from fields. */
interface Template {
  readonly template: string;
  readonly fields: readonly string[];
}

/** How a key attribute is made: from fields by a template, or as a field of its own. */
type KeyPart = Template | 'field';

/** The usual names of attributes that are there for keys alone. */
const keyNamePattern =
  /^_?(pk|sk|(gsi|lsi|gs|ls|index)[-_]?\d*[-_]?(pk|sk|hash|range|partition|sort)(key)?|hash(_?key)?|range(_?key)?|partition(_?key)?|sort(_?key)?)$/i;
/** Whether an attribute is there for keys alone. A name with such letters joins several values: Amplify calls the sort of an index `status#createdAt`. */
export const isKeyName = (name: string): boolean => keyNamePattern.test(name) || /[#:|]/.test(name);

/** What Amplify's synchronisation keeps on items. Nobody sends it with a new one. */
const syncAttributes = ['_lastChangedAt', '_ttl'];

/** Left by each write through a gateway. */
const writeMark = '_write';

/**
 * Plans the class of a kind of items.
 * @param others the kinds of the same table that are planned already
 * @param types the classes of the application, whose names are taken
 * @throws DeclarationError when its items cannot be told from those of others, or its key cannot be declared
 */
export function planKind(
  kind: ItemKind,
  survey: Survey,
  names: DomainNames,
  others: readonly DomainFact[],
  types: readonly DeclaredClass[],
): KindPlan {
  return new KindPlanner(kind, survey, names, others, types).plan();
}

class KindPlanner {
  private readonly fieldNames = new FieldNames();
  private readonly marks: Marks;
  /** Field names by their attributes, marks included. */
  private readonly fieldOfAttribute = new Map<string, string>();
  private readonly attributes: readonly string[];
  /** Fields that only the key tells, with their values. */
  private readonly keyOnly = new Map<string, readonly string[]>();
  private readonly parts = new Map<string, KeyPart>();
  private readonly notes: string[] = [];
  private readonly constants: Record<string, string | number | boolean>;

  constructor(
    private readonly kind: ItemKind,
    private readonly survey: Survey,
    private readonly names: DomainNames,
    private readonly others: readonly DomainFact[],
    private readonly types: readonly DeclaredClass[],
  ) {
    const { key, expiry } = survey;
    this.constants = { ...kind.constants };
    const keyAttributes = attributesOf(key).map(({ name }) => name);
    this.marks = marksIn(kind.rows, new Set(keyAttributes), expiry);
    this.notes.push(...this.marks.notes);
    const found = [...new Set(kind.rows.flatMap((row) => Object.keys(row)))].toSorted();
    const left = [...keyAttributes, ...found.filter((name) => !keyAttributes.includes(name))].filter(
      (name) => !Object.hasOwn(kind.constants, name) && name !== writeMark && !this.isOfBytes(name),
    );
    this.attributes = left.filter((name) => !this.marks.attributes.has(name));
    for (const name of this.attributes) this.fieldOfAttribute.set(name, this.fieldNames.take(name));
    for (const [attribute, mark] of this.marks.attributes) {
      if (mark !== 'expires' && mark !== 'deleted') this.fieldOfAttribute.set(attribute, mark);
    }
  }

  plan(): KindPlan {
    const keyFields = this.planKey();
    this.checked(this.domain(keyFields, []));
    const chosen: PlannedIndex[] = [];
    for (const index of this.survey.indexes) {
      if (!index.isWhole) {
        this.notes.push(
          `The index ${index.name} is left out: it is not ready, or has not all attributes, so that its lists would lack fields.`,
        );
        continue;
      }
      const bytes = attributesOf(index).find(({ type }) => type === 'B');
      if (bytes) {
        this.notes.push(`The index ${index.name} is left out: its key attribute ${bytes.name} is of bytes.`);
        continue;
      }
      if (!this.kind.rows.some((row) => attributesOf(index).every(({ name }) => row[name] !== undefined))) {
        const attributes = attributesOf(index).map(({ name }) => name);
        this.notes.push(
          this.kind.rows.length > 0
            ? `No item of the sample is in the index ${index.name}: it is left out.`
            : `The index ${index.name} over ${attributes.join(' and ')} is left out: only items tell which fields these are made of.`,
        );
        continue;
      }
      const options = this.indexOptions(index, chosen);
      let lacking = 0;
      const planned = [...options.filter(isListed), ...options.filter((option) => isKept(option))].find((option) => {
        try {
          const candidate = this.checked(this.domain(keyFields, [...chosen, option]));
          lacking ||= this.rowsWithout(index, candidate);
          return lacking === 0;
        } catch (error) {
          if (error instanceof DeclarationError) return false;
          throw error;
        }
      });
      if (planned) chosen.push(planned);
      else if (lacking > 0) {
        this.notes.push(
          `The index ${index.name} is left out: ${lacking} of ${this.kind.rows.length} items have the fields that its keys are made of, and not those keys, so that its lists would lack them.`,
        );
      } else this.leaveOut(index);
    }
    // What the left-out indexes have left behind.
    const domain = this.domain(keyFields, chosen);
    const fact = this.checked(domain);
    for (const { index } of chosen.filter(isKept)) {
      this.notes.push(
        `No list can ask by the index ${index.name}: it begins with one value for all items or with several fields, or does not tell kinds apart. Its keys are written for the program that can.`,
      );
    }
    return { domain, fact, kind: this.kind, keys: this.keysOf(chosen), notes: [...this.notes, ...this.fieldNotes] };
  }

  private fieldNotes: readonly string[] = [];

  /** How many items would have other keys of an index than they have, if they were written. */
  private rowsWithout(index: SurveyedIndex, fact: DomainFact): number {
    const mapping = mappingOf(fact);
    return this.kind.rows.filter((row) => {
      const stored = asRead(row) as Row;
      const again = mapping.stored(mapping.fields(stored));
      return attributesOf(index).some(
        ({ name }) => isKeyName(name) && (again[name] ?? null) !== (stored[name] ?? null),
      );
    }).length;
  }

  /** How the key attributes are made, and of how many items that was seen. */
  private keysOf(indexes: readonly PlannedIndex[]): readonly PlannedKey[] {
    const parts = [this.parts, ...indexes.map((planned) => planned.parts)].flatMap((found) => [...found]);
    return [...new Map(parts)].flatMap(([attribute, part]) => {
      const rows = this.column(attribute).filter((value) => (value ?? null) !== null).length;
      return part === 'field' ? [] : [{ attribute, template: part.template, rows }];
    });
  }

  /** @throws DeclarationError when the gateway does not take it beside the other kinds */
  private checked(domain: PlannedDomain): DomainFact {
    const fact = declared(domain);
    tablesOf([...this.others, fact]);
    return fact;
  }

  /** An index that cannot be declared: what is one text in all items is written for the program that reads by it. */
  private leaveOut(index: SurveyedIndex): void {
    const constant = attributesOf(index).filter(({ name }) => {
      const values = this.column(name);
      return isKeyName(name) && typeof values[0] === 'string' && values.every((value) => value === values[0]);
    });
    const isConstant = constant.some((attribute) => attribute === index.partition);
    for (const { name } of isConstant ? constant : []) this.constants[name] = String(this.column(name)[0]);
    this.notes.push(
      isConstant
        ? `All items stand in one partition of the index ${index.name}: new ones get it too, but no list can name it.`
        : `The index ${index.name} is left out: how its keys are made was not found, or a list could not ask by it.`,
    );
  }

  private isOfBytes(name: string): boolean {
    const values = this.column(name).filter((value) => value !== undefined && value !== null);
    const isBytes = values.length > 0 && values.every((value) => typeOf(value) === 'bytes');
    if (isBytes && !attributesOf(this.survey.key).some((attribute) => attribute.name === name)) {
      this.notes.push(
        `${name} is left out: ${values.length} of ${this.kind.rows.length} hold bytes, for which the gateway has no kind. They stay as they are.`,
      );
    }
    return isBytes;
  }

  private column(name: string): readonly unknown[] {
    return this.kind.rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined));
  }

  // ---- the key

  /** Decides how the key attributes are made, and gives the key fields: the partition, and the other if there is one. */
  private planKey(): readonly string[] {
    const attributes = attributesOf(this.survey.key);
    const most = attributes.length;
    let parts = attributes.map((attribute) => this.keyPart(attribute));
    // A domain has two key fields at most: of what more a key is made, as little as can be becomes one field.
    const ways = [[], attributes.slice(1), attributes.slice(0, 1)];
    const joined = ways.find((way) => this.keyFields(parts, way).length <= most) ?? attributes;
    if (joined.length > 0) {
      this.notes.push(
        `The key is made of ${this.keyFields(parts).join(', ')}, and that of a domain of ${most === 2 ? 'two fields' : 'one field'} at most: ${joined.map(({ name }) => name).join(' and ')} ${joined.length === 1 ? 'stays' : 'stay'} one field.`,
      );
      const left = parts.filter((_, place) => !joined.some((attribute) => attribute === attributes[place]));
      const used = left.flatMap((part) => (part === 'field' ? [] : part.fields));
      for (const field of this.keyOnly.keys()) if (!used.includes(field)) this.forget(field);
      parts = parts.map((part, place) =>
        joined.find((attribute) => attribute === attributes[place])
          ? this.opaquePart(required(attributes[place], 'an attribute'))
          : part,
      );
    }
    // One item alone: its key has no field unless one attribute of it is a field.
    if (this.keyFields(parts).length === 0) parts = [...parts.slice(0, -1), 'field'];
    for (const [place, { name }] of attributes.entries()) {
      this.parts.set(name, required(parts[place], `the key ${name}`));
    }
    for (const field of this.keyOnly.keys()) {
      this.notes.push(`${field} stands in the key alone: items written here have it as an attribute too.`);
    }
    return this.keyFields(parts);
  }

  /** The fields that the key is made of, where some of its attributes are one field each. */
  private keyFields(parts: readonly KeyPart[], joined: readonly SurveyedAttribute[] = []): readonly string[] {
    const fields = attributesOf(this.survey.key).flatMap((attribute, place) => {
      const part = joined.includes(attribute) ? 'field' : required(parts[place], 'a part');
      return part === 'field' ? [this.fieldNamed(attribute)] : part.fields;
    });
    return [...new Set(fields)];
  }

  /** A field that was read out of keys, and is not needed after all. */
  private forget(field: string): void {
    this.keyOnly.delete(field);
    this.fieldNames.release(field);
  }

  private fieldNamed({ name }: SurveyedAttribute): string {
    return required(this.fieldOfAttribute.get(name), `the field of ${name}`);
  }

  private keyPart(attribute: SurveyedAttribute): KeyPart {
    const { name, type } = attribute;
    const keys = this.column(name);
    if (type !== 'S' || keys.length === 0) return 'field';
    const texts = keys.map(String);
    const found = this.templateFor(name, texts, this.kind.rows) ?? this.constantPart(name, texts);
    if (found) return found;
    return isKeyName(name) ? (this.namedPart(name, texts) ?? this.opaquePart(attribute)) : 'field';
  }

  /** One text in all keys, which is the name of the kind and no value. */
  private constantPart(name: string, texts: readonly string[]): KeyPart | undefined {
    const [first = ''] = texts;
    const isConstant = isKeyName(name) && !/[{}]/.test(first) && texts.every((text) => text === first);
    const isValue = this.attributes.some((other) => !isKeyName(other) && this.column(other)[0] === first);
    return isConstant && isKindName(first, texts.length) && !isValue ? { template: first, fields: [] } : undefined;
  }

  /** A key with values that no attribute has, and that the words before them name. */
  private namedPart(name: string, texts: readonly string[]): KeyPart | undefined {
    const named = namedValues(texts).map(({ word, values }) => {
      const field = this.fieldNames.take(fieldOfWord(word));
      return { field, values, isFolded: false, isOfKey: true };
    });
    const found = templateOf(texts, [...this.fillings(this.kind.rows, name), ...named]);
    const isTaken = found !== undefined && found.rivals.length === 0;
    for (const { field, values } of named) {
      if (isTaken && found.fields.includes(field)) this.keyOnly.set(field, values);
      else this.fieldNames.release(field);
    }
    return isTaken ? found : undefined;
  }

  /** A key attribute of which only the beginning is understood: what follows is a field that the key alone tells. */
  private opaquePart({ name }: SurveyedAttribute): KeyPart {
    const texts = this.column(name).map(String);
    const head = commonHead(texts);
    if (head === '' || /[{}]/.test(head) || texts.some((text) => text === head)) return 'field';
    const [word = name] = /[A-Za-z]+(?=[^A-Za-z]*$)/.exec(head) ?? [];
    const field = this.fieldNames.take(fieldOfWord(word));
    const values = texts.map((text) => text.slice(head.length));
    this.keyOnly.set(field, values);
    if (values.some((value) => /[#:|]/.test(value))) {
      this.notes.push(`${name} holds more than one value behind "${head}": all of it stays one field, ${field}.`);
    }
    return { template: `${head}{${field}}`, fields: [field] };
  }

  private templateFor(name: string, texts: readonly string[], rows: readonly Row[]): Template | undefined {
    const found = templateOf(texts, this.fillings(rows, name));
    if (!found) return undefined;
    // An attribute with a name of its own may look like another by chance, and hardly like several.
    const isJoined = found.fields.length > 1 && new Set(texts).size >= 3;
    if (!isKeyName(name) && !isJoined) return undefined;
    if (found.rivals.length === 0) return found;
    if (isKeyName(name)) {
      this.notes.push(
        `${name} could be made of ${found.rivals.join(' or ')}, which are the same in ${rows.length === 1 ? 'the one item' : `all ${rows.length} items`}: it stays one field.`,
      );
    }
    return undefined;
  }

  /** The fields that may stand in keys of these rows. */
  private fillings(rows: readonly Row[], besides: string): readonly Filling[] {
    const isElectro = Object.hasOwn(this.kind.constants, '__edb_e__');
    const own = [...this.fieldOfAttribute].flatMap(([attribute, field]): Filling[] => {
      if (attribute === besides || isKeyName(attribute)) return [];
      const values = rows.map((row) => row[attribute]);
      const areScalars = values.every(
        (value): value is string | number =>
          typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value)),
      );
      // ElectroDB folds what it puts into keys: https://electrodb.dev/en/modeling/indexes/#attribute-and-index-casing
      return areScalars ? [{ field, values, isFolded: isElectro }] : [];
    });
    const places = rows.map((row) => this.kind.rows.indexOf(row));
    const ofKey = [...this.keyOnly].map(([field, values]) => ({
      field,
      values: places.map((place) => values[place] ?? ''),
      isFolded: false,
    }));
    return [...own, ...ofKey];
  }

  // ---- indexes

  /** The ways in which an index may be declared, the most useful first. */
  private indexOptions(index: SurveyedIndex, chosen: readonly PlannedIndex[]): readonly PlannedIndex[] {
    const rows = this.kind.rows.filter((row) => attributesOf(index).every(({ name }) => row[name] !== undefined));
    const partsOf = (attribute: SurveyedAttribute): readonly KeyPart[] => {
      const fixed =
        this.parts.get(attribute.name) ?? chosen.map(({ parts }) => parts.get(attribute.name)).find(Boolean);
      if (fixed) return [fixed];
      const texts = rows.map((row) => row[attribute.name]);
      const isText = attribute.type === 'S' && texts.every((text): text is string => typeof text === 'string');
      const found = isText
        ? (this.templateFor(attribute.name, texts, rows) ?? this.constantPart(attribute.name, texts))
        : undefined;
      // What is there for keys alone is no field where it is known how it is made.
      const isField = this.fieldOfAttribute.has(attribute.name) && !(found && isKeyName(attribute.name));
      return [...(found ? [found] : []), ...(isField ? ['field' as const] : [])];
    };
    const sorts = index.sort ? partsOf(index.sort) : [undefined];
    return partsOf(index.partition).flatMap((partition) =>
      sorts.flatMap((sort) => {
        const partitionField = partition === 'field' ? this.fieldNamed(index.partition) : partition.fields[0];
        const sortField =
          sort === undefined
            ? undefined
            : sort === 'field'
              ? this.fieldNamed(required(index.sort, 'the sort'))
              : sort.fields[0];
        const parts = new Map([
          [index.partition.name, partition],
          ...(sort && index.sort ? [[index.sort.name, sort] as const] : []),
        ]);
        const kept: PlannedIndex = { index, parts };
        if (partitionField === undefined) return [kept];
        const facts: IndexFact[] = [
          ...(sortField !== undefined && sortField !== partitionField
            ? [{ partition: partitionField, sort: sortField }]
            : []),
          // A key that sorts otherwise than its first field does serves lists all the same.
          ...(sortField === undefined || (sort !== undefined && sort !== 'field')
            ? [{ partition: partitionField }]
            : []),
        ];
        return [...facts.map((fact) => ({ index, fact, parts })), kept];
      }),
    );
  }

  private options(
    attribute: SurveyedAttribute | undefined,
    parts: ReadonlyMap<string, KeyPart>,
  ): KeyAttributeOptions | undefined {
    if (!attribute) return undefined;
    const part = parts.get(attribute.name);
    if (part === undefined) return undefined;
    return { [attribute.name]: part === 'field' ? `{${this.fieldNamed(attribute)}}` : part.template };
  }

  // ---- the class

  private domain(keyFields: readonly string[], indexes: readonly PlannedIndex[]): PlannedDomain {
    const [partition = '', sort] = keyFields;
    const fields = this.fields(keyFields, indexes);
    const usualId = fields.filter(({ kind }) => kind === 'id');
    const isUsual = sort === undefined && usualId.length === 1 && usualId[0]?.name === partition;
    return {
      names: this.names,
      className: this.names.className,
      fields,
      ...(!isUsual && { key: { partition, ...(sort !== undefined && { sort }) } }),
      indexes: Object.fromEntries(this.named(indexes).map(([name, { fact }]) => [name, fact])),
      table: this.tableOptions(keyFields, indexes),
    };
  }

  private tableOptions([partitionField, sortField]: readonly string[], indexes: readonly PlannedIndex[]): TableOptions {
    const { table, key } = this.survey;
    const isOwn = (attribute: SurveyedAttribute | undefined, field: string | undefined): boolean =>
      attribute === undefined
        ? field === undefined
        : this.parts.get(attribute.name) === 'field' && this.fieldNamed(attribute) === field;
    const sort = this.options(key.sort, this.parts);
    const keyOptions: KeyOptions | undefined =
      isOwn(key.partition, partitionField) && isOwn(key.sort, sortField)
        ? undefined
        : { partition: required(this.options(key.partition, this.parts), 'the partition'), ...(sort && { sort }) };
    const indexOptions = Object.fromEntries(
      this.named(indexes).flatMap(([name, { index, fact, parts }]) => {
        const isPartitionOwn = parts.get(index.partition.name) === 'field';
        const isSortOwn = !index.sort || (parts.get(index.sort.name) === 'field' && fact.sort !== undefined);
        const options = {
          ...(index.name !== name && { name: index.name }),
          ...(!isPartitionOwn && { partition: this.options(index.partition, parts) }),
          ...(!isSortOwn && { sort: this.options(index.sort, parts) }),
        };
        return Object.keys(options).length > 0 ? [[name, options]] : [];
      }),
    );
    const kept = indexes.filter(isKept).map(({ index, parts }): [string, KeyOptions] => {
      const keptSort = this.options(index.sort, parts);
      const partition = required(this.options(index.partition, parts), 'the partition');
      return [index.name, { partition, ...(keptSort && { sort: keptSort }) }];
    });
    return {
      name: table,
      existing: true,
      ...(keyOptions && { key: keyOptions }),
      ...(Object.keys(indexOptions).length > 0 && { indexes: indexOptions }),
      ...(kept.length > 0 && { kept: Object.fromEntries(kept) }),
      ...(Object.keys(this.constants).length > 0 && { constants: this.constants }),
      ...(Object.keys(this.marks.options).length > 0 && { marks: this.marks.options }),
    };
  }

  /** Indexes by the names that the gateway has for them: what they are asked by. */
  private named(indexes: readonly PlannedIndex[]): readonly (readonly [string, ListedIndex])[] {
    const taken = new Set<string>();
    return indexes.filter(isListed).map((planned) => {
      const { partition, sort } = planned.fact;
      const by = `by${capital(partition)}`;
      const candidates = [by, ...(sort === undefined ? [] : [`${by}And${capital(sort)}`])];
      const name =
        candidates.find((candidate) => !taken.has(candidate)) ??
        required(
          Array.from({ length: 50 }, (_, number) => `${by}${number + 2}`).find((candidate) => !taken.has(candidate)),
          'a name',
        );
      taken.add(name);
      return [name, planned] as const;
    });
  }

  private fields(keyFields: readonly string[], indexes: readonly PlannedIndex[]): readonly PlannedField[] {
    const notes: string[] = [];
    const { className } = this.names;
    const typeNames = new TypeNames([...this.types, ...this.others.map(({ type }) => type)]);
    typeNames.take(className);
    const templated = new Set<string>();
    for (const parts of [this.parts, ...indexes.map((planned) => planned.parts)]) {
      for (const [attribute, part] of parts) if (part !== 'field') templated.add(attribute);
    }
    const guess = (name: string, attribute: string, values: readonly unknown[]): PlannedField => {
      const place = this.placeOf(name, keyFields, indexes);
      const { field, notes: told } = guessField(name, attribute, values, { className, typeNames }, place);
      notes.push(...told.map((note) => `${name} ${note}.`));
      const isSync = syncAttributes.includes(attribute);
      if (isSync) notes.push(`${name} is kept by the synchronisation of Amplify; the gateway does not change it.`);
      const planned = { name, ...field, ...storedAs(name, attribute, field.stored), ...(isSync && { optional: true }) };
      return keyFields.includes(name) ? this.asKey(planned, name === keyFields.at(-1), place) : planned;
    };
    const fields = [
      ...[...this.keyOnly].map(([name, values]) => guess(name, name, values)),
      ...this.attributes
        .filter((attribute) => !templated.has(attribute) && !Object.hasOwn(this.constants, attribute))
        .map((attribute) => guess(this.fieldNamed({ name: attribute, type: 'S' }), attribute, this.column(attribute))),
    ];
    this.fieldNotes = notes;
    const isKey = ({ name }: PlannedField): boolean => keyFields.includes(name);
    const ofKey = keyFields.map((name) =>
      required(
        fields.find((field) => field.name === name),
        `the key field ${name}`,
      ),
    );
    return [...ofKey, ...fields.filter((field) => !isKey(field))];
  }

  /** Of a table without items only the types of its keys are known. */
  private asKey(field: PlannedField, isLast: boolean, place: Place | undefined): PlannedField {
    const { partition, sort } = this.survey.key;
    const attribute = [partition, sort].find(
      (candidate) => candidate && this.fieldOfAttribute.get(candidate.name) === field.name,
    );
    const kind = this.kind.rows.length > 0 ? field.kind : attribute?.type === 'N' ? 'float' : 'text';
    const characters = place?.characters ?? maxKeyBytes / 4;
    const required = { ...field, kind, optional: false };
    if (kind !== 'text') return required;
    const isId = isLast && /^id$|Id$|ID$|_id$|uuid$/.test(field.name);
    // The length of an id is told in bytes, of which a key has room for more than for characters of any writing.
    const longest = this.longest(field.name);
    // A longer one than the sample has could not be asked for: all the room there is.
    if (!isId && longest <= characters) return { ...required, max: characters };
    const { name, comment, stored } = field;
    const bytes = characters * 4;
    return { name, kind: 'id', optional: false, comment, stored, ...(bytes < maxKeyBytes && { max: bytes }) };
  }

  private longest(name: string): number {
    const attribute = [...this.fieldOfAttribute].find(([, field]) => field === name)?.[0];
    const values = this.keyOnly.get(name) ?? (attribute === undefined ? [] : this.column(attribute));
    return Math.max(0, ...values.map((value) => (typeof value === 'string' ? [...value].length : 0)));
  }

  /** Where a field stands in keys; undefined where it does not. */
  private placeOf(name: string, keyFields: readonly string[], indexes: readonly PlannedIndex[]): Place | undefined {
    const uses = [
      ...this.usesOf(this.survey.key, this.parts),
      ...indexes.flatMap(({ index, parts }) => this.usesOf(index, parts)),
    ].filter(({ fields }) => fields.includes(name));
    if (uses.length === 0) return undefined;
    const digits = uses.flatMap(({ template }) => {
      const [, found] = new RegExp(`\\{${name}:(\\d+)\\}`).exec(template) ?? [];
      return found === undefined ? [] : [Number(found)];
    });
    return {
      characters: Math.min(...uses.map(({ characters }) => characters)),
      isKey: keyFields.includes(name),
      isSpelled: uses.some(({ isSpelled }) => isSpelled),
      ...(digits.length > 0 && { digits: Math.min(...digits) }),
    };
  }

  private usesOf(key: { partition: SurveyedAttribute; sort?: SurveyedAttribute }, parts: ReadonlyMap<string, KeyPart>) {
    return attributesOf(key).map((attribute) => {
      const part = parts.get(attribute.name) ?? 'field';
      const bytes = attribute.name === key.partition.name ? maxKeyBytes : maxSortBytes;
      if (part === 'field')
        return {
          fields: [this.fieldOfAttribute.get(attribute.name)],
          characters: bytes / 4,
          isSpelled: false,
          template: '',
        };
      const isSpelled = part.template !== `{${part.fields[0]}}`;
      const literal = Buffer.byteLength(part.template.replaceAll(/\{[^{}]*\}/g, ''));
      // The others may be of a fixed length, an instant of thirty bytes at most.
      const room = bytes - literal - 30 * (part.fields.length - 1);
      const characters = Math.floor(room / Math.max(1, part.fields.length) / 4);
      return { fields: part.fields, characters, isSpelled, template: part.template };
    });
  }
}

interface PlannedIndex {
  readonly index: SurveyedIndex;
  /** What lists ask by; undefined where none can, and the keys are written all the same. */
  readonly fact?: IndexFact;
  readonly parts: ReadonlyMap<string, KeyPart>;
}

type ListedIndex = PlannedIndex & { readonly fact: IndexFact };

const isListed = (planned: PlannedIndex): planned is ListedIndex => planned.fact !== undefined;
/** An index that lists cannot ask by is worth declaring where its keys are made of fields. */
const isKept = ({ fact, parts }: PlannedIndex): boolean =>
  fact === undefined && [...parts.values()].some((part) => part !== 'field' && part.fields.length > 0);

const attributesOf = (key: {
  readonly partition: SurveyedAttribute;
  readonly sort?: SurveyedAttribute;
}): readonly SurveyedAttribute[] => [key.partition, ...(key.sort ? [key.sort] : [])];

/** The field of a value that a word in keys names: `orgId` of `ORG`. */
function fieldOfWord(word: string): string {
  const spelled = /^[A-Z_]+$/.test(word) ? word.toLowerCase() : lowerFirst(word);
  return /id$/i.test(word) ? spelled : `${spelled}Id`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What cannot be adopted at all, as a refusal. */
export const refusalOf = (error: unknown): unknown =>
  error instanceof DeclarationError
    ? new Refused(`The class of the table cannot be declared: ${error.message}`)
    : error;
