import { IsUppercase } from 'class-validator';
import { buildSchema } from 'graphql';
import type { GraphQLInputObjectType } from 'graphql';
import type { Authentication } from '../api/auth/authentication';
import { lambdaContext } from '../local/lambda';
import { anyone, role, signedIn } from '../schema/access';
import { Counted, Sum } from '../schema/counted';
import { Enumeration, Id, Many, Money, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { Tenant } from '../schema/tenant';
import { Unique } from '../schema/unique';
import { operationsOf } from '../services';
import type { Caller } from '../services/context';
import { defineGateway, defineModule } from '../services/definition';
import { problemsOf } from '../services/operation-problems';
import { faces } from './faces';
import type { Face, Told } from './faces';
import { everyFault, openFaultProxy } from './fault-proxy';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { randomOf } from './random';
import { sdkOf } from './sdk-client';

// An item and those that hang on it, created in one transaction. The witness is what would be there if each had been
// created alone, or nothing.

const access = { read: signedIn, write: signedIn };

@Tenant({ claim: 'org' })
@Domain('receipt', { access, events: true })
class Receipt {
  @Id({ max: 40 }) id!: string;
  @Unique() @Text({ max: 40 }) number!: string;
  @Many(() => Entry, { by: 'receiptId', create: true, doc: 'What was bought.' }) entries!: Entry[];
  @Many(() => Note, { by: 'receiptId', create: true }) notes!: Note[];
  @Counted(() => Entry, { by: 'receiptId' }) entryCount!: number;
  @Sum(() => Entry, { by: 'receiptId', of: 'price' }) total!: number;
}
@Tenant({ claim: 'org' })
@Domain('entry', {
  key: { partition: 'receiptId', sort: 'id' },
  history: true,
  events: true,
  access,
  plural: 'entries',
})
class Entry {
  @Reference(() => Receipt, { max: 40 }) receiptId!: string;
  @Id({ max: 40 }) id!: string;
  @Unique() @IsUppercase({ message: 'must be in capitals' }) @Text({ max: 20 }) code!: string;
  @Money({ max: 100 }) price!: number;
  @Enumeration('EntryState', ['OPEN', 'PAID'], {
    default: 'OPEN',
    transitions: { from: { OPEN: ['PAID'] }, initial: ['OPEN'] },
  })
  state!: string;
  @Text({ optional: true, deprecated: 'Nobody reads it.' }) remark?: string;
}
@Tenant({ claim: 'org' })
@Domain('note', {
  indexes: { byReceipt: { partition: 'receiptId', sort: 'id' } },
  access: { read: signedIn, write: role('clerk') },
})
class Note {
  @Id({ max: 40 }) id!: string;
  @Text({ max: 40 }) receiptId!: string;
  @Text({ max: 100 }) text!: string;
}

const definition = defineGateway({
  name: 'till',
  modules: [defineModule({ name: 'till', domains: [Receipt, Entry, Note] })],
  transactions: true,
});

/** Who asks stands in the header Authorization, as JSON: what proves it is tested beside the verifiers of tokens. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const text = headers.get('authorization');
    return text === undefined ? undefined : (JSON.parse(text.replace('Bearer ', '')) as Caller);
  },
};

/** The gateway as somebody of an organisation calls it. */
function calledBy(gateway: TestGateway, org: string, roles: readonly string[] = ['clerk']): TestGateway {
  const caller: Caller = { id: `u-${org}`, userName: 'u', roles, claims: { org } };
  const authorization = JSON.stringify(caller);
  return {
    ...gateway,
    send: async (method, target, call = {}) =>
      gateway.send(method, target, { ...call, headers: { ...call.headers, authorization } }),
    graphql: async (query, variables, own = {}) => gateway.graphql(query, variables, { ...own, authorization }),
  };
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v2', { definition, authentication });
});

type Row = Record<string, any>;

