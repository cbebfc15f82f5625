import { anyone, role } from '../../schema/access';
import type { AccessRule } from '../../schema/access';
import { Enumeration, Flag, Integer, ListOf, Text } from '../../schema/decorators';
import type { DeclaredClass } from '../../schema/facts';
import { lines, plain, plan, thing, title, withoutGraphql } from '../../test/planning';
import type { FieldDecorator } from '../../test/planning';
import { compareAsyncApi } from './asyncapi';
import { compareGraphql } from './graphql';
import { compareOpenApi } from './openapi';

// Declarations in, findings of what callers see out: the documents are those that the gateway itself gives for them.

describe('who may', () => {
  const open = (write: AccessRule, read: AccessRule = anyone): DeclaredClass =>
    thing({ title }, { access: { read, write } });

  test('a rule that is another one may shut somebody out', async () => {
    const { findings } = await plan(open(role('editor')), open(role('admin')));
    expect(lines(findings, 'breaking')).toContain('Access: createThing is for role admin, before for role editor.');
    expect(lines(findings, 'breaking').every((line) => line.startsWith('Access: '))).toBe(true);
  });

  test('who needed no token and now does breaks; the other way round somebody should look', async () => {
    const closed = await plan(open(role('admin')), open(role('admin'), role('admin')));
    expect(lines(closed.findings, 'breaking')).toContain('REST: GET /thing asks for a token now.');
    const opened = await plan(open(role('admin'), role('admin')), open(role('admin')));
    expect(lines(opened.findings, 'breaking')).toEqual([]);
    expect(lines(opened.findings, 'caution')).toContain('Access: things is for anyone, before for role admin.');
  });

  test('a field that fewer see', async () => {
    const rank = (visible?: AccessRule): DeclaredClass => thing({ rank: Integer({ optional: true, visible }) });
    expect(lines((await plan(rank(), rank(role('admin')))).findings, 'breaking')).toEqual([
      'thing: rank is seen by role admin, before by whoever may read the item.',
    ]);
    expect(lines((await plan(rank(role('admin')), rank())).findings, 'breaking')).toEqual([]);
  });
});

