import { problems, ServiceError } from './errors';

describe.each(Object.entries(problems))('the problem %s', (code, { status, title, graphql, help }) => {
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