const create = async (one: TestGateway, face: Face, body: object, key?: string): Promise<Told> =>
  face.call(
    one,
    one.operations.find(({ name }) => name === 'createReceipt')!,
    { body },
    key,
  );

/** All that there is of a receipt. */
async function effectOf(one: TestGateway, id: string) {
  const receipt = await one.send('GET', `/receipt/${id}?include=entryCount,total`);
  const entries: Row[] = (await one.send('GET', `/entry/${id}`)).json.items;
  const notes: Row[] = (await one.send('GET', `/note?receiptId=${id}`)).json.items;
  const [entry] = entries;
  const history = entry ? (await one.send('GET', `/entry/${id}/${entry.id}/history`)).json.items.length : 0;
  return {
    receipt: receipt.status === 200 ? receipt.json.number : undefined,
    entries: entries.map(({ code, price, state }) => `${code} ${price} ${state}`).toSorted(),
    notes: notes.map(({ text }) => text).toSorted(),
    counted: receipt.status === 200 ? [receipt.json.entryCount, receipt.json.total] : [0, 0],
    history: entry ? history === 1 : true,
  };
}

const nothing = { receipt: undefined, entries: [], notes: [], counted: [0, 0], history: true };

describe.each(faces)('over $name', (face) => {
  test('random receipts of two tenants are there with all that was sent, or not at all', async () => {
    const random = randomOf(23, faces.indexOf(face));
    const orgs = ['acme', 'evil'].map((org) => ({ one: calledBy(gateway, org), codes: new Set<string>() }));
    const outcomes = { created: 0, refused: 0 };
    for (let count = 0; count < 24; count += 1) {
      const { one, codes } = random.pick(orgs);
      const id = `${face.name.toLowerCase()}-${count}`;
      const entries = Array.from({ length: random.between(0, 4) }, () => ({
        code: `${face.name.charAt(0)}${random.between(1, 60)}`,
        price: random.chance(0.9) ? random.between(1, 100) : 101,
      }));
      const notes = Array.from({ length: random.between(0, 2) }, (_, index) => ({
        text: random.chance(0.9) ? `n${index}` : '',
      }));
      const own = entries.map(({ code }) => code);
      const pointers = [
        ...entries.flatMap(({ price }, index) => (price > 100 ? [`/entries/${index}/price`] : [])),
        ...notes.flatMap(({ text }, index) => (text === '' ? [`/notes/${index}/text`] : [])),
      ];
      const isTaken = new Set(own).size < own.length || own.some((code) => codes.has(code));
      const told = await create(one, face, { id, number: id, ...(entries.length > 0 && { entries }), notes });
      if (pointers.length > 0 || isTaken) {
        expect(told.code).toBe(pointers.length > 0 ? 'validation' : 'value-taken');
        if (pointers.length > 0) expect(told.pointers).toEqual(pointers.toSorted());
        else for (const pointer of told.pointers) expect(pointer).toMatch(/^\/entries\/\d\/code$/);
        expect(await effectOf(one, id)).toEqual(nothing);
        outcomes.refused += 1;
        continue;
      }
      own.forEach((code) => codes.add(code));
      expect(told).toMatchObject({ code: 'ok', result: { id, number: id, version: 1 } });
      expect(told.result).not.toHaveProperty('notes');
      expect(await effectOf(one, id)).toEqual({
        receipt: id,
        entries: entries.map(({ code, price }) => `${code} ${price} OPEN`).toSorted(),
        notes: notes.map(({ text }) => text).toSorted(),
        counted: [entries.length, entries.reduce((sum, { price }) => sum + price, 0)],
        history: true,
      });
      outcomes.created += 1;
    }
    expect(Math.min(outcomes.created, outcomes.refused)).toBeGreaterThan(4);
  });

  test('all that is wrong is told at once, with the places of what was sent', async () => {
    const one = calledBy(gateway, 'acme');
    const id = `wrong-${face.name}`;
    const told = await create(one, face, {
      id,
      number: id,
      entries: [
        { code: 'small', price: 1 },
        { code: 'FINE', price: 1 },
        { code: 'x', price: 1, state: 'PAID' },
      ],
    });
    // A rule of class-validator, and where a state begins, are known to the door of the child alone.
    expect([told.code, told.pointers]).toEqual(['validation', ['/entries/0/code', '/entries/2/code']]);
    const paid = await create(one, face, { id, number: id, entries: [{ code: 'X', price: 1, state: 'PAID' }] });
    expect([paid.code, paid.pointers]).toEqual(['transition', ['/entries/0/state']]);
    expect(await effectOf(one, id)).toEqual(nothing);
    const own = await create(one, face, { id, number: id, notes: [{ id: `n-${id}`, text: 't' }] });
    expect(own.code).toBe('ok');
    const again = await create(one, face, { id: `${id}-2`, number: `${id}-2`, notes: [{ id: `n-${id}`, text: 't' }] });
    expect([again.code, again.pointers]).toEqual(['conflict', ['/notes/0']]);
    // What is wrong with the item alone is told as ever.
    const alone = await create(one, face, { id, number: 'another', notes: [{ text: 't' }] });
    expect([alone.code, alone.pointers]).toEqual(['conflict', []]);
  });

  test('the same request sent again has one effect and one answer', async () => {
    const one = calledBy(gateway, 'acme');
    const id = `once-${face.name}`;
    const body = { number: id, entries: [{ code: `O${faces.indexOf(face)}`, price: 5 }] };
    const first = await create(one, face, body, id);
    expect(first).toMatchObject({ code: 'ok', result: { number: id } });
    expect(await create(one, face, body, id)).toEqual(first);
    expect((await create(one, face, { ...body, entries: [] }, id)).code).toBe('idempotency-key-reused');
    const { id: made } = first.result as Row;
    expect((await effectOf(one, made)).counted).toEqual([1, 5]);
  });

  test('who may not create a child creates nothing', async () => {
    const other = calledBy(gateway, 'acme', []);
    const id = `forbidden-${face.name}`;
    const told = await create(other, face, {
      id,
      number: id,
      entries: [{ code: 'F', price: 1 }],
      notes: [{ text: 't' }],
    });
    expect(told.code).toBe('forbidden');
    expect(await effectOf(other, id)).toEqual(nothing);
    expect((await create(other, face, { id, number: id })).code).toBe('ok');
  });
});

