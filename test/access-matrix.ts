import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { localAccess } from '../local/tables';
import { ownerFields } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { exampleOf, keyExample } from '../schema/examples';
import {
  domainIfAny,
  domainOf,
  fieldsOf,
  nestedClass,
  nestedClasses,
  ownedFields,
  relationsOf,
  totalsOf,
} from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { listOf, recordOf } from '../schema/guards';
import { joinOf } from '../schema/joins';
import type { Item } from '../services/context';
import { comparisonsOf } from '../services/filter';
import { partsBeside } from '../services/kept-beside';
import { identityOf, idField, isNode, nodeFields, nodeFieldsOfChange } from '../services/nodes';
import { readsByKeys } from '../services/operation';
import type { Input, Operation } from '../services/operation';
import { resultFieldOf } from '../services/result-fields';
import { relationPaths } from '../services/relations';
import { trashed } from '../services/trash';
import { openTables } from '../tables';
import { digestOf } from './digest';
import { faces } from './faces';
import type { Face } from './faces';
import type { FakeIssuer } from './tokens';
import type { Answer, TestGateway } from './harness';
import { casesOf } from './parity';

// Who may do what, worked out from the declared rules a second time, in a few lines that share nothing with
// services/access.ts, and compared with what a gateway answers.

/** Who asks. */
export interface Person {
  readonly name: string;
  readonly token?: string;
  /** Whom the token proves; nobody without one, and nobody by one that does not count. */
  readonly known?: { readonly userName: string; readonly roles: readonly string[] };
}

/** How a request ends, in the view of access. */
type End = 'ok' | 'unauthenticated' | 'forbidden';

function endOf(rule: AccessRule | undefined, person: Person, owner: string): End {
  const isBad = person.token !== undefined && !person.known;
  if (!isBad && rule && meets(rule, person, owner)) return 'ok';
  return person.known ? 'forbidden' : 'unauthenticated';
}

function meets(rule: AccessRule, person: Person, owner: unknown): boolean {
  if ('any' in rule) return rule.any.some((one) => meets(one, person, owner));
  if ('all' in rule) return rule.all.every((one) => meets(one, person, owner));
  if (rule.who === 'anyone') return true;
  if (rule.who === 'role') return person.known?.roles.includes(rule.role) === true;
  return person.known !== undefined && (rule.who === 'signedIn' || person.known.userName === owner);
}

/** Of two things that a request needs, the first that ends it otherwise than well. */
const firstRefusal = (ends: readonly End[]): End => ends.find((end) => end !== 'ok') ?? 'ok';

/** The cells that came out otherwise than declared, and how many there were in all. */
export interface Matrix {
  readonly wrong: readonly string[];
  readonly cells: number;
}

interface Cell {
  readonly name: string;
  readonly end: End;
  /** The operation that would change something. */
  readonly writes?: Operation;
  /** Gives how it ended, and what else is wrong with the answer. */
  readonly ask: () => Promise<{ readonly code: string; readonly faults?: readonly string[] }>;
}

/** What everybody owns one of. */
const owners = ['alice', 'bob', 'admin'];

/** An owner may do nothing else with the status of an order; test/access.test.ts has the rest of that rule. */
const bodies: Readonly<Record<string, object>> = { setOrderStatus: { status: 'CANCELLED' } };

/**
 * Asks a gateway for everything that it has, as everybody, and compares with the declared operations.
 * @param declared the operations with the rules that are meant
 */
export async function accessMatrix(
  gateway: TestGateway,
  declared: readonly Operation[],
  people: readonly Person[],
): Promise<Matrix> {
  const world = { gateway, declared };
  await restore(world);
  const cells = people.flatMap((person) => [
    ...faces.flatMap((face) => declared.flatMap((operation) => operationCells(world, face, operation, person))),
    ...declared.flatMap((operation) => relationCells(world, operation, person)),
    ...envelopeCells(world, person),
  ]);
  const wrong: string[] = [];
  const check = async ({ name, end, ask }: Cell): Promise<void> => {
    const { code, faults = [] } = await ask();
    if (code !== end) wrong.push(`${name}: ${code}, not ${end}`);
    wrong.push(...faults.map((fault) => `${name}: ${fault}`));
  };

  const before = await digestOf(gateway.prefix);
  await each(
    cells.filter(({ end }) => end !== 'ok'),
    check,
  );
  if ((await digestOf(gateway.prefix)) !== before) wrong.push('a refused request has changed something');
  await restore(world);
  await each(
    cells.filter(({ end, writes }) => end === 'ok' && !writes),
    check,
  );
  for (const cell of cells.filter(({ end, writes }) => end === 'ok' && writes)) {
    await restore(world, cell.writes);
    await check(cell);
  }
  let replays = 0;
  for (const operation of declared.filter(({ idempotent }) => idempotent)) {
    for (const face of faces) {
      wrong.push(...(await wrongReplays(world, face, operation, people)));
      replays += people.length;
    }
  }
  return { wrong, cells: cells.length + replays };
}

