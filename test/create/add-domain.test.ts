import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredClass } from '../../schema/facts';
import { domainOf } from '../../schema/facts';
import { capitals } from '../../tools/create/words';
import { loadDefinition } from '../../services/application';
import type { GatewayDefinition } from '../../services/definition';
import { add } from '../../tools/create/add-domain';
import { withDomain } from '../../tools/create/domain-list';
import { formats, openGateway } from '../harness';
import { complaintsOf, createProject, openFolder, put, terminal } from './projects';
import type { Said } from './projects';

// `tandem add domain` in an application from the template empty: what it writes is what a gateway takes.

const folder = openFolder();
let count = 0;
const newProject = async (): Promise<string> => createProject(folder, `adding-${(count += 1)}`, 'empty');
const read = (project: string, path: string): string => readFileSync(join(project, path), 'utf8');

async function run(project: string, line: readonly string[], answers?: readonly string[]): Promise<Said> {
  const { said, ...streams } = terminal(answers);
  return said(await add(['domain', ...line], project, streams));
}

/** The definition as the next command reads it: from another place, since what was imported once is not read again. */
async function definitionAfter(project: string): Promise<GatewayDefinition> {
  cpSync(project, `${project}-after`, { recursive: true });
  return loadDefinition(`${project}-after`);
}

/** A class of an application that has been written before. */
async function written(project: string, path: string, className: string): Promise<DeclaredClass> {
  return ((await import(join(project, path))) as Record<string, DeclaredClass>)[className]!;
}

describe.each(formats)('a domain of two words with a numeric key, with %s events', (payload) => {
  test('lives on the faces', async () => {
    const project = await newProject();
    const fields = ['account:text:64', 'number:integer:1..', 'amount:integer:1..99', 'note:text:200:optional'];
    const { code, printed, complained } = await run(project, ['entry-line', ...fields, '--key', 'account,number']);
    expect({ code, complained }).toEqual({ code: 0, complained: '' });
    expect(printed).toContain('schema/entry-line.ts');
    expect(printed).toContain('npm run generate');
    expect(read(project, 'tandem.ts')).toContain('domains: [Task, EntryLine],');
    const definition = await definitionAfter(project);
    const gateway = await openGateway(payload, { definition });
    const body = { account: 'ann', number: 7, amount: 2 };
    const created = await gateway.send('POST', '/entry-line', { body });
    expect(created).toMatchObject({ status: 201, headers: { location: '/entry-line/ann/7' }, json: body });
    const asked = await gateway.graphql('{ entryLine(account: "ann", number: 7) { amount note } }');
    expect(asked.json.data.entryLine).toEqual({ amount: 2, note: null });
    const wrong = await gateway.send('PATCH', '/entry-line/ann/7', { body: { amount: 100 } });
    expect(wrong.json.errors).toEqual([{ pointer: '/amount', detail: 'must be at most 99' }]);
    const call = { name: 'deleteEntryLine', arguments: { account: 'ann', number: 7 } };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call };
    expect((await gateway.send('POST', '/mcp', { body: message })).json.result.isError).not.toBe(true);
    expect((await gateway.send('GET', '/entry-line/ann/7')).status).toBe(404);
  });
});

