import type { LegacyFact } from '../../services/definition';
import { required } from '../../schema/required';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { checkAnonymousBody } from '../http/body';
import type { Channel } from '../http/channel';
import type { Reply, Request } from '../http/message';
import { masked, problemReply } from '../http/problem';
import { lazily } from '../lazily';
import { formBehind, segmentsOf } from './form';
import type { Form, LegacyForm, Target } from './form';
import { legacyProfileIn } from './profile';
import { requestOfToday } from './request';

/** What the legacy profiles are made from. */
export interface LegacyOptions {
  readonly operations: readonly Operation[];
  /** The old systems, of which the first is meant by who names none. */
  readonly forms: readonly LegacyFact[];
  /** The profile of every request; only who asks for one by Accept has one when left out. */
  readonly profile?: string;
  /** The REST channel, whose answers are told in the old way. */
  readonly rest: Channel;
}

/** Which of the old systems a request is answered like. */
interface Choice {
  readonly form: LegacyForm;
  readonly target: Target;
  /** The headers of its answer and of its refusal. */
  readonly furtherHeaders: Reply['headers'];
}

/** Since the gateway has taken the place of the old systems, their shapes are deprecated. */
const deprecatedSince = Date.UTC(2026, 0, 1);

/**
 * Makes the channel of the legacy profiles: REST in the shapes of the systems that the gateway replaces.
 * @throws Error when the profile of every request is that of no form
 */
export function createLegacy({ operations, forms: facts, profile: defaultProfile, rest }: LegacyOptions): Channel {
  const domains = new Map(operations.map(({ domain }) => [domain.name, domain]));
  const forms = new Map(facts.map((fact) => [fact.name, formBehind(fact)]));
  const names = [...forms.keys()];
  if (defaultProfile !== undefined && !forms.has(defaultProfile)) {
    throw new Error(
      `LEGACY is "${defaultProfile}": ${names.length > 0 ? `write ${names.join(' or ')}, or leave it out` : 'no module has an old form, so leave it out'}.`,
    );
  }
  const loaded = new Map<LegacyForm, () => Promise<Form>>(
    [...forms.values()].map((form) => [
      form,
      lazily(async () => forOldRequests((await form.load())(operations, rest), operations)),
    ]),
  );
  const load = (form: LegacyForm): Promise<Form> => required(loaded.get(form), `the legacy form ${form.name}`)();

  function choiceOf({ path, headers }: Request): Choice | undefined {
    if (names.length === 0) return undefined;
    const requested = legacyProfileIn(headers.get('accept'), names);
    const form = forms.get(requested ?? defaultProfile ?? '');
    if (!form) return undefined;
    const segments = segmentsOf(path);
    const domain = domains.get(segments[0] ?? '');
    if (!domain || !form.covers(domain)) return undefined;
    const marks = {
      // RFC 9745.
      deprecation: `@${deprecatedSince / 1000}`,
      ...(requested && { vary: 'Accept' }),
    };
    return { form, target: { domain, segments }, furtherHeaders: marks };
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
      const form = await load(choice.form);
      const reply = await form.answer(request, choice.target, async (translated) => rest.answer(translated, context));
      return { ...reply, headers: { ...reply.headers, ...choice.furtherHeaders } };
    },
    refusal: async (request, thrown) => {
      const reply = problemReply(thrown);
      const choice = choiceOf(request);
      if (!choice) return reply;
      const form = await load(choice.form);
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

/** The form, for requests as its clients send them. */
function forOldRequests(form: Form, operations: readonly Operation[]): Form {
  return {
    ...form,
    answer: async (request, target, ask) => form.answer(requestOfToday(request, operations, target), target, ask),
  };
}
