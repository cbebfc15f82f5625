import { ServiceError } from '../../services/errors';

/** The refusal of a request that does not prove who sends it. The sentence never has a part of the token in it. */
export function unauthenticated(
  message = 'This is not a valid token of an issuer that this gateway trusts: sign in again and send the new token.',
): ServiceError {
  return new ServiceError('unauthenticated', message);
}
