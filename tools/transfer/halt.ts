import { setMaxListeners } from 'node:events';
import { asCommandError } from './command';
import type { CommandError } from './command';

/** Tells all parts of a run to come to an end, and keeps the first reason. */
export class Halt {
  /** Aborted by the user or by `stop`. */
  readonly signal: AbortSignal;
  reason?: CommandError;
  private readonly controller = new AbortController();

  constructor(readonly interrupted: AbortSignal) {
    this.signal = AbortSignal.any([interrupted, this.controller.signal]);
    // Every waiting request listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, this.signal);
  }

  stop(error: unknown): void {
    this.reason ??= asCommandError(error);
    this.controller.abort();
  }
}
