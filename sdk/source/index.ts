export { createClient } from './client.ts';
export type { Client, ClientOptions } from './client.ts';
export { TandemError } from './errors.ts';
export type { ClientCode, ErrorCode, FieldProblem, ProblemCode, TandemErrorOf } from './errors.ts';
export type * from '../generated/problems.ts';
export type { Fetch, Token } from './send.ts';
export { signIn } from './sign-in.ts';
export type { SignInOptions, SignInSession, SignInStorage } from './sign-in.ts';
export type {
  CallOptions,
  Change,
  Changes,
  Deletion,
  Feed,
  FeedOptions,
  Idempotent,
  Including,
  List,
  ListOptions,
  Outcome,
  Page,
  Selected,
  Selecting,
} from './types.ts';
export type * from '../generated/client.ts';
