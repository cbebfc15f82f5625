import { randomUUID } from 'node:crypto';

/** What the Lambda runtime tells a handler beside the event, as far as the gateway reads it. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
}

/** The gateway's handler, as Lambda calls it. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** Who hands requests to the function: a REST API, an HTTP API, a function URL, or an Application Load Balancer. */
export const payloads = ['v1', 'v2', 'url', 'alb'] as const;

/** One of them. */
export type Payload = (typeof payloads)[number];

/** The longest that API Gateway waits for an answer. */
export const longestWait = 29_000;

/** The context of one invocation that must be over after so many milliseconds. */
export function lambdaContext(milliseconds = longestWait): LambdaContext {
  const end = performance.now() + milliseconds;
  return {
    awsRequestId: randomUUID(),
    functionName: 'tandem-local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}
