import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../local/engine';
import type { Engine } from '../../local/engine';

declare global {
  var testEngine: Engine | undefined;
}

/** One engine for the whole run, in memory; every test file uses tables of its own. */
export default async function startTestEngine(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  globalThis.testEngine = await startEngine();
  process.env.TEST_TOUCHES = mkdtempSync(join(tmpdir(), 'tandem-touches-'));
  process.env.TEST_ENGINE = globalThis.testEngine.endpoint;
}
