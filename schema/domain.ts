import { validateSync } from 'class-validator';
import { ownerFields } from './access';
import type { AccessRule } from './access';
import { reservedNames } from './channels';
import { areChecked } from './checked';
import { computedOf } from './counted';
import { deprecationFact } from './deprecation';
import {
  authorFieldsOf,
  DeclarationError,
  derivedOperations,
  fieldsOf,
  int32,
  ownedFields,
  recordDomain,
  relationsOf,
  tenantFactOf,
  usualOperations,
  warningsMember,
  nounOf,
} from './facts';
import type { DeclaredClass, DerivedOperation, DomainFact, DomainOptions, FieldFact } from './facts';
import { checkHistory, checkTrash, usualTrashDays } from './history';
import { inUse } from './in-use';
import { checkIncrements } from './increments';
import { keyMisfit, kinds, rule } from './kinds';
import { addRule } from './rules';
import { indexAdvice, optionalIn } from './index-advice';
import { freeKinds, isListedWhole, layoutOf, maxSortBytes, searchOf, usedAttributes } from './layout';
import { isObjectMember, isPromiseMember } from './object-members';
import { isSortedBy, partsOf, sequenceName } from './sequences';
import { withRoomForTenant } from './tenant-keys';
import { checkUnique, uniqueOf } from './unique';
import { maxKeyBytes } from './values';

const namePattern = /^[a-z][a-z0-9-]*$/;
const fieldPattern = /^[A-Za-z][A-Za-z0-9_]*$/;
const indexPattern = /^[A-Za-z0-9_.-]{3,200}$/;

/**
 * Declares a class as a domain: a REST path, GraphQL types, a table with its indexes.
 * @throws DeclarationError when a key or an index names a field that is not there or cannot be a key
 */
export function Domain(name: string, options: DomainOptions = {}) {
  return (type: DeclaredClass): void => {
    const fields = fieldsOf(type);
    if (!areChecked) {
      checkNames(name, type, options);
      checkFields(type, new Set([type]));
    }
    const singular = type.name.charAt(0).toLowerCase() + type.name.slice(1);
    const domain: DomainFact = {
      name,
      type,
      typeName: type.name,
      singular,
      plural: options.plural ?? `${singular}s`,
      doc: options.doc,
      fields,
      key: options.key ?? { partition: idField(type.name, fields) },
      indexes: indexesOf(options),
      scan: options.scan ?? false,
      noun: options.noun ?? nounOf(type.name),
      page: options.page ?? { default: 20, max: 100 },
      readBudget: options.readBudget ?? 10_000,
      operations: options.operations ?? usualOperations,
      upsert: options.upsert ?? false,
      order: options.order,
      events: eventsOf(name, options),
      unique: uniqueOf(type, options.unique),
      history: options.history ?? false,
      trashDays: trashDaysOf(options),
      expiresAfterDays: options.expiresAfterDays,
      stream: options.stream ?? false,
      table: options.table,
      backfills: options.backfills ?? {},
      freeForm: options.freeForm,
      strict: options.strict ?? false,
      agents: agentsOf(options),
      deprecated: options.deprecated ?? {},
      access: options.access,
      tenant: tenantFactOf(type),
    };
    declare(domain);
  };
}

/**
 * Records a domain once it is checked.
 * @throws DeclarationError when what it says cannot be
 */
export function declare(declared: DomainFact): void {
  const domain = inUse.tenants && declared.tenant ? withRoomForTenant(declared) : declared;
  if (!areChecked) checkDomain(domain);
  // Where the attributes are the fields, no template is filled.
  if (domain.table !== undefined) keepTemplatesReadable(domain);
  recordDomain(domain.type, domain);
}

