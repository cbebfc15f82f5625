/** An EventBridge event pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export type Pattern = Readonly<Record<string, unknown>>;

export type Matcher = (event: unknown) => boolean;

/** Judges one field that is no object: a text, a number, true, false or null; undefined when it is missing. */
type Test = (value: unknown) => boolean;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Turns a pattern into a function that says whether an event matches.
 * @throws Error when the pattern is malformed or has an operator that is not known here
 */
export function matcherOf(pattern: Pattern): Matcher {
  if (!isFields(pattern) || Object.keys(pattern).length === 0) {
    throw new Error('An event pattern is an object with at least one field.');
  }
  return fieldsMatcher(pattern, '');
}

function fieldsMatcher(pattern: Fields, path: string): Matcher {
  const matchers = Object.entries(pattern).map(([name, condition]): Matcher => {
    const fieldPath = path ? `${path}.${name}` : name;
    if (name === '$or') return orMatcher(condition, fieldPath, path);
    if (Array.isArray(condition)) return listMatcher(condition, name, fieldPath);
    if (isFields(condition)) {
      const inner = fieldsMatcher(condition, fieldPath);
      // In a list of objects one element has to fit as a whole; a missing object may still fit an "exists": false.
      return (event) => elements(field(event, name)).some((element) => inner(isFields(element) ? element : {}));
    }
    throw new Error(`The event pattern has "${fieldPath}" as a single value: write it in an array.`);
  });
  return (event) => matchers.every((matches) => matches(event));
}

function orMatcher(alternatives: unknown, fieldPath: string, path: string): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2 || !alternatives.every(isFields)) {
    throw new Error(`The event pattern needs an array of at least two objects at "${fieldPath}".`);
  }
  const choices = alternatives.map((choice) => fieldsMatcher(choice, path));
  return (event) => choices.some((matches) => matches(event));
}

function listMatcher(conditions: readonly unknown[], name: string, fieldPath: string): Matcher {
  if (conditions.length === 0)
    throw new Error(`The event pattern has an empty array at "${fieldPath}": it would match nothing.`);
  const tests = conditions.map((condition) => testOf(condition, fieldPath));
  return (event) => elements(field(event, name)).some((value) => tests.some((test) => test(value)));
}

function testOf(condition: unknown, fieldPath: string): Test {
  if (isPlain(condition)) return (value) => value === condition;
  const operation = onlyEntry(condition);
  if (!operation) {
    throw new Error(`The event pattern has something at "${fieldPath}" that is neither a value nor one operator.`);
  }
  const [operator, argument] = operation;
  const make = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!make)
    throw new Error(`The event pattern uses "${operator}" at "${fieldPath}", which the local bus does not know.`);
  const test = make(argument);
  if (!test)
    throw new Error(`The event pattern has "${operator}" at "${fieldPath}" with an argument that it does not take.`);
  return test;
}

/** Each makes its test, or undefined when it does not take the argument. */
const operators: Readonly<Record<string, (argument: unknown) => Test | undefined>> = {
  prefix: textTest((value, part) => value.startsWith(part)),
  suffix: textTest((value, part) => value.endsWith(part)),
  'equals-ignore-case': (argument) =>
    typeof argument === 'string'
      ? (value) => typeof value === 'string' && value.toLowerCase() === argument.toLowerCase()
      : undefined,
  exists: (argument) =>
    // EventBridge looks at leaves only: an object does not exist in this sense.
    typeof argument === 'boolean' ? (value) => (value !== undefined && !isFields(value)) === argument : undefined,
  'anything-but': anythingBut,
  numeric,
};

/** A text, or a text to compare without regard to case. */
function textTest(compare: (value: string, part: string) => boolean) {
  return (argument: unknown): Test | undefined => {
    if (typeof argument === 'string') return (value) => typeof value === 'string' && compare(value, argument);
    const part = isFields(argument) && Object.keys(argument).length === 1 ? argument['equals-ignore-case'] : undefined;
    if (typeof part !== 'string') return undefined;
    return (value) => typeof value === 'string' && compare(value.toLowerCase(), part.toLowerCase());
  };
}

function anythingBut(argument: unknown): Test | undefined {
  const list: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (list.length > 0 && list.every((value) => typeof value === 'string' || typeof value === 'number')) {
    return (value) => isPlain(value) && !list.some((excluded) => excluded === value);
  }
  const [operator, part] = onlyEntry(argument) ?? [''];
  const make = ['prefix', 'suffix', 'equals-ignore-case'].includes(operator) ? operators[operator] : undefined;
  if (!make) return undefined;
  const parts: readonly unknown[] = Array.isArray(part) ? part : [part];
  const tests = parts.map((text) => make(text)).filter((test) => test !== undefined);
  if (tests.length === 0 || tests.length < parts.length) return undefined;
  return (value) => isPlain(value) && !tests.some((test) => test(value));
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** Judges a number by one or two limits, such as [">", 0, "<=", 5]. */
function numeric(argument: unknown): Test | undefined {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) return undefined;
  const limits: readonly unknown[] = argument;
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < limits.length; index += 2) {
    const [operator, limit] = limits.slice(index, index + 2);
    const compare =
      typeof operator === 'string' && Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
    if (!compare || typeof limit !== 'number') return undefined;
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A list matches when one of its elements does; an empty one is like a missing field. */
function elements(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value];
  return value.length > 0 ? value : [undefined];
}

function field(event: unknown, name: string): unknown {
  return isFields(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}

/** The name and the value of an object's only member; undefined for everything else. */
function onlyEntry(value: unknown): [string, unknown] | undefined {
  const [entry, ...more] = isFields(value) ? Object.entries(value) : [];
  return more.length === 0 ? entry : undefined;
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