describe('a sample', () => {
  const sample = [
    {
      id: 7,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      since: '2026-03-01',
      seenAt: '2026-03-01T10:00:00.123456+01:00',
      page: 'https://example.com/ada',
      active: true,
      score: 1.5,
      fee: 12.5,
      state: 'OPEN',
      letter: 'Dear all,\nhello.',
      tags: ['a', 'b'],
      home: { street: 'Main Street 1', place: { lat: 1.5, lon: 2 } },
      visits: [{ at: '2026-03-01T10:00:00Z', count: 2 }, { at: '2026-03-02T10:00:00Z' }],
      extra: {},
      version: 3,
    },
    { id: 8, name: 'Bob', email: 'bob@example.com', score: 2, active: null },
  ];
  let project: string;
  let said: Said;
  let facts: Record<string, object>;
  beforeAll(async () => {
    project = await newProject();
    put(project, { 'member.json': JSON.stringify(sample) });
    said = await run(project, ['member', '--sample', 'member.json']);
    const { fields } = domainOf(await written(project, 'schema/member.ts', 'Member'));
    facts = Object.fromEntries(fields.map((field) => [field.name, field]));
  });

  test('tells kinds, and never an enumeration', () => {
    expect(said).toMatchObject({ code: 0, complained: '' });
    expect(facts).toMatchObject({
      id: { kind: 'integer', optional: false },
      name: { kind: 'text', max: 40, optional: false },
      email: { kind: 'email', optional: false },
      since: { kind: 'date', optional: true },
      seenAt: { kind: 'dateTime', precision: 6 },
      page: { kind: 'url' },
      active: { kind: 'boolean', optional: true },
      score: { kind: 'float', optional: false },
      fee: { kind: 'money' },
      state: { kind: 'text' },
      letter: { kind: 'text', multiline: true },
      tags: { kind: 'list', each: { kind: 'text' } },
      home: { kind: 'object' },
      visits: { kind: 'objects' },
      extra: { kind: 'json' },
    });
  });

  test('leaves out what the service keeps, and says so', () => {
    expect(facts).not.toHaveProperty('version');
    expect(said.printed).toContain('The service itself keeps "version" on every item');
  });

  test('is itself taken by the gateway that was made of it', async () => {
    const gateway = await openGateway('v1', { definition: await definitionAfter(project) });
    for (const one of sample) {
      const body = Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'version'));
      const { status, json } = await gateway.send('POST', '/member', { body });
      expect({ id: one.id, status, errors: json.errors }).toEqual({ id: one.id, status: 201 });
    }
    const nested = '{ member(id: 7) { home { place { lat } } visits { count } } }';
    expect((await gateway.graphql(nested)).json.data.member).toEqual({
      home: { place: { lat: 1.5 } },
      visits: [{ count: 2 }, { count: null }],
    });
    expect((await gateway.send('GET', '/member')).json.items).toHaveLength(2);
  });

  test('gives a class that the compiler takes', () => {
    const places = [`${project}/schema/member.ts`, `${project}/tandem.ts`];
    expect(complaintsOf(folder, `${project}/tsconfig.json`, places)).toBe('');
  });
});

describe('the key', () => {
  test.each([
    ['an id that is a text is made by the service', { id: 'a', title: 'x' }, [], { partition: 'id' }, 'id'],
    ['the name and Id', { ticketId: 'a', title: 'x' }, [], { partition: 'ticketId' }, 'id'],
    ['no such field: an id is added', { title: 'x' }, [], { partition: 'id' }, 'id'],
    ['as it is said', { id: 'a', title: 'x' }, ['--key', 'title,id'], { partition: 'title', sort: 'id' }, 'text'],
  ])('%s', async (_, sample, line, key, kind) => {
    const project = await newProject();
    put(project, { 'a.json': JSON.stringify(sample) });
    expect(await run(project, ['ticket', '--sample', 'a.json', ...line])).toMatchObject({ code: 0, complained: '' });
    const domain = domainOf(await written(project, 'schema/ticket.ts', 'Ticket'));
    expect(domain.key).toEqual(key);
    expect(domain.fields.find(({ name }) => name === domain.key.partition)?.kind).toBe(kind);
  });
});

test('asks in a terminal, again after a wrong answer', async () => {
  const project = await newProject();
  const answers = ['title', 'title:text:80', 'title:text', 'done:boolean', '', 'nothing', 'id'];
  const { code, printed, complained } = await run(project, ['reading list'], answers);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  expect(printed).toContain('title has no kind: write title:text');
  expect(printed).toContain('There is a field of this name already.');
  expect(printed).toContain('The key names the field "nothing", which is not there');
  const { fields } = domainOf(await written(project, 'schema/reading-list.ts', 'ReadingList'));
  expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['id id', 'title text', 'done boolean']);
});