function checkNames(name: string, type: DeclaredClass, { plural }: DomainOptions): void {
  if (!namePattern.test(name) || name.length < 3) {
    throw new DeclarationError(
      `@Domain('${name}') on ${type.name}: a domain name is three or more lower-case letters, digits and hyphens, such as 'product'.`,
    );
  }
  if (reservedNames.includes(name)) {
    throw new DeclarationError(
      `@Domain('${name}') on ${type.name}: the gateway itself answers at /${name}: choose another name.`,
    );
  }
  if (plural !== undefined && !fieldPattern.test(plural)) {
    throw new DeclarationError(
      `${type.name}: plural '${plural}' cannot name a GraphQL field: write a letter followed by letters, digits or "_".`,
    );
  }
}

function checkDomain(domain: DomainFact): void {
  checkTenant(domain);
  checkKey(domain);
  checkEvents(domain);
  checkIndexes(domain);
  checkPage(domain);
  checkOrder(domain);
  checkExpiry(domain);
  checkUnique(domain, ({ kind }) => kinds[kind].key !== undefined);
  checkHistory(domain);
  checkTrash(domain);
  checkFreeForm(domain);
  checkAccess(domain);
  checkOperations(domain);
  checkUpsert(domain);
  checkAgents(domain);
  checkDeprecated(domain);
  checkIncrements(domain);
  // It is made by who knows what cannot be laid out.
  layoutOf(domain);
  checkBackfills(domain);
}

function indexesOf({ indexes = {} }: DomainOptions): DomainFact['indexes'] {
  return Object.fromEntries(
    Object.entries(indexes).map(([index, { partition, sort }]) => [
      index,
      { partition: sequenceName(partition), ...(sort !== undefined && { sort: sequenceName(sort) }) },
    ]),
  );
}

function agentsOf({ agents, operations = usualOperations }: DomainOptions): readonly DerivedOperation[] {
  return agents === false ? [] : (agents ?? operations);
}

function eventsOf(name: string, { events = false }: DomainOptions): DomainFact['events'] {
  if (typeof events === 'object') return events;
  return events ? { source: `tandem.${name}` } : undefined;
}

function trashDaysOf({ trash = false }: DomainOptions): number | undefined {
  if (typeof trash === 'object') return trash.days;
  return trash ? usualTrashDays : undefined;
}

