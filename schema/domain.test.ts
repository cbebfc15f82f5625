import { operationsOf } from '../services';
import { any, owner, role } from './access';
import {
  Date as DateField,
  DateTime,
  Duration,
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
  Url,
} from './decorators';
import { Domain } from './domain';
import { DeclarationError, domainOf, fieldsOf } from './facts';
import type { DeclaredClass, DomainOptions } from './facts';

type Fields = Record<string, (prototype: object, name: string) => void>;

/** A class with decorated fields, as source code would write it. */
function declare(name: string, fields: Fields, above: DeclaredClass = class {}): DeclaredClass {
  const type = { [name]: class extends above {} }[name]!;
  for (const [field, decorate] of Object.entries(fields)) decorate(type.prototype, field);
  return type;
}

/** What the start of the gateway says to a declaration. */
function complaint(fields: Fields, options: DomainOptions = {}, name = 'widget'): string {
  try {
    Domain(name, options)(declare('Widget', fields));
    return 'nothing';
  } catch (error) {
    if (error instanceof DeclarationError) return error.message;
    throw error;
  }
}

const id = { id: Id() };
const text = Text({ max: 60 });

describe('a wrong declaration is refused with the class, the field and the mend', () => {
  test.each<[string, string, Fields, DomainOptions?]>([
    ['no field', 'Widget declares no field: put a decorator such as @Text() on each of its fields.', {}],
    [
      'no key',
      "Widget has no @Id field: write `@Id() id!: string` once, or name the key in @Domain: { key: { partition: '…' } }.",
      { name: text },
    ],
    [
      'two ids',
      "Widget has more than one @Id field: write `@Id() id!: string` once, or name the key in @Domain: { key: { partition: '…' } }.",
      { one: Id(), two: Id() },
    ],
    [
      'more indexes than DynamoDB takes',
      'Widget declares 21 indexes, and DynamoDB takes 20 for a table: take 1 away.',
      { ...id, name: text },
      { indexes: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`by${index}x`, { partition: 'name' }])) },
    ],
    [
      'an operation that no domain has',
      "Widget: operations names 'fetch', which no domain has by declaration: use some of get, list, create, replace, update, delete, getMany, createMany, updateMany, deleteMany, updateAll, deleteAll; anything else is a verb, in the operations of a module.",
      id,
      { operations: ['get', 'fetch' as never] },
    ],
    [
      'an operation twice',
      "Widget: operations names 'get' twice: take one of the two away.",
      id,
      { operations: ['get', 'list', 'get'] },
    ],
    [
      'an example that is too long',
      'Widget.name: the example "abcd" must have at most 3 characters: change one of the two.',
      { ...id, name: Text({ max: 3, example: 'abcd' }) },
    ],
    [
      'an example that its pattern does not match',
      'Widget.code: the example "12" must match ^[A-Z]+$: change one of the two.',
      { ...id, code: Text({ max: 3, pattern: /^[A-Z]+$/, example: '12' }) },
    ],
    [
      'an example that its pattern does not match, in words',
      'Widget.code: the example "12" must be a code of three capitals: change one of the two.',
      { ...id, code: Text({ max: 3, pattern: /^[A-Z]{3}$/, mustBe: 'a code of three capitals', example: '12' }) },
    ],
    [
      'words for a pattern that is not there',
      'Widget.code: nothing checks that a text is a code of three capitals: write a pattern beside mustBe, or say it in doc.',
      { ...id, code: Text({ max: 3, mustBe: 'a code of three capitals' }) },
    ],
    [
      'words for the elements of a list without a pattern',
      'Widget.codes: nothing checks that a text is a code: write a pattern beside mustBe, or say it in doc.',
      { ...id, codes: ListOf('text', {}, { mustBe: 'a code' }) },
    ],
    [
      'an example out of range',
      'Widget.size: the example 100 must be at most 99: change one of the two.',
      { ...id, size: Integer({ max: 99, example: 100 }) },
    ],
    [
      'an example of another kind',
      'Widget.day: the example "tomorrow" must be a calendar date such as 2026-03-01: change one of the two.',
      { ...id, day: DateField({ example: 'tomorrow' }) },
    ],
    [
      'an example that is none of the values',
      'Widget.state: the example "GONE" must be one of ON, OFF: change one of the two.',
      { ...id, state: Enumeration('WidgetState', ['ON', 'OFF'], { example: 'GONE' }) },
    ],
    [
      'an example with an element that is wrong',
      'Widget.words: the example ["a",7] must be a text: change one of the two.',
      { ...id, words: ListOf('text', { example: ['a', 7] }) },
    ],
    [
      'a key that is not there',
      'Widget: the key names the field "owner", which the class does not declare: use one of id, name.',
      { ...id, name: text },
      { key: { partition: 'owner' } },
    ],
    [
      'a sort key that is not there',
      'Widget: the key names the field "at", which the class does not declare: use one of id.',
      id,
      { key: { partition: 'id', sort: 'at' } },
    ],
    [
      'a key that the service owns',
      'Widget: the key names the field "createdAt", which the class does not declare: use one of id.',
      id,
      { key: { partition: 'id', sort: 'createdAt' } },
    ],
    [
      'one field as the whole key',
      'Widget: "id" is both partition and sort key: name two fields.',
      id,
      { key: { partition: 'id', sort: 'id' } },
    ],
    [
      'an optional key',
      'Widget.owner is a key field and optional: take "optional" away.',
      { owner: Text({ max: 60, optional: true }) },
      { key: { partition: 'owner' } },
    ],
    [
      'a sensitive key',
      'Widget.owner is a key field and sensitive: a key stands in URLs, logs and events; name another key.',
      { owner: Text({ max: 60, sensitive: true }) },
      { key: { partition: 'owner' } },
    ],
    [
      'an owner whose name is compared without regard to case',
      'Widget: a rule of access asks whose an item is by "owner", which lists compare without regard to case, so that names that differ in it alone would be one: take search away from the field, or name another in access.',
      { ...id, owner: Text({ max: 60, search: 'folded' }) },
      { scan: true, access: { read: owner('owner'), write: owner('owner') } },
    ],
    [
      'a key that cannot be one',
      'Widget.flag is a boolean and cannot be part of the key: use an id, a text, a number, a date-time, a date, an e-mail address, a URL or an enumeration.',
      { flag: Flag() },
      { key: { partition: 'flag' } },
    ],
    [
      'a partition key too long',
      'Widget.owner is part of the key, where DynamoDB takes 1 to 512 characters: write @Text({ max: 120 }).',
      { owner: Text({ max: 513 }) },
      { key: { partition: 'owner' } },
    ],
    [
      'a sort key too long',
      'Widget.owner is part of the key, where DynamoDB takes 1 to 256 characters: write @Text({ max: 120 }).',
      { ...id, owner: Text({ max: 257 }) },
      { key: { partition: 'id', sort: 'owner' } },
    ],
    [
      'a key that may be empty',
      'Widget.owner is part of the key, where DynamoDB takes 1 to 512 characters: write @Text({ max: 120 }).',
      { owner: Text({ min: 0, max: 60 }) },
      { key: { partition: 'owner' } },
    ],
    [
      'a field that only owners see',
      "Widget.name: whose an item is cannot be asked of one field: write visible with signedIn or role('…').",
      { ...id, name: Text({ max: 60, visible: any(role('admin'), owner('id')) }) },
    ],
    [
      'an id too long to be a sort key',
      'Widget.id is the sort of the key, where DynamoDB takes 1024 bytes: write @Id({ max: 1024 }).',
      { ...id, owner: text },
      { key: { partition: 'owner', sort: 'id' } },
    ],
    [
      'an id too long to sort an index',
      'Widget.id is the sort of index "byOwner", where DynamoDB takes 1024 bytes: write @Id({ max: 1024 }).',
      { ...id, owner: text },
      { indexes: { byOwner: { partition: 'owner', sort: 'id' } } },
    ],
    [
      'an index on an unknown field',
      'Widget: index "byShelf" names the field "shelf", which the class does not declare: use one of id, name.',
      { ...id, name: text },
      { indexes: { byShelf: { partition: 'shelf' } } },
    ],
    [
      'an index sorted by an unknown field',
      'Widget: index "byName" names the field "rank", which the class does not declare: use one of id, name.',
      { ...id, name: text },
      { indexes: { byName: { partition: 'name', sort: 'rank' } } },
    ],
    [
      'an index on a list',
      'Widget.tags is a list and cannot be part of index "byTags": use an id, a text, a number, a date-time, a date, an e-mail address, a URL or an enumeration.',
      { ...id, tags: ListOf('text') },
      { indexes: { byTags: { partition: 'tags' } } },
    ],
    [
      'an index on free JSON',
      'Widget.free is a json and cannot be part of index "byFree": use an id, a text, a number, a date-time, a date, an e-mail address, a URL or an enumeration.',
      { ...id, free: Json() },
      { indexes: { byFree: { partition: 'free' } } },
    ],
    [
      'an index on one field twice',
      'Widget: index "byName" has "name" as partition and as sort: name two fields.',
      { ...id, name: text },
      { indexes: { byName: { partition: 'name', sort: 'name' } } },
    ],
    [
      'an index without a proper name',
      'Widget: index "by" needs a name of three or more letters and digits, such as \'byCategory\'.',
      { ...id, name: text },
      { indexes: { by: { partition: 'name' } } },
    ],
    [
      'an index with a space in its name',
      'Widget: index "by name" needs a name of three or more letters and digits, such as \'byCategory\'.',
      { ...id, name: text },
      { indexes: { 'by name': { partition: 'name' } } },
    ],
    [
      'a field of the service',
      'Widget.version: the service itself keeps "version" on every item: rename the field.',
      { ...id, version: Integer() },
    ],
    [
      'a field name with a hyphen',
      'Widget.first-name: a field name is a letter followed by letters, digits or "_": rename it.',
      { ...id, 'first-name': text },
    ],
    [
      'a field name that GraphQL keeps',
      'Widget.__type: a field name is a letter followed by letters, digits or "_": rename it.',
      { ...id, __type: text },
    ],
    [
      'limits the wrong way round',
      'Widget.count: min 5 is above max 4: exchange them.',
      { ...id, count: Integer({ min: 5, max: 4 }) },
    ],
    [
      'limits of elements the wrong way round',
      'Widget.tags: min 5 is above max 4: exchange them.',
      { ...id, tags: ListOf('text', {}, { min: 5, max: 4 }) },
    ],
    [
      'limits of a list the wrong way round',
      'Widget.tags: min 5 is above max 4: exchange them.',
      { ...id, tags: ListOf('text', { min: 5, max: 4 }) },
    ],
    [
      'whole numbers beyond GraphQL',
      "Widget.count: GraphQL's Int goes from -2147483648 to 2147483647: narrow min and max, or write @Float.",
      { ...id, count: Integer({ max: 2 ** 31 }) },
    ],
    [
      'whole elements beyond GraphQL',
      "Widget.counts: GraphQL's Int goes from -2147483648 to 2147483647: narrow min and max, or write @Float.",
      { ...id, counts: ListOf('integer', {}, { min: -(2 ** 40) }) },
    ],
    [
      'an enumeration of nothing',
      'Widget.state: an enumeration needs a value: write letters, digits and "_", such as IN_STORE.',
      { ...id, state: Enumeration('State', []) },
    ],
    [
      'two values with one GraphQL name',
      `Widget.state: "IN_STORE" and "in store" would both be IN_STORE in GraphQL: name them, as in @Enumeration('State', { IN_STORE: 'IN_STORE', IN_STORE_2: 'in store' }).`,
      { ...id, state: Enumeration('State', ['IN_STORE', 'in store']) },
    ],
    [
      'a value without a GraphQL name',
      `Widget.state: "倉庫" has no letter or digit that a GraphQL name can have: name it, as in @Enumeration('State', { SOME_NAME: '倉庫' }).`,
      { ...id, state: Enumeration('State', ['OK', '倉庫']) },
    ],
    [
      'a name that GraphQL does not take',
      'Widget.state: "in store" cannot be a GraphQL enum value: write letters, digits and "_", such as IN_STORE.',
      { ...id, state: Enumeration('State', { 'in store': 'in' }) },
    ],
    [
      'a name that GraphQL keeps',
      'Widget.state: "true" cannot be a GraphQL enum value: write letters, digits and "_", such as IN_STORE.',
      { ...id, state: Enumeration('State', { true: 'yes' }) },
    ],
    [
      'a meaning of what is no value',
      'Widget.state: meanings tells of "C", which is no value of WidgetMeaning: use some of A, B.',
      { ...id, state: Enumeration('WidgetMeaning', ['A', 'B'], { meanings: { C: 'Nothing.' } }) },
    ],
    [
      'two meanings of a value',
      'Widget.other: "A" of WidgetMeaning has two meanings: take one of the sentences away.',
      {
        ...id,
        state: Enumeration('WidgetMeaning', ['A', 'B'], { meanings: { A: 'One.' } }),
        other: Enumeration('WidgetMeaning', ['A', 'B'], { meanings: { A: 'Another.' } }),
      },
    ],
    [
      'a value twice under two names',
      'Widget.state: an enumeration has a value twice: take one of them away.',
      { ...id, state: Enumeration('State', { A: 'a', B: 'a' }) },
    ],
    [
      'a blank value',
      'Widget.state: the value " " of an enumeration must not be blank: change it.',
      { ...id, state: Enumeration('State', ['OK', ' ']) },
    ],
    [
      'a value too long for a key',
      `Widget.state: the value "${'x'.repeat(257)}" of an enumeration must have at most 256 characters: change it.`,
      { ...id, state: Enumeration('State', ['x'.repeat(257)]) },
    ],
    [
      'a URL too long for a sort key',
      'Widget.link is part of the key, where DynamoDB takes 1024 bytes: write @Url({ max: 1024 }).',
      { ...id, link: Url() },
      { key: { partition: 'id', sort: 'link' } },
    ],
    [
      'a duration in a key',
      'Widget.time is a duration and cannot be part of the key: use an id, a text, a number, a date-time, a date, an e-mail address, a URL or an enumeration.',
      { ...id, time: Duration() },
      { key: { partition: 'id', sort: 'time' } },
    ],
    [
      'a default that is no calendar date',
      'Widget.day: the default "2026-02-29" must be a calendar date such as 2026-03-01: change one of the two.',
      { ...id, day: DateField({ default: '2026-02-29' }) },
    ],
    [
      'a default outside an enumeration',
      'Widget.state: the default "GONE" must be one of ON, OFF: change one of the two.',
      { ...id, state: Enumeration('State', ['ON', 'OFF'], { default: 'GONE' }) },
    ],
    [
      'a default beyond its limit',
      'Widget.count: the default 11 must be at most 10: change one of the two.',
      { ...id, count: Integer({ max: 10, default: 11 }) },
    ],
    [
      'a default too long',
      'Widget.name: the default "long" must have at most 3 characters: change one of the two.',
      { ...id, name: Text({ max: 3, default: 'long' }) },
    ],
    [
      'a default list with a wrong element',
      'Widget.tags: the default [1] must be a text: change one of the two.',
      { ...id, tags: ListOf('text', { default: [1] }) },
    ],
    [
      'an element class that is not there yet',
      'Widget.parts names a class that is not defined yet: declare the nested class above Widget.',
      { ...id, parts: NestedList(() => undefined as never) },
    ],
    [
      'a nested class without fields',
      'Empty declares no field: put a decorator such as @Text() on each of its fields.',
      { ...id, part: Nested(() => declare('Empty', {})) },
    ],
    [
      'a wrong field two classes down',
      'Deep.count: min 2 is above max 1: exchange them.',
      {
        ...id,
        part: Nested(() =>
          declare('Part', { deep: Nested(() => declare('Deep', { count: Integer({ min: 2, max: 1 }) })) }),
        ),
      },
    ],
    ...Object.entries<Fields>({
      'another field than a @Json': { ...id, more: text },
      'a field that is not there': id,
      'one of several fields beside the key': { ...id, more: Json(), name: text },
    }).map(([what, fields]): [string, string, Fields, DomainOptions] => [
      `a free form in ${what}`,
      'Widget: freeForm names "more", which is not the only field beside the key or is no @Json: declare the key and `@Json() more` alone, or take freeForm away.',
      fields,
      { freeForm: 'more' },
    ]),
    [
      'a page larger than its most',
      'Widget: a page of 50 and at most 20 items cannot be: write page: { default: 20, max: 100 } with whole numbers from 1, the default not above the max.',
      id,
      { page: { default: 50, max: 20 } },
    ],
    [
      'a page of nothing',
      'Widget: a page of 0 and at most 20 items cannot be: write page: { default: 20, max: 100 } with whole numbers from 1, the default not above the max.',
      id,
      { page: { default: 0, max: 20 } },
    ],
  ])('%s', (_, sentence, ...declaration) => {
    expect(complaint(...declaration)).toBe(sentence);
  });

  test.each(['ab', 'Product', '1st', 'pro duct', 'pro/duct', 'pro_duct', '-pro', ''])(
    'the domain name "%s"',
    (name) => {
      expect(complaint(id, {}, name)).toBe(
        `@Domain('${name}') on Widget: a domain name is three or more lower-case letters, digits and hyphens, such as 'product'.`,
      );
    },
  );

  test('a class further down in the same file', () => {
    const type = declare('Widget', { ...id, part: Nested(() => Later) });
    expect(() => Domain('widget')(type)).toThrow(
      'Widget.part names a class that is not defined yet: declare the nested class above Widget.',
    );
    class Later {}
  });

  test('two decorators on one field', () => {
    const twice = () =>
      declare('Widget', { name: (prototype, name) => [Text(), Integer()].forEach((one) => one(prototype, name)) });
    expect(twice).toThrow('Widget.name carries two field decorators: keep one of them.');
  });

  test('a field of a class above declared again', () => {
    const type = declare('Widget', { ...id, name: text }, declare('Base', { name: text }));
    expect(() => Domain('widget')(type)).toThrow(
      'Widget.name is declared twice, here and in a class above: rename one of them.',
    );
  });

  test('a class in the list without @Domain', () => {
    expect(() => operationsOf([declare('Widget', id)])).toThrow(
      "Widget is in the list of domains but carries no @Domain: write @Domain('widget') above the class.",
    );
  });

  test('two domains of one name', () => {
    const [one, other] = [declare('One', id), declare('Other', id)];
    for (const type of [one, other]) Domain('widget')(type);
    expect(() => operationsOf([one, other])).toThrow(
      "One and Other both say @Domain('widget'): rename one of the two.",
    );
  });

  test.each<[string, string, DomainOptions]>([
    ['an item and its list', 'Sheep', { plural: 'sheep' }],
    ['two domains', 'Sheep', { plural: 'widgets' }],
  ])('one GraphQL name for %s', (_, name, options) => {
    const [sheep, widget] = [declare(name, id), declare('Widget', id)];
    Domain('sheep', options)(sheep);
    Domain('widget')(widget);
    expect(() => operationsOf([widget, sheep])).toThrow(
      /^Sheep: the GraphQL field "\w+" is already one of \w+: rename the class, or write plural: '…' in @Domain\.$/,
    );
  });
});

