import type { ConsumerHandler } from '../api/consumer';
import type { Answer } from './answer';
import type { TestGateway } from './harness';

/** The step of a journey that did not end as it should. */
export class Stopped extends Error {
  constructor(
    readonly step: string,
    readonly answer: Pick<Answer, 'status' | 'text' | 'json'> | undefined,
  ) {
    super(`${step}: ${answer?.status} ${answer?.text}`);
  }
}

/** Calls of a gateway that must end well. */
export interface Calls {
  /** @throws Stopped for another status */
  readonly rest: (status: number, method: string, target: string, body?: unknown, headers?: object) => Promise<any>;
  /** @throws Stopped for an error */
  readonly graphql: (document: string, variables?: Record<string, unknown>) => Promise<any>;
  /** A request of the old envelope. @throws Stopped for another status than 200 */
  readonly envelope: (operation: string, payload: object) => Promise<any>;
}

/** The ways in which journeys call a gateway. */
export function callsOf(gateway: TestGateway): Calls {
  const rest: Calls['rest'] = async (status, method, target, body, headers = {}) => {
    const answer = await gateway.send(method, target, { body, headers: { ...headers } });
    if (answer.status !== status) throw new Stopped(`${method} ${target}`, answer);
    return answer.json;
  };
  return {
    rest,
    graphql: async (document, variables) => {
      const answer = await gateway.graphql(document, variables);
      if (answer.status !== 200 || answer.json.errors) throw new Stopped(document, answer);
      return answer.json.data;
    },
    envelope: async (operation, payload) =>
      rest(200, 'POST', '/dynamodbmanager', { operation, tableName: 'lambda-apigateway', payload }),
  };
}

/** Hands an event to a consumer. @throws Stopped when it fails */
export async function take(consumer: ConsumerHandler, event: object, mark: string): Promise<void> {
  const body = JSON.stringify(event);
  const { batchItemFailures } = await consumer({ Records: [{ messageId: 'm', body }] }, { awsRequestId: mark });
  if (batchItemFailures.length > 0) throw new Stopped('consumer', undefined);
}

/** The life of an item of the old envelope: all that its table is for. */
export async function envelopeJourney({ rest, envelope }: Calls, mark: string): Promise<void> {
  const Key = { id: mark };
  await envelope('create', { Item: { ...Key, number: 5 } });
  await envelope('read', { Key });
  await envelope('update', {
    Key,
    UpdateExpression: 'SET #n = :n',
    ExpressionAttributeNames: { '#n': 'number' },
    ExpressionAttributeValues: { ':n': 6 },
  });
  await envelope('list', { Limit: 1 });
  await rest(200, 'GET', `/lambda-apigateway?id=${mark}`);
  await envelope('delete', { Key });
}

/** What the journeys of the library go through. */
export interface Library {
  readonly gateway: TestGateway;
  /** By their names. */
  readonly consumers: Readonly<Record<string, ConsumerHandler>>;
}

/**
 * The life of a book, of a shelf, of a loan, of a notice and of an item of the old envelope, over both faces. Together
 * they need every right of every function.
 * @param mark keeps one run apart from another
 * @throws Stopped
 */
export async function journeys({ gateway, consumers }: Library, mark: string): Promise<void> {
  const calls = callsOf(gateway);
  const { rest, graphql } = calls;
  await rest(200, 'GET', '/health?deep');

  const book = { id: `harbours-${mark}`, title: 'Harbours', category: `Travel-${mark}`, price: 40, stock: 20 };
  const other = { id: `birds-${mark}`, title: 'Birds', category: 'Nature', price: 15 };
  const key = { 'idempotency-key': mark };
  await rest(201, 'POST', '/book', book, key);
  await rest(201, 'POST', '/book', book, key);
  await rest(200, 'POST', '/book/batch', { items: [other] });
  await rest(200, 'POST', '/book/batch/get', { keys: [{ id: book.id }, { id: other.id }] });
  await rest(200, 'GET', `/book/${book.id}`);
  await rest(200, 'GET', '/book');
  await rest(200, 'GET', `/book?category=${book.category}&sort=-price&count=true`);
  await rest(200, 'PATCH', `/book/${book.id}`, { price: 41 });
  await rest(200, 'PUT', `/book/${book.id}`, book);
  await graphql('mutation ($i: BookInput!) { createBook(input: $i) { id } }', { i: { ...other, id: `odd-${mark}` } });
  await rest(204, 'DELETE', `/book/odd-${mark}`);

  const userName = `ann-${mark}`;
  const shelf = { userName, items: [{ bookId: book.id, quantity: 2 }] };
  await rest(201, 'POST', '/shelf', shelf);
  await rest(200, 'PATCH', `/shelf/${userName}`, { items: shelf.items });
  await rest(200, 'PUT', `/shelf/${userName}`, shelf);
  await rest(200, 'GET', '/shelf');
  await rest(200, 'GET', `/shelf?userName=${userName}`);
  await graphql('query ($u: String!) { shelf(userName: $u) { totalPrice items { book { title } } } }', { u: userName });
  await rest(204, 'DELETE', `/shelf/${userName}`);
  await rest(404, 'POST', '/shelf/borrow', { userName });
  await rest(201, 'POST', '/shelf', shelf);
  const lent = await rest(202, 'POST', '/shelf/borrow', { userName }, key);

  const { loanId } = lent as { readonly loanId: string };
  const loan = `/loan/${userName}/${loanId}`;
  const { items, loanDate, totalPrice } = await rest(200, 'GET', loan);
  const detail = { userName, loanId, loanDate, items, totalPrice };
  const event = { source: 'library.desk', 'detail-type': 'LoanRequested', detail };
  await take(consumers.loans!, event, mark);
  await take(consumers.loans!, event, mark);
  // A loan that no request of this gateway has left.
  await take(consumers.loans!, { ...event, detail: { ...detail, loanId: `old-${loanId}` } }, mark);
  const { status } = await rest(200, 'GET', loan);
  if (status !== 'LENT') throw new Stopped('the loan is lent', undefined);
  await rest(200, 'GET', '/loan');
  await rest(200, 'GET', `/loan?userName=${userName}`);
  await rest(200, 'GET', `/loan/${userName}`);
  await rest(200, 'GET', `/loan?userName=${userName}&loanId=${loanId}`);
  await rest(200, 'GET', `/loan/${userName}/changes`);

  const created = { source: 'tandem.book', 'detail-type': 'BookCreated', detail: { new: book } };
  await take(consumers.notices!, created, mark);
  await take(consumers.notices!, created, mark);
  await rest(200, 'GET', '/notice');
  await rest(200, 'GET', `/notice?bookId=${book.id}`);
  await rest(200, 'GET', `/notice/${book.id}/1`);
  await rest(200, 'GET', `/notice?bookId=${book.id}&number=1`);
  await rest(204, 'DELETE', `/notice/${book.id}/1`);

  await envelopeJourney(calls, mark);
}