/** Whether EventBridge takes a text as a source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export function isEventSource(text: unknown): boolean {
  return typeof text === 'string' && /^[\w.\-/]{1,256}$/.test(text) && !text.startsWith('aws.');
}

function checkEvents({ typeName, events }: DomainFact): void {
  if (!events || isEventSource(events.source)) return;
  throw new DeclarationError(
    `${typeName}: the source "${events.source}" of its events is not one of EventBridge's: write letters, digits, ".", "-", "_" and "/", such as 'com.example.${typeName.toLowerCase()}', and nothing that begins with "aws.".`,
  );
}

function idField(className: string, fields: readonly FieldFact[]): string {
  const [id, ...furtherIds] = fields.filter((field) => field.kind === 'id');
  if (!id || furtherIds.length > 0) {
    throw new DeclarationError(
      `${className} has ${!id ? 'no @Id field' : 'more than one @Id field'}: write \`@Id() id!: string\` once, or name the key in @Domain: { key: { partition: '…' } }.`,
    );
  }
  return id.name;
}

function checkFields(type: DeclaredClass, seen: Set<DeclaredClass>): void {
  const className = type.name;
  const fields = fieldsOf(type);
  if (fields.length === 0) {
    throw new DeclarationError(
      `${className} declares no field: put a decorator such as @Text() on each of its fields.`,
    );
  }
  for (const { name } of [...relationsOf(type), ...computedOf(type)]) {
    checkName(`${className}.${name}`, name);
    if (isPromiseMember(name)) {
      throw new DeclarationError(
        `${className}.${name}: JavaScript takes an object with a method "${name}" for a promise: give what is read with the item another name.`,
      );
    }
  }
  const names = new Set<string>();
  for (const field of fields) {
    const where = `${className}.${field.name}`;
    if (names.has(field.name)) {
      throw new DeclarationError(`${where} is declared twice, here and in a class above: rename one of them.`);
    }
    names.add(field.name);
    checkName(where, field.name);
    if (['and', 'or', 'not', ...kinds.object.comparisons].includes(field.name)) {
      throw new DeclarationError(`${where}: "${field.name}" combines conditions in a filter: rename the field.`);
    }
    if (field.visible && ownerFields(field.visible).length > 0) {
      throw new DeclarationError(
        `${where}: whose an item is cannot be asked of one field: write visible with signedIn or role('…').`,
      );
    }
    for (const fact of [field, ...('each' in field ? [field.each] : [])]) checkLimits(where, fact);
    if ('type' in field) {
      const nested = nestedClass(where, className, field.type);
      const transiting = fieldsOf(nested).find((inner) => 'transitions' in inner);
      const searched = fieldsOf(nested).find((inner) => searchOf(inner) !== undefined);
      if (searched) {
        throw new DeclarationError(
          `${nested.name}.${searched.name}: search is for the fields of an item itself, not of objects inside of it: move the field into ${className}, or take it away.`,
        );
      }
      if (transiting) {
        throw new DeclarationError(
          `${nested.name}.${transiting.name}: transitions are kept of the fields of an item itself, not of objects inside of it: move the field into ${className}, or take them away.`,
        );
      }
      const [author] = authorFieldsOf(nested);
      if (author) {
        throw new DeclarationError(
          `${nested.name}.${author.name} says who has written an item, and stands in an object inside of one: declare it in the class of the domain.`,
        );
      }
      if (!seen.has(nested)) checkFields(nested, seen.add(nested));
    }
    checkDefault(where, type, field);
    checkExample(where, type, field);
  }
}

/** What a field of GraphQL can be called, whether it is stored, leads to other items or is computed. */
function checkName(where: string, name: string): void {
  if (!fieldPattern.test(name)) {
    throw new DeclarationError(`${where}: a field name is a letter followed by letters, digits or "_": rename it.`);
  }
  if (isObjectMember(name)) {
    throw new DeclarationError(
      `${where}: every object of JavaScript has a "${name}" already, which would be taken for the value: rename the field.`,
    );
  }
  if (ownedFields.some((owned) => owned.name === name)) {
    throw new DeclarationError(`${where}: the service itself keeps "${name}" on every item: rename the field.`);
  }
  if (name === warningsMember) {
    throw new DeclarationError(
      `${where}: "${name}" says in an answer what of an item cannot be read: rename the field.`,
    );
  }
}

function checkLimits(where: string, fact: FieldFact): void {
  const text = 'each' in fact ? fact.each : fact;
  if ('mustBe' in text && text.mustBe !== undefined && text.pattern === undefined) {
    throw new DeclarationError(
      `${where}: nothing checks that a text is ${text.mustBe}: write a pattern beside mustBe, or say it in doc.`,
    );
  }
  if (!('min' in fact)) return;
  const { kind, min, max } = fact;
  if (min > max) throw new DeclarationError(`${where}: min ${min} is above max ${max}: exchange them.`);
  if (kind === 'integer' && (min < int32.min || max > int32.max)) {
    throw new DeclarationError(
      `${where}: GraphQL's Int goes from ${int32.min} to ${int32.max}: narrow min and max, or write @Float.`,
    );
  }
}

/** A default goes where no check follows: into items that are read. */
function checkDefault(where: string, type: DeclaredClass, field: FieldFact): void {
  const fault = faultOf(type, field, field.default);
  if (fault === undefined) return;
  throw new DeclarationError(`${where}: the default ${JSON.stringify(field.default)} ${fault}: change one of the two.`);
}

/** What the documents and the pages show has to be accepted by whoever sends it. */
function checkExample(where: string, type: DeclaredClass, field: FieldFact): void {
  // Objects are shown field by field, each of which has an example of its own.
  const fault = 'type' in field ? undefined : faultOf(type, field, field.example);
  if (fault === undefined) return;
  throw new DeclarationError(`${where}: the example ${JSON.stringify(field.example)} ${fault}: change one of the two.`);
}