test('the key of the item comes from the item, and is refused where it is sent', async () => {
  const { status, json } = await calledBy(gateway, 'acme').send('POST', '/receipt', {
    body: { id: 'own', number: 'own', entries: [{ receiptId: 'other', code: 'K', price: 1 }] },
  });
  expect([status, json.errors]).toEqual([
    422,
    [{ pointer: '/entries/0/receiptId', detail: 'is not a field here; the fields are id, code, price, state, remark' }],
  ]);
});

test('what one transaction cannot take is refused with how much it would be, and nothing is there', async () => {
  const one = calledBy(gateway, 'acme');
  // Each entry has a record of its code and one of its version, and what is told of all of them is one more.
  const entries = Array.from({ length: 40 }, (_, index) => ({ code: `B${index}`, price: 1 }));
  const { status, json } = await one.send('POST', '/receipt', { body: { id: 'big', number: 'big', entries } });
  expect([status, json.type]).toEqual([413, '/problems/payload-too-large']);
  expect(json.detail).toMatch(/^This would be 1\d\d writes at once, .* DynamoDB takes 100\. Send fewer\.$/);
  expect(await effectOf(one, 'big')).toEqual(nothing);
  const notes = Array.from({ length: 100 }, () => ({ text: 't' }));
  const { json: many } = await one.send('POST', '/receipt', { body: { id: 'big', number: 'big', notes } });
  expect(many.errors).toEqual([{ pointer: '/notes', detail: 'must have at most 99 elements' }]);
});

