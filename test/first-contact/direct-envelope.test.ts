import { tokenAuthentication } from '../../api/auth/authentication';
import { openGateway } from '../harness';
import { eventShapes } from './event-shapes';

// The tutorial of the old system tests its function in the console of Lambda with these events:
// https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-tutorial.html

/** Nobody has a token: who may invoke the function has been judged by IAM. */
const authentication = tokenAuthentication({
  issuers: [{ issuer: 'https://issuer.example', audience: 'shop', jwksUri: 'https://issuer.example/keys' }],
});
const lambda = { awsRequestId: 'lambda-1' };
const item = { id: '1234ABCD', title: 'Pocket Camera', category: 'Camera', price: 5 };
const create = { operation: 'create', tableName: 'book', payload: { Item: item } };

test('the raw event of the tutorial is answered with the bare result', async () => {
  const { handler, log } = await openGateway('v1', { authentication });
  const payload = { somekey1: 'somevalue1', somekey2: 'somevalue2' };
  expect(await handler({ operation: 'echo', payload }, lambda)).toEqual(payload);
  expect(await handler({ operation: 'ping' }, lambda)).toBe('pong');
  expect(await handler({ operation: 'echo' }, lambda)).toBeNull();
  expect(log.at(-1)).toMatchObject({ face: 'envelope', operation: 'echo', status: 200, requestId: 'lambda-1' });
});

test('it may do what an administrator may, over every table', async () => {
  const gateway = await openGateway('v1', { authentication });
  const { handler } = gateway;
  const metadata = { RequestId: 'lambda-1', HTTPStatusCode: 200, HTTPHeaders: {}, RetryAttempts: 0 };
  expect(await handler(create, lambda)).toEqual({ ResponseMetadata: metadata });
  const read = { operation: 'read', tableName: 'book', payload: { Key: { id: item.id } } };
  expect(await handler(read, lambda)).toEqual({ Item: expect.objectContaining(item), ResponseMetadata: metadata });
  expect((await gateway.send('GET', `/book/${item.id}`)).json).toMatchObject(item);
});

test('what is wrong is told as a problem, without a stack', async () => {
  const { handler } = await openGateway('v1', { authentication });
  const refused = await handler({ operation: 'drop', tableName: 'book' }, lambda);
  expect(refused).toMatchObject({ type: '/problems/unknown-operation', status: 400 });
  expect(await handler({ ...create, tableName: 'other' }, lambda)).toMatchObject({ status: 403 });
});

test('it is off with the envelope', async () => {
  const { handler } = await openGateway('v1', { authentication, envelope: { isOn: false } });
  expect(await handler({ operation: 'ping' }, lambda)).toMatchObject({ statusCode: 400 });
});

test('nobody reaches it with a request', async () => {
  const gateway = await openGateway('v1', { authentication });
  const body = JSON.stringify({ operation: 'ping' });
  for (const { event } of eventShapes) {
    const anonymous = event({ method: 'POST', path: '/dynamodbmanager', route: '/dynamodbmanager', body });
    expect((await gateway.invoke(anonymous)).status).toBe(401);
    // Whatever stands beside it, an event with a request in it is that request.
    expect((await gateway.invoke({ ...anonymous, ...create })).status).toBe(401);
  }
  for (const other of [{ operation: 'ping', other: 1 }, { operation: 5 }, { Records: [] }, ['ping'], 'ping']) {
    expect(await gateway.handler(other, lambda)).toMatchObject({ statusCode: 400 });
  }
});
