import { tenantHeader } from '../../services/tenancy';
import type { Schema } from './openapi-schemas';

// What the operations of domains and the documents with names say alike.

/** The first sentence of a text, which may be all of it. */
export function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/s.exec(text)?.[0] ?? text;
}

/** A header of an answer. */
export function answerHeader(description: string): Schema {
  return { description, schema: { type: 'string' } };
}

/** The header that every answer has. */
export const requestIdHeader = answerHeader('The id of the request, by which our logs find it.');

/** A header of a request, without an example: pages that try an operation would send it, and no condition fits every item. */
export function header(name: string, description: string): Schema {
  return { name, in: 'header', description, schema: { type: 'string' } };
}

/** The header of a request whose caller may act for several tenants. */
export const tenantParameter = header(
  tenantHeader,
  'The tenant whose items are meant, such as "acme": for who may act for several, each of which sees its own items alone.',
);

/** The header of a request that may be sent again. */
export const idempotencyKey = header(
  'Idempotency-Key',
  'The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer.',
);
