import type { DomainFact } from '../../schema/facts';
import { Product } from '../../schema/product';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { checkAnonymousBody } from '../http/body';
import type { Channel } from '../http/channel';
import type { Reply, Request } from '../http/message';
import { masked, problemReply } from '../http/problem';
import { lazily } from '../lazily';
import { segmentsOf } from './form';
import type { Target } from './form';
import { legacyProfileIn } from './profile';
import type { LegacyProfile } from './profile';

export type { LegacyProfile } from './profile';

/** What the legacy profiles are made from. */
export interface LegacyOptions {
  readonly operations: readonly Operation[];
  /** The profile of every request; only who asks for one by Accept has one when left out. */
  readonly profile?: LegacyProfile;
  /** The REST channel, whose answers are told in the old way. */
  readonly rest: Channel;
}

/** Which of the old systems a request is answered like. */
interface Choice {
  readonly profile: LegacyProfile;
  readonly target: Target;
  /** The headers of its answer and of its refusal. */
  readonly furtherHeaders: Reply['headers'];
}

/** Since the gateway has taken the place of the old systems, their shapes are deprecated. */
const deprecatedSince = Date.UTC(2026, 0, 1);

/** Whether an old system, or one that is made after it, has paths of a domain. */
const covers: Readonly<Record<LegacyProfile, (domain: DomainFact) => boolean>> = {
  awsrun: () => true,
  article: ({ type }) => type === Product,
};

/** Makes the channel of the legacy profiles: REST in the shapes of the systems that the gateway replaces. */
export function createLegacy({ operations, profile: defaultProfile, rest }: LegacyOptions): Channel {
  const domains = new Map(operations.map(({ domain }) => [domain.name, domain]));
  // Few requests ask for an old form, and no other should wait until the forms are read.
  const loadForms = lazily(async () => (await import('./forms')).formsOf(operations, rest));

  function choiceOf({ path, headers }: Request): Choice | undefined {
    const segments = segmentsOf(path);
    const domain = domains.get(segments[0] ?? '');
    const requested = legacyProfileIn(headers.get('accept'));
    const profile = requested ?? defaultProfile;
    if (!domain || !profile || !covers[profile](domain)) return undefined;
    const marks = {
      // RFC 9745.
      deprecation: `@${deprecatedSince / 1000}`,
      ...(requested && { vary: 'Accept' }),
    };
    return { profile, target: { domain, segments }, furtherHeaders: marks };
  }

  return {
    name: 'legacy',
    asksWho: true,
    matches: (request) => choiceOf(request) !== undefined,
    methods: (path) => rest.methods(path),
    answer: async (request, context) => {
      const choice = choiceOf(request);
      if (!choice) return rest.answer(request, context);
      checkAnonymousBody('legacy', request, context);
      const form = (await loadForms())[choice.profile];
      const reply = await form.answer(request, choice.target, async (translated) => rest.answer(translated, context));
      return { ...reply, headers: { ...reply.headers, ...choice.furtherHeaders } };
    },
    refusal: async (request, thrown) => {
      const reply = problemReply(thrown);
      const choice = choiceOf(request);
      if (!choice) return reply;
      const form = (await loadForms())[choice.profile];
      const error = thrown instanceof ServiceError ? thrown : masked();
      return {
        ...reply,
        status: form.status(reply.status),
        headers: { ...reply.headers, 'content-type': 'application/json', ...choice.furtherHeaders },
        body: JSON.stringify(form.refusal(error, request)),
      };
    },
    headers: () => ({}),
  };
}
