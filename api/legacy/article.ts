import { listOf, recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { Product } from '../../schema/product';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import type { Reply, Request } from '../http/message';
import { inOneText, oldReply } from './form';
import type { Ask, Form, Methods, Target } from './form';
import { changeOrMake, objectIn, unless, withBody } from './request';

/** Methods of today that the handler of the article did not know. */
const unsupported = ['PUT', 'PATCH'];

/** The article's products had no category, and ours cannot be without one. */
const newCategory = 'Other';

/** Answers as the product handler of the article: what DynamoDB's document client gives, and bare texts. */
export function article(operations: readonly Operation[], rest: Methods): Form {
  const named = new Map(operations.map((operation) => [operation.name, operation]));

  return {
    covers: ({ type }) => type === Product,
    // Everything that was wrong with a request was 400 there, its method too.
    status: (status) => (status === 422 || status === 405 ? 400 : status),
    refusal: (error, { method }) =>
      error.code === 'method-not-allowed' && /^[A-Z]{1,10}$/.test(method)
        ? `Unsupported route: "${method}"`
        : inOneText(error),
    answer: async (request, target, ask) => {
      const { method } = request;
      const allow = rest.methodsOf(request.path).filter((name) => !unsupported.includes(name));
      if (unsupported.includes(method)) {
        throw new ServiceError('method-not-allowed', `This path takes ${allow.join(', ')}.`, { allow });
      }
      if (method === 'POST' && target.segments.length === 1) return put(request, target, ask);
      if (method !== 'DELETE' && method !== 'GET' && method !== 'HEAD') return ask(request);
      const reply = await unless('not-found', async () => ask(request));
      if (reply?.status === 304) return reply;
      if (method === 'DELETE') {
        const id = decodeURIComponent(target.segments[1] ?? '');
        return oldReply(`Deleted ${target.domain.name} ${id}`, reply ?? nothing);
      }
      if (!reply) return oldReply({}, nothing);
      return oldReply(read(reply, required(named.get(reply.operation ?? ''), 'the operation of a reply')), reply);
    },
  };
}

const nothing = { headers: {} };

function read({ body }: Reply, { gives }: Operation): object {
  const value = recordOf(JSON.parse(String(body)));
  if (gives.as === 'item') return { Item: value };
  const { items, ...others } = value;
  const count = listOf(items).length;
  return { Items: items, Count: count, ScannedCount: count, ...others };
}

/**
 * Writes the product of an id, whether or not there is one. The article kept four fields and dropped all others; here
 * those that are declared are taken too, and what the other clients of today have written stays.
 */
async function put(request: Request, { domain }: Target, ask: Ask): Promise<Reply> {
  const given = objectIn(request);
  if (!given) return ask(request);
  const declared = domain.fields.map(({ name }) => name);
  const { id, ...item } = Object.fromEntries(Object.entries(given).filter(([name]) => declared.includes(name)));
  if (typeof id !== 'string' || id === '' || !id.isWellFormed()) {
    // A create would make an id where there is none; an empty one it refuses, after it has seen who asks.
    return ask(withBody(request, { ...item, id: id ?? '' }));
  }
  const target = { ...request, path: `/${domain.name}/${encodeURIComponent(id)}` };
  const make = withBody({ ...target, method: 'PUT' }, { category: newCategory, ...item });
  // Without these it is no product of the article, and is refused as none of ours.
  if (item.title === undefined || item.price === undefined) return ask(make);
  const change = withBody({ ...target, method: 'PATCH' }, { description: null, ...item });
  const { headers, operation } = await changeOrMake(change, make, ask);
  return oldReply(`Added/Updated ${domain.name} ${id}`, { headers, operation });
}
