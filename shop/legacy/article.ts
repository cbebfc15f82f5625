import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { itemPath, pathsOf } from '../../services/paths';
import type { Paths } from '../../services/paths';
import { idIn, inOneText, itemsIn, objectOf, oldReply } from '../../api/legacy/form';
import type { Ask, Channel, Form, Reply, Request, Target } from '../../api/legacy/form';
import { changeOrMake, objectIn, unless, withBody } from '../../api/legacy/request';

/** Methods of today that the handler of the article did not know. */
const unsupported = ['PUT', 'PATCH'];

/** Answers as the product handler of the article: what DynamoDB's document client gives, and bare texts. */
export function article(operations: readonly Operation[], rest: Channel): Form {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const paths = pathsOf(operations);

  return {
    // The old system answered 400 to everything that was wrong with a request, its method too.
    status: (status) => (status === 422 || status === 405 ? 400 : status),
    refusal: (error, { method }) =>
      error.code === 'method-not-allowed' && /^[A-Z]{1,10}$/.test(method)
        ? `Unsupported route: "${method}"`
        : inOneText(error),
    answer: async (request, target, ask) => {
      const { method } = request;
      const allow = rest.methods(request.path).filter((name) => !unsupported.includes(name));
      if (unsupported.includes(method)) {
        throw new ServiceError('method-not-allowed', `This path takes ${allow.join(', ')}.`, { allow });
      }
      if (method === 'POST' && target.segments.length === 1) return put(request, target, paths, ask);
      if (method !== 'DELETE' && method !== 'GET' && method !== 'HEAD') return ask(request);
      const reply = await unless('not-found', async () => ask(request));
      if (reply?.status === 304) return reply;
      if (method === 'DELETE') {
        return oldReply(`Deleted ${target.domain.name} ${idIn(target, paths)}`, reply ?? withoutHeaders);
      }
      return oldReply(reply ? read(reply, byName.get(reply.operation ?? '')) : {}, reply ?? withoutHeaders);
    },
  };
}

const withoutHeaders = { headers: {} };

function read(reply: Reply, operation: Operation | undefined): object {
  const value = objectOf(reply);
  if (operation?.gives.as === 'item') return { Item: value };
  const { items, ...furtherMembers } = value;
  const count = itemsIn(items).length;
  return { Items: items, Count: count, ScannedCount: count, ...furtherMembers };
}

/**
 * Writes the product of an id, whether or not there is one. The article kept four fields and dropped all others; here
 * those that are declared are taken too, and what the other clients of today have written stays.
 */
async function put(request: Request, { domain }: Target, paths: Paths, ask: Ask): Promise<Reply> {
  const input = objectIn(request);
  if (!input) return ask(request);
  const declaredNames = domain.fields.map(({ name }) => name);
  const { id, ...item } = Object.fromEntries(Object.entries(input).filter(([name]) => declaredNames.includes(name)));
  if (typeof id !== 'string' || id === '' || !id.isWellFormed()) {
    // A create would make an id where there is none; an empty one it refuses, after it has seen who asks.
    return ask(withBody(request, { ...item, id: id ?? '' }));
  }
  const target = { ...request, path: paths.write(itemPath(domain), { id }) };
  const make = withBody({ ...target, method: 'PUT' }, item);
  // Without a title and a price it is no product of the article, and is refused as none of ours.
  if (item.title === undefined || item.price === undefined) return ask(make);
  const change = withBody({ ...target, method: 'PATCH' }, { description: null, ...item });
  const { headers, operation } = await changeOrMake(change, make, ask);
  return oldReply(`Added/Updated ${domain.name} ${id}`, { headers, operation });
}
