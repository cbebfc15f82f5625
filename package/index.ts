// What an application imports from @tandem/gateway to say what its gateway is. This file and its neighbours are the
// public surface: a name that leaves them breaks applications, and a check tells when one does.

export { any, anyone, owner, role, signedIn } from '../schema/access';
export type { AccessRule } from '../schema/access';
export * from '../schema/decorators';
export { Domain } from '../schema/domain';
export { DeclarationError, domainOf, fieldOfKind, fieldsOf, keyFields } from '../schema/facts';
export type { DeclaredClass, DomainAccess, DomainFact, DomainOptions, FieldFact } from '../schema/facts';
export { change, writeTouches } from '../services/change';
export type { Answered, Part } from '../services/change';
export type { Consumer, ConsumerAlarm } from '../services/consumer';
export type { Context, Item, Key } from '../services/context';
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
export { defineProblems, ServiceError } from '../services/errors';
export type { DeclaredCode, FieldProblem, Problem, ProblemCode, ProblemDetails } from '../services/errors';
export type { EventFact } from '../services/events';
export type { Journey, Step } from '../services/journey';
export { operation } from '../services/operation';
export type { Operation } from '../services/operation';
export { itemPath } from '../services/paths';
export { tableTouches } from '../services/table-actions';
export type { Touch } from '../services/table-actions';
