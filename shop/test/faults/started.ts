import { makeApplication } from '../../../test/application';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { issuerPath } from '../../../local/issuer/issuer';
import { removeFolder, temporaryFolder } from './processes';

/** What `npm start` has brought up, in a process of its own and with an engine of its own. */
export interface Started {
  readonly url: string;
  /** A token of the local issuer. */
  readonly token: (user: string) => Promise<string>;
  /** Ends it, and gives what it has said on its error output. */
  readonly stop: () => Promise<string>;
}

const project = resolve(__dirname, '../../..');

/** Runs the program of `npm start` with the rates of production, asking for tokens, its data in memory. */
export async function startProgram(): Promise<Started> {
  const folder = temporaryFolder();
  makeApplication(folder, join(project, 'tandem.ts'));
  const foreign = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'DEBUG'];
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.includes(name));
  const program = join(project, 'local/start.ts');
  const child = spawn(
    process.execPath,
    ['-r', require.resolve('@swc-node/register'), program, '--memory', '--auth=jwt', '--port=0'],
    {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), TS_NODE_PROJECT: join(project, 'tsconfig.json') },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const closed = once(child, 'close');
  let [said, errors] = ['', ''];
  let url: string | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    // Afterwards there is a line for each request.
    if (url === undefined) said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  while (url === undefined) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${errors}`);
    if (said.includes('Ctrl-C')) url = /REST +(http:\S+)\/product/.exec(said)?.[1];
    else await sleep(20);
  }
  const address = url;
  return {
    url: address,
    token: async (user) => {
      const answer = await fetch(`${address}${issuerPath}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user }),
      });
      return ((await answer.json()) as { token: string }).token;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      removeFolder(folder);
      return errors;
    },
  };
}
