import type { Operation } from '../../services/operation';
import { article } from './article';
import { awsrun } from './awsrun';
import type { Channel } from '../http/channel';
import type { Form } from './form';
import type { LegacyProfile } from './profile';
import { today } from './request';

/** How each of the old systems talked, to requests as they were sent. */
export function formsOf(operations: readonly Operation[], rest: Channel): Readonly<Record<LegacyProfile, Form>> {
  const forOld = (form: Form): Form => ({
    ...form,
    answer: async (request, target, ask) => form.answer(today(request, operations, target), target, ask),
  });
  return { awsrun: forOld(awsrun(operations, rest)), article: forOld(article(operations, rest)) };
}
