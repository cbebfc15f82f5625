import NodeEnvironment from 'jest-environment-node';
import { startEngine } from '../../local/engine';
import type { Engine } from '../../local/engine';

/**
 * An engine for each test file, in memory: it starts in some 30 ms. In one engine for the whole run, each write that a
 * stream tells of, and each list of tables, would take longer the more files have run before.
 */
export default class EngineEnvironment extends NodeEnvironment {
  private engine: Engine | undefined;

  override async setup(): Promise<void> {
    await super.setup();
    this.engine = await startEngine();
    this.global.process.env.TEST_ENGINE = this.engine.endpoint;
  }

  override async teardown(): Promise<void> {
    await this.engine?.stop();
    await super.teardown();
  }
}