/** The rule of a field that a value breaks. */
function faultOf(type: DeclaredClass, { name }: FieldFact, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const instance = Object.assign(new type(), { [name]: value });
  const fault = validateSync(instance, { skipUndefinedProperties: true, stopAtFirstError: true }).find(
    ({ property }) => property === name,
  );
  return fault && (Object.values(fault.constraints ?? {})[0] ?? 'breaks a rule of its class');
}

function nestedClass(where: string, className: string, type: () => DeclaredClass): DeclaredClass {
  let nested: DeclaredClass | undefined;
  try {
    nested = type();
  } catch {
    // A class further down in the same file throws a ReferenceError until its line has run.
  }
  if (typeof nested === 'function') return nested;
  throw new DeclarationError(
    `${where} names a class that is not defined yet: declare the nested class above ${className}.`,
  );
}

/** Where the tenants lie in the table is decided here. */
function checkTenant({ typeName, tenant, table, scan }: DomainFact): void {
  if (!tenant) return;
  if (table) {
    throw new DeclarationError(
      `${typeName} has @Tenant, which decides how its items lie in the table: take "table" out of @Domain.`,
    );
  }
  if (scan) {
    throw new DeclarationError(
      `${typeName}: scan: true would read the items of other tenants too: take it away. All items of a tenant are one list where the key is one field; with two, declare an index that begins with what the lists ask for.`,
    );
  }
}

