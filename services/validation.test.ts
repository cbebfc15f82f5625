import fc from 'fast-check';
import {
  DateTime,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  Json,
  ListOf,
  Money,
  Nested,
  NestedList,
  Text,
} from '../schema/decorators';
import { fieldsOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { Book } from '../test/trial/book';
import { ServiceError } from './errors';
import { admit, admitKey } from './validation';
import type { BodyMode } from './validation';

class Size {
  @Float({ min: 0 }) width!: number;
  @Float({ min: 0, optional: true }) height?: number;
}

class Part {
  @Text({ max: 20 }) name!: string;
  @Integer({ min: 1, default: 1 }) count!: number;
  @Nested(() => Size, { optional: true }) size?: Size;
  @DateTime({ optional: true }) at?: string;
}

class Widget {
  @Id() id!: string;
  @Text({ max: 20 }) title!: string;
  @Text({ max: 400_000, optional: true }) text?: string;
  @Money({ optional: true }) price?: number;
  @Flag({ default: false }) on!: boolean;
  @Enumeration('WidgetState', ['NEW', 'OLD'], { default: 'NEW' }) state!: string;
  @DateTime({ optional: true }) at?: string;
  @ListOf('dateTime', { optional: true }) times?: string[];
  @ListOf('text', { optional: true, default: ['plain'], max: 3 }, { max: 10 }) tags?: string[];
  @Nested(() => Size, { optional: true }) size?: Size;
  @NestedList(() => Part, { optional: true, max: 3 }) parts?: Part[];
  @Json({ optional: true }) free?: unknown;
}

const title = 'x';
const filled = { on: false, state: 'NEW', tags: ['plain'] };

interface Refusal {
  readonly code: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
}

/** What the door gives back, or the code and the wrong fields. */
function admitted(
  value: unknown,
  mode: BodyMode = 'whole',
  type: DeclaredClass = Widget,
): Record<string, unknown> | Refusal {
  try {
    return admit(type, value, mode);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { code: error.code, ...(error.details.errors && { errors: error.details.errors }) };
  }
}

/** The refusal of fields, each with its sentence. */
const refused = (errors: Readonly<Record<string, string>>): Refusal => ({
  code: 'validation',
  errors: Object.entries(errors).map(([pointer, detail]) => ({ pointer, detail })),
});

/** A body as it comes out of JSON, where every name is an ordinary one. */
const fromJson = (text: string): unknown => JSON.parse(text);

const unknownAtTop = `is not a field here; the fields are ${fieldsOf(Widget)
  .map(({ name }) => name)
  .join(', ')}`;
const owned = 'is kept by the service: leave it out, or send it back as it was read to change this item';

describe('a whole body', () => {
  test.each<[string, object, object]>([
    ['gets the defaults of what it leaves out', { title }, { title, ...filled }],
    ['keeps what it gives', { title, on: true, state: 'OLD', tags: [] }, { title, on: true, state: 'OLD', tags: [] }],
    [
      'may have null for what is optional, which then has its default or is absent',
      { title, text: null, tags: null, size: null },
      { title, ...filled },
    ],
    ['may leave the id to the service', { title, id: null }, { title, ...filled }],
    [
      'has its instants in UTC',
      { title, at: '2026-01-15T09:30:00+02:00', times: ['2026-01-15t09:30:00.5z'] },
      { title, ...filled, at: '2026-01-15T07:30:00.000Z', times: ['2026-01-15T09:30:00.500Z'] },
    ],
    [
      'fills in nested defaults and turns nested instants',
      { title, parts: [{ name: 'a', at: '2026-01-15T00:00:00-01:00' }] },
      { title, ...filled, parts: [{ name: 'a', count: 1, at: '2026-01-15T01:00:00.000Z' }] },
    ],
    ['takes nested objects', { title, size: { width: 1, height: null } }, { title, ...filled, size: { width: 1 } }],
    [
      'takes any JSON where it may',
      { title, free: [{ a: null }, 1.5] },
      { title, ...filled, free: [{ a: null }, 1.5] },
    ],
  ])('%s', (_, body, result) => {
    expect(admitted(body)).toEqual(result);
  });

  test('comes out as plain objects of its own', () => {
    const body = { title, size: { width: 1 }, parts: [{ name: 'a', size: { width: 2 } }] };
    const result = admitted(body) as unknown as typeof body;
    for (const one of [result, result.size, result.parts[0], result.parts[0]!.size]) {
      expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
    }
    result.size.width = 5;
    (admitted({ title }) as { tags: string[] }).tags.push('mine');
    expect(body.size.width).toBe(1);
    expect(admitted({ title })).toMatchObject({ tags: ['plain'] });
  });

  test.each<[string, unknown, Record<string, string>]>([
    ['what is missing', {}, { '/title': 'is required' }],
    [
      'what is null and may not be',
      { title: null, on: null },
      { '/on': 'must be true or false', '/title': 'must be a text' },
    ],
    ['a field that is not declared', { title, isAdmin: true }, { '/isAdmin': unknownAtTop }],
    [
      'a field that the service keeps',
      { title, version: 7, createdAt: 'x' },
      { '/createdAt': owned, '/version': owned },
    ],
    ['a name with signs of a pointer', { title, 'a/b~c': 1 }, { '/a~1b~0c': unknownAtTop }],
    ['an empty name', { title, '': 1 }, { '/': unknownAtTop }],
    ['a nested field', { title, size: { width: -1 } }, { '/size/width': 'must be at least 0' }],
    ['a nested field that is missing', { title, size: {} }, { '/size/width': 'is required' }],
    [
      'a nested field that is not declared',
      { title, size: { width: 1, depth: 2 } },
      { '/size/depth': 'is not a field here; the fields are width, height' },
    ],
    [
      'a nested field with the name of one that the service keeps',
      { title, size: { width: 1, version: 2 } },
      { '/size/version': 'is not a field here; the fields are width, height' },
    ],
    ['no object where one must be', { title, size: [1] }, { '/size': 'must be an object' }],
    ['an element by its index', { title, parts: [{ name: 'a' }, { name: 5 }] }, { '/parts/1/name': 'must be a text' }],
    [
      'an element of an element',
      { title, parts: [{ name: 'a', size: { width: 'x' } }] },
      { '/parts/0/size/width': 'must be a number' },
    ],
    ['an element field that is missing', { title, parts: [{}] }, { '/parts/0/name': 'is required' }],
    [
      'elements that are no objects',
      { title, parts: [null, 'x', []] },
      { '/parts/0': 'must be an object', '/parts/1': 'must be an object', '/parts/2': 'must be an object' },
    ],
    [
      'too many elements, without a look at each',
      { title, parts: [{}, {}, {}, 5] },
      { '/parts': 'must have at most 3 elements' },
    ],
    ['no list where one must be', { title, parts: { 0: {} } }, { '/parts': 'must be a list' }],
    ['a scalar in a list', { title, tags: ['ok', 5] }, { '/tags/1': 'must be a text' }],
    [
      'each wrong scalar of a list, for its own reason',
      { title, tags: ['', 'ok', '12345678901'] },
      { '/tags/0': 'must not be blank', '/tags/2': 'must have at most 10 characters' },
    ],
    [
      'a list with too many scalars, whatever they are',
      { title, tags: [1, 2, 3, 4] },
      { '/tags': 'must have at most 3 elements' },
    ],
    ['a list that is none', { title, tags: 'x' }, { '/tags': 'must be a list' }],
    [
      'free JSON that cannot be stored',
      { title, free: { a: 1e300 } },
      { '/free': 'must not hold a whole number above 2^53, which JSON readers round' },
    ],
    [
      'all at once, in the order of their pointers',
      { title: 5, price: 'x', nope: 1 },
      { '/nope': unknownAtTop, '/price': 'must be a number', '/title': 'must be a text' },
    ],
  ])('is refused for %s', (_, body, errors) => {
    expect(admitted(body)).toEqual(refused(errors));
  });

  test.each([[null], [[]], ['text'], [5], [true], [undefined]])('is refused when it is %j', (body) => {
    expect(admitted(body)).toEqual(refused({ '': 'must be an object' }));
  });
});

describe('a patch', () => {
  test.each<[string, object, object]>([
    ['may be empty', {}, {}],
    ['holds what it names, without any default', { price: 1 }, { price: 1 }],
    ['keeps null, which removes', { text: null, size: null, tags: null }, { text: null, size: null, tags: null }],
    ['keeps null inside a nested object', { size: { height: null } }, { size: { height: null } }],
    ['may name one field of a nested object', { size: { height: 2 } }, { size: { height: 2 } }],
    [
      'replaces a list as a whole, so that its elements are whole',
      { parts: [{ name: 'a' }] },
      { parts: [{ name: 'a', count: 1 }] },
    ],
    ['has its instants in UTC', { at: '2026-01-15T09:30:00+02:00' }, { at: '2026-01-15T07:30:00.000Z' }],
  ])('%s', (_, body, result) => {
    expect(admitted(body, 'patch')).toEqual(result);
  });

  test.each<[string, unknown, Record<string, string>]>([
    ['null for what is required', { title: null }, { '/title': 'must be a text' }],
    ['null for what has a default and is not optional', { on: null }, { '/on': 'must be true or false' }],
    ['null for a required field of a nested object', { size: { width: null } }, { '/size/width': 'must be a number' }],
    ['an element that lacks a field', { parts: [{ name: 'a' }, { count: 2 }] }, { '/parts/1/name': 'is required' }],
    [
      'an element that lacks a field of a nested object',
      { parts: [{ name: 'a', size: {} }] },
      { '/parts/0/size/width': 'is required' },
    ],
    ['a field that is not declared', { nope: 1 }, { '/nope': unknownAtTop }],
    ['a wrong value', { price: 0.001 }, { '/price': 'must have at most two decimals' }],
  ])('is refused for %s', (_, body, errors) => {
    expect(admitted(body, 'patch')).toEqual(refused(errors));
  });

  test('cannot remove free JSON that is required', () => {
    class Holder {
      @Json() free!: unknown;
    }
    expect(admitted({ free: null }, 'patch', Holder)).toEqual(refused({ '/free': 'must not be null' }));
  });
});

describe('a name that means something to JavaScript is an unknown field', () => {
  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'])('%s', (name) => {
    for (const mode of ['whole', 'patch'] as const) {
      const body = fromJson(`{"title":"x","${name}":{"polluted":"yes","on":true}}`);
      expect(admitted(body, mode)).toEqual(refused({ [`/${name}`]: unknownAtTop }));
      const nested = fromJson(`{"title":"x","size":{"width":1,"${name}":{"polluted":"yes","height":5}}}`);
      expect(admitted(nested, mode)).toEqual(
        refused({ [`/size/${name}`]: 'is not a field here; the fields are width, height' }),
      );
    }
  });

  test('what a body inherits is not in it', () => {
    expect(admitted(Object.create({ title }))).toEqual(refused({ '/title': 'is required' }));
  });
});

