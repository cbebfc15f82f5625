import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openWorld } from './world';

// The outside witness is the package @tandem/sdk of release 0.1.0 as it was packed then. Nobody can mend it any more.

const run = promisify(execFile);
const packed = join(__dirname, 'released/0.1.0.tgz');

test('the SDK of release 0.1.0 still passes all of its calls over REST', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-released-'));
  const world = await openWorld('v2', 'rest');
  try {
    await run('tar', ['-xzf', packed, '-C', folder]);
    const sdk = join(folder, 'package/build/source/index.js');
    const { stdout } = await run(process.execPath, [join(__dirname, 'released/0.1.0.mjs'), sdk, world.url]);
    expect(JSON.parse(stdout)).toEqual({
      notCalled: [],
      created: [1, 999999.99],
      updated: 19.99,
      stale: 'precondition-failed',
      replaced: 'Camera II',
      wrong: 'validation',
      many: ['old-2', 'old-3', 'old-4', 'conflict'],
      read: ['Lens 2', null],
      listed: ['old-1', 'old-2', 'old-3', 'old-4'],
      filtered: ['old-2', 'old-3'],
      deleted: 'none',
      change: { id: 'old-1' },
      watched: 'Camera II',
      added: 1,
      quantity: 3,
      total: 30,
      emptied: 'none',
      put: 1,
      basketReplaced: 'none',
      basketUpdated: 'none',
      baskets: ['ada'],
      basketGone: 'none',
      bought: 'string',
      nothingLeft: 'basket-changed',
      order: 'old-1',
      orders: [1, 1],
      moved: 'transition-not-allowed',
      orderChanges: ['Created', 'Created'],
      orderWatched: true,
      any: { colour: 'red' },
      anyRead: { colour: 'red' },
      anyReplaced: [1],
      anyUpdated: 'text',
      anyMany: 1,
      anyAll: ['any-1', 'any-2'],
      anyListed: ['any-1', 'any-2'],
      anyDeleted: 'none',
    });
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
  }
});
