/** Where a developer looks at the events; there is nothing like it in AWS, and the deployed gateway has none of it. */
export const localPaths = {
  events: '/_local/events',
  deadLetters: '/_local/dead-letters',
  redrive: '/_local/redrive',
} as const;

/** A dead letter as the route shows it. */
export interface DeadLetter {
  /** The consumer that could not take it. */
  readonly consumer: string;
  readonly messageId: string;
  readonly receiveCount: number;
  readonly sentAt: string;
  readonly body: string;
  readonly reason?: string;
}
