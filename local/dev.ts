import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// `npm run dev`: `npm start` that begins again whenever a source file is saved. It looks at the files itself,
// because Node 20's watchers lose a file on Linux once an editor has saved it by renaming.

const root = join(__dirname, '..');
const folders = ['api', 'local', 'resolvers', 'schema', 'services', 'tables'];
/** Milliseconds between two looks, each at some 150 files. */
const interval = 300;

let child: ChildProcess | undefined;
let leaving = false;

function start(): void {
  const program = ['-r', '@swc-node/register', join(__dirname, 'start.ts'), ...process.argv.slice(2)];
  const started = spawn(process.execPath, program, { cwd: root, stdio: 'inherit' });
  child = started;
  started.on('exit', (code) => {
    if (child !== started) return;
    child = undefined;
    if (leaving) process.exit(code ?? 0);
    process.stderr.write('Waiting for a change of the source…\n');
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

/** Every source file with the time of its last change. */
function sources(): Map<string, number> {
  const changedAt = new Map<string, number>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.(ts|tsx|css|json)$/.test(file) || /\.test\.ts$/.test(file)) continue;
      // An editor may take a file away for a moment while it saves.
      const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
      if (changed !== undefined) changedAt.set(file, changed);
    }
  }
  return changedAt;
}

async function look(): Promise<void> {
  let previous = sources();
  for (;;) {
    await sleep(interval);
    const current = sources();
    const files = [...new Set([...previous.keys(), ...current.keys()])];
    const changed = files.find((file) => previous.get(file) !== current.get(file));
    previous = current;
    if (changed !== undefined && !leaving) await restart(relative(root, changed));
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    leaving = true;
    if (!child) process.exit(0);
    // A Ctrl-C reaches the whole process group, the gateway included; the others only us.
    if (signal !== 'SIGINT') child.kill(signal);
  });
}

start();
void look();