describe('the size of an item', () => {
  test.each<[string, object]>([
    ['a text of 399 KB', { text: 'x'.repeat(399_000) }],
    ['free JSON of 399 KB', { free: { a: 'x'.repeat(399_000) } }],
    ['nested free JSON, which counts once', { free: { a: { b: { c: ['x'.repeat(399_000)] } } } }],
  ])('may be %s', (_, fields) => {
    expect(admitted({ title, ...fields })).toMatchObject({ title });
  });

  test.each<[string, object]>([
    ['free JSON of 410 KB', { free: ['x'.repeat(410_000)] }],
    ['210,000 letters of two bytes each', { free: 'ж'.repeat(210_000) }],
    ['names of 410 KB', { free: { ['x'.repeat(410_000)]: 1 } }],
    ['names of two bytes a letter', { free: { ['ж'.repeat(210_000)]: 1 } }],
    ['two texts that are too large together', { text: 'x'.repeat(250_000), free: 'x'.repeat(250_000) }],
    ['many small things', { free: Array(50_000).fill(1) }],
  ])('may not be %s', (_, fields) => {
    for (const mode of ['whole', 'patch'] as const)
      expect(admitted({ title, ...fields }, mode)).toEqual({ code: 'payload-too-large' });
  });

  test('of a nested list counts once', () => {
    class Deep {
      @Text({ max: 400_000 }) text!: string;
    }
    class Holder {
      @NestedList(() => Deep) list!: Deep[];
    }
    expect(admitted({ list: [{ text: 'x'.repeat(250_000) }] }, 'whole', Holder)).toHaveProperty('list');
  });
});

