import { channels, fitsPath } from '../../schema/channels';
import type { ChannelFact, ChannelName, PathOf } from '../../schema/channels';
import type { Context } from '../../services/context';
import { requireMatch } from './conditions';
import type { Reply, Request } from './message';
import { noSuchRoute, problemReply } from './problem';

/**
 * One way into the gateway: a folder of api/, whose index.ts makes it. api/handler.ts gives a request to the first
 * channel that matches. What a channel is made from stands in its index.ts; what only its own requests need is loaded
 * there by `import()`, with the first of them.
 */
export interface Channel {
  /** Its row in schema/channels.ts, which says its paths, its methods and its name in logs and metrics. */
  readonly name: ChannelName;
  /** Whether its answers depend on who asks. Where they do not, nobody is asked for a token, and a wrong one is let be. */
  readonly asksWho: boolean;
  /**
   * Whether it answers a request, OPTIONS included, by the request alone. One with paths in its row is asked only for paths
   * whose first segment is that of one of them.
   */
  matches(request: Request): boolean;
  /** The methods that OPTIONS and CORS tell of a path; none where there is nothing, which `answer` then says. */
  methods(path: string): readonly string[];
  /** Answers a request. @throws ServiceError, and anything else for a defect: `refusal` makes an answer of both */
  answer(request: Request, context: Context): Promise<Reply>;
  /** Any thrown thing in the form in which its clients read errors, whether or not `answer` was reached. */
  refusal(request: Request, thrown: unknown): Promise<Reply>;
  /** The headers of every answer at its paths, a refusal too. */
  headers(request: Request): Readonly<Record<string, string>>;
}

/** How most channels refuse: with a problem document (RFC 9457), and without headers of their own. */
export const problemDocuments: Pick<Channel, 'refusal' | 'headers'> = {
  refusal: async (_, thrown) => problemReply(thrown),
  headers: () => ({}),
};

/** The methods of a channel's row, as OPTIONS tells them. */
export function declaredMethods(name: ChannelName): readonly string[] {
  return [...channels[name].methods, 'OPTIONS'];
}

/** Shows one page. */
export type Show = (request: Request, context: Context) => Promise<Reply>;

/**
 * A channel that shows the same to everybody, such as pages and documents, by the methods of its row.
 * @param pages what it shows at each path of its row
 * @param isShown narrows the pages for single requests; the others go to the next channel
 */
export function pageChannel<Name extends ChannelName>(
  name: Name,
  pages: Readonly<Record<PathOf<Name>, Show>>,
  isShown: (request: Request) => boolean = () => true,
): Channel {
  const { methods }: ChannelFact = channels[name];
  const shows = new Map(Object.entries<Show>(pages));
  const patterns = [...shows.keys()].filter((path) => path.includes('{'));
  const pageAt = (path: string): Show | undefined =>
    shows.get(path) ?? shows.get(patterns.find((pattern) => fitsPath(pattern, path)) ?? '');
  return {
    ...problemDocuments,
    name,
    asksWho: false,
    matches: (request) => methods.includes(request.method) && pageAt(request.path) !== undefined && isShown(request),
    methods: () => declaredMethods(name),
    answer: async (request, context) => {
      const show = pageAt(request.path);
      if (!show) throw noSuchRoute();
      const reply = await show(request, context);
      // What is refused is refused, whatever the condition says (RFC 9110, section 13.2.1).
      if (reply.status < 300) requireMatch(request, reply.headers.etag);
      if (context.meter) context.meter.operation = 'page';
      return reply;
    },
  };
}
