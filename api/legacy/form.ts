import { isRecord } from '../../schema/guards';
import type { DomainFact } from '../../schema/facts';
import { required } from '../../schema/required';
import type { Item } from '../../services/context';
import type { LegacyFact } from '../../services/definition';
import type { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import type { Channel } from '../http/channel';
import { itemPath } from '../../services/paths';
import type { Paths } from '../../services/paths';
import type { Reply, Request } from '../http/message';

export type { Channel, Reply, Request };

/** Where a request goes: the domain of its path, and the path in segments as they were sent. */
export interface Target {
  readonly domain: DomainFact;
  readonly segments: readonly string[];
}

/** The REST face of today, for one caller. @throws ServiceError */
export type Ask = (request: Request) => Promise<Reply>;

/** How one of the old systems takes requests and tells answers. */
export interface Form {
  /** Asks the face of today what an old request means, and tells its answer in the old way. @throws ServiceError */
  answer(request: Request, target: Target, ask: Ask): Promise<Reply>;
  /** The body of an error. */
  refusal(error: ServiceError, request: Request): unknown;
  /** The status of an error that has this one today. */
  status(status: number): number;
}

/** An old system whose answers can be had. */
export interface LegacyForm extends LegacyFact {
  /** Whether the old system, or one that is made after it, has paths of a domain. */
  covers(domain: DomainFact): boolean;
  /** Loaded with the first request that asks for it: few do, and no other should wait. */
  load(): Promise<(operations: readonly Operation[], rest: Channel) => Form>;
}

const forms = new WeakMap<LegacyFact, LegacyForm>();

/** Makes a form that a module can list under `legacy`. */
export function legacyForm(form: LegacyForm): LegacyFact {
  const fact = { name: form.name };
  forms.set(fact, form);
  return fact;
}

/** The form behind what a module lists. */
export function formBehind(fact: LegacyFact): LegacyForm {
  return required(forms.get(fact), `the legacy form ${fact.name}: make it with legacyForm`);
}

/** The segments of a path; a slash at its end changes nothing. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/(?<=[^/])\/$/, '')
    .split('/')
    .slice(1);
}

/**
 * The id in the path of an item.
 * @throws URIError when it is not percent-encoded
 */
export function idIn({ domain, segments }: Target, paths: Paths): string {
  return paths.read(itemPath(domain), domain.key.partition, decodeURIComponent(segments[1] ?? ''));
}

/** A reply in the old way: no old system named a charset. */
export function oldReply(body: unknown, { headers, operation }: Pick<Reply, 'headers' | 'operation'>): Reply {
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    operation,
  };
}

/** The object in the body of an answer of today. */
export function objectOf({ body }: Reply): Item {
  const value: unknown = JSON.parse(String(body));
  return isRecord(value) ? value : {};
}

/** The member `items` of a page, as a list of items. */
export function itemsIn(items: unknown): readonly Item[] {
  return Array.isArray(items) ? items.filter(isRecord) : [];
}

/** An error in one text: its sentence, and each field with what it must be. */
export function inOneText({ message, details }: ServiceError): string {
  const fields = (details.errors ?? []).map(({ pointer, detail }) => `${pointer || 'The body'} ${detail}`);
  return fields.length > 0 ? `${message} ${fields.join('; ')}.` : message;
}
