import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Item = Record<string, unknown>;

/** An answer in place of the one that the contract would give. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'cut before'
  | 'cut after'
  | undefined;

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly items: readonly Item[];
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
}

/** The REST contract that import and export rely on, small and in memory, with faults on request. */
export class ContractGateway {
  readonly stored = new Map<string, Item>();
  /** What each page of a list says of its items. */
  warnings: readonly object[] = [];
  readonly seen: Seen[] = [];
  /** Asked before each batch, with its number from 1. */
  fault: (seen: Seen, number: number) => Fault | Promise<Fault> = () => undefined;
  /** Asked for each item; a number is the status of its failure. */
  itemFault: (item: Item, number: number) => number | undefined = () => undefined;
  openApi = JSON.stringify(openApi);
  private batches = 0;
  private server!: Server;

  async open(): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get batchesSeen(): readonly Seen[] {
    return this.seen.filter(({ method }) => method === 'POST');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const body = text ? (JSON.parse(text) as { items: Item[] }) : { items: [] };
    const seen = {
      method: request.method!,
      url: request.url!,
      items: body.items,
      headers: request.headers,
      at: Date.now(),
    };
    this.seen.push(seen);
    if (pathname === '/openapi.json') return void response.end(this.openApi);
    const isBatch = pathname === '/book/batch';
    if (isBatch) this.batches += 1;
    const fault = await this.fault(seen, this.batches);
    if (fault === 'cut before') return void request.socket.destroy();
    if (typeof fault === 'object')
      return send(
        response,
        fault.status,
        fault.body ?? problem(fault.status, 'test-fault', 'a fault of the test'),
        fault.headers,
      );
    if (isBatch) {
      const isDry = searchParams.get('dryRun') === 'true';
      const results = body.items.map((item) => this.create(item, isDry));
      if (fault === 'cut after') return void request.socket.destroy();
      return send(response, 200, { results });
    }
    if (pathname === '/book') return send(response, 200, this.list(searchParams));
    send(response, 404, problem(404, 'no-such-route', `There is no ${pathname}.`));
  }

  private create(item: Item, isDry: boolean): unknown {
    const status = this.itemFault(item, this.batches);
    if (status) return { status, error: problem(status, 'unavailable', 'The table is busy.') };
    const errors = violations(item);
    if (errors.length > 0)
      return { status: 422, error: { ...problem(422, 'validation', 'The book is not valid.'), errors } };
    const id = item.id as string;
    if (this.stored.has(id))
      return { status: 409, error: problem(409, 'conflict', `A book with the id ${id} exists.`) };
    const stored = {
      ...item,
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    };
    if (!isDry) this.stored.set(id, stored);
    return { status: isDry ? 200 : 201, item: stored };
  }

  private list(query: URLSearchParams): unknown {
    const ids = [...this.stored.keys()].sort();
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit'));
    const items = ids.slice(from, to).map((id) => this.stored.get(id));
    const { warnings } = this;
    return {
      items,
      ...(to < ids.length ? { nextCursor: String(to) } : {}),
      ...(warnings.length > 0 && { warnings }),
    };
  }
}

function violations(item: Item): { pointer: string; detail: string }[] {
  const errors: { pointer: string; detail: string }[] = [];
  for (const field of Object.keys(item)) {
    if (!(field in bookInput.properties)) errors.push({ pointer: `/${field}`, detail: 'is not a field of Book' });
  }
  if (typeof item.id !== 'string') errors.push({ pointer: '/id', detail: 'must be text' });
  if (typeof item.title !== 'string') errors.push({ pointer: '/title', detail: 'is required' });
  if (typeof item.price !== 'number') errors.push({ pointer: '/price', detail: 'must be a number' });
  else if (item.price < 0) errors.push({ pointer: '/price', detail: 'must be at least 0' });
  return errors;
}

function problem(status: number, code: string, detail: string): object {
  return { type: `/problems/${code}`, title: code, status, detail };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const type = status < 300 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

const bookInput = {
  type: 'object',
  required: ['title', 'price'],
  properties: {
    id: { type: 'string' },
    title: { type: 'string' },
    description: { type: ['string', 'null'] },
    category: { $ref: '#/components/schemas/Category' },
    price: { type: 'number', minimum: 0 },
    stock: { anyOf: [{ type: 'null' }, { type: 'integer' }] },
    isNew: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { type: 'integer' } },
    origin: { $ref: '#/components/schemas/Origin' },
    extra: {},
  },
};

const create = (schema: string): object => ({
  post: { requestBody: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } } },
});

/** As the gateway's own document, cut down to what an import reads. */
export const openApi = {
  openapi: '3.1.0',
  paths: {
    '/book': create('BookInput'),
    '/book/batch': {},
    '/book/{id}': {},
    '/shelf': create('ShelfInput'),
    '/shelf/batch': {},
    '/shelf/{userName}': {},
    '/borrow': create('ShelfInput'),
  },
  components: {
    schemas: {
      BookInput: bookInput,
      ShelfInput: { type: 'object', required: ['userName'], properties: { userName: { type: 'string' } } },
      Category: { enum: ['Phone', 'Book'] },
      Origin: { type: 'object', properties: { country: { type: 'string' } } },
    },
  },
};