describe('the faces', () => {
  const breaks = async (before: Record<string, FieldDecorator>, now: Record<string, FieldDecorator>) =>
    lines((await plan(thing(before), thing(now))).findings, 'breaking');

  test('a field less breaks all that read or send it', async () => {
    const words = await breaks({ title, rank: Integer({ optional: true }) }, { title });
    expect(words).toEqual(
      expect.arrayContaining([
        "GraphQL: Field 'rank' was removed from object type 'Thing'.",
        "GraphQL: Input field 'rank' was removed from input object type 'ThingInput'.",
        'REST: Thing.rank is no longer there.',
        'REST: ThingInput.rank is no longer taken.',
        'REST: ThingPatch.rank is no longer taken.',
        'REST: GET /thing, query rank, is no longer taken.',
      ]),
    );
    // Six routes give a Thing; it is told of once.
    expect(words.filter((line) => line === 'REST: Thing.rank is no longer there.')).toHaveLength(1);
  });

  test('a new required field breaks who sends without it', async () => {
    expect(await breaks({}, { title })).toEqual([
      expect.stringMatching(
        /^GraphQL: Input field 'title' of type 'String!' was added to input object type 'ThingInput'/,
      ),
      'REST: ThingReplacement.title must be sent now.',
      'REST: ThingInput.title must be sent now.',
    ]);
  });

  test('a new operation or a new optional field breaks nobody', async () => {
    expect(
      await breaks({ title }, { title, rank: Integer({ optional: true }), isNew: Flag({ default: true }) }),
    ).toEqual([]);
    const { findings } = await plan(thing({ title }, { operations: ['get'] }), plain());
    expect(lines(findings, 'breaking')).toEqual([]);
  });

  test('an operation less is a route and a field less', async () => {
    const { findings } = await plan(plain(), thing({ title }, { operations: ['get', 'list', 'create'] }));
    expect(lines(findings, 'breaking')).toEqual(
      expect.arrayContaining([
        'REST: DELETE /thing/{id} is no longer there.',
        "GraphQL: Field 'deleteThing' was removed from object type 'Mutation'.",
      ]),
    );
  });

  test.each([
    [Text({ max: 60 }), Text({ max: 59 }), 'ThingInput.it has maxLength 59, before 60.'],
    [Text({ max: 60 }), Text({ max: 60, min: 2 }), 'ThingInput.it has minLength 2, before 1.'],
    [Text(), Text({ pattern: /^a/ }), 'ThingInput.it has pattern ^a, before none.'],
    [Integer({ max: 9 }), Integer({ max: 8 }), 'ThingInput.it has maximum 8, before 9.'],
    [Integer({ min: 0 }), Integer({ min: 1 }), 'ThingInput.it has minimum 1, before 0.'],
    [ListOf('text'), ListOf('text', { max: 5 }), 'ThingInput.it has maxItems 5, before 100.'],
    [ListOf('text'), ListOf('text', {}, { max: 5 }), 'ThingInput.it[] has maxLength 5, before 1000.'],
    [Text(), Integer(), 'ThingInput.it takes integer, before string.'],
    [Enumeration('It', ['A', 'B']), Enumeration('It', ['A']), 'It no longer takes B.'],
    [Text({ optional: true }), Text(), 'ThingInput.it must be sent now.'],
  ])('what is sent must not get narrower: %#', (before, now, words) => {
    expect(lines(withoutGraphql(thing({ it: before }), thing({ it: now })), 'breaking')).toContain(`REST: ${words}`);
  });

  test.each([
    [Text({ max: 59 }), Text({ max: 60 })],
    [Text({ pattern: /^a/ }), Text()],
    [Integer({ min: 1, max: 8 }), Integer({ min: 0, max: 9 })],
    [ListOf('text', { max: 5 }), ListOf('text')],
    [Enumeration('It', ['A']), Enumeration('It', ['A', 'B'])],
  ])('what is sent may get wider: %#', (before, now) => {
    expect(lines(withoutGraphql(thing({ it: before }), thing({ it: now })), 'breaking')).toEqual([]);
  });

  test('what is given must not get wider', async () => {
    const optional = Text({ max: 60, optional: true });
    expect(await breaks({ title }, { title: optional })).toEqual(['REST: Thing.title may be left out now.']);
    const strict = { strict: true };
    expect(
      lines((await plan(thing({ title }, strict), thing({ title: optional }, strict))).findings, 'breaking'),
    ).toEqual([
      "GraphQL: Field 'Thing.title' changed type from 'String!' to 'String'.",
      'REST: Thing.title may be left out now.',
    ]);
    // What cannot be read is null where it was withheld.
    expect(lines((await plan(thing({ title }, strict), thing({ title }))).findings, 'breaking')).toEqual([
      "GraphQL: Field 'Thing.title' changed type from 'String!' to 'String'.",
      'REST: ThingSelection.title may be string or null, before string.',
      'REST: Thing.title may be string or null, before string.',
    ]);
    // Nothing is null then, and there is nothing to warn of.
    expect(lines((await plan(thing({ title }), thing({ title }, strict))).findings, 'breaking')).toEqual([
      'REST: ThingSelection.warnings is no longer there.',
      'REST: Thing.warnings is no longer there.',
      'REST: ThingReplacement.warnings is no longer taken.',
      'REST: ThingPatch.warnings is no longer taken.',
    ]);
    const findings = withoutGraphql(
      thing({ it: Enumeration('It', ['A']) }),
      thing({ it: Enumeration('It', ['A', 'B']) }),
    );
    expect(lines(findings, 'caution')).toEqual(['REST: It may now be B, which callers do not know yet.']);
  });

  test('events too', async () => {
    const before = thing({ title, rank: Integer({ optional: true }) }, { events: true });
    const words = lines((await plan(before, thing({ title }, { events: true }))).findings, 'breaking');
    expect(words).toContain('Events: ThingAnnounced.rank is no longer there.');
    expect(lines((await plan(before, plain())).findings, 'breaking')).toContain(
      'Events: ThingCreated is no longer sent.',
    );
  });
});

