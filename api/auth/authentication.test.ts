import { ServiceError } from '../../services/errors';
import { authenticationFrom, authorizerAuthentication } from './authentication';
import type { Request } from '../http/message';

const deployed = { AWS_LAMBDA_FUNCTION_NAME: 'gateway' };

test('a deployed function is never open, and always knows whom to believe', () => {
  expect(() => authenticationFrom({ ...deployed })).toThrow(/^Nobody could sign in\. Set AUTH_ISSUER/);
  expect(() => authenticationFrom({ ...deployed, AUTH: 'open' })).toThrow(/never open/);
  expect(authenticationFrom({ ...deployed, AUTH: 'authorizer' })).toBe(authorizerAuthentication);
});

test('elsewhere it may be open, and is closed when nothing is said', () => {
  expect(authenticationFrom({ AUTH: 'open' })).toBe('open');
  expect(authenticationFrom({})).toBeUndefined();
});

test('what cannot be meant is refused at the start', () => {
  expect(() => authenticationFrom({ AUTH: 'none' })).toThrow('AUTH is "none", and can be "authorizer" or "open".');
  expect(() => authenticationFrom({ AUTH_ISSUER: 'https://issuer.example' })).toThrow(
    'AUTH_ISSUER needs AUTH_AUDIENCE',
  );
});

test('the caller is who API Gateway has verified, in both formats of events', async () => {
  const claims = { sub: 's', 'cognito:username': 'ann', 'cognito:groups': 'admin' };
  for (const authorizer of [{ claims }, { jwt: { claims, scopes: null } }]) {
    const request = { authorizer } as unknown as Request;
    expect(await authorizerAuthentication.callerOf(request)).toMatchObject({
      id: 's',
      userName: 'ann',
      roles: ['admin'],
    });
  }
  expect(await authorizerAuthentication.callerOf({} as Request)).toBeUndefined();
});

test('a token is verified, and a request without one is nobody', async () => {
  const authentication = authenticationFrom({ AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'shop,app' });
  if (authentication === undefined || authentication === 'open') throw new Error('no tokens are verified');
  const signal = AbortSignal.timeout(5_000);
  const request = (headers: [string, string][]) => ({ headers: new Map(headers), signal }) as unknown as Request;
  expect(await authentication.callerOf(request([]))).toBeUndefined();
  const refused = await authentication.callerOf(request([['authorization', 'Bearer x.y.z']])).catch((error) => error);
  expect(refused).toBeInstanceOf(ServiceError);
  expect((refused as ServiceError).code).toBe('unauthenticated');
});
