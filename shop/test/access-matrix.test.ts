import { tokenAuthentication } from '../../api/auth/authentication';
import type { Authentication } from '../../api/auth/authentication';
import { accessMatrix, peopleOf, wronglyTold } from '../../test/access-matrix';
import type { Person } from '../../test/access-matrix';
import { openFakeIssuer } from '../../test/tokens';
import type { FakeIssuer } from '../../test/tokens';
import { formats, openGateway } from './harness';

// The rules of the shop, worked out a second time from its declarations; test/access-matrix.test.ts shows that the
// matrix notices a rule that is wider than it is meant, and a token that should not count.

let issuer: FakeIssuer;
let authentication: Authentication;
let people: readonly Person[];
beforeAll(async () => {
  issuer = await openFakeIssuer();
  const { audience, jwksUri } = issuer;
  authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
  people = peopleOf(issuer);
});
afterAll(async () => issuer.close());

test.each(formats)('the shop lets in whom its rules let in, and nobody else, with %s events', async (payload) => {
  const gateway = await openGateway(payload, { authentication });
  const { wrong, cells } = await accessMatrix(gateway, gateway.operations, people);
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(gateway.operations.length * people.length * 3);
});

test('an agent is told of every tool that may let its person in, and of no other', async () => {
  const gateway = await openGateway('v1', { authentication });
  expect(await wronglyTold(gateway, gateway.operations, people)).toEqual([]);
});
