import { DeclarationError } from '../../schema/declaration-error';
import type { DeclaredClass, DomainFact, IndexFact } from '../../schema/facts';
import type { KeyAttributeOptions, KeyOptions, TableOptions } from '../../schema/table-options';
import { maxSortBytes } from '../../schema/layout';
import { required } from '../../schema/required';
import { tablesOf } from '../../schema/table';
import { maxKeyBytes } from '../../schema/values';
import type { Row, Survey, SurveyedAttribute, SurveyedIndex } from '../../tables/survey';
import type { PlannedDomain } from '../create/class-text';
import { declared } from '../create/declared';
import type { PlannedField } from '../create/planned';
import { lowerFirst, Refused } from '../create/words';
import type { DomainNames } from '../create/words';
import { FieldNames } from './field-names';
import { guessField, storedAs, typeOf } from './guess-field';
import type { Place } from './guess-field';
import { commonHead, isKindName, templateOf } from './key-texts';
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
  /** What whoever adopts the table should know. */
  readonly notes: readonly string[];
}

/** How a key attribute is made: from fields by a template, or as a field of its own. */
type KeyPart = { readonly template: string; readonly fields: readonly string[] } | 'field';

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
    let domain = this.domain(keyFields, []);
    let fact = this.checked(domain);
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
      const planned = this.indexOptions(index, chosen).find((option) => {
        try {
          const candidate = this.domain(keyFields, [...chosen, option]);
          fact = this.checked(candidate);
          domain = candidate;
          return true;
        } catch (error) {
          if (error instanceof DeclarationError) return false;
          throw error;
        }
      });
      if (planned) chosen.push(planned);
      else this.leaveOut(index);
    }
    // What the left-out indexes have left behind.
    domain = this.domain(keyFields, chosen);
    fact = this.checked(domain);
    return { domain, fact, kind: this.kind, notes: [...this.notes, ...this.fieldNotes] };
  }

  private fieldNotes: readonly string[] = [];

  /** @throws DeclarationError when the gateway does not take it beside the other kinds */
  private checked(domain: PlannedDomain): DomainFact {
    const fact = declared(domain);
    tablesOf([...this.others, fact]);
    return fact;
  }

  /** An index that cannot be declared: its keys are kept right for the program that reads by them, where they can be. */
  private leaveOut(index: SurveyedIndex): void {
    const [partition] = attributesOf(index);
    const values = partition ? this.column(partition.name) : [];
    const [first] = values;
    if (
      partition &&
      isKeyName(partition.name) &&
      typeof first === 'string' &&
      values.every((value) => value === first)
    ) {
      this.constants[partition.name] = first;
      this.notes.push(
        `All items stand in one partition of the index ${index.name}: new ones get it too, but no list can name it.`,
      );
      return;
    }
    this.notes.push(
      `The index ${index.name} is left out: how its keys are made was not found, or a list could not ask by it.`,
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
    const { partition, sort } = this.survey.key;
    let parts = attributesOf(this.survey.key).map((attribute) => this.keyPart(attribute));
    const fieldsOf = (): readonly string[] => [
      ...new Set(
        parts.flatMap((part, place) =>
          part === 'field' ? [this.fieldNamed(place === 0 ? partition : required(sort, 'the sort key'))] : part.fields,
        ),
      ),
    ];
    const most = sort ? 2 : 1;
    // A domain has two key fields at most: what more a key is made of becomes one field.
    if (fieldsOf().length > most && sort) parts = [required(parts[0], 'the partition'), this.opaquePart(sort)];
    if (fieldsOf().length > most) parts = [this.opaquePart(partition), ...parts.slice(1)];
    // One item alone: its key has no field unless one attribute of it is a field.
    if (fieldsOf().length === 0) parts = sort ? [required(parts[0], 'the partition'), 'field'] : ['field'];
    for (const [place, attribute] of attributesOf(this.survey.key).entries()) {
      this.parts.set(attribute.name, required(parts[place], `the key ${attribute.name}`));
    }
    return fieldsOf();
  }

  private fieldNamed({ name }: SurveyedAttribute): string {
    return required(this.fieldOfAttribute.get(name), `the field of ${name}`);
  }

  private keyPart(attribute: SurveyedAttribute): KeyPart {
    const { name, type } = attribute;
    const keys = this.column(name);
    if (type !== 'S' || keys.length === 0) return 'field';
    const texts = keys.map(String);
    const found = this.templateFor(name, texts, this.kind.rows);
    if (found) return found;
    if (!isKeyName(name)) return 'field';
    const [first = ''] = texts;
    const isConstant = texts.every((text) => text === first);
    if (isConstant && isKindName(first)) return { template: first, fields: [] };
    return this.opaquePart(attribute);
  }

  /** A key attribute of which only the beginning is understood: what follows is a field that the key alone tells. */
  private opaquePart({ name }: SurveyedAttribute): KeyPart {
    const texts = this.column(name).map(String);
    const head = commonHead(texts);
    if (head === '' || /[{}]/.test(head) || texts.some((text) => text === head)) return 'field';
    const [word = name] = /[A-Za-z]+(?=[^A-Za-z]*$)/.exec(head) ?? [];
    const field = this.fieldNames.take(/id$/i.test(word) ? lowerFirst(word) : `${word.toLowerCase()}Id`);
    this.keyOnly.set(
      field,
      texts.map((text) => text.slice(head.length)),
    );
    this.notes.push(`${field} stands in the key ${name} alone: items written here have it as an attribute too.`);
    return { template: `${head}{${field}}`, fields: [field] };
  }

  private templateFor(name: string, texts: readonly string[], rows: readonly Row[]): KeyPart | undefined {
    const found = templateOf(texts, this.fillings(rows, name));
    if (!found) return undefined;
    // An attribute with a name of its own may look like another by chance, and hardly like several.
    const isJoined = found.fields.length > 1 && new Set(texts).size >= 3;
    return isKeyName(name) || isJoined ? found : undefined;
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
      const found = isText ? this.templateFor(attribute.name, texts, rows) : undefined;
      return [...(found ? [found] : []), ...(this.fieldOfAttribute.has(attribute.name) ? ['field' as const] : [])];
    };
    const sorts = index.sort ? partsOf(index.sort) : [undefined];
    return partsOf(index.partition).flatMap((partition) =>
      sorts.flatMap((sort) => {
        const partitionField = partition === 'field' ? this.fieldNamed(index.partition) : partition.fields[0];
        if (partitionField === undefined) return [];
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
        const facts: IndexFact[] = [
          ...(sortField !== undefined && sortField !== partitionField
            ? [{ partition: partitionField, sort: sortField }]
            : []),
          // A key that sorts otherwise than its first field does serves lists all the same.
          ...(sortField === undefined || (sort !== undefined && sort !== 'field')
            ? [{ partition: partitionField }]
            : []),
        ];
        return facts.map((fact) => ({ index, fact, parts }));
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
    return {
      name: table,
      existing: true,
      ...(keyOptions && { key: keyOptions }),
      ...(Object.keys(indexOptions).length > 0 && { indexes: indexOptions }),
      ...(Object.keys(this.constants).length > 0 && { constants: this.constants }),
      ...(Object.keys(this.marks.options).length > 0 && { marks: this.marks.options }),
    };
  }

  /** Indexes by the names that the gateway has for them: what they are asked by. */
  private named(indexes: readonly PlannedIndex[]): readonly (readonly [string, PlannedIndex])[] {
    const taken = new Set<string>();
    return indexes.map((planned) => {
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
  readonly fact: IndexFact;
  readonly parts: ReadonlyMap<string, KeyPart>;
}

const attributesOf = (key: {
  readonly partition: SurveyedAttribute;
  readonly sort?: SurveyedAttribute;
}): readonly SurveyedAttribute[] => [key.partition, ...(key.sort ? [key.sort] : [])];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What cannot be adopted at all, as a refusal. */
export const refusalOf = (error: unknown): unknown =>
  error instanceof DeclarationError
    ? new Refused(`The class of the table cannot be declared: ${error.message}`)
    : error;
