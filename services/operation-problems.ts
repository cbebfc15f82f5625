import { anyone } from '../schema/access';
import { domainIfAny } from '../schema/facts';
import type { ProblemCode } from './errors';
import type { Operation } from './operation';
import { problemsOfTransitions } from './transitions';

/** What any request can be refused for, whatever it asks for. */
const ofEveryOperation: readonly ProblemCode[] = [
  'not-acceptable',
  'uri-too-long',
  'headers-too-large',
  'too-many-requests',
  'internal',
  'answer-too-large',
  'unavailable',
  'timeout',
  'bad-query',
  'read-budget-spent',
  // A public operation too refuses a token that is not valid.
  'unauthenticated',
];

/** Every problem that an operation can answer with: those that its form alone can have, and those that it declares. */
export function problemsOf(operation: Operation): ReadonlySet<ProblemCode> {
  const { access, body, domain, gives, key, kind, conditional, idempotent, query, route, problems, touches } =
    operation;
  const codes = new Set([...ofEveryOperation, ...problems, ...problemsOfTransitions(touches)]);
  const add = (...further: readonly ProblemCode[]): void => further.forEach((code) => codes.add(code));
  if (key.length > 0) add('bad-path');
  if (key.length > 0 && route.method !== 'PUT') add('not-found');
  if (route.method === 'PUT') add('not-found', 'precondition-failed');
  if (body) add('malformed-json', 'unsupported-media-type', 'validation', 'payload-too-large');
  // How a list was read is told to administrators alone, also where the list itself is open to anyone.
  if (query === 'list') add('cursor-invalid', 'no-index', 'forbidden');
  if (query === 'page') add('cursor-invalid');
  // A condition is kept or refused, whatever it is sent with (RFC 9110, section 13.1).
  add('bad-header');
  if (conditional || kind === 'query') add('precondition-failed');
  if (gives.as === 'item' && domainIfAny(gives.type)?.strict) add('unreadable');
  if (access !== anyone || domain.tenant) add('forbidden');
  if (idempotent) add('idempotency-key-invalid', 'idempotency-key-in-progress', 'idempotency-key-reused');
  return codes;
}

/** What one item of a batch can be refused for, in an answer that is a 200 all the same. */
export function outcomeProblemsOf(operation: Operation): ReadonlySet<ProblemCode> {
  const { operations } = operation.domain;
  const isChanging = operations.includes('updateMany') || operations.includes('deleteMany');
  // What becomes of an item is of one type, whichever batch has it.
  const ofChanges: readonly ProblemCode[] = isChanging ? ['not-found', 'precondition-failed', 'needs-mending'] : [];
  return new Set<ProblemCode>([...problemsOf(operation), 'conflict', ...ofChanges]);
}