test('of twenty at once with one number, one is there with its entries', async () => {
  const one = calledBy(gateway, 'acme');
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) =>
      one.send('POST', '/receipt', {
        body: { id: `race-${index}`, number: 'race', entries: [{ code: `R${index}`, price: index + 1 }] },
      }),
    ),
  );
  const winners = answers.flatMap(({ status, json }) => (status === 201 ? [json.id] : []));
  expect(winners).toHaveLength(1);
  const effects = await Promise.all(answers.map(async (_, index) => effectOf(one, `race-${index}`)));
  expect(effects.filter(({ entries }) => entries.length > 0)).toHaveLength(1);
  expect(effects.find(({ receipt }) => receipt)?.entries).toHaveLength(1);
});

test('whatever goes wrong with the transaction, all of it is there or nothing, and the same request gets the one answer', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    const straight = calledBy(gateway, 'faults');
    let failed = 0;
    for (const [index, fault] of everyFault.entries()) {
      const id = `fault-${index}`;
      const body = {
        id,
        number: id,
        entries: [
          { code: `X${index}`, price: 1 },
          { code: `Y${index}`, price: 2 },
        ],
        notes: [{ text: 't' }],
      };
      // A new gateway each time: it keeps nothing that the next case could lean on.
      const through = calledBy(
        await openGateway('v2', { definition, authentication, tablePrefix: gateway.prefix, endpoint: proxy.endpoint }),
        'faults',
      );
      const send = async (milliseconds?: number) =>
        through.send('POST', '/receipt', {
          body,
          headers: { 'idempotency-key': id },
          lambda: lambdaContext(milliseconds),
        });
      proxy.set({ ...fault, on: ['TransactWriteItems'], from: 1 });
      const told = await send(1000);
      // What a gateway that has given up may still send does not come through any more.
      proxy.set({ do: 'cut' });
      await proxy.idle();
      const whole = {
        receipt: id,
        entries: [`X${index} 1 OPEN`, `Y${index} 2 OPEN`],
        notes: ['t'],
        counted: [2, 3],
        history: true,
      };
      const effect = await effectOf(straight, id);
      const isThere = effect.receipt !== undefined;
      expect([fault.do, effect]).toEqual([fault.do, isThere ? whole : nothing]);
      if (told.status === 201) expect(isThere).toBe(true);
      else failed += 1;
      proxy.set();
      const again = await send();
      expect([fault.do, again.status, await effectOf(straight, id)]).toEqual([fault.do, 201, whole]);
      expect(again.headers['idempotent-replayed']).toBe(isThere ? 'true' : undefined);
    }
    // Had none of them reached the client, it would prove little.
    expect(failed).toBeGreaterThan(5);
  } finally {
    await proxy.close();
  }
});

test('in a transaction each item is a write of its own', async () => {
  const one = calledBy(gateway, 'acme');
  const write = (entries: readonly object[]) =>
    one.send('POST', '/transaction', {
      body: { writes: [{ createReceipt: { input: { id: 'inside', number: 'inside', entries } } }] },
    });
  const refused = await write([{ code: 'T', price: 1 }]);
  expect([refused.status, refused.json.errors]).toEqual([
    422,
    [
      {
        pointer: '/writes/0/createReceipt/input/entries/0',
        detail: 'is created with another item, and each write of a transaction is one: make it a write of its own',
      },
    ],
  ]);
  expect((await write([])).status).toBe(200);
});

test('the SDK creates them, over both of its ways', async () => {
  for (const transport of ['rest', 'graphql'] as const) {
    const caller: Caller = { id: 'u', userName: 'u', roles: ['clerk'], claims: { org: `sdk-${transport}` } };
    const { client, close } = await sdkOf(gateway, transport, { token: JSON.stringify(caller) });
    try {
      const made = await client.receipt.create({ id: 'r', number: '1', entries: [{ code: 'S', price: 3 }] });
      expect(made).toMatchObject({ id: 'r', number: '1', version: 1 });
      const one = calledBy(gateway, `sdk-${transport}`);
      expect((await effectOf(one, 'r')).entries).toEqual(['S 3 OPEN']);
    } finally {
      await close();
    }
  }
});

