import { CommandError, exitCodes } from './command';

/** Tells all parts of a run to come to an end, and keeps the first reason. */
export class Halt {
  /** Aborted by the user or by `stop`. */
  readonly signal: AbortSignal;
  reason?: CommandError;
  private readonly controller = new AbortController();

  constructor(readonly interrupted: AbortSignal) {
    this.signal = AbortSignal.any([interrupted, this.controller.signal]);
  }

  stop(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    this.reason ??= error instanceof CommandError ? error : new CommandError(words, exitCodes.incomplete);
    this.controller.abort();
  }
}