function checkKey(domain: DomainFact): void {
  const { partition, sort } = domain.key;
  if (partition === sort) {
    throw new DeclarationError(`${domain.typeName}: "${partition}" is both partition and sort key: name two fields.`);
  }
  const fields = [
    // Behind a tenant, which is the partition then, the one field of a key sorts.
    keyCandidate(domain, partition, 'the key', domain.tenant && sort === undefined ? maxSortBytes : maxKeyBytes),
    ...(sort ? [keyCandidate(domain, sort, 'the key', maxSortBytes)] : []),
  ];
  for (const field of fields.filter(({ author }) => author)) {
    throw new DeclarationError(
      `${domain.typeName}.${field.name} is a key field and filled by the service, and nobody is known to every write: name another key.`,
    );
  }
  for (const field of fields.filter(({ optional }) => optional)) {
    throw new DeclarationError(`${domain.typeName}.${field.name} is a key field and optional: take "optional" away.`);
  }
  for (const field of fields.filter((candidate) => searchOf(candidate) !== undefined)) {
    throw new DeclarationError(
      `${domain.typeName}.${field.name} is a key field, by which one item is found: take search away, or write {${field.name}:folded} in the key of its table.`,
    );
  }
  for (const field of fields.filter((candidate) => 'transitions' in candidate)) {
    throw new DeclarationError(
      `${domain.typeName}.${field.name} is a key field, which never changes: take its transitions away, or name another key.`,
    );
  }
  for (const field of fields.filter(({ sensitive }) => sensitive)) {
    throw new DeclarationError(
      `${domain.typeName}.${field.name} is a key field and sensitive: a key stands in URLs, logs and events; name another key.`,
    );
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html, of one table */
const maxIndexes = 20;

function checkIndexes(domain: DomainFact): void {
  const count = Object.keys(domain.indexes).length;
  if (count > maxIndexes) {
    throw new DeclarationError(
      `${domain.typeName} declares ${count} indexes, and DynamoDB takes ${maxIndexes} for a table: take ${count - maxIndexes} away.`,
    );
  }
  for (const [index, { partition, sort }] of Object.entries(domain.indexes)) {
    if (!indexPattern.test(index)) {
      throw new DeclarationError(
        `${domain.typeName}: index "${index}" needs a name of three or more letters and digits, such as 'byCategory'.`,
      );
    }
    if (partition === sort) {
      throw new DeclarationError(
        `${domain.typeName}: index "${index}" has "${partition}" as partition and as sort: name two fields.`,
      );
    }
    checkSequences(
      domain,
      index,
      [partition, sort].filter((name) => name !== undefined),
    );
    for (const name of partsOf(partition)) keyCandidate(domain, name, `index "${index}"`, maxKeyBytes);
    for (const name of sort ? partsOf(sort) : []) keyCandidate(domain, name, `index "${index}"`, maxSortBytes);
  }
}

/** As many as DynamoDB takes as keys of their own. */
const mostFields = 4;

function checkSequences({ typeName }: DomainFact, index: string, names: readonly string[]): void {
  const long = names.find((name) => partsOf(name).length > mostFields);
  if (long !== undefined) {
    throw new DeclarationError(
      `${typeName}: index "${index}" has ${partsOf(long).length} fields in "${long}": name at most ${mostFields}.`,
    );
  }
  const fields = names.flatMap(partsOf);
  const twice = fields.find((name, place) => fields.indexOf(name) < place);
  if (twice !== undefined) {
    throw new DeclarationError(`${typeName}: index "${index}" names "${twice}" twice: once is enough.`);
  }
}

/** The list of a partition is read from the table or from an index that begins with the same field. */
function checkOrder({ typeName, key, indexes, order }: DomainFact): void {
  if (!order) return;
  const paths = [key, ...Object.values(indexes)].filter(({ partition }) => partition === key.partition);
  if (paths.some(({ sort }) => isSortedBy(sort, order.field))) return;
  throw new DeclarationError(
    `${typeName}: the list is ordered by "${order.field}", but no key or index sorts "${key.partition}" by it: add an index { partition: '${key.partition}', sort: '${order.field}' }.`,
  );
}

function checkExpiry({ typeName, expiresAfterDays: days }: DomainFact): void {
  if (days === undefined || (Number.isFinite(days) && days > 0)) return;
  throw new DeclarationError(`${typeName}: expiresAfterDays is ${days}: write a number above 0.`);
}

/** A flat item has one place for what is not its key. */
function checkFreeForm({ typeName, fields, key, freeForm }: DomainFact): void {
  if (freeForm === undefined) return;
  const [field, ...others] = fields.filter(({ name }) => name !== key.partition && name !== key.sort);
  if (field?.name === freeForm && field.kind === 'json' && others.length === 0) return;
  throw new DeclarationError(
    `${typeName}: freeForm names "${freeForm}", which is not the only field beside the key or is no @Json: declare the key and \`@Json() ${freeForm}\` alone, or take freeForm away.`,
  );
}

/** Whose an item is stands in a field of it that is a text, and a list must come to what is the caller's own. */
function checkAccess(domain: DomainFact): void {
  const { typeName, access, fields, operations } = domain;
  const rules = [access?.read, access?.write, access?.list, access?.wait].filter((rule) => rule !== undefined);
  for (const name of rules.flatMap(ownerFields)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (
      field &&
      (domain.history || domain.trashDays !== undefined) &&
      ![domain.key.partition, domain.key.sort].includes(name)
    ) {
      throw new DeclarationError(
        `${typeName} keeps what its items were, and a rule of access asks whose they are by "${name}", which the key does not tell once an item is gone: put "${name}" into the key, write signedIn or role('…'), or take history and trash away.`,
      );
    }
    if (field?.author && access && ownerFields(access.write).includes(name)) {
      throw new DeclarationError(
        `${typeName}: who may write is asked by "${name}", which the service fills in when an item is created, so that nobody could create one: write signedIn or role('…') in access.write.`,
      );
    }
    if (searchOf(field) !== undefined) {
      throw new DeclarationError(
        `${typeName}: a rule of access asks whose an item is by "${name}", which lists compare without regard to case, so that names that differ in it alone would be one: take search away from the field, or name another in access.`,
      );
    }
    if (field && ['id', 'text', 'enumeration', 'email'].includes(field.kind)) continue;
    const fault = field ? `is a ${field.kind}, which holds no name` : 'is not one of its fields';
    throw new DeclarationError(
      `${typeName}: a rule of access asks whose an item is by "${name}", which ${fault}: name a field such as \`@Text({ max: 128 }) ${field ? 'owner' : name}!: string\`.`,
    );
  }
  const list = access?.list ?? access?.read;
  const unserved = list && operations.includes('list') ? unservedBy(domain, list) : undefined;
  if (unserved === undefined) return;
  throw new DeclarationError(
    `${typeName}: a list is narrowed to what is the caller's own by ${unserved.map((name) => `"${name}"`).join(' or ')}, which no key and no index serves: ${mendOf(domain, unserved)}.`,
  );
}

/** The fields by which a list would have to be narrowed, where nothing lists the items by them. */
function unservedBy(domain: DomainFact, rule: AccessRule): readonly string[] | undefined {
  const { key, indexes, scan } = domain;
  if (scan || isListedWhole(domain)) return undefined;
  if ('all' in rule) {
    const parts = rule.all.filter((part) => ownerFields(part).length > 0).map((part) => unservedBy(domain, part));
    return parts.includes(undefined) ? undefined : parts[0];
  }
  const names = [...new Set(ownerFields(rule))];
  const isListed = (name: string): boolean =>
    [key, ...Object.values(indexes)].some(
      ({ partition, sort }) => partition === name && optionalIn(domain, sort) === undefined,
    );
  return names.length > 1 || !names.every(isListed) ? names : undefined;
}

function mendOf(domain: DomainFact, [name = '', ...others]: readonly string[]): string {
  if (others.length > 0) return "write list: with one of the two, or with role('…')";
  return `declare indexes: { ${indexAdvice(domain, name).line} }, or write list: role('…')`;
}

function checkOperations({ typeName, operations }: DomainFact): void {
  const known: readonly string[] = derivedOperations;
  const unknown = operations.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new DeclarationError(
      `${typeName}: operations names '${unknown}', which no domain has by declaration: use some of ${known.join(', ')}; anything else is a verb, in the operations of a module.`,
    );
  }
  const twice = operations.find((name, index) => operations.indexOf(name) < index);
  if (twice !== undefined)
    throw new DeclarationError(`${typeName}: operations names '${twice}' twice: take one of the two away.`);
}

function checkUpsert({ typeName, operations, upsert }: DomainFact): void {
  if (!upsert || operations.includes('replace')) return;
  throw new DeclarationError(
    `${typeName}: upsert is how the domain replaces, which is not one of its operations: add 'replace' to them, or take "upsert" away.`,
  );
}

function checkAgents({ typeName, operations, agents }: DomainFact): void {
  const missing = agents.find((name) => !operations.includes(name));
  if (missing === undefined) return;
  throw new DeclarationError(
    `${typeName}: agents names '${missing}', which is not one of its operations: ${operations.join(', ')}.`,
  );
}

function checkDeprecated({ typeName, operations, deprecated }: DomainFact): void {
  for (const [name, deprecation] of Object.entries(deprecated)) {
    if (!operations.some((operation) => operation === name)) {
      throw new DeclarationError(
        `${typeName}: deprecated names '${name}', which is not one of its operations: ${operations.join(', ')}.`,
      );
    }
    deprecationFact(`${typeName}, deprecated ${name}`, deprecation);
  }
}

function checkPage({ typeName, page }: DomainFact): void {
  const sizes = [page.default, page.max];
  if (sizes.every((size) => Number.isInteger(size) && size >= 1) && page.default <= page.max) return;
  throw new DeclarationError(
    `${typeName}: a page of ${page.default} and at most ${page.max} items cannot be: write page: { default: 20, max: 100 } with whole numbers from 1, the default not above the max.`,
  );
}

/** The name of a backfill stands in the record of what is done. */
function checkBackfills(domain: DomainFact): void {
  const { typeName, key, fields, backfills } = domain;
  const used = usedAttributes(domain);
  for (const [name, backfill] of Object.entries(backfills)) {
    const where = `${typeName}, backfill "${name}"`;
    if (![name, ...(backfill.after ?? [])].every((one) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(one))) {
      throw new DeclarationError(`${where}: write lower-case letters, digits and hyphens, such as 'brand-2026'.`);
    }
    const { fields: filled = [], item, drop = [], after = [] } = backfill;
    if (filled.length === 0 && !item && drop.length === 0) {
      throw new DeclarationError(
        `${where} does nothing: say the fields that every item has afterwards, a function item, or attributes to drop.`,
      );
    }
    if (after.length > 0 && drop.length === 0) {
      throw new DeclarationError(`${where} drops nothing, and so waits for none: leave "after" out.`);
    }
    if (waitsForItself(name, backfills)) {
      throw new DeclarationError(`${where} waits for itself by "after".`);
    }
    const unknown = filled.find((filling) => !fields.some((field) => field.name === filling));
    if (unknown !== undefined) {
      throw new DeclarationError(`${where} fills "${unknown}", which is not one of its fields: ${listed(fields)}.`);
    }
    const ofKey = filled.find((filling) => filling === key.partition || filling === key.sort);
    if (ofKey !== undefined) {
      throw new DeclarationError(
        `${where} fills "${ofKey}", a field of the key, which never changes: copy the items into a new domain instead.`,
      );
    }
    const kept = drop.find((attribute) => used.has(attribute));
    if (kept !== undefined) {
      throw new DeclarationError(
        `${where} drops "${kept}", which is still stored: take the field, or its "was", away first.`,
      );
    }
  }
}

function waitsForItself(name: string, backfills: DomainFact['backfills']): boolean {
  const waiting = new Set(backfills[name]?.after);
  // What is added while it is gone through is gone through too.
  for (const one of waiting) for (const before of backfills[one]?.after ?? []) waiting.add(before);
  return waiting.has(name);
}

const listed = (fields: readonly FieldFact[]): string => fields.map(({ name }) => name).join(', ');

/** What fills a template is followed by a text that must not stand in it, or nobody could tell where it ends. */
function keepTemplatesReadable(domain: DomainFact): void {
  const { key, indexes, kept } = layoutOf(domain);
  const templates = [key, ...indexes.values(), ...kept]
    .flatMap(({ partition, sort }) => [partition, sort])
    .flatMap((attribute) => (attribute ? [attribute.template] : []));
  for (const { name, kind } of domain.fields.filter((field) => freeKinds.includes(field.kind))) {
    for (const template of templates.filter((candidate) => candidate.after(name) !== '')) {
      const end = template.after(name).charAt(0);
      const fault = (value: unknown): string | undefined =>
        typeof value === 'string' && value !== '' && !template.takes(name, value)
          ? `must not contain "${end}", which ends it in a stored key`
          : undefined;
      addRule(domain.type.prototype, name, rule(`${kind}WithoutEnd`, fault));
    }
  }
}

/** A field that DynamoDB takes as a key, in a place for so many bytes. */
function keyCandidate(domain: DomainFact, name: string, place: string, bytes: number): FieldFact {
  const owned = place === 'the key' ? [] : ownedFields;
  const field = [...domain.fields, ...owned].find((candidate) => candidate.name === name);
  if (!field) {
    const known = domain.fields.map((candidate) => candidate.name).join(', ');
    throw new DeclarationError(
      `${domain.typeName}: ${place} names the field "${name}", which the class does not declare: use one of ${known}.`,
    );
  }
  const misfit = keyMisfit(field, place, bytes);
  if (misfit !== undefined) throw new DeclarationError(`${domain.typeName}.${name} ${misfit}`);
  return field;
}