test('the documents have what a create takes, and a replacement takes the item alone', async () => {
  const { json } = await gateway.send('GET', '/openapi.json');
  const { schemas } = json.components;
  const bodyOf = (path: string, method: string) =>
    json.paths[path][method].requestBody.content['application/json'].schema;
  expect(bodyOf('/receipt', 'post')).toEqual({ $ref: '#/components/schemas/NewReceiptInput' });
  expect(schemas.NewReceiptInput.properties.entries).toMatchObject({
    maxItems: 99,
    items: { $ref: '#/components/schemas/EntryOfReceiptEntriesInput' },
  });
  expect(schemas.NewReceiptInput.required).toEqual(['number']);
  expect(schemas.EntryOfReceiptEntriesInput.required).toEqual(['code', 'price']);
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const fieldsOf = (name: string) =>
    Object.values((schema.getType(name) as GraphQLInputObjectType).getFields()).map(
      ({ name: field, type }) => `${field}: ${String(type)}`,
    );
  expect(fieldsOf('NewReceiptInput').toSorted()).toEqual([
    'entries: [EntryOfReceiptEntriesInput!]',
    'id: ID',
    'notes: [NoteOfReceiptNotesInput!]',
    'number: String!',
  ]);
  expect(fieldsOf('ReceiptInput').toSorted()).toEqual(['id: ID', 'number: String!']);
  const replaced = await calledBy(gateway, 'acme').send('PUT', '/receipt/own', { body: { number: 'n', entries: [] } });
  expect([replaced.status, replaced.json.errors[0].pointer]).toEqual([422, '/entries']);
});

test('it is told of as one that is created alone, and so are its children', async () => {
  const one = calledBy(gateway, 'acme');
  const feed = async (path: string, since?: string) =>
    (await one.send('GET', `${path}/changes${since ? `?since=${encodeURIComponent(since)}` : ''}`)).json;
  const [before, beforeEntries] = [await feed('/receipt'), await feed('/entry/told')];
  await one.send('POST', '/receipt', { body: { id: 'told', number: 'told', entries: [{ code: 'TOLD', price: 1 }] } });
  const { changes } = await feed('/receipt', before.cursor);
  expect(changes).toMatchObject([{ item: { id: 'told', number: 'told' } }]);
  expect(changes[0].item).not.toHaveProperty('entries');
  expect((await feed('/entry/told', beforeEntries.cursor)).changes).toMatchObject([{ item: { code: 'TOLD' } }]);
});

test('a create can be refused as those of its children can', () => {
  @Domain('bin', { access: { read: anyone, write: anyone } })
  class Bin {
    @Id({ max: 40 }) id!: string;
    @Many(() => Can, { by: 'binId', create: true }) cans!: Can[];
  }
  @Domain('can', { key: { partition: 'binId', sort: 'id' }, access })
  class Can {
    @Reference(() => Bin, { max: 40 }) binId!: string;
    @Id({ max: 40 }) id!: string;
    @Unique() @Text({ max: 40 }) label!: string;
  }
  const create = operationsOf([Bin, Can]).find(({ name }) => name === 'createBin')!;
  expect([...problemsOf(create)]).toEqual(expect.arrayContaining(['forbidden', 'value-taken']));
});

