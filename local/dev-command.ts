import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// It looks at the files itself, because Node 20's watchers lose a file on Linux once an editor has saved it by renaming.

/** Milliseconds between two looks, each at some hundred files. */
const interval = 300;

/** What no gateway is made from. Folders with a dot before their name, such as .data, are not looked at either. */
const ignored = new Set(['node_modules', 'build', 'coverage', 'cdk.out', 'test', 'bench', 'docs', 'contracts', 'sdk']);

/**
 * `npm run dev`: `npm start` that begins again whenever a source file of the folder is saved.
 * @param program what Node runs, with its options
 * @returns the exit code of the gateway, when a signal has ended it
 */
export async function devCommand(program: readonly string[], folder: string): Promise<number> {
  let child: ChildProcess | undefined;
  let leaving = false;
  let leave: (code: number) => void;
  const left = new Promise<number>((resolve) => (leave = resolve));

  function start(): void {
    const started = spawn(process.execPath, program, { cwd: folder, stdio: 'inherit' });
    child = started;
    started.on('exit', (code) => {
      if (child !== started) return;
      child = undefined;
      if (leaving) leave(code ?? 0);
      else process.stderr.write('Waiting for a change of the source…\n');
    });
  }

  async function restart(file: string): Promise<void> {
    process.stdout.write(`\n${file} changed: starting again.\n`);
    const previous = child;
    child = undefined;
    if (previous && previous.exitCode === null) {
      previous.kill('SIGTERM');
      await once(previous, 'exit');
    }
    start();
  }

  async function look(): Promise<void> {
    let previous = sources(folder);
    while (!leaving) {
      await sleep(interval);
      const current = sources(folder);
      const files = [...new Set([...previous.keys(), ...current.keys()])];
      const changed = files.find((file) => previous.get(file) !== current.get(file));
      previous = current;
      if (changed !== undefined && !leaving) await restart(relative(folder, changed));
    }
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      leaving = true;
      if (!child) leave(0);
      // A Ctrl-C reaches the whole process group, the gateway included; the others only us.
      if (signal !== 'SIGINT') child?.kill(signal);
    });
  }
  start();
  void look();
  return left;
}

/** Every source file with the time of its last change. */
function sources(folder: string, changedAt = new Map<string, number>()): Map<string, number> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!ignored.has(entry.name) && !entry.name.startsWith('.')) sources(path, changedAt);
      continue;
    }
    if (!/\.(ts|tsx|css|json|graphql)$/.test(entry.name) || /\.test\.ts$/.test(entry.name)) continue;
    // An editor may take a file away for a moment while it saves.
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changed !== undefined) changedAt.set(path, changed);
  }
  return changedAt;
}