describe('OpenAPI documents', () => {
  const document = (operation: object, rest: object = {}): any => ({
    paths: { '/a/{id}': { get: { responses: {}, ...operation } } },
    ...rest,
  });
  const judge = (before: any, now: any): string[] =>
    compareOpenApi(before, now).map(({ level, words }) => `${level}: ${words}`);
  const answer = (schema: object, more: object = {}): object => ({
    responses: { 200: { content: { 'application/json': { schema } }, ...more } },
  });
  const body = (schema: object, more: object = {}): object => ({
    requestBody: { content: { 'application/json': { schema } }, ...more },
  });
  const query = (more: object): object => ({
    parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...more }],
  });
  const place = 'GET /a/{id}';
  const marked = (type: string, more: object = {}): object => ({
    type: 'object',
    properties: { type: { type: 'string', const: type }, ...more },
  });
  const [a, b] = ['a', 'b'].map((type) => marked(type, { at: { type: 'string' } })) as [object, object];
  const union = (...oneOf: object[]): object => ({ oneOf, discriminator: { propertyName: 'type' } });
  const json = (contentSchema: object): object => ({
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema,
  });

  test.each([
    ['a status less', { responses: { 200: {}, 304: {} } }, { responses: { 200: {} } }, 'no longer answers 304.'],
    ['a header less', answer({}, { headers: { ETag: {} } }), answer({}), 'answer 200, has no header ETag any more.'],
    ['a media type less', answer({}), { responses: { 200: {} } }, 'answer 200, gives no application/json any more.'],
    ['a body more', {}, body({}, { required: true }), 'must be sent with a body now.'],
    ['a body less', body({}), {}, 'takes no body any more.'],
    ['a parameter that must be sent', query({}), query({ required: true }), 'query q, must be sent now.'],
    ['a parameter more that must be sent', {}, query({ required: true }), 'query q, must be sent now.'],
    ['a token', {}, { security: [{ bearer: [] }] }, 'asks for a token now.'],
    ['null given', answer({ type: 'string' }), answer({ type: ['string', 'null'] }), 'body may be string or null'],
    ['null no longer taken', body({ type: ['string', 'null'] }), body({ type: 'string' }), 'body takes string, before'],
    [
      'a fraction given',
      answer({ type: 'integer' }),
      answer({ type: 'number' }),
      'body may be number, before integer.',
    ],
    ['anything given', answer({ type: 'integer' }), answer({}), 'body may be anything, before integer.'],
    ['a keyword that no rule knows', body({}), body({ uniqueItems: true }), 'body differs in uniqueItems, which'],
    ['other alternatives', answer({ anyOf: [{}, {}] }), answer({ anyOf: [{}] }), 'has other alternatives than before.'],
    ['closed for other fields', body({}), body({ additionalProperties: false }), 'takes no other fields than its own'],
    ['an alternative less', body(union(a, b)), body(union(a)), 'body no longer takes b.'],
    [
      'an alternative that lacks a member',
      answer(union(a, b)),
      answer(union(b, marked('a'))),
      'body.at is no longer there.',
    ],
    [
      'text of another form',
      body(json(a)),
      body({ ...json(a), contentMediaType: 'text/csv' }),
      'contentMediaType text/csv',
    ],
    [
      'a member less in a text',
      body(json({ ...b, additionalProperties: false })),
      body(json({ ...marked('b'), additionalProperties: false })),
      'no longer taken',
    ],
    [
      'one form of an object without what it always had',
      answer({ type: 'object', properties: { at: {} }, required: ['at'] }),
      answer(marked('c')),
      'body.at is no longer there.',
    ],
    ['any value for one', answer({ const: 'a' }), answer({}), 'is always undefined, before "a".'],
    ['null for the one that was', answer(a), answer({ anyOf: [a, { type: 'null' }] }), 'body may be null now.'],
    ['another constant', answer({ const: 'a' }), answer({ const: 'b' }), 'is always "b", before "a".'],
    [
      'another format given',
      answer({ format: 'date' }),
      answer({ format: 'time' }),
      'has the format time, before date.',
    ],
  ])('%s breaks', (_, before, now, words) => {
    const [only, ...more] = judge(document(before), document(now));
    expect(only).toMatch(`breaking: ${place}`);
    expect(only).toMatch(words);
    expect(more).toEqual([]);
  });

  test.each([
    ['an error less', { responses: { 200: {}, 404: {} } }, { responses: { 200: {} } }],
    ['a status more', { responses: { 200: {} } }, { responses: { 200: {}, 304: {} } }],
    ['a parameter more', {}, query({})],
    ['a parameter that need not be sent', query({ required: true }), query({})],
    ['no token any more', { security: [{ bearer: [] }] }, { security: [] }],
    ['a token that may be left out', {}, { security: [{ bearer: [] }, {}] }],
    ['another description', answer({ description: 'a' }), answer({ description: 'b' })],
    ['a number taken for a whole one', body({ type: 'integer' }), body({ type: 'number' })],
    ['wider limits given', answer({ maximum: 5 }), answer({ maximum: 9 })],
    ['a format of numbers', body({ type: 'number' }), body({ type: 'number', format: 'double' })],
    ['a narrower form given', answer({ type: 'string' }), answer({ type: 'string', format: 'date' })],
    ['one value where any was', answer({ type: 'string' }), answer({ type: 'string', const: 'a' })],
    [
      'a union of what one object was',
      answer({ type: 'object', properties: { type: { type: 'string' }, at: {}, of: {} } }),
      answer(union(a, b, marked('c'))),
    ],
    ['alternatives in another order', answer(union(a, b)), answer(union(b, a))],
    [
      'a value with a name of its own',
      body({ type: ['string', 'null'] }),
      body({ anyOf: [{ type: 'string' }, { type: 'null' }] }),
    ],
  ])('%s breaks nobody', (_, before, now) => {
    expect(judge(document(before), document(now))).toEqual([]);
  });

  test('an alternative more is to be looked at where it is given', () => {
    expect(judge(document(answer(union(a, b))), document(answer(union(a, b, marked('c')))))).toEqual([
      `caution: ${place}, answer 200, body may now be c, which callers do not know yet.`,
    ]);
  });

  test('the name of a parameter in a path is nothing to a caller', () => {
    const renamed = { paths: { '/a/{key}': document({}).paths['/a/{id}'] } };
    expect(judge(document({}), renamed)).toEqual([]);
    expect(judge(document({}), { paths: {} })).toEqual([`breaking: ${place} is no longer there.`]);
  });

  test('references are followed, also where a schema contains itself or may be null', () => {
    const tree = (leaf: object): object => ({
      components: {
        schemas: {
          Tree: { properties: { leaf, next: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] } } },
        },
      },
    });
    const given = answer({ $ref: '#/components/schemas/Tree' });
    expect(judge(document(given, tree({ type: 'string' })), document(given, tree({ type: 'integer' })))).toEqual([
      'breaking: Tree.leaf may be integer, before string.',
    ]);
    const nullable = answer({ anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] });
    const whole = tree({});
    expect(judge(document(given, whole), document(nullable, whole))).toEqual([
      `breaking: ${place}, answer 200, body may be null now.`,
    ]);
    expect(judge(document(nullable, whole), document(given, whole))).toEqual([]);
    expect(() => judge(document(given, whole), document(given))).toThrow('nothing at #/components/schemas/Tree');
  });
});

test('a new value is to be looked at in GraphQL where it is given, not where it is only sent', async () => {
  const sdl = (values: string): string => `type Query { a(b: B): A } enum A { ${values} } enum B { ${values} }`;
  expect(lines(await compareGraphql(sdl('X'), sdl('X Y')))).toEqual(["GraphQL: Enum value 'Y' was added to enum 'A'."]);
});

test('a default that changes is to be looked at in GraphQL too', async () => {
  const sdl = (value: number): string => `type Query { a(b: Int = ${value}): Int }`;
  expect(lines(await compareGraphql(sdl(1), sdl(2)))).toEqual([expect.stringContaining('GraphQL: Default value')]);
});

test('an AsyncAPI document without messages is one', () => expect(compareAsyncApi({}, {})).toEqual([]));
