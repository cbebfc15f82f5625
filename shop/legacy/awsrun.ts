import { ownedFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { Product } from '../schema/product';
import type { Item } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { pathsOf } from '../../services/paths';
import type { Paths } from '../../services/paths';
import { idIn, inOneText, itemsIn, objectOf, oldReply } from '../../api/legacy/form';
import type { Ask, Channel, Form, Reply, Request, Target } from '../../api/legacy/form';
import { changeOrMake, objectIn, unless, withBody } from '../../api/legacy/request';

/** The fields that the service adds to its answers; an old client that sends back what it read sends them along. */
const addedNames = [...ownedFields.map(({ name }) => name), '$metadata'];

/** Answers as the e-commerce API "awsrun": everything in an envelope, with status 200. */
export function awsrun(operations: readonly Operation[], rest: Channel): Form {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const paths = pathsOf(operations);

  async function replyOfToday(request: Request, target: Target, ask: Ask): Promise<Reply | undefined> {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads) return unless('not-found', async () => ask(withinCategory(request, target, paths)));
    if (request.method === 'DELETE') return unless('not-found', async () => ask(request));
    const input = objectIn(request);
    const changed = input ? withBody(request, oldNames(input, request, target)) : request;
    return withOldPointers(input, target, async () => {
      const methods = rest.methods(request.path);
      const merges = methods.includes('PUT') && methods.includes('PATCH') && !request.headers.has('if-none-match');
      if (request.method !== 'PUT' || !merges) return ask(changed);
      return changeOrMake({ ...changed, method: 'PATCH' }, changed, ask);
    });
  }

  return {
    status: (status) => status,
    refusal: (error) => ({ message: 'Failed to perform operation.', errorMsg: inOneText(error) }),
    answer: async (request, target, ask) => {
      const reply = await replyOfToday(request, target, ask);
      if (reply?.status === 304) return reply;
      const operation = reply?.operation === undefined ? undefined : byName.get(reply.operation);
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const message = `Successfully finished operation: "${method}"`;
      // Without a reply there was nothing to read, or nothing left to delete.
      const content =
        reply && operation ? contentOf(reply, operation, request) : { body: method === 'GET' ? {} : metadata(request) };
      return oldReply({ message, ...content }, reply ?? { headers: {} });
    },
  };
}

/** The members of an answer beside its message; a checkout never told anything more. */
function contentOf(reply: Reply, operation: Operation, request: Request): object {
  if (operation.name === 'checkout') return {};
  if (reply.status === 204) return { body: metadata(request) };
  const body = objectOf(reply);
  const { gives, domain, kind } = operation;
  const shown = (item: Item): Item => withName(domain, item);
  switch (gives.as) {
    case 'page': {
      const { items, ...furtherMembers } = body;
      return { body: itemsIn(items).map(shown), ...furtherMembers };
    }
    case 'item':
      return { body: kind === 'query' ? shown(body) : { ...shown(body), ...metadata(request) } };
    case 'items':
      return { body: body.items };
    case 'outcomes':
    case 'results':
      return { body: body.results };
    case 'nothing':
      return {};
  }
}

/** The metadata of a write, once all that a write told; now the item stands beside it. */
function metadata({ requestId }: Request): object {
  return { $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 } };
}

/** `GET /product/{id}?category=` was a list of one product or none: of that id, with these letters in its category. */
function withinCategory(request: Request, target: Target, paths: Paths): Request {
  const { domain, segments } = target;
  const [category, ...more] = request.query.filter(([name]) => name === 'category');
  if (domain.type !== Product || segments.length !== 2 || !category || more.length > 0) return request;
  let id: string;
  try {
    id = idIn(target, paths);
  } catch {
    return request;
  }
  const otherParameters = request.query.filter(([name]) => name !== 'category');
  const query = [...otherParameters, ['id', id], ['category[contains]', category[1]]] as const;
  return { ...request, path: `/${domain.name}`, query };
}

function oldNames(input: Item, { method }: Request, { domain, segments }: Target): Item {
  const body = Object.fromEntries(Object.entries(input).filter(([name]) => !addedNames.includes(name)));
  const isSingle = method === 'POST' ? segments.length === 1 : segments.length === 2;
  if (domain.type !== Product || !isSingle) return body;
  // The old service gave every new product an id of its own.
  if (method === 'POST') delete body.id;
  if (!Object.hasOwn(body, 'name')) return body;
  // A client that sends a title as well has read both from us, and knows only the name.
  const { name, ...furtherFields } = body;
  return { ...furtherFields, title: name };
}

function withName({ type }: DomainFact, item: Item): Item {
  return type === Product && item.title !== undefined ? { ...item, name: item.title } : item;
}

/** A client that knows no title is told what is wrong with the name. */
async function withOldPointers<Result>(
  input: Item | undefined,
  { domain }: Target,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const knowsTitle = input && Object.hasOwn(input, 'title') && !Object.hasOwn(input, 'name');
    if (!(error instanceof ServiceError) || domain.type !== Product || knowsTitle) throw error;
    const errors = error.details.errors?.map((problem) =>
      problem.pointer === '/title' ? { ...problem, pointer: '/name' } : problem,
    );
    throw new ServiceError(error.code, error.message, { ...error.details, errors });
  }
}
