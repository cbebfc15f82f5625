import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import type { Reply, Request } from '../http/message';
import { lazily } from '../lazily';
import { masked, problemReply } from '../http/problem';
import type { Rest } from '../rest/rest';
import { segmentsOf } from './form';
import type { Form, Target } from './form';
import { legacyProfileIn } from './profile';
import type { LegacyProfile } from './profile';

export { legacyProfileFrom } from './profile';
export type { LegacyProfile } from './profile';

/** The legacy profiles: the REST face in the shapes of the systems that the gateway replaces. */
export interface Legacy {
  /** The old answer; undefined for a request that gets the answers of today. @throws ServiceError */
  answer(request: Request, context: Context): Promise<Reply | undefined>;
  /** Any thrown thing in the old shape of an error; undefined likewise. */
  refusal(request: Request, thrown: unknown): Promise<Reply | undefined>;
}

interface Choice {
  readonly form: Form;
  readonly target: Target;
  /** The headers of every answer. */
  readonly marks: Reply['headers'];
}

/** Since the gateway has taken the place of the old systems, their shapes are deprecated. */
const deprecatedSince = Date.UTC(2026, 0, 1);

/** Makes the legacy profiles; without one for the whole gateway, requests still can ask for one by Accept. */
export function createLegacy(profile: LegacyProfile | undefined, rest: Rest, operations: readonly Operation[]): Legacy {
  const domains = new Map(operations.map(({ domain }) => [domain.name, domain]));
  // Few ask for them, and nobody else should wait until they are read.
  const loadForms = lazily(async () => (await import('./forms')).formsOf(operations, rest));

  async function chosen({ path, headers }: Request): Promise<Choice | undefined> {
    const segments = segmentsOf(path);
    const domain = domains.get(segments[0]!);
    const asked = legacyProfileIn(headers.get('accept'));
    const name = asked ?? profile;
    if (!domain || !name) return undefined;
    const form = (await loadForms())[name];
    if (!form.covers(domain)) return undefined;
    const marks = {
      // RFC 9745.
      deprecation: `@${deprecatedSince / 1000}`,
      ...(asked && { vary: 'Accept' }),
    };
    return { form, target: { domain, segments }, marks };
  }

  return {
    answer: async (request, context) => {
      const choice = await chosen(request);
      if (!choice) return undefined;
      const { form, target, marks } = choice;
      const reply = await form.answer(request, target, async (asked) => rest.answer(asked, context));
      return { ...reply, headers: { ...reply.headers, ...marks } };
    },
    refusal: async (request, thrown) => {
      const choice = await chosen(request);
      if (!choice) return undefined;
      const { form, marks } = choice;
      const reply = problemReply(thrown);
      const error = thrown instanceof ServiceError ? thrown : masked();
      return {
        ...reply,
        status: form.status(reply.status),
        headers: { ...reply.headers, 'content-type': 'application/json', ...marks },
        body: JSON.stringify(form.refusal(error, request)),
      };
    },
  };
}
