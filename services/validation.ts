import { isRecord } from '../schema/guards';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { authorFieldsOf, fieldsOf, inputFieldsOf, inputNames, ownedFields } from '../schema/facts';
import { ownCopy } from '../schema/own-copy';
import type { DeclaredClass, FieldFact } from '../schema/facts';
import { keyFault, keyValue, mayBeAbsent, storedValue } from '../schema/kinds';
import type { NestedFact } from '../schema/kinds';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { isSurelyTaken } from './quick-check';

/** How a body is read: a whole item, or a JSON merge patch (RFC 7396) of one. */
export type BodyMode = 'whole' | 'patch';

/** DynamoDB's limit of an item; the names and the service's own fields need some of it too. */
const maxItemBytes = 400 * 1024 - 1024;

/** An error answer stays under 4 KB, whatever the caller sent: twelve problems, or fewer when their names are long. */
const maxProblems = 12;
const maxProblemBytes = 3000;
/** Who sends so many is told no exact number: the look ends there. */
export const mostProblems = 1000;
const maxNameShown = 60;

/**
 * Checks a JSON value against a declared class, or some fields of one.
 * Gives plain data with declared fields only: defaults filled in, instants in UTC, null only in a patch.
 * @param foundBefore what is wrong with other parts of the same body, to be told with what is wrong here
 * @throws ServiceError validation with every wrong field, payload-too-large
 */
export function admit(
  type: DeclaredClass,
  value: unknown,
  mode: BodyMode,
  names?: readonly string[],
  foundBefore: readonly FieldProblem[] = [],
): Record<string, unknown> {
  const problems: FieldProblem[] = [...foundBefore];
  const instance = build(type, value, mode, '', problems, names);
  if (!instance) throw invalid('validation', problems);
  if (weight(instance) > maxItemBytes) {
    throw new ServiceError('payload-too-large', 'The item would have more than 400 KB, the limit of DynamoDB.');
  }
  if (problems.length > 0 || !isSurelyTaken(type, instance, mode === 'patch', names)) {
    const checked = names ?? fieldsOf(type).map(({ name }) => name);
    const faults = faultsOf(instance, mode).filter(({ property }) => checked.includes(property));
    collect(faults, instance, '', problems);
  }
  if (problems.length > 0) throw invalid('validation', problems);
  return plain(type, instance);
}

/** What class-validator says of an instance, a sentence for each field. */
export function faultsOf(instance: object, mode: BodyMode): readonly ValidationError[] {
  return validateSync(instance, {
    skipUndefinedProperties: mode === 'patch',
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    forbidUnknownValues: false,
  });
}

/**
 * Checks the key of an item, given by its path or its GraphQL arguments.
 * @throws ServiceError bad-path
 */
export function admitKey(
  fields: readonly FieldFact[],
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const problems = fields.flatMap((field): FieldProblem[] => {
    const given = value[field.name];
    const fault = given === undefined ? 'is required' : keyFault(field, keyValue(field, given));
    return fault ? [{ pointer: `/${field.name}`, detail: fault }] : [];
  });
  if (problems.length > 0) throw invalid('bad-path', problems);
  return Object.fromEntries(fields.map((field) => [field.name, keyValue(field, value[field.name])]));
}

/** An instance of the class with the value's declared own fields; everything else becomes a problem. */
function build(
  type: DeclaredClass,
  value: unknown,
  mode: BodyMode,
  pointer: string,
  problems: FieldProblem[],
  names?: readonly string[],
): object | undefined {
  if (!isRecord(value)) {
    problems.push({ pointer, detail: 'must be an object' });
    return undefined;
  }
  const fields = inputFieldsOf(type);
  const known = inputNames(type);
  for (const name of Object.keys(value)) {
    if (problems.length >= mostProblems) throw invalid('validation', problems);
    if (!known.has(name)) {
      problems.push({
        pointer: `${pointer}${pointerTo(name)}`,
        detail: unknownField(type, name, pointer),
      });
    }
  }
  const instance = new type();
  for (const field of fields) {
    if (names && !names.includes(field.name)) continue;
    const sent = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    const removable = mayBeAbsent(field);
    const content =
      sent === undefined || (sent === null && mode === 'whole' && removable) ? fallback(field, mode) : sent;
    const fieldPointer = `${pointer}/${field.name}`;
    if (content !== undefined)
      Reflect.set(instance, field.name, prepared(field, content, mode, fieldPointer, problems));
    // class-validator looks for what is missing by the mode of the whole body; a list in a patch holds whole elements.
    else if (mode === 'whole' && !removable) problems.push({ pointer: fieldPointer, detail: 'is required' });
  }
  return instance;
}

function fallback(field: FieldFact, mode: BodyMode): unknown {
  return mode === 'whole' ? ownCopy(field.default) : undefined;
}

/** The value of a field as the rules look at it: in the form in which it is stored, objects as instances of their class. */
function prepared(
  field: FieldFact,
  content: unknown,
  mode: BodyMode,
  pointer: string,
  problems: FieldProblem[],
): unknown {
  return 'type' in field ? nested(field, content, mode, pointer, problems) : storedValue(field, content);
}