test.each([
  ['category', 'categories'],
  ['box', 'boxes'],
  ['status', 'statuses'],
  ['key', 'keys'],
  ['storage-shelf', 'storageShelves'],
  ['knife', 'knives'],
  ['roof', 'roofs'],
])('the list of %s is called %s', async (name, plural) => {
  const project = await newProject();
  expect(await run(project, [name, 'title:text'])).toMatchObject({ code: 0, complained: '' });
  const type = await written(project, `schema/${name}.ts`, capitals(name));
  expect(domainOf(type).plural).toBe(plural);
});

describe('is refused in a sentence, and nothing is written:', () => {
  let project: string;
  // No "s": the name would look like a plural.
  const letters = 'abcdefghijklmnopqrstuvwxyz'.replace('s', '').split('');
  beforeAll(async () => {
    project = await newProject();
    put(project, { 'wrong.json': '{', 'list.json': '[]', 'names.json': '{ "first name": "a" }' });
  });

  test.each([
    [['task', 'title:text'], /^schema\/task\.ts is there already/],
    [['Task', 'title:text'], /^schema\/task\.ts is there already/],
    [['1st', 'title:text'], /^"1st" cannot name a domain/],
    [['date', 'at:date'], /^A class Date would hide/],
    [['text', 'title:text'], /^A class Text would hide/],
    [['graphql', 'title:text'], /the gateway itself answers at \/graphql/],
    [['ab', 'title:text'], /three or more/],
    [['outbox', 'title:text'], /keeps for itself/],
    [['query', 'title:text'], /Query/],
    [['entries', 'title:text'], /looks like many: say entry/],
    [['storage-shelves', 'title:text'], /looks like many: say storage-shelf,/],
    [['change', 'title:text'], /^The class Change leads to the GraphQL type Change, which the gateway itself has too/],
    [['change-feed', 'title:text'], /^The class ChangeFeed leads to .*, which the gateway itself has too/],
    [['note'], /^Say what note-[a-z] holds/],
    [['note', 'title'], /title has no kind/],
    [['note', 'title:string'], /there is no kind "string": write title:text/],
    [['note', 'title:text', 'title:text'], /said twice/],
    [['note', 'version:integer'], /the service itself keeps "version"/],
    [['note', 'and:text'], /"and" combines conditions/],
    [
      ['note', 'constructor:text:10'],
      /^"constructor" cannot name a field, because JavaScript looks for it in every object: say more, such as constructorValue\.$/m,
    ],
    [['note', '__proto__:text'], /^"__proto__" cannot name a field, .*, such as protoValue\.$/m],
    [['note', 'toString:text'], /^"toString" cannot name a field, .*, such as toStringValue\.$/m],
    [['note', 'a-b:text'], /"a-b" cannot name a field: .*, such as aB/],
    [['note', 'state:enumeration'], /say which values there are/],
    [['note', 'size:integer:5'], /write both ends, such as 1\.\.99/],
    [['note', 'title:text', '--key', 'name'], /The key names the field "name"/],
    [['note', 'done:boolean', '--key', 'done'], /done/],
    [['note', 'title:text:optional', '--key', 'title'], /is a key field and optional/],
    [['note', '--sample', 'missing.json'], /^There is no file/],
    [['note', '--sample', 'wrong.json'], /is no JSON/],
    [['note', '--sample', 'list.json'], /no object and no list of objects/],
    [['note', '--sample', 'names.json'], /"first name" cannot name a field: .*, such as firstName/],
  ])('%j', async (line, sentence) => {
    const before = read(project, 'tandem.ts');
    // A name of its own, since a file that was imported once is not read again.
    const [name, ...rest] = line;
    const word = name === 'note' ? `note-${letters.shift()}` : name!;
    const { code, complained } = await run(project, [word, ...rest]);
    expect(code).toBe(1);
    expect(complained).toMatch(sentence);
    expect(complained).not.toMatch(/\n\s+at /);
    expect(read(project, 'tandem.ts')).toBe(before);
    if (line[0] !== 'task' && line[0] !== 'Task') {
      expect(existsSync(join(project, `schema/${word}.ts`))).toBe(false);
    }
  });

  test.each([[['thing', 'x']], [[]], [['domain']], [['domain', 'note', '--wrong']]])(
    'the command line %j',
    async (line) => {
      const { said, ...streams } = terminal();
      const { code, complained } = said(await add(line, project, streams));
      expect(code).toBe(2);
      expect(complained).toContain('See: npx tandem add --help');
    },
  );
});