describe('a right declaration', () => {
  test('says what it leaves out', () => {
    const type = declare('BigBox', id);
    Domain('box')(type);
    expect(domainOf(type)).toMatchObject({
      name: 'box',
      typeName: 'BigBox',
      singular: 'bigBox',
      plural: 'bigBoxs',
      key: { partition: 'id' },
      indexes: {},
      scan: false,
      page: { default: 20, max: 100 },
    });
  });

  test('may have every kind of scalar in its keys and indexes', () => {
    const fields = {
      ...id,
      at: DateTime(),
      count: Integer(),
      rank: Float(),
      price: Money(),
      state: Enumeration('State', ['ON']),
      name: text,
    };
    const indexes = Object.fromEntries(
      Object.keys(fields).map((partition) => [`by-${partition}`, { partition, sort: 'updatedAt' }]),
    );
    expect(complaint(fields, { indexes })).toBe('nothing');
    for (const partition of Object.keys(fields)) expect(complaint(fields, { key: { partition } })).toBe('nothing');
  });

  test('may go to the very limits of DynamoDB', () => {
    const fields = { id: Id({ max: 1024 }), owner: Text({ max: 512 }), place: Text({ max: 256 }) };
    expect(
      complaint(fields, {
        key: { partition: 'owner', sort: 'id' },
        indexes: { one: { partition: 'owner', sort: 'place' } },
      }),
    ).toBe('nothing');
  });

  test('may have defaults that keep their rules', () => {
    const fields = {
      ...id,
      state: Enumeration('State', ['ON'], { default: 'ON' }),
      on: Flag({ default: false }),
      tags: ListOf('text', { default: [] }),
      free: Json({ default: { any: [1] } }),
    };
    expect(complaint(fields)).toBe('nothing');
  });

  test('may name itself in a nested list', () => {
    class Tree {}
    NestedList(() => Tree, { optional: true })(Tree.prototype, 'branches');
    expect(complaint({ ...id, tree: Nested(() => Tree) })).toBe('nothing');
  });

  test('has the fields of the classes above first, each class with its own', () => {
    const base = declare('Base', { ...id, name: text });
    const widget = declare('Widget', { count: Integer() }, base);
    expect(fieldsOf(widget).map(({ name }) => name)).toEqual(['id', 'name', 'count']);
    expect(fieldsOf(base).map(({ name }) => name)).toEqual(['id', 'name']);
  });

  test('is called by the words of its class, or as it says itself', () => {
    const nounIn = (options: DomainOptions = {}): string => {
      const type = declare('AuditEntry', { ...id });
      Domain('audit-entry', options)(type);
      return domainOf(type).noun;
    };
    expect(nounIn()).toBe('audit entry');
    expect(nounIn({ noun: 'line of the log' })).toBe('line of the log');
  });
});