/**
 * The tools that are told or kept back otherwise than the rules say: a person is told of exactly those that let this
 * person do something.
 */
export async function wronglyTold(
  gateway: TestGateway,
  declared: readonly Operation[],
  people: readonly Person[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const person of people.filter(({ token, known }) => known || token === undefined)) {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const { json } = await as({ gateway, declared }, person).send('POST', '/mcp', { body });
    const told: string[] = json.result.tools.map(({ name }: { name: string }) => name);
    const meant = declared.filter(({ access }) => endOf(access, person, ownerFor(person, 'own')) === 'ok');
    const names = meant.map(({ name }) => name);
    wrong.push(...told.filter((name) => !names.includes(name)).map((name) => `${person.name} is told of ${name}`));
    wrong.push(...names.filter((name) => !told.includes(name)).map((name) => `${person.name} is not told of ${name}`));
  }
  return wrong;
}

interface World {
  readonly gateway: TestGateway;
  readonly declared: readonly Operation[];
}

/** Sixteen at a time. */
async function each<Element>(elements: readonly Element[], work: (element: Element) => Promise<void>): Promise<void> {
  const waiting = [...elements];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** The same gateway, asked by a person; it notes the answers. */
function as(
  { gateway }: World,
  { token }: Person,
  headers: Record<string, string> = {},
): TestGateway & { readonly answers: Answer[] } {
  const all = { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const answers: Answer[] = [];
  const noted = async (answer: Promise<Answer>): Promise<Answer> => {
    answers.push(await answer);
    return answer;
  };
  return {
    ...gateway,
    answers,
    send: async (method, target, call) =>
      noted(gateway.send(method, target, { ...call, headers: { ...call?.headers, ...all } })),
    graphql: async (query, variables, given) => noted(gateway.graphql(query, variables, { ...given, ...all })),
  };
}

/** Every form of asking for an operation: plain, of one's own and of another, and by what is hidden. */
function operationCells(world: World, face: Face, operation: Operation, person: Person): Cell[] {
  // Where nothing is anybody's, the two would be one request.
  const sides = ownerFieldOf(operation.domain) ? ['own', 'another’s'] : ['own'];
  const plain = sides.map((whose): Cell => {
    const owner = ownerFor(person, whose);
    return {
      name: `${face.name} ${operation.name} as ${person.name}, ${whose}`,
      end: endOf(operation.access, person, isListOfAll(operation) ? ownerFor(person, 'own') : owner),
      writes: operation.kind === 'mutation' ? operation : undefined,
      ask: async () => {
        const { code, result } = await face.call(as(world, person), operation, inputFor(operation, owner));
        return { code, faults: code === 'ok' ? faultsIn(world, operation, person, result) : [] };
      },
    };
  });
  if (operation.query !== 'list') return plain;
  const own = ownerFor(person, 'own');
  const hidden = visiblePaths(operation.domain.type).map(({ path, field, rule }): Cell => {
    const [comparison] = comparisonsOf(field);
    const value =
      comparison === 'exists' ? true : exampleOf(comparison === 'contains' && 'each' in field ? field.each : field);
    const filter = path.reduceRight<object>((inner, name) => ({ [name]: inner }), { [comparison!]: value });
    return {
      name: `${face.name} ${operation.name} as ${person.name}, by ${path.join('.')}`,
      end: firstRefusal([endOf(operation.access, person, own), endOf(rule, person, '')]),
      ask: async () => face.call(as(world, person), operation, { ...inputFor(operation, own), query: { filter } }),
    };
  });
  return [...plain, ...hidden];
}

const isListOfAll = ({ query, key }: Operation): boolean => (query === 'list' || query === 'page') && key.length === 0;

/** Who proves nothing and whose token does not count would be alice. */
function ownerFor({ known }: Person, whose: string): string {
  const self = known?.userName ?? 'alice';
  return whose === 'own' ? self : self === 'alice' ? 'bob' : 'alice';
}

let made = 0;

/** A good input that names an owner wherever it can, and an id that nothing has yet where something is made. */
function inputFor(operation: Operation, owner: string): Input {
  const { input } = casesOf(operation)[0]!;
  const body = bodies[operation.name] ?? input.body;
  const fresh = `fresh-${(made += 1)}`;
  const field = ownerFieldOf(operation.domain);
  return changed({ ...input, body }, (name, value) =>
    name === field ? (typeof value === 'string' ? owner : { eq: owner }) : value === 'fresh' ? fresh : undefined,
  ) as Input;
}

/** A copy in which some members have another value. */
function changed(value: unknown, change: (name: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => changed(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, content]) => [
    name,
    change(name, content) ?? changed(content, change),
  ]);
  return Object.fromEntries(entries) as object;
}

/** What an answer shows although it must not, and what it lacks. */
function faultsIn(world: World, operation: Operation, person: Person, result: unknown): string[] {
  if (operation.gives.as === 'nothing') return [];
  const { type } = operation.gives;
  const isRead = operation.kind === 'query';
  const items = [result].flat().map((one) => (operation.gives.as === 'outcomes' ? (one as { item?: Item }).item : one));
  if (isRead && items.length === 0) return ['the answer is empty'];
  return (items as (Item | undefined)[]).flatMap((item) =>
    item ? faultsOf(world, type, item, person, isRead ? operation.access : undefined) : [],
  );
}

/** @param rule by which the item was read; undefined for one that was just written */
function faultsOf(
  world: World,
  type: DeclaredClass,
  item: Item,
  person: Person,
  rule: AccessRule | undefined,
): string[] {
  const domain = domainIfAny(type);
  const ownerField = domain && ownerFieldOf(domain);
  const isForeign = rule && ownerField && item[ownerField] !== undefined && !meets(rule, person, item[ownerField]);
  const fields = fieldsOf(type).flatMap((field) => {
    const value = item[field.name] ?? undefined;
    const may = field.visible === undefined || meets(field.visible, person, '');
    if (!may) return value === undefined ? [] : [`${type.name}.${field.name} is shown`];
    if (field.visible && rule && value === undefined) return [`${type.name}.${field.name} is not shown`];
    const nested = nestedClass(field);
    if (!nested || value === undefined) return [];
    return [value].flat().flatMap((one) => faultsOf(world, nested, one as Item, person, rule));
  });
  const related = relationsOf(type).flatMap((relation) => {
    const value = item[relation.name] as { items?: Item[]; edges?: { node: Item }[] } | Item | null | undefined;
    if (!value) return [];
    const list = (value.items ?? (value.edges as { node: Item }[] | undefined)?.map(({ node }) => node)) as Item[];
    const target = reads(world, relation.type(), relation.kind === 'many' ? 'many' : 'one');
    return (relation.kind === 'one' ? [value as Item] : list).flatMap((one) =>
      faultsOf(world, relation.type(), one, person, target.access),
    );
  });
  return [...(isForeign ? [`${type.name} of ${String(item[ownerField])} is shown`] : []), ...fields, ...related];
}

/** The field that says whose an item is, if a rule of its domain asks. */
function ownerFieldOf({ access }: DomainFact): string | undefined {
  const rules = [access?.read, access?.write, access?.list].filter((rule) => rule !== undefined);
  return rules.flatMap(ownerFields)[0];
}

interface VisiblePath {
  readonly path: readonly string[];
  readonly field: FieldFact;
  readonly rule: AccessRule;
}

/** The fields with a rule of their own that a filter can name, those of nested objects too. */
function visiblePaths(type: DeclaredClass): VisiblePath[] {
  return fieldsOf(type).flatMap((field): VisiblePath[] => [
    ...(field.visible ? [{ path: [field.name], field, rule: field.visible }] : []),
    ...(field.kind === 'object'
      ? visiblePaths(field.type()).map((inner) => ({ ...inner, path: [field.name, ...inner.path] }))
      : []),
  ]);
}

/** Each relation and total of what an operation reads, over both faces. */
function relationCells(world: World, operation: Operation, person: Person): Cell[] {
  const { domain, query, name } = operation;
  if (query !== 'item' && !isListOfAll(operation)) return [];
  const owner = ownerFor(person, 'own');
  return relationPaths(domain.type).flatMap((path) => {
    const example = fixture(domain, owner);
    const needed = needs(world, domain.type, example, path.split('.')).map(({ rule, of }) =>
      endOf(rule, person, of ?? owner),
    );
    const cell = { end: firstRefusal([endOf(operation.access, person, owner), ...needed]) };
    const key = Object.fromEntries(operation.key.map((field) => [field.name, example[field.name]]));
    const target = operation.route.path.replace(/{(\w+)}/g, (_, field: string) =>
      encodeURIComponent(String(key[field])),
    );
    const given = Object.entries(key).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
    const selected = selectionOf(domain.type, path.split('.'));
    const list = query === 'list';
    return [
      {
        ...cell,
        name: `REST ${name} as ${person.name}, with ${path}`,
        ask: async () => {
          const { status, json } = await as(world, person).send('GET', `${target}?include=${path}`);
          if (status >= 400) return { code: json.type.replace('/problems/', '') };
          return { code: 'ok', faults: faultsIn(world, operation, person, list ? json.items : json) };
        },
      },
      {
        ...cell,
        name: `GraphQL ${name} as ${person.name}, with ${path}`,
        ask: async () => {
          const call = `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
          const asked = `{ ${call} ${list ? `{ edges { node ${selected} } }` : selected} }`;
          const { json } = await as(world, person).graphql(asked);
          const [error] = json.errors ?? [];
          const code = error ? String(error.extensions.type).replace('/problems/', '') : 'ok';
          // What stands beside an error is looked at as well.
          const answered = json.data?.[name] ?? null;
          const result = list ? (answered?.edges ?? []).map(({ node }: any) => node) : answered;
          return { code, faults: shownIn(world, operation, person, result) };
        },
      },
    ];
  });
}

/** Of an answer that was asked for by its relations alone, what it shows although it must not. */
function shownIn(world: World, operation: Operation, person: Person, result: unknown): string[] {
  return faultsIn(world, operation, person, result).filter((fault) => fault.endsWith('is shown'));
}

interface Need {
  readonly rule: AccessRule | undefined;
  /** Whose item is read; undefined for a list that narrows. */
  readonly of?: string;
}

/** What reading a relation takes, step by step. */
function needs(world: World, type: DeclaredClass, item: Item, [name, ...rest]: readonly string[]): Need[] {
  const relation = relationsOf(type).find((one) => one.name === name);
  if (relation?.kind === 'many') return [{ rule: reads(world, relation.type(), 'many').access }];
  if (relation?.kind === 'through') {
    const { joins, to } = joinOf(type, relation);
    return [reads(world, joins.type(), 'many'), reads(world, to.type(), 'one')].map(({ access: rule }) => ({ rule }));
  }
  if (relation) {
    const [id, target] = [String(item[relation.field]), domainOf(relation.type())];
    const next = rest.length > 0 ? needs(world, relation.type(), fixture(target, id), rest) : [];
    return [{ rule: reads(world, relation.type(), 'one').access, of: id }, ...next];
  }
  const total = totalsOf(type).find((one) => one.name === name);
  const field = fieldsOf(type).find((one) => one.name === (total?.of ?? name))!;
  const [nested] = [item[field.name]].flat() as Item[];
  const inside = needs(world, nestedClass(field)!, nested!, total ? [total.relation] : rest);
  return inside;
}

/** The operation through which a relation is read. */
function reads({ declared }: World, type: DeclaredClass, kind: 'one' | 'many'): Operation {
  const own = declared.filter(({ domain }) => domain.type === type);
  return own.find((operation) => (kind === 'many' ? isListOfAll(operation) : readsByKeys(operation)))!;
}

/** A selection of one relation with all that is not a relation around it. */
function selectionOf(type: DeclaredClass, [name, ...rest]: readonly string[] = []): string {
  const plain = fieldsOf(type).flatMap((field) => {
    const nested = nestedClass(field);
    if (field.name === name) return [`${name} ${selectionOf(nested!, rest)}`];
    return nested ? [] : [field.name];
  });
  const relation = relationsOf(type).find((one) => one.name === name);
  if (relation && relation.kind !== 'one') plain.push(`${name} { edges { node ${selectionOf(relation.type())} } }`);
  else if (relation) plain.push(`${name} ${selectionOf(relation.type(), rest)}`);
  else if (totalsOf(type).some((one) => one.name === name)) plain.push(name!);
  return `{ ${plain.join(' ')} }`;
}

/** The old path: for administrators, and then by the rule of the operation. */
function envelopeCells(world: World, person: Person): Cell[] {
  const administrator = endOf({ who: 'role', role: 'admin' }, person, '');
  const domains = [...new Set(world.declared.map(({ domain }) => domain))];
  const cell = (
    path: string,
    body: object,
    { rule, owner, type }: { rule: AccessRule; owner: string; type?: DeclaredClass },
  ): Cell => ({
    name: `${path} ${JSON.stringify(body).slice(0, 60)} as ${person.name}`,
    end: firstRefusal([administrator, endOf(rule, person, owner)]),
    ask: async () => {
      const { status, json, text } = await as(world, person).send('POST', path, { body });
      const hidden = type ? visiblePaths(type).filter((field) => !meets(field.rule, person, '')) : [];
      const shown = hidden.map(({ path: names }) => names.at(-1)!).filter((name) => text.includes(`"${name}"`));
      return {
        code: status < 400 ? 'ok' : (json.type as string).replace('/problems/', ''),
        faults: shown.map((name) => `${name} is shown`),
      };
    },
  });
  const own = ownerFor(person, 'own');
  const tables = domains.flatMap((domain) => {
    const { name: tableName, type, singular } = domain;
    const key = keyOf(domain, 'bob');
    const named = (find: (operation: Operation) => boolean): AccessRule =>
      world.declared.find((operation) => operation.domain.type === type && find(operation))!.access!;
    const ask = (operation: string, payload: object, rule: AccessRule, owner: string): Cell =>
      cell('/dynamodbmanager', { operation, tableName, payload }, { rule, owner, type });
    const reading = [
      ask(
        'read',
        { Key: key },
        named(({ name }) => name === singular),
        'bob',
      ),
      ask('list', {}, named(isListOfAll), own),
    ];
    // What a table takes from an administrator is said by its declaration.
    const writing = ['create', 'update', 'delete'].map((operation) =>
      ask(operation, operation === 'create' ? { Item: key } : { Key: key }, { who: 'role', role: 'admin' }, ''),
    );
    return administrator === 'ok' ? reading : [...reading, ...writing];
  });
  const everybody = { rule: { who: 'anyone' }, owner: '' } as const;
  return [
    ...tables,
    ...['/dynamodbmanager', '/DynamoDBManager'].flatMap((path) =>
      ['ping', 'echo'].map((operation) => cell(path, { operation }, everybody)),
    ),
  ];
}

const keyOf = (domain: DomainFact, owner: string): Item => {
  const item = fixture(domain, owner);
  return Object.fromEntries(Object.keys(keyExample(domain)).map((name) => [name, item[name]]));
};

/** The same request with the same Idempotency-Key, sent by everybody after one has had it done. */
async function wrongReplays(
  world: World,
  face: Face,
  operation: Operation,
  people: readonly Person[],
): Promise<string[]> {
  await restore(world, operation);
  const first = people.find((person) => endOf(operation.access, person, person.known?.userName ?? '') === 'ok');
  if (!first) return [`nobody may ${operation.name}`];
  const key = { 'idempotency-key': `key-${(made += 1)}` };
  const owner = ownerFor(first, 'own');
  const input = inputFor(operation, owner);
  const done = await face.call(as(world, first, key), operation, input);
  if (done.code !== 'ok') return [`${face.name} ${operation.name} as ${first.name}: ${done.code}, not ok`];
  // A batch of which each item was refused has done nothing that could be kept.
  const hasEffect =
    operation.gives.as !== 'outcomes' || listOf(done.result).some((outcome) => recordOf(outcome).item !== undefined);
  const wrong: string[] = [];
  for (const person of people) {
    const asked = as(world, person, key);
    const { code, result } = await face.call(asked, operation, input);
    const end = endOf(operation.access, person, owner);
    const say = (words: string): unknown =>
      wrong.push(`${face.name} ${operation.name} as ${person.name}, again: ${words}`);
    if (end !== 'ok' && code !== end) say(`${code}, not ${end}`);
    if (end === 'ok' && ['unauthenticated', 'forbidden', 'internal'].includes(code)) say(`${code}, not ok`);
    const isReplay = asked.answers.some(({ headers }) => headers['idempotent-replayed'] === 'true');
    const isSame = person === first;
    if (face.name === 'REST' && isReplay !== (isSame && hasEffect))
      say(isReplay ? 'it is the answer of another' : 'it is no replay');
    if (isSame && JSON.stringify(result) !== JSON.stringify(done.result)) say('it is another answer');
    if (code === 'ok') wrong.push(...faultsIn(world, operation, person, result));
  }
  return wrong;
}

/** Every field of a class with a value. */
function whole(type: DeclaredClass): Item {
  const values = fieldsOf(type).map((field) => {
    const nested = nestedClass(field);
    if (!nested) return [field.name, exampleOf(field)];
    const inner = whole(nested);
    return [field.name, field.kind === 'objects' ? [inner] : inner];
  });
  return Object.fromEntries(values) as Item;
}

/** The item of a domain that an owner has; the only one where nothing is owned. */
function fixture(domain: DomainFact, owner: string): Item {
  const field = ownerFieldOf(domain);
  return { ...whole(domain.type), ...keyExample(domain), ...(field && { [field]: owner }) };
}

/** Puts everybody's items straight into the tables, but takes those away that an operation would create. */
async function restore({ gateway, declared }: World, next?: Operation): Promise<void> {
  const tables = openTables({ ...localAccess, endpoint: process.env.TEST_ENGINE!, prefix: gateway.prefix });
  const { table } = tables({ signal: new AbortController().signal, now: () => new Date() });
  const moment = new Date().toISOString();
  const domains = [...new Set(declared.map(({ domain }) => domain))];
  await Promise.all(
    domains.flatMap((domain) =>
      (ownerFieldOf(domain) ? owners : ['all']).map(async (owner) => {
        const dates = { createdAt: moment, updatedAt: moment };
        const after = await table(domain).put({ ...fixture(domain, owner), ...dates });
        const occasion = { moment, author: {} };
        const inTrash = partsBeside([{ domain, before: after, after: undefined }], occasion).filter(
          (part) => part.domain === trashed,
        );
        for (const part of [...partsBeside([{ domain, before: undefined, after }], occasion), ...inTrash]) {
          const record = 'create' in part ? part.create : 'put' in part ? part.put : {};
          await table(part.domain).put({ ...record, ...dates });
        }
        if (next?.domain === domain && next.problems.includes('conflict'))
          await table(domain).delete(keyOf(domain, owner), {});
      }),
    ),
  );
}

/** What a schema shows that no declaration knows, and the other way round. */
export function undeclaredFields(schema: GraphQLSchema, declared: readonly Operation[]): string[] {
  const known = new Set<string>();
  const add = (type: DeclaredClass): void => {
    const owned = domainIfAny(type) ? ownedFields : [];
    for (const { name } of [...fieldsOf(type), ...owned, ...relationsOf(type), ...totalsOf(type)])
      known.add(`${type.name}.${name}`);
    for (const nested of nestedClasses(type).values()) add(nested);
  };
  for (const operation of declared) {
    const { name, kind, domain, gives, query } = operation;
    known.add(`${kind === 'query' ? 'Query' : 'Mutation'}.${name}`);
    // It runs the operation that it is beside, and tells an item only to whoever may read it there.
    const result = resultFieldOf(operation);
    if (result) known.add(`Mutation.${result.name}`);
    add(domain.type);
    if (identityOf(domain) === 'made') known.add(`${domain.typeName}.${idField}`);
    // What they give is judged as the operation that reads an item.
    if (isNode(domain)) for (const field of Object.values(nodeFields)) known.add(`Query.${field}`);
    if (query === 'changes' && isNode(domain)) {
      for (const field of Object.values(nodeFieldsOfChange)) known.add(`Change.${field}`);
    }
    if ('type' in gives) add(gives.type);
  }
  const plumbing =
    /^(__.*|PageInfo|ListPlan|Problem|FieldProblem|Deleted|Done|\w+Problem|\w+(Connection|Edge|Outcome))$/;
  const shown = Object.values(schema.getTypeMap())
    .map((type) => getNamedType(type))
    .filter(isObjectType)
    .filter(({ name }) => !plumbing.test(name))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  return [...shown.filter((name) => !known.has(name)), ...[...known].filter((name) => !shown.includes(name))];
}

/** Everybody who asks: nobody, two users, an administrator, and tokens of a user that do not count. */
export function peopleOf(issuer: FakeIssuer): readonly Person[] {
  const known = (userName: string, ...roles: string[]): Person => ({
    name: userName,
    token: issuer.token(userName),
    known: { userName, roles },
  });
  return [
    { name: 'nobody' },
    known('alice'),
    known('bob'),
    known('admin', 'admin'),
    { name: 'alice with an expired token', token: issuer.token('expired') },
    { name: 'alice with a token for others', token: issuer.token('wrong-aud') },
  ];
}