test('two relations to one class each have a class of their own', async () => {
  @Domain('match')
  class Match {
    @Id({ max: 40 }) id!: string;
    @Many(() => Goal, { by: 'homeId', create: true }) home!: Goal[];
    @Many(() => Goal, { by: 'guestId', create: true }) guests!: Goal[];
  }
  @Domain('goal', {
    indexes: { byHome: { partition: 'homeId', sort: 'id' }, byGuest: { partition: 'guestId', sort: 'id' } },
  })
  class Goal {
    @Id({ max: 40 }) id!: string;
    @Text({ max: 40, optional: true }) homeId?: string;
    @Text({ max: 40, optional: true }) guestId?: string;
  }
  const two = await openGateway('v2', { domains: [Match, Goal] });
  const { json } = await two.graphql(
    'mutation { createMatch(input: { id: "m", home: [{ id: "h" }], guests: [{ id: "g" }] }) { id } }',
  );
  expect(json).toEqual({ data: { createMatch: { id: 'm' } } });
  const idsOf = async (field: string) =>
    (await two.send('GET', `/goal?${field}=m`)).json.items.map(({ id }: Row) => id);
  expect([await idsOf('homeId'), await idsOf('guestId')]).toEqual([['h'], ['g']]);
  // Each can say of the other what it belongs to.
  const schema = buildSchema((await two.send('GET', '/schema.graphql')).text);
  const fieldsOf = (name: string) => Object.keys((schema.getType(name) as GraphQLInputObjectType).getFields());
  expect([fieldsOf('GoalOfMatchHomeInput'), fieldsOf('GoalOfMatchGuestsInput')]).toEqual([
    ['guestId', 'id'],
    ['homeId', 'id'],
  ]);
});

test('a deprecated field of a child is noted by the name of its class', async () => {
  const entries = [{ code: 'DEP', price: 1, remark: 'r' }];
  await calledBy(gateway, 'acme').send('POST', '/receipt', { body: { number: 'dep', entries } });
  expect(gateway.log.at(-1)!.deprecated).toEqual(['Entry.remark']);
});

test('a child that has no create is refused at the start, with what to write', () => {
  const refusalOf = (ofParent: object, ofChild: object): string => {
    @Domain('parcel', ofParent)
    class Parcel {
      @Id({ max: 40 }) id!: string;
      @Many(() => Thing, { by: 'parcelId', create: true }) things!: Thing[];
    }
    @Domain('thing', { key: { partition: 'parcelId', sort: 'id' }, ...ofChild })
    class Thing {
      @Reference(() => Parcel, { max: 40 }) parcelId!: string;
      @Id({ max: 40 }) id!: string;
    }
    try {
      operationsOf([Parcel, Thing] as readonly DeclaredClass[]);
      return '';
    } catch (error) {
      return String(error instanceof Error ? error.message : error);
    }
  };
  const without = { operations: ['get', 'list', 'getMany'] };
  const told = (name: string, domain: string): string =>
    `Parcel.things creates items of Thing together with one of Parcel, and 'create' is not one of the operations of ${name}: add it in @Domain('${domain}'), or take create away.`;
  expect(refusalOf({}, {})).toBe('');
  expect(refusalOf({}, without)).toBe(told('Thing', 'thing'));
  expect(refusalOf(without, {})).toBe(told('Parcel', 'parcel'));
});

test('a child of which nothing is left to send is refused at the start, with what to write', () => {
  @Domain('chair', { access })
  class Chair {
    @Id({ max: 40 }) id!: string;
    @Many(() => Seat, { by: 'chairId', create: true }) seats!: Seat[];
  }
  @Domain('seat', { key: { partition: 'chairId' }, access })
  class Seat {
    @Reference(() => Chair, { max: 40 }) chairId!: string;
  }
  expect(() => operationsOf([Chair, Seat])).toThrow(
    expect.objectContaining({
      name: 'DeclarationError',
      message:
        'Chair.seats creates items of Seat together with one of Chair, and Seat has no field for callers to send beside the key of Chair in "chairId": declare one there, or take create away.',
    }),
  );
});

test('children are created on a list of their own, not through a domain of joins', () => {
  class Crate {}
  const options: any = { through: () => Note, create: true };
  expect(() => Many(() => Entry, options)(Crate.prototype, 'entries')).toThrow(
    new DeclarationError(
      'Crate.entries leads through a domain of joins, and nothing is created through one: take create away, or write it on a @Many with "by".',
    ),
  );
});
