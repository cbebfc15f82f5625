import { DeclarationError } from '../schema/facts';
import { defineProblems, isProblemCode, ownCodes, problemFor, ServiceError } from './errors';

describe.each(ownCodes)('the problem %s', (code) => {
  const { status, title, graphql, help } = problemFor(code);

  test('has a name for a URL, a status of an error, and a code of GraphQL', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(graphql).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  });

  test('has a title without a full stop and help in whole sentences', () => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  });
});

test('a ServiceError is an Error with its code, its sentence and what programs need', () => {
  const error = new ServiceError('conflict', 'Taken.', { current: { id: 'a' } });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'ServiceError',
    code: 'conflict',
    message: 'Taken.',
    details: { current: { id: 'a' } },
  });
  expect(new ServiceError('conflict', 'Taken.').details).toEqual({});
});

test('a module declares problems of its own, and codes that cannot be one are refused', () => {
  const facts = { status: 409, title: 'It rains', graphql: 'CONFLICT', help: 'Wait until it is dry.' };
  expect(isProblemCode('it-rains')).toBe(false);
  const codes = defineProblems({ 'it-rains': facts });
  expect(problemFor(codes['it-rains'])).toEqual(facts);
  expect(new ServiceError(codes['it-rains'], 'Not today.')).toMatchObject({ code: 'it-rains' });
  for (const code of ['it-rains', 'not-found', 'It Rains', '', 'rain/']) {
    expect(() => defineProblems({ [code]: facts })).toThrow(DeclarationError);
  }
  for (const status of [200, 302, 399, 600, 409.5, NaN]) {
    expect(() => defineProblems({ 'it-snows': { ...facts, status } })).toThrow(
      new DeclarationError(
        `The problem "it-snows" has the status ${status}, which tells of no error: write one from 400 to 599, such as 409.`,
      ),
    );
  }
  for (const name of ['title', 'graphql', 'help']) {
    expect(() => defineProblems({ 'it-snows': { ...facts, [name]: undefined } })).toThrow(
      `The problem "it-snows" has no ${name}: each of its pages and faces shows it.`,
    );
  }
  expect(isProblemCode('it-snows')).toBe(false);
});

// RFC 9457, section 3.1, and what GraphQL and the SDK have beside it: one of the two would be told in place of the other.
test.each([
  ['status', 'which problems have by themselves: choose another name.'],
  ['message', 'which problems have by themselves: choose another name.'],
  ['stack', 'which problems have by themselves: choose another name.'],
  ['toString', 'which problems have by themselves: choose another name.'],
  ['left-over', 'which is no name for GraphQL: write a letter followed by letters, digits or "_".'],
])('a problem cannot have a member %s', (name, why) => {
  class Flake {}
  const facts = { status: 409, title: 'It snows', graphql: 'CONFLICT', help: 'Wait until it is dry.' };
  expect(() =>
    defineProblems({ 'it-snows': { ...facts, members: { [name]: { doc: 'All.', listOf: Flake } } } }),
  ).toThrow(new DeclarationError(`The problem "it-snows" has the member "${name}", ${why}`));
  expect(isProblemCode('it-snows')).toBe(false);
});
