import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder in which the workers note what the functions of the gateways may do and have done. */
export default function startRun(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  process.env.TEST_TOUCHES = mkdtempSync(join(tmpdir(), 'tandem-touches-'));
}
