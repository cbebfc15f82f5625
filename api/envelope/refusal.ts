import { ServiceError } from '../../services/errors';
import { invalid } from '../../services/validation';

/** The error for an expression, or what stands for one, that asks for more than the envelope does. */
export function expressionNotAllowed(pointer: string, detail: string): ServiceError {
  const errors = [{ pointer, detail }];
  return new ServiceError('expression-not-allowed', 'The envelope does not do what this asks for.', { errors });
}

/** The error for one wrong member of the body. */
export function wrong(pointer: string, detail: string): ServiceError {
  return invalid('validation', [{ pointer, detail }]);
}

/** A name as a part of a pointer (RFC 6901, section 3), cut short so that an answer stays small. */
export function pointerPart(name: string): string {
  return name.slice(0, 60).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