describe('an error answer stays under 4 KB', () => {
  const bodies: [string, () => object][] = [
    ['a hundred unknown fields', () => named('field')],
    ['a hundred long names', () => named('x'.repeat(5000))],
    ['a hundred names of control characters', () => named('\u0000'.repeat(100))],
    ['a hundred names of letters of three bytes', () => named('漢'.repeat(100))],
    ['a hundred names of quotes', () => named('"'.repeat(100))],
    ['a hundred names of signs that a pointer escapes', () => named('~/'.repeat(100))],
    ['a hundred names of half characters', () => named('\ud800'.repeat(100))],
    ['a long name in an element', () => ({ parts: [named('y'.repeat(5000))] })],
  ];

  test.each(bodies)('for %s', (_, body) => {
    for (const type of [Widget, Book]) {
      const answer = admitted(body(), 'whole', type) as Refusal;
      expect(answer.code).toBe('validation');
      expect(answer.errors!.length).toBeGreaterThan(0);
      expect(answer.errors!.length).toBeLessThanOrEqual(12);
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(3500);
    }
  });

  test('and says how many there are', () => {
    expect(() => admit(Widget, { title, ...named('x') }, 'whole')).toThrow(
      '100 fields are wrong. The first 12 are listed.',
    );
    expect(() => admit(Widget, { title: 5, on: 5 }, 'whole')).toThrow(/^2 fields are wrong\.$/);
    expect(() => admit(Widget, { title: 5 }, 'whole')).toThrow(/^One field is wrong\.$/);
  });

  function named(name: string): object {
    return Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${name}`, 1]));
  }
});

describe('whatever JSON is sent', () => {
  const someJson = fc.jsonValue({ maxDepth: 4 });
  const names = fc.constantFrom(
    ...fieldsOf(Widget).map(({ name }) => name),
    ...['width', 'height', 'name', 'count', 'version', '__proto__', 'constructor', 'isAdmin', ''],
  );
  const near = fc.oneof(
    someJson,
    fc.constantFrom<unknown>('x', 1, 0.5, true, null, 'NEW', '2026-01-15T09:30:00+02:00', [], {}, ['x'], { width: 1 }, [
      { name: 'a' },
    ]),
  );
  // Built as text, so that a name such as __proto__ is a member like any other.
  const bodies = fc
    .array(fc.tuple(names, near), { maxLength: 8 })
    .map((members) =>
      fromJson(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`),
    );
  const modes = fc.constantFrom<BodyMode>('whole', 'patch');

  test('the door throws nothing but a ServiceError', () => {
    fc.assert(
      fc.property(
        fc.oneof(someJson, bodies),
        modes,
        fc.constantFrom<DeclaredClass>(Widget, Book, Part),
        (body, mode, type) => {
          admitted(body, mode, type);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('no attribute that is not declared gets through', () => {
    fc.assert(
      fc.property(bodies, modes, (body, mode) => {
        const result = admitted(body, mode);
        if (!('code' in result)) expectDeclared(Widget, result);
      }),
      { numRuns: 3000 },
    );
  });

  test('what gets through gets through again unchanged', () => {
    let through = 0;
    fc.assert(
      fc.property(bodies, modes, (body, mode) => {
        const result = admitted({ title, ...(body as object) }, mode);
        if ('code' in result) return;
        through++;
        expect(admitted(result, mode)).toEqual(result);
      }),
      { numRuns: 3000 },
    );
    expect(through).toBeGreaterThan(50);
  });

  function expectDeclared(type: DeclaredClass, value: object): void {
    const fields = fieldsOf(type);
    for (const name of Reflect.ownKeys(value)) {
      const field = fields.find((one) => one.name === name);
      expect(field).toBeDefined();
      const content = (value as Record<string, unknown>)[name as string];
      if (field!.kind === 'object' && content) expectDeclared(field!.type(), content);
      if (field!.kind === 'objects' && content)
        for (const one of content as object[]) expectDeclared(field!.type(), one);
    }
  }
});

describe('a key', () => {
  class Keyed {
    @Text({ max: 5 }) owner!: string;
    @Integer({ min: -5, max: 5 }) place!: number;
    @Money() price!: number;
    @DateTime() at!: string;
    @Enumeration('KeyedState', ['ON', 'OFF']) state!: string;
    @Id() id!: string;
  }

  /** What the door makes of one key field. */
  function keyOf(name: string, value: unknown): unknown {
    try {
      return admitKey(
        fieldsOf(Keyed).filter((field) => field.name === name),
        { [name]: value },
      )[name];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return `${error.code}: ${error.details.errors![0]!.pointer} ${error.details.errors![0]!.detail}`;
    }
  }

  test.each<[string, unknown, unknown]>([
    ['owner', 'ann', 'ann'],
    ['id', 'a/b %c', 'a/b %c'],
    ['place', '3', 3],
    ['place', '-3', -3],
    ['place', 3, 3],
    ['price', '9.99', 9.99],
    ['at', '2026-01-15T09:30:00+02:00', '2026-01-15T07:30:00.000Z'],
    ['state', 'ON', 'ON'],
  ])('%s given as %j is %j', (name, value, key) => {
    expect(keyOf(name, value)).toBe(key);
  });

  test.each<[string, unknown, string]>([
    ['owner', undefined, 'is required'],
    ['owner', 5, 'must be a text'],
    ['owner', ['a'], 'must be a text'],
    ['owner', '', 'must not be blank'],
    ['owner', 'too long', 'must have at most 5 characters'],
    ['owner', 'a\u0000', 'must not contain control characters'],
    ['id', 'x'.repeat(2049), 'must have at most 2048 bytes'],
    ['place', 'x', 'must be a whole number from -5 to 5'],
    ['place', '', 'must be a whole number from -5 to 5'],
    ['place', ' 3', 'must be a whole number from -5 to 5'],
    ['place', '0x3', 'must be a whole number from -5 to 5'],
    ['place', '3e0', 'must be a whole number from -5 to 5'],
    ['place', '1.5', 'must be a whole number from -5 to 5'],
    ['place', '6', 'must be a whole number from -5 to 5'],
    ['price', 'NaN', 'must be a number from 0 to 999999999.99'],
    ['at', 'yesterday', 'must be an RFC 3339 date and time such as 2026-01-15T09:30:00Z'],
    ['state', 'on', 'must be one of ON, OFF'],
  ])('%s given as %j is refused: %s', (name, value, detail) => {
    expect(keyOf(name, value)).toBe(`bad-path: /${name} ${detail}`);
  });
});
