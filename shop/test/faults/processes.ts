import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChildMessage, ChildOptions } from './child';

const run = promisify(execFile);

let program: Promise<string> | undefined;

const folders: string[] = [];

/** A new folder; `removeFolders` takes it away. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-faults-'));
  folders.push(folder);
  return folder;
}

/** Removes one of them before the others. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Removes the folders that were made here, the child program's included. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  program = undefined;
}

/** The bundled child program; made once for each process, in one of its own: jest cannot load rolldown, an ES module. */
export function childProgram(): Promise<string> {
  program ??= (async () => {
    const folder = temporaryFolder();
    await run(process.execPath, ['-r', '@swc-node/register', join(__dirname, 'build.ts'), folder]);
    return join(folder, 'child.js');
  })();
  return program;
}

/** A child process that may be killed and is there again at once. */
export interface Mortal {
  /** What the child has said when it was ready; that of the next one after a kill. */
  ready(): Promise<string>;
  /** SIGKILL, and a new start with the same options. */
  kill(): void;
  /** Asks the child something that it answers when it has nothing left to do. */
  ask(wish: 'idle' | 'redrive'): Promise<Extract<ChildMessage, { idle: unknown }>['idle']>;
  /** SIGKILL without a new start. */
  end(): Promise<void>;
}

/** Starts a child. @param said told of every piece of its standard output */
export async function startChild(
  options: ChildOptions,
  said: (text: string) => void = () => undefined,
): Promise<Mortal> {
  const file = await childProgram();
  let current = start();

  function start(): { readonly child: ChildProcess; readonly ready: Promise<string>; readonly gone: Promise<unknown> } {
    const child = fork(file, [JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    child.stdout!.setEncoding('utf8').on('data', said);
    const gone = new Promise((done) => child.once('exit', done));
    const ready = new Promise<string>((done, refused) => {
      child.on('message', (message: ChildMessage) => {
        if ('ready' in message) done(message.ready);
      });
      void gone.then(() => refused(new Error('The child was killed before it was ready.')));
    });
    // Whoever still waits learns of it; nobody has to.
    ready.catch(() => undefined);
    return { child, ready, gone };
  }

  return {
    ready: () => current.ready,
    kill: () => {
      current.child.kill('SIGKILL');
      current = start();
    },
    ask: async (wish) => {
      const { child, ready, gone } = current;
      await ready;
      return new Promise((done, refused) => {
        void gone.then(() => refused(new Error('The child was killed before it had answered.')));
        child.on('message', (message: ChildMessage) => {
          if ('idle' in message) done(message.idle);
        });
        child.send(wish);
      });
    },
    end: async () => {
      current.child.kill('SIGKILL');
      await current.gone;
    },
  };
}