function nested(
  field: NestedFact,
  content: unknown,
  mode: BodyMode,
  pointer: string,
  problems: FieldProblem[],
): unknown {
  const type = field.type();
  switch (field.kind) {
    case 'object':
      return isRecord(content) ? build(type, content, mode, pointer, problems) : content;
    case 'objects':
      if (!Array.isArray(content)) return content;
      // Too many elements are refused by their count alone.
      if (content.length > field.max) return content.map(() => ({}));
      // A merge patch replaces lists as a whole, so their elements are whole.
      return content.map((element, index) => build(type, element, 'whole', `${pointer}/${index}`, problems));
  }
}

/** Plain data again: class instances of nested objects become objects without a class. */
function plain(type: DeclaredClass, instance: object): Record<string, unknown> {
  const values = instance as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const field of fieldsOf(type)) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value === undefined) continue;
    result[field.name] = 'type' in field ? plainNested(field.type(), value) : value;
  }
  return result;
}

function plainNested(type: DeclaredClass, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => plainNested(type, element));
  return isRecord(value) ? plain(type, value) : value;
}

function collect(faults: readonly ValidationError[], owner: unknown, pointer: string, problems: FieldProblem[]): void {
  for (const fault of faults) {
    const fieldPointer = `${pointer}/${escape(fault.property)}`;
    const value: unknown = isObject(owner) ? Reflect.get(owner, fault.property) : undefined;
    const rule = Object.values(fault.constraints ?? {})[0];
    const isListed = problems.some(
      (problem) => problem.pointer === fieldPointer || problem.pointer.startsWith(`${fieldPointer}/`),
    );
    if (rule && !isListed) {
      const elements = isObject(owner) ? elementFaults(owner, fault.property, value) : [];
      if (elements.length === 0) problems.push({ pointer: fieldPointer, detail: rule });
      for (const { index, detail } of elements) problems.push({ pointer: `${fieldPointer}/${index}`, detail });
    }
    collect(fault.children ?? [], value, fieldPointer, problems);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Rules about a list as a whole; every other rule of a list of scalars is about its elements. */
const listRules = ['isArray', 'arrayMinSize', 'arrayMaxSize'];

/**
 * The wrong elements of a list of scalars. class-validator only says that there is one, so each is tried in a list
 * of its own. None, when it is the list that is wrong.
 */
function elementFaults(owner: object, property: string, value: unknown): { index: number; detail: string }[] {
  const type = owner.constructor as DeclaredClass;
  const field = fieldsOf(type).find(({ name }) => name === property);
  if (field?.kind !== 'list' || !Array.isArray(value) || value.length > field.max) return [];
  return value.flatMap((element: unknown, index) => {
    const instance = Object.assign(new type(), { [property]: [element] });
    const fault = validateSync(instance, { skipUndefinedProperties: true }).find(
      (candidate) => candidate.property === property,
    );
    const detail = Object.entries(fault?.constraints ?? {}).find(([rule]) => !listRules.includes(rule))?.[1];
    return detail === undefined ? [] : [{ index, detail }];
  });
}

/** What is wrong with a field of the service's own in a body. */
export const keptByService = 'is kept by the service: leave it out, or send it back as it was read to change this item';

function unknownField(type: DeclaredClass, name: string, pointer: string): string {
  if (pointer === '' && [...ownedFields, ...authorFieldsOf(type)].some((field) => field.name === name)) {
    return keptByService;
  }
  return `is not a field here; the fields are ${[...inputNames(type)].join(', ')}`;
}

/**
 * The error for wrong fields, sorted by pointer so that every face lists them alike, and short whatever was sent.
 * @param noun what is wrong, where the caller has another word for it than REST
 */
export function invalid(
  code: 'validation' | 'bad-path' | 'bad-query',
  problems: readonly FieldProblem[],
  noun: 'parameter' | 'field' | 'argument' = code === 'bad-query' ? 'parameter' : 'field',
): ServiceError {
  const count =
    problems.length === 1
      ? `One ${noun} is wrong.`
      : `${problems.length}${problems.length >= mostProblems ? ' or more' : ''} ${noun}s are wrong.`;
  const errors = problems.toSorted(byPointer).slice(0, maxProblems);
  while (errors.length > 1 && Buffer.byteLength(JSON.stringify(errors)) > maxProblemBytes) errors.pop();
  const rest = problems.length > errors.length ? ` The first ${errors.length} are listed.` : '';
  return new ServiceError(code, count + rest, { errors });
}

function byPointer(left: FieldProblem, right: FieldProblem): number {
  return left.pointer < right.pointer ? -1 : left.pointer > right.pointer ? 1 : 0;
}

/** The pointer to a member that a caller has named, which may have a long name. */
export function pointerTo(name: string): string {
  return `/${escape(name.slice(0, maxNameShown))}`;
}

/** RFC 6901, section 3. */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** About how many bytes DynamoDB counts for a value: texts by their UTF-8, numbers and the like by 21 at most. */
function weight(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 9;
  let sum = 3;
  if (Array.isArray(value)) for (const element of value) sum += 1 + weight(element);
  else for (const name of Object.keys(value)) sum += 1 + Buffer.byteLength(name) + weight(Reflect.get(value, name));
  return sum;
}
