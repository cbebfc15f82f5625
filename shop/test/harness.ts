import type { Payload } from '../../local/lambda';
import { openGateway as open } from '../../test/harness';
import type { TestGateway, TestOptions } from '../../test/harness';
import { definition } from './usual';

export * from '../../test/harness';

/** Opens a gateway of the shop with fresh tables on the engine of the test file; the options are those of test/harness. */
export async function openGateway(payload?: Payload, options: TestOptions = {}): Promise<TestGateway> {
  return open(payload, options.domains ? options : { definition, ...options });
}
