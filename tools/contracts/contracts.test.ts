import { buildSchema, parse, validate } from 'graphql';
import { DateTime, Enumeration, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { required } from '../../schema/required';
import { defineGateway, defineModule } from '../../services/definition';
import type { Journey } from '../../services/journey';
import type { Operation } from '../../services/operation';
import { openGateway } from '../../test/harness';
import { definition as library } from '../../test/usual';
import { servedDocument } from '../served';
import { graphqlFile } from './graphql-file';
import { httpFile } from './http-file';
import { journeysOf } from './journey';
import { requestOf } from './request';

// Of any module, not of one application: what a step saves is found again under its own name in each file, and the life of
// a noun ends well, whoever makes its key.

@Domain('entry-line', { key: { partition: 'account', sort: 'number' }, scan: true })
class EntryLine {
  @Text({ max: 64 }) account!: string;
  @Integer({ min: 1, max: 1000 }) number!: number;
  @Integer({ min: 1, max: 99 }) amount!: number;
}

/** An index of numbers, and a key of what GraphQL has names for. */
@Domain('berth', {
  key: { partition: 'deck', sort: 'freeFrom' },
  indexes: { byBeds: { partition: 'beds', sort: 'freeFrom' } },
  scan: true,
})
class Berth {
  @Enumeration('BerthDeck', ['upper deck', '3']) deck!: string;
  @DateTime() freeFrom!: string;
  @Integer({ min: 1, max: 4 }) beds!: number;
}

/** An index of what GraphQL has names for. */
@Domain('bunk', { key: { partition: 'number' }, indexes: { byDeck: { partition: 'deck' } }, scan: true })
class Bunk {
  @Integer({ min: 1, max: 900 }) number!: number;
  @Enumeration('BerthDeck', ['upper deck', '3']) deck!: string;
}

const definition = defineGateway({
  name: 'library',
  modules: [
    ...library.modules,
    defineModule({
      name: 'story',
      domains: [EntryLine, Berth, Bunk],
      journeys: (operations) => [borrowing(operations)],
    }),
  ],
});

function borrowing(operations: readonly Operation[]): Journey {
  const named = (name: string): Operation =>
    required(
      operations.find((operation) => operation.name === name),
      name,
    );
  return {
    title: 'Borrowing',
    doc: 'A shelf becomes a loan.',
    steps: [
      { name: 'Borrow', operation: named('borrow'), body: { userName: 'ann' }, status: [202], saves: 'loanId' },
      { name: 'Look', operation: named('loan'), key: { userName: 'ann', loanId: '{{loanId}}' }, status: [200] },
    ],
  };
}

test('a GraphQL document takes what was saved as a variable of the type that the schema says, and is valid', async () => {
  const sdl = await servedDocument(definition, '/schema.graphql');
  const text = graphqlFile(journeysOf(definition), sdl);
  expect(text.split('\n')[0]).toMatch(/; \$loanId is what borrow gave\.$/);
  expect(text).toContain('query BorrowingLook($loanId: String!) {\n  loan(userName: "ann", loanId: $loanId)');
  // A value that REST spells as a text is of its own kind, or has a name.
  expect(text).toContain('berths(deck: UPPER_DECK, first: 5, filter: {beds: {eq: 1}})');
  expect(text).toContain('bunks(first: 5, filter: {deck: {eq: UPPER_DECK}})');
  expect(validate(buildSchema(sdl), parse(text))).toEqual([]);
});

test('a request of the .http file reads it from the answer of the request that saves it', () => {
  const text = httpFile(journeysOf(definition));
  expect(text).toContain('# @name borrow\nPOST {{baseUrl}}/shelf/borrow\n');
  expect(text).toContain('GET {{baseUrl}}/loan/ann/{{borrow.response.body.$.loanId}}\n');
});

const lives = journeysOf(definition).filter(({ title }) => title !== 'Borrowing');

test.each(lives.map(({ title, steps }) => [title, steps] as const))(
  'each step in the life of %s ends as it says',
  async (_, steps) => {
    const gateway = await openGateway('v1', { definition });
    for (const step of steps) {
      const { method, target, headers, body } = requestOf(step);
      const given = { headers: Object.fromEntries(headers), ...(body !== undefined && { raw: body }) };
      const { status, json, text } = await gateway.send(method, target, given);
      if (!step.status.includes(status)) throw new Error(`${step.name}: ${status} ${text}`);
      if (step.holds) expect(json).toMatchObject(step.holds);
      // The item of the batch would be made (200), or is there already (409).
      if (step.operation.gives.as === 'outcomes') {
        expect(json.results).toHaveLength(1);
        expect([200, 409]).toContain(json.results[0].status);
      }
    }
  },
);
