// What the shapes of an old system are made with, from @tandem/gateway/legacy.

export { idIn, inOneText, itemsIn, legacyForm, objectOf, oldReply } from '../api/legacy/form';
export type { Ask, Channel, Form, LegacyForm, Reply, Request, Target } from '../api/legacy/form';
export { changeOrMake, objectIn, unless, withBody } from '../api/legacy/request';