test('a list that is no list of names is left alone, and the line to add is said', async () => {
  const project = await newProject();
  put(project, { 'tandem.ts': read(project, 'tandem.ts').replace('domains: [Task]', 'domains: [Task].flat()') });
  put(project, { 'tandem.ts': read(project, 'tandem.ts').replace('[Task].flat()', '[...[Task]]') });
  const before = read(project, 'tandem.ts');
  const { code, complained } = await run(project, ['note', 'title:text']);
  expect(code).toBe(1);
  expect(complained).toContain("import { Note } from './schema/note';");
  expect(read(project, 'tandem.ts')).toBe(before);
  expect(existsSync(join(project, 'schema/note.ts'))).toBe(true);
});

describe('the list of domains', () => {
  const added = { className: 'Note', place: './schema/note' };
  const head = "import { Task } from './schema/task';\n";
  const headAfter = `${head}import { Note } from './schema/note';\n`;
  test.each([
    ['a line', 'x({ domains: [Task] });\n', 'x({ domains: [Task, Note] });\n'],
    ['nothing', 'x({ domains: [] });\n', 'x({ domains: [Note] });\n'],
    [
      'several lines',
      'x({\n  domains: [\n    Task,\n  ],\n});\n',
      'x({\n  domains: [\n    Task,\n    Note,\n  ],\n});\n',
    ],
    [
      'comments, which stay',
      'x({\n  // domains: [Other]\n  domains: [\n    Task, // the first\n  ], // all\n});\n',
      'x({\n  // domains: [Other]\n  domains: [\n    Task, // the first\n    Note,\n  ], // all\n});\n',
    ],
    [
      'no comma at the end',
      'x({\n  domains: [\n    Task\n  ],\n});\n',
      'x({\n  domains: [\n    Task,\n    Note,\n  ],\n});\n',
    ],
    [
      'a list of its own',
      'export const domains: readonly DeclaredClass[] = [Task];\n',
      'export const domains: readonly DeclaredClass[] = [Task, Note];\n',
    ],
  ])('with %s', (_, before, after) => {
    expect(withDomain(head + before, added)).toBe(headAfter + after);
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    expect(withDomain(windows(head + before), added)).toBe(windows(headAfter + after));
  });

  test('that would be too long gets a line for each', () => {
    const names = Array.from({ length: 9 }, (_, index) => `SomeLongClassName${index}`);
    const text = withDomain(`${head}x({\n  domains: [${names.slice(0, 6).join(', ')}],\n});\n`, added);
    expect(text).toContain('domains: [\n    SomeLongClassName0,\n');
    expect(text).toContain('    Note,\n  ],\n');
  });

  test.each([
    ['two modules', 'x({ domains: [Task] }); y({ domains: [] });\n'],
    ['a spread', 'x({ domains: [...tasks] });\n'],
    ['a name', 'x({ domains });\n'],
  ])('of %s is not touched', (_, text) => expect(withDomain(text, added)).toBeUndefined());
});
