// What an application imports from @tandem/gateway to say what its gateway is. This file and its neighbours are the
// public surface, which surface.json lists: a name that leaves them breaks applications, and a check tells when one does.

// Declarations: nouns and their fields, who may do what.
export { any, anyone, claim, member, owner, role, signedIn } from '../schema/access';
export type { AccessRule } from '../schema/access';
export * from '../schema/decorators';
export { Counted, Sum } from '../schema/counted';
export type { CountOptions, SumOptions } from '../schema/counted';
export { Domain } from '../schema/domain';
export { Tenant } from '../schema/tenant';
export type { TenantOptions } from '../schema/tenant';
export { Unique } from '../schema/unique';
export type { OnDelete } from '../schema/whole-references';
export type { UniqueFact, UniqueOptions } from '../schema/unique';
export {
  DeclarationError,
  domainOf,
  fieldOfKind,
  fieldsOf,
  keyFields,
  ownedFields,
  usualOperations,
} from '../schema/facts';
export type { DeclaredClass, DomainAccess, DomainFact, DomainOptions, FieldFact } from '../schema/facts';

// Modules: what a part of an application adds, and the gateway that they make.
export { defineGateway, defineModule } from '../services/definition';
export type {
  GatewayDefinition,
  GatewayFacts,
  LegacyFact,
  Module,
  ModuleFacts,
  ResolverClass,
  Samples,
} from '../services/definition';
export { documentsFolder, documentsIn } from '../services/documents';
export type { NamedDocument } from '../services/documents';
export type { Consumer, ConsumerAlarm } from '../services/consumer';
export { defineProblems, ServiceError } from '../services/errors';
export type { DeclaredCode, FieldProblem, Problem, ProblemCode, ProblemDetails } from '../services/errors';
export type { EventFact } from '../services/events';
export type { Journey, Step } from '../services/journey';

// Operations: verbs of one's own, and what they are written with.
export { judge, refused } from '../services/access';
export { change, writeTouches } from '../services/change';
export type { Answered, Part } from '../services/change';
export type { Context, Item, Key } from '../services/context';
export { replacement } from '../services/crud';
export { announcementTouches, keyOf, maxEventBytes } from '../services/events';
export { once, onceTouches } from '../services/idempotency';
export type { Once } from '../services/idempotency';
export { identifier, uuidFrom } from '../services/identifier';
export { majorUnits, minorUnits, sumOf } from '../services/money';
export { operation } from '../services/operation';
export type { Operation } from '../services/operation';
export { itemPath, pathsOf } from '../services/paths';
export type { Paths } from '../services/paths';
export { holds, lostTo, missing, taken } from '../services/precondition';
export type { Precondition } from '../services/precondition';
export { tableTouches } from '../services/table-actions';
export type { Touch } from '../services/table-actions';
export { admit, invalid } from '../services/validation';
export { listOf, numberOf, recordOf, textOf } from '../schema/guards';
export { required } from '../schema/required';
