import type { Operation } from '../../services/operation';
import { article } from './article';
import { awsrun } from './awsrun';
import type { Channel } from '../http/channel';
import type { Form } from './form';
import type { LegacyProfile } from './profile';
import { requestOfToday } from './request';

/** The form of each old system, for requests as its clients send them. */
export function formsOf(operations: readonly Operation[], rest: Channel): Readonly<Record<LegacyProfile, Form>> {
  const forOldRequests = (form: Form): Form => ({
    ...form,
    answer: async (request, target, ask) => form.answer(requestOfToday(request, operations, target), target, ask),
  });
  return { awsrun: forOldRequests(awsrun(operations, rest)), article: forOldRequests(article(operations, rest)) };
}
