import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// AWS on this machine, as far as moto (https://docs.getmoto.org) stands in for it.

/** A stand-in for AWS on loopback. */
export interface Moto {
  readonly url: string;
  /** What the AWS CLI needs to know to talk to it and to nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Whether Python has a module that the tests can use. */
export const hasPython = (module: string): boolean => spawnSync('python3', ['-c', `import ${module}`]).status === 0;

/** Python's own server of moto on a free port. It ends with its input, so that it never outlives who opened it. */
const program = `
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
`;

/** Opens a stand-in with nothing in it. */
export async function openMoto(): Promise<Moto> {
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const [port] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error('moto did not start.');
    }),
  ])) as [string];
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      no_proxy: '*',
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
